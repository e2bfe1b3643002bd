import { expect, test } from "vitest";
import { insuranceInstall } from "../../testing/insurance.ts";
import { personalLogin } from "../../testing/logins.ts";

const shown = `dev@massmutual.com, Massachusetts Mutual Life Insurance: a user
DOMAIN                                         ROLE       STATUS  ALLOCATION  PRIMARY
/massmutual/insurance-division/life-insurance  DEVELOPER  active        60 %  primary
Allocated 60 %, 40 % left.
Ends as well: 1 key of their own: github, 1 session, the account.
Stays under the name of dev@massmutual.com, and wants somebody else: 1 open ticket, 1 open branch.
`;

async function busyDeveloper() {
  const install = await insuranceInstall();
  await install.withSql(async (sql) => {
    const [user] = await sql<[{ id: string }]>`
      insert into QUAD_users (company_id, email) select id, 'dev@massmutual.com' from QUAD_companies returning id`;
    await sql`insert into QUAD_user_integration_keys (user_id, tool_provider, vault_path) values (${user.id}, 'github', 'users/dev')`;
    await sql`insert into QUAD_sessions (user_id, token) values (${user.id}, 'token')`;
    await sql`
      insert into QUAD_itsm_tickets (domain_id, ticket_id, provider, assignee_email)
      select id, 'JIRA-1', 'jira', 'dev@massmutual.com' from QUAD_domains where name = 'life-insurance'`;
    await sql`
      insert into QUAD_branch_ticket_mapping (domain_id, repository, branch_name, developer_email)
      select id, 'life', 'main', 'dev@massmutual.com' from QUAD_domains where name = 'life-insurance'`;
  });
  return install;
}

test("everything a person holds is shown, and ends at once", async () => {
  const { quad } = await busyDeveloper();
  expect(await quad("member offboard dev@massmutual.com --yes")).toEqual({
    code: 0,
    stdout: "Offboarded dev@massmutual.com: ended 1 membership and all access.\n",
    stderr: shown,
  });
  expect((await quad("member show dev@massmutual.com")).code).toBe(4);
  expect((await quad("user show dev@massmutual.com")).code).toBe(4);
});

test("without --yes and a terminal nothing ends, nor with a dry run", async () => {
  const { quad } = await busyDeveloper();
  expect(await quad("member offboard dev@massmutual.com")).toEqual({
    code: 2,
    stdout: "",
    stderr: `${shown}End all of this for dev@massmutual.com? Nobody can be asked without a terminal.\nSay it with --yes.\n`,
  });
  expect(await quad("member offboard dev@massmutual.com --dry-run --quiet")).toMatchObject({ code: 0, stderr: "" });
  expect((await quad("user show dev@massmutual.com")).code).toBe(0);
});

test("the last QUAD_ADMIN stays, whole", async () => {
  const { quad } = await insuranceInstall();
  const { code, stderr } = await quad("member offboard it-admin@massmutual.com --yes --quiet");
  expect([code, stderr]).toEqual([
    5,
    "The last QUAD_ADMIN of /massmutual cannot be removed.\nName another first: quad member add EMAIL --domain massmutual --role QUAD_ADMIN\n",
  ]);
  expect((await quad("user show it-admin@massmutual.com")).code).toBe(0);
  expect((await quad("member offboard nobody@massmutual.com --yes")).code).toBe(4);
});

test("a login ends with the rest, and is shown before", async () => {
  const install = await busyDeveloper();
  const { login, quad } = await personalLogin(install, "dev@massmutual.com");
  expect(await install.json("member offboard dev@massmutual.com --dry-run")).toMatchObject({ logins: [login] });
  expect((await quad("domain list")).code).toBe(0);
  expect(await install.quad("member offboard dev@massmutual.com --yes")).toEqual({
    code: 0,
    stdout: "Offboarded dev@massmutual.com: ended 1 membership and all access.\n",
    stderr: shown.replace("1 session, the account", `1 session, the login ${login}, the account`),
  });
  expect(await install.withSql((sql) => sql`select from pg_roles where rolname = ${login}`)).toEqual([]);
  expect((await install.quad("access list")).stdout).toBe("");
});
