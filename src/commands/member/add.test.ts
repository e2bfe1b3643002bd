import { expect, test } from "vitest";
import { insuranceInstall } from "../../testing/insurance.ts";

test("a person is added in a role, at an allocation, and it says what is left of them", async () => {
  const { quad } = await insuranceInstall();
  expect(await quad("member add QA@MassMutual.com -d life-insurance -r qa -a 33.33")).toEqual({
    code: 0,
    stdout:
      "Added qa@massmutual.com to /massmutual/insurance-division/life-insurance as QA at 33.33 %; 66.67 % is left of them.\n",
    stderr: "",
  });
  expect((await quad("member add x@massmutual.com -d wealth-management -r QA-lead")).stdout).toBe(
    "Added x@massmutual.com to /massmutual/wealth-management as QA_LEAD.\n",
  );
});

test("JSON gives the membership and what is left; a dry run leaves none", async () => {
  const { json, quad } = await insuranceInstall();
  expect(await json("member add qa@massmutual.com -d wealth-management -r qa -a 40 --primary --dry-run")).toEqual({
    member: {
      email: "qa@massmutual.com",
      domain: "/massmutual/wealth-management",
      role: "QA",
      status: "active",
      allocation: 40,
      primary: true,
    },
    allocationLeft: 60,
    tooManyAdmins: [],
  });
  expect((await quad("member show qa@massmutual.com")).code).toBe(4);
});

test("an invited person is pending", async () => {
  const { quad, json } = await insuranceInstall();
  expect((await quad("member invite new@massmutual.com -d life-insurance -r developer -a 50")).stdout).toBe(
    "Invited new@massmutual.com to /massmutual/insurance-division/life-insurance as DEVELOPER at 50 %; 50 % is left of them.\n",
  );
  expect(await json("member list --pending")).toMatchObject([{ email: "new@massmutual.com", status: "pending" }]);
});

test("above 100 % it says what is held where, and what is left", async () => {
  const { quad } = await insuranceInstall();
  expect(await quad("member add dev@massmutual.com -d wealth-management -r developer -a 50")).toEqual({
    code: 5,
    stdout: "",
    stderr: `dev@massmutual.com would be allocated 110 %; nobody can be above 100 %.
dev@massmutual.com holds 60 % in /massmutual/insurance-division/life-insurance; 40 % is left.
See it: quad member show dev@massmutual.com
`,
  });
});

test("the same role twice and a second primary domain are refused with what to run", async () => {
  const { quad } = await insuranceInstall();
  expect(await quad("member add dev@massmutual.com -d life-insurance -r developer")).toEqual({
    code: 5,
    stdout: "",
    stderr: `dev@massmutual.com is DEVELOPER in /massmutual/insurance-division/life-insurance already.
Change it: quad member set dev@massmutual.com --domain massmutual/insurance-division/life-insurance
`,
  });
  expect((await quad("member add dev@massmutual.com -d wealth-management -r qa --primary")).stderr).toBe(
    "dev@massmutual.com has another primary domain.\nSee it: quad member show dev@massmutual.com\n",
  );
});

test("QUAD_ADMIN below a root is refused, and a third one is warned about", async () => {
  const { quad } = await insuranceInstall();
  expect(await quad("member add b@massmutual.com -d wealth-management -r quad_admin")).toEqual({
    code: 5,
    stdout: "",
    stderr:
      "QUAD_ADMIN is given on a root, and /massmutual/wealth-management is not one.\nDOMAIN_ADMIN administers a domain and everything below it.\n",
  });
  expect((await quad("member add b@massmutual.com -d massmutual -r quad_admin")).stderr).toBe("");
  expect((await quad("member add c@massmutual.com -d massmutual -r quad_admin --quiet")).stderr).toBe(
    "There are 3 QUAD_ADMINs now (b@massmutual.com, c@massmutual.com, it-admin@massmutual.com); one or two are meant to be enough.\n",
  );
});

test.each(["add", "invite"])("member %s names every flag that is missing", async (verb) => {
  const { quad } = await insuranceInstall();
  expect(await quad(`member ${verb}`)).toEqual({
    code: 2,
    stdout: "",
    stderr: "Missing: <email>, --domain DOMAIN, --role ROLE.\nThere is no terminal to ask at; give them as flags.\n",
  });
});
