import { expect, test } from "vitest";
import { insuranceInstall } from "../../testing/insurance.ts";

const life = "/massmutual/insurance-division/life-insurance";

test("an allocation, a role and the primary domain are changed", async () => {
  const { quad } = await insuranceInstall();
  expect(await quad("member set dev@massmutual.com -d life-insurance -a 70 --to-role qa --no-primary")).toEqual({
    code: 0,
    stdout: `Changed dev@massmutual.com in ${life}: DEVELOPER is now QA, 60 % is now 70 %, no longer the primary domain; 30 % is left of them.\n`,
    stderr: "",
  });
  expect((await quad("member set dev@massmutual.com -d life-insurance -a 70")).stdout).toBe(
    `Nothing to change: dev@massmutual.com in ${life} is so already.\n`,
  );
});

test("a new primary domain takes the place of the former one", async () => {
  const { quad, json } = await insuranceInstall();
  await quad("member add dev@massmutual.com -d wealth-management -r developer");
  await quad("member set dev@massmutual.com -d wealth-management --primary");
  const [{ memberships }] = await json("member show dev@massmutual.com");
  expect(memberships).toMatchObject([
    { domain: life, primary: false },
    { domain: "/massmutual/wealth-management", primary: true },
  ]);
});

test("JSON gives before and after; a dry run changes nothing", async () => {
  const { json } = await insuranceInstall();
  const before = {
    email: "dev@massmutual.com",
    domain: life,
    role: "DEVELOPER",
    status: "active",
    allocation: 60,
    primary: true,
  };
  expect(await json("member set dev@massmutual.com -d life-insurance -a 0 --dry-run")).toEqual({
    before,
    after: { ...before, allocation: 0 },
    allocationLeft: 100,
  });
  expect(await json("member list -d life-insurance -r developer")).toEqual([before]);
});

test("several roles in one domain want --role", async () => {
  const { quad } = await insuranceInstall();
  await quad("member add dev@massmutual.com -d life-insurance -r database");
  expect(await quad("member set dev@massmutual.com -d life-insurance -a 5")).toEqual({
    code: 2,
    stdout: "",
    stderr: `dev@massmutual.com has several roles in ${life}: DEVELOPER, DATABASE.\nSay which: --role ROLE\n`,
  });
  expect((await quad("member set dev@massmutual.com -d life-insurance -r database -a 50")).stderr).toBe(
    `dev@massmutual.com would be allocated 110 %; nobody can be above 100 %.
dev@massmutual.com holds 60 % in ${life}; 40 % is left.
See it: quad member show dev@massmutual.com
`,
  );
  expect((await quad("member set dev@massmutual.com -d life-insurance -r database --to-role developer")).stderr).toBe(
    `dev@massmutual.com is DEVELOPER in ${life} already.\n`,
  );
});

test("the last QUAD_ADMIN is not demoted, and what is missing is named", async () => {
  const { quad } = await insuranceInstall();
  const refused = async (line: string) => {
    const { code, stderr } = await quad(line);
    return [code, stderr.split("\n")[0]];
  };
  expect(await refused("member set it-admin@massmutual.com -d massmutual --to-role domain_admin")).toEqual([
    5,
    "The last QUAD_ADMIN of /massmutual cannot be removed.",
  ]);
  expect(await refused("member set dev@massmutual.com -d life-insurance")).toEqual([2, "Missing: what to change."]);
  expect(await refused("member set dev@massmutual.com -a 5")).toEqual([2, "Missing: --domain DOMAIN."]);
  expect(await refused("member set no@massmutual.com -d life-insurance -a 5")).toEqual([
    4,
    `no@massmutual.com is not a member of ${life}.`,
  ]);
});
