import { expect, test } from "vitest";
import { testInstall } from "../../testing/install.ts";

test("the company is shown with its plan and seats, and needs no name where it is the only one", async () => {
  const { quad, json } = await testInstall({ plan: "free" });
  const { id } = await json("company show");
  expect(await quad("company show")).toEqual({
    code: 0,
    stdout: `Massachusetts Mutual Life Insurance
  id      ${id}
  root    massmutual
  plan    free (1 of 5 seats taken)
  size    not set
  admin   it-admin@massmutual.com
  keys    uses are counted
`,
    stderr: "",
  });
  expect(await json("company get 'massachusetts MUTUAL life insurance'")).toEqual({
    id,
    name: "Massachusetts Mutual Life Insurance",
    adminEmail: "it-admin@massmutual.com",
    size: null,
    plan: "free",
    people: 1,
    seatLimit: 5,
    roots: ["massmutual"],
    countsKeyUses: true,
  });
  expect((await quad("company ls")).stdout).toBe(
    "Massachusetts Mutual Life Insurance\tmassmutual\tfree\t1 of 5\t\tit-admin@massmutual.com\n",
  );
});

test("a company is changed, and a plan that its people exceed is refused", async () => {
  const { quad, json } = await testInstall({ plan: "pro" });
  expect(
    await json("company set massmutual --size enterprise --admin Boss@massmutual.com --name 'Mass Mutual'"),
  ).toMatchObject({
    name: "Mass Mutual",
    size: "enterprise",
    adminEmail: "boss@massmutual.com",
    plan: "pro",
  });
  for (const n of [1, 2, 3, 4, 5]) await quad(`member add dev${n}@massmutual.com -d massmutual -r qa`);
  expect(await quad("company set --plan free")).toEqual({
    code: 5,
    stdout: "",
    stderr: "Mass Mutual has 6 people, more than the 5 of the free plan.\nRemove members first: quad member list\n",
  });
  await quad("member remove dev1@massmutual.com -d massmutual");
  expect((await quad("company set --plan free --dry-run")).stderr).toBe("Nothing was changed: --dry-run.\n");
  expect((await json("company show")).plan).toBe("pro");
});

test("nothing to change, a plan and a company that are not there are refused", async () => {
  const { quad } = await testInstall();
  expect(await quad("company set")).toEqual({
    code: 2,
    stdout: "",
    stderr: "Missing: what to change.\n--plan, --size, --admin, --name or --count-key-uses\n",
  });
  expect((await quad("company set --plan gold")).stderr).toBe(
    "Option '--plan <plan>' argument 'gold' is invalid. Allowed choices are free, pro, enterprise.\n",
  );
  expect(await quad("company show nobody")).toEqual({
    code: 4,
    stdout: "",
    stderr: 'There is no company "nobody".\nSee them: quad company list\n',
  });
});

test("a self-hosted install has one company", async () => {
  const { quad } = await testInstall();
  expect(await quad("company create Beta --root beta --admin b@beta.com")).toEqual({
    code: 5,
    stdout: "",
    stderr:
      "This install is self-hosted: it has one company, with one root.\nAdd a domain to it: quad domain create NAME --parent massmutual\n",
  });
  expect((await quad("company create")).stderr).toBe(
    "Missing: <name>, --root SLUG, --admin EMAIL.\nThere is no terminal to ask at; give them as flags.\n",
  );
});

test("on a cloud install companies sign up, each with its root, and a root's name is taken once", async () => {
  const { quad, json } = await testInstall({ model: "cloud" });
  expect(
    await json("company create 'Startup Alpha' --root startup-alpha --admin founder@startupalpha.com --size startup"),
  ).toMatchObject({
    name: "Startup Alpha",
    size: "startup",
    plan: "free",
    people: 1,
    seatLimit: 5,
    roots: ["startup-alpha"],
  });
  expect(await quad("company add Other --root startup-alpha --admin x@x.com")).toEqual({
    code: 5,
    stdout: "",
    stderr: "There is a root startup-alpha already.\nChoose another: --root NAME\n",
  });
  expect(await json("company list")).toHaveLength(2);
  expect(await json("member list -d startup-alpha")).toMatchObject([
    { email: "founder@startupalpha.com", role: "DOMAIN_ADMIN" },
  ]);
  expect((await quad("company show")).stderr).toBe(`There are several companies.
  Massachusetts Mutual Life Insurance (massmutual)
  Startup Alpha (startup-alpha)
Say which, by the name of its root: --company ROOT
`);
});
