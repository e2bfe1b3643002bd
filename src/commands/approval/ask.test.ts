import { expect, test } from "vitest";
import { approvalInstall, division, life } from "../../approvals/install.testing.ts";

test("who may not create a domain asks for it, and is told who may approve it", async () => {
  const { as, json } = await approvalInstall();
  expect(
    await as("teamlead", "domain create annuities --parent insurance-division --admin Lead@massmutual.com --ask"),
  ).toEqual({
    code: 0,
    stdout: `Asked for: the domain ${division}/annuities, administered by lead@massmutual.com.
It waits for the approval of director@massmutual.com or it-admin@massmutual.com: quad approval show SHORT
`,
    stderr: "",
  });
  expect(await json("domain list --under insurance-division")).toHaveLength(3);
});

test("the same asked for twice is one request, also by another person", async () => {
  const { as, json } = await approvalInstall();
  const line = "member invite qa@massmutual.com -d massmutual/wealth-management/claims -r qa -a 33.3 --ask";
  await as("teamlead", line);
  expect(await as("dev", line)).toEqual({
    code: 0,
    stdout: `Asked for by teamlead@massmutual.com on TIME already: an invitation of qa@massmutual.com to /massmutual/wealth-management/claims as QA, 33.3 %.
It waits for the approval of it-admin@massmutual.com: quad approval show SHORT
`,
    stderr: "",
  });
  expect(await as("dev", line.replace("33.3", "40"))).toEqual({
    code: 5,
    stdout: "",
    stderr:
      "teamlead@massmutual.com has asked for the same with other particulars, and it is not decided yet.\nHave it withdrawn: quad approval cancel SHORT\n",
  });
  expect(await json("approval list")).toHaveLength(1);
});

test("JSON gives the approval; a dry run leaves none", async () => {
  const { json } = await approvalInstall();
  const { approval } = await json(
    "member add qa@massmutual.com -d life-insurance -r qa --ask --dry-run --as dev@massmutual.com",
  );
  expect(approval).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    subjectType: "role",
    subject: {
      email: "qa@massmutual.com",
      role: "QA",
      fromRole: null,
      status: "active",
      allocation: 0,
      primary: false,
    },
    domain: life,
    status: "pending",
    requestedBy: "dev@massmutual.com",
    requestedAt: expect.any(String),
    expiresAt: expect.any(String),
    decidedBy: null,
    decidedAt: null,
    reason: null,
    executedAt: null,
    approvers: ["director@massmutual.com", "it-admin@massmutual.com"],
    isNew: true,
  });
  expect(Date.parse(approval.expiresAt) - Date.parse(approval.requestedAt)).toBe(14 * 24 * 3600_000);
  expect(await json("approval list --status all")).toEqual([]);
});

test("a change of a membership is asked for with what it was and is to be", async () => {
  const { as } = await approvalInstall();
  const asked = async (line: string) => (await as("dev", line)).stdout.split("\n")[0];
  expect(await asked("member set dev@massmutual.com -d life-insurance --to-role qa -a 70 --no-primary --ask")).toBe(
    `Asked for: dev@massmutual.com in ${life}: DEVELOPER becomes QA, 70 %, no longer the primary domain.`,
  );
  expect(await asked("member set dev@massmutual.com -d life-insurance -a 0 --ask")).toBe(
    `Asked for: dev@massmutual.com in ${life}: 0 %.`,
  );
});

test("where the company wants it approved, commands ask by themselves, the owner's too", async () => {
  const { as, owner, json } = await approvalInstall();
  await owner("approval require role");
  expect(await as("director", "member add qa@massmutual.com -d life-insurance -r qa")).toEqual({
    code: 0,
    stdout: `Asked for: qa@massmutual.com in ${life} as QA.\nIt waits for the approval of it-admin@massmutual.com: quad approval show SHORT\n`,
    stderr: "",
  });
  expect(
    (await as("director", "domain create annuities --parent insurance-division --admin qa@massmutual.com")).stdout,
  ).toMatch(/^Asked for: the domain/);
  expect((await owner("member set dev@massmutual.com -d life-insurance --to-role qa")).stdout).toMatch(
    /^Asked for: dev@/,
  );
  expect((await as("teamlead", "member set dev@massmutual.com -d life-insurance -a 50")).stdout).toMatch(/^Changed/);
  expect((await as("director", "domain create claims-2 --parent insurance-division")).stdout).toMatch(/^Created/);
  expect((await json("approval list")).map((one: { requestedBy: string }) => one.requestedBy)).toEqual([
    "it-admin@massmutual.com",
    "director@massmutual.com",
    "director@massmutual.com",
  ]);
});

test("what could not be carried out is refused at once", async () => {
  const { as, owner } = await approvalInstall();
  const refused = async (line: string, person = "teamlead") => {
    const { code, stderr } = await as(person, `${line} --ask`);
    return [code, stderr];
  };
  expect(await refused("member add dev@massmutual.com -d life-insurance -r developer")).toEqual([
    5,
    `dev@massmutual.com is DEVELOPER in ${life} already.\nSee it: quad member show dev@massmutual.com\n`,
  ]);
  expect(await refused("member add dev@massmutual.com -d life-insurance -r qa --primary")).toEqual([
    5,
    "dev@massmutual.com has another primary domain.\nSee it: quad member show dev@massmutual.com\n",
  ]);
  expect(await refused("member add dev@massmutual.com -d life-insurance -r quad_admin")).toEqual([
    5,
    `QUAD_ADMIN is given on a root, and ${life} is not one.\nDOMAIN_ADMIN administers a domain and everything below it.\n`,
  ]);
  expect(await refused("domain create claims --parent insurance-division")).toEqual([
    5,
    `${division}/claims exists already.\nSee it: quad domain show massmutual/insurance-division/claims\n`,
  ]);
  expect(await refused("domain create another")).toEqual([
    2,
    "A root is not asked for: nobody is above it to approve it.\nSay under which domain it is to be: --parent DOMAIN\n",
  ]);
  await owner("domain archive wealth-management");
  expect(await refused("domain create x --parent wealth-management")).toEqual([
    5,
    "/massmutual/wealth-management is archived.\nBring it back first: quad domain restore massmutual/wealth-management\n",
  ]);
});

test("who is no active member asks for nothing", async () => {
  const { as, owner } = await approvalInstall();
  await owner("member invite new@massmutual.com -d life-insurance -r qa");
  expect(await as("new", "domain create x --parent life-insurance --ask")).toEqual({
    code: 3,
    stdout: "",
    stderr:
      "new@massmutual.com is an active member of no domain, and asks for nothing.\nAsk it-admin@massmutual.com.\n",
  });
});
