import { expect, test } from "vitest";
import { testInstall } from "../../testing/install.ts";

test("a domain is created under its parent, with its admin in the same step", async () => {
  const { quad } = await testInstall();
  expect(await quad("domain create insurance-division --parent massmutual --admin Director@MassMutual.com")).toEqual({
    code: 0,
    stdout: "Created /massmutual/insurance-division, administered by director@massmutual.com (DOMAIN_ADMIN).\n",
    stderr: "",
  });
});

test("a name taken among its siblings is refused, and says what to run", async () => {
  const { quad } = await testInstall();
  await quad("domain create insurance-division --parent massmutual");
  expect(await quad("domain create insurance-division --parent massmutual")).toEqual({
    code: 5,
    stdout: "",
    stderr: "/massmutual/insurance-division exists already.\nSee it: quad domain show massmutual/insurance-division\n",
  });
});

test("a dry run shows the domain and leaves none", async () => {
  const { quad } = await testInstall();
  expect(await quad("domain new life --parent massmutual --display-name 'Life Insurance' --dry-run")).toEqual({
    code: 0,
    stdout: "Created /massmutual/life.\n",
    stderr: "Nothing was changed: --dry-run.\n",
  });
  expect((await quad("domain show life")).code).toBe(4);
});

test("JSON gives the domain with its place and its admin", async () => {
  const { json } = await testInstall();
  expect(await json("domain add life --parent /massmutual --admin lead@massmutual.com")).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    name: "life",
    displayName: "life",
    path: "/massmutual/life",
    depth: 1,
    type: "domain",
    admin: {
      email: "lead@massmutual.com",
      domain: "/massmutual/life",
      role: "DOMAIN_ADMIN",
      status: "active",
      allocation: 0,
      primary: false,
    },
  });
});

test("without a terminal, what is missing is named with its flags", async () => {
  const { quad } = await testInstall();
  expect(await quad("domain create --json")).toEqual({
    code: 2,
    stdout: "",
    stderr:
      '{"error":{"code":"usage","message":"Missing: <name>, --parent DOMAIN.","hint":"There is no terminal to ask at; give them as flags."}}\n',
  });
});

test("a name that is no slug is refused with the nearest one", async () => {
  const { quad } = await testInstall();
  expect(await quad("domain create 'Life Insurance' --parent massmutual")).toEqual({
    code: 2,
    stdout: "",
    stderr:
      '"Life Insurance" is not a name: small letters, digits and single hyphens between them, at most 63.\nPerhaps: life-insurance\n',
  });
});

test("an admin who finds no seat takes the domain back with them", async () => {
  const { quad } = await testInstall({ plan: "free" });
  for (const n of [2, 3, 4, 5]) await quad(`member add p${n}@massmutual.com --domain massmutual --role qa`);
  const { code, stderr } = await quad("domain create life --parent massmutual --admin lead@massmutual.com");
  expect([code, stderr.split("\n")[0]]).toEqual([
    5,
    "The Free plan of Massachusetts Mutual Life Insurance holds 5 people, and all seats are taken.",
  ]);
  expect((await quad("domain show life")).code).toBe(4);
});
