import { expect, test } from "vitest";
import { emptyInstall, type TestInstall, testInstall } from "../testing/install.ts";
import { insuranceInstall } from "../testing/insurance.ts";
import { loginName, personalLogin } from "../testing/logins.ts";

const company = "Massachusetts Mutual Life Insurance";
const life = "/massmutual/insurance-division/life-insurance";
const developer = `  roles      DEVELOPER in ${life} at 60 %, primary
  allocated  60 %, 40 % left
Can:
  in the whole company (DEVELOPER in ${life}): request_integration
  for themselves, in ${life} and below (DEVELOPER): download_agents, manage_own_keys, use_agents, view_own_workload
`;

/** A role of the server that quad did not make, and how it runs quad. */
async function stranger(install: TestInstall, more = "") {
  const login = loginName(install);
  await install.withSql((sql) => sql.unsafe(`create role ${login} login ${more}`));
  const url = install.url.replace("quad@", `${login}@`);
  return { login, quad: (line: string) => install.quad(line, { env: { QUAD_DATABASE_URL: url } }) };
}

test("a login is shown as its person: roles, allocation, and what they can do where", async () => {
  const install = await insuranceInstall();
  const { login, quad } = await personalLogin(install, "dev@massmutual.com");
  expect(await quad("whoami")).toEqual({
    code: 0,
    stdout: `dev@massmutual.com, ${company}\n  login      ${login}, their own\n${developer}`,
    stderr: "",
  });
  expect(JSON.parse((await quad("whoami --json")).stdout)).toEqual({
    login,
    connection: "person",
    actingAs: null,
    email: "dev@massmutual.com",
    company,
    memberships: [{ domain: life, role: "DEVELOPER", status: "active", allocation: 60, primary: true }],
    allocated: 60,
    left: 40,
    can: [
      { role: "DEVELOPER", scope: "company", domain: life, capabilities: ["request_integration"] },
      {
        role: "DEVELOPER",
        scope: "self",
        domain: life,
        capabilities: ["download_agents", "manage_own_keys", "use_agents", "view_own_workload"],
      },
    ],
  });
});

test("the owner's connection is shown as whom it acts for", async () => {
  const { quad, json } = await insuranceInstall();
  expect((await quad("whoami")).stdout.split("\n").slice(0, 5)).toEqual([
    `it-admin@massmutual.com, ${company}`,
    "  login      quad, the owner's: Postgres refuses it nothing, and records it as them",
    "  roles      QUAD_ADMIN in /massmutual",
    "  allocated  0 %, 100 % left",
    "Can:",
  ]);
  expect((await quad("whoami --as dev@massmutual.com")).stdout).toBe(
    `dev@massmutual.com, ${company}\n  login      quad, the owner's, acting as them\n${developer}`,
  );
  expect(await json("whoami --as dev@massmutual.com")).toMatchObject({
    connection: "owner",
    actingAs: "dev@massmutual.com",
    email: "dev@massmutual.com",
  });
});

test("a pending membership gives nothing", async () => {
  const { quad } = await insuranceInstall();
  await quad("member invite new@massmutual.com -d life-insurance -r qa -a 50");
  expect((await quad("whoami --as new@massmutual.com")).stdout).toBe(`new@massmutual.com, ${company}
  login      quad, the owner's, acting as them
  roles      QA in ${life} at 50 %, pending
  allocated  50 %, 50 % left
Can do nothing.
`);
});

test("who has lost every membership keeps a login that sees nothing", async () => {
  const install = await insuranceInstall();
  const { login, quad } = await personalLogin(install, "dev@massmutual.com");
  await install.quad("member remove dev@massmutual.com -d life-insurance");
  expect((await quad("whoami")).stdout).toBe(
    `dev@massmutual.com\n  login      ${login}, their own\n  roles      none\n  allocated  0 %, 100 % left\nCan do nothing.\n`,
  );
});

test("the owner of several companies, or of none, acts as nobody in particular", async () => {
  const said = "quad is the owner's, of an install without a company or with several.\nAct as somebody: --as EMAIL\n";
  const { quad, json } = await testInstall({ model: "cloud" });
  await quad("company create Beta --root beta --admin boss@beta.com --plan pro");
  expect(await quad("whoami")).toEqual({ code: 0, stdout: said, stderr: "" });
  expect(await json("whoami")).toMatchObject({ connection: "owner", email: null, company: null, can: [] });
  expect((await (await emptyInstall()).quad("whoami")).stdout).toBe(said);
});

test("the platform's connection is no person's", async () => {
  const install = await insuranceInstall();
  const { login, quad } = await stranger(install, "in role quad_platform");
  expect((await quad("whoami")).stdout).toBe(
    `${login} is the platform's: nothing is hidden from it, and what it changes is recorded as platform.\n`,
  );
  expect(await quad("access can-i use_agents -d massmutual")).toEqual({
    code: 3,
    stdout: "",
    stderr: `${login} is the platform's, and no person's.\nAsk with a person's login, or with the owner's and --as EMAIL.\n`,
  });
});

test.each(["", "in role quad_person"])("a login that nobody granted (%s) is told so", async (more) => {
  const install = await insuranceInstall();
  const { quad } = await stranger(install, more);
  for (const line of ["whoami", "access can-i use_agents -d massmutual"]) {
    expect(await quad(line)).toEqual({
      code: 3,
      stdout: "",
      stderr:
        "This login belongs to nobody here, and may do nothing.\nAsk whoever manages the company for one: quad access grant EMAIL\n",
    });
  }
});
