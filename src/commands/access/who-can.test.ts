import { expect, test } from "vitest";
import { insuranceInstall } from "../../testing/insurance.ts";
import { personalLogin } from "../../testing/logins.ts";

test("who may do it is listed with role and domain, the nearest first", async () => {
  const { quad, json } = await insuranceInstall();
  await quad("member add director@massmutual.com -d insurance-division -r domain_admin");
  await quad("member invite new@massmutual.com -d life-insurance -r subdomain_admin");
  expect(await quad("access who-can invite_user -d life-insurance")).toEqual({
    code: 0,
    stdout: `teamlead@massmutual.com\tSUBDOMAIN_ADMIN\t/massmutual/insurance-division/life-insurance
director@massmutual.com\tDOMAIN_ADMIN\t/massmutual/insurance-division
it-admin@massmutual.com\tQUAD_ADMIN\t/massmutual
`,
    stderr: "",
  });
  // Its reach is the whole company, wherever the role is held.
  expect(await json("access who request_integration -d wealth-management")).toEqual({
    capability: "request_integration",
    domain: "/massmutual/wealth-management",
    holders: [
      { email: "it-admin@massmutual.com", role: "QUAD_ADMIN", scope: "company", through: "/massmutual" },
      {
        email: "director@massmutual.com",
        role: "DOMAIN_ADMIN",
        scope: "company",
        through: "/massmutual/insurance-division",
      },
      ...[
        ["teamlead@massmutual.com", "SUBDOMAIN_ADMIN"],
        ["dev@massmutual.com", "DEVELOPER"],
      ].map(([email, role]) => ({
        email,
        role,
        scope: "company",
        through: "/massmutual/insurance-division/life-insurance",
      })),
    ],
  });
});

test("nobody is no failure", async () => {
  const { quad } = await insuranceInstall();
  await quad("domain archive life-insurance --yes");
  expect(await quad("access who-can create_domain -d life-insurance")).toEqual({
    code: 0,
    stdout: "",
    stderr: "Nobody has create_domain in /massmutual/insurance-division/life-insurance.\n",
  });
});

test("a person may ask in their company, and a domain has to be named", async () => {
  const install = await insuranceInstall();
  const { quad } = await personalLogin(install, "dev@massmutual.com");
  expect((await quad("access who-can manage_company -d massmutual")).stdout).toBe(
    "it-admin@massmutual.com\tQUAD_ADMIN\t/massmutual\n",
  );
  expect(await quad("access who-can manage_company")).toMatchObject({
    code: 2,
    stderr: "Required option '-d, --domain <domain>' not specified.\nSee how: quad access who-can --help\n",
  });
});
