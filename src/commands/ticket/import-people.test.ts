import { expect, test } from "vitest";
import { ticketInstall } from "../../tickets/install.testing.ts";

/** dev@ has an account as Jane Doe, teamlead@ is known as boss in the tool, and two people are called Sam Smith. */
async function known() {
  const install = await ticketInstall();
  await install.withSql(async (sql) => {
    await sql`
      insert into QUAD_users (company_id, email, full_name)
      select c.id, v.email, v.name
      from QUAD_companies c, (values ('dev@massmutual.com', 'Jane Doe'), ('s1@massmutual.com', 'Sam Smith'),
        ('s2@massmutual.com', 'sam smith')) v (email, name)
      on conflict (company_id, email) do update set full_name = excluded.full_name`;
    await sql`
      insert into QUAD_member_aliases (company_id, alias, email)
      select c.id, v.alias, 'teamlead@massmutual.com'
      from QUAD_companies c, (values ('boss'), ('old@gone.com')) v (alias)`;
  });
  return {
    ...install,
    async who(assignees: readonly string[], ...flags: string[]) {
      const run = await install.importCsv(
        `key,assignee\n${assignees.map((name, i) => `JIRA-${i + 1},"${name}"\n`).join("")}`,
        ...flags,
      );
      const stored = await install.stored();
      return { run, people: stored.map(({ who, name }) => [who, name]) };
    },
  };
}

test.each([
  ["an e-mail", "DEV@massmutual.com", "dev@massmutual.com"],
  ["an e-mail that is an alias", "OLD@gone.com", "teamlead@massmutual.com"],
  ["a login that is an alias", "Boss", "teamlead@massmutual.com"],
  ["the name of one person", "JANE DOE", "dev@massmutual.com"],
  ["the part before the @ of one member", "dev", "dev@massmutual.com"],
])("%s is who it is", async (_, assignee, email) => {
  const { who } = await known();
  const { run, people } = await who([assignee]);
  expect(people).toEqual([[email, null]]);
  expect(run.stderr).toBe("");
});

test("a login is at --email-domain, before it is the part before the @ of a member; an alias and a name come first", async () => {
  const { who } = await known();
  const { people } = await who(["dev", "boss", "Jane Doe", "jsmith"], "--email-domain", "example.com");
  expect(people).toEqual([
    ["dev@example.com", null],
    ["teamlead@massmutual.com", null],
    ["dev@massmutual.com", null],
    ["jsmith@example.com", null],
  ]);
});

test("who is not known keeps the name; five are told, those with the most tickets first", async () => {
  const { who } = await known();
  const { run, people } = await who([
    "A B",
    "C D",
    "Sam Smith",
    "Sam Smith",
    "E F",
    "G H",
    "I'm K",
    "x@@y",
    "Unassigned",
  ]);
  expect(people).toContainEqual([null, "Sam Smith"]);
  expect(people.at(-1)).toEqual([null, null]);
  expect(run).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/9 without story points, 1 unassigned, 7 unknown people\.\n/),
    stderr: `No member is known as "Sam Smith", "A B", "C D", "E F", "G H" and 2 more. Say who it is, and import again: quad member alias add 'Sam Smith' EMAIL\n`,
  });
});

test("a name that becomes known is found by the next import of the same file", async () => {
  const { who, withSql } = await known();
  expect((await who(["New Person"])).people).toEqual([[null, "New Person"]]);
  await withSql(
    (sql) =>
      sql`insert into QUAD_member_aliases (company_id, alias, email) select id, 'new person', 'np@massmutual.com' from QUAD_companies`,
  );
  const { run, people } = await who(["New Person"]);
  expect(people).toEqual([["np@massmutual.com", null]]);
  expect(run.stdout).toMatch(": 0 new, 1 changed,");
});

test("the aliases, names and members of another company are nobody here", async () => {
  const { who, withSql } = await known();
  await withSql(async (sql) => {
    await sql`update QUAD_install set deployment_model = 'cloud'`;
    await sql`insert into QUAD_companies (name, admin_email, plan) values ('Other', 'a@other.com', 'enterprise')`;
    await sql`insert into QUAD_domains (name, company_id) select 'other', id from QUAD_companies where name = 'Other'`;
    await sql`insert into QUAD_domain_members (domain_id, email, role) select id, 'zoe@other.com', 'QUAD_ADMIN' from QUAD_domains where name = 'other'`;
    await sql`insert into QUAD_users (company_id, email, full_name) select id, 'x@other.com', 'Jo March' from QUAD_companies where name = 'Other'`;
    await sql`insert into QUAD_member_aliases (company_id, alias, email) select id, 'jm', 'x@other.com' from QUAD_companies where name = 'Other'`;
  });
  expect((await who(["zoe", "Jo March", "jm"])).people).toEqual([
    [null, "zoe"],
    [null, "Jo March"],
    [null, "jm"],
  ]);
});

test("an e-mail of no member of the company is an unknown person, where a ticket of theirs is open", async () => {
  const { importCsv, stored } = await known();
  const run = await importCsv(`key,assignee,status
A-1,Stranger@elsewhere.org,Open
A-2,dev@massmutual.com,Open
A-3,left@massmutual.com,Done
A-4,old@gone.com,Open
`);
  expect(run.stdout).toMatch("0 unassigned, 1 unknown person.");
  expect(run.stderr).toBe(
    'No member is known as "Stranger@elsewhere.org". Say who it is, and import again: quad member alias add Stranger@elsewhere.org EMAIL\n',
  );
  expect((await stored())[0]).toMatchObject({ who: "stranger@elsewhere.org", name: null });
});

test("members who are not of that domain are named, as their work there has no allocation", async () => {
  const { importCsv, quad } = await known();
  await quad("member add ann@massmutual.com --domain wealth-management --role developer");
  await quad("member add bob@massmutual.com --domain insurance-division --role developer");
  const run = await importCsv(`key,assignee
A-1,ann@massmutual.com
A-2,bob
A-3,bob@massmutual.com
`);
  expect(run.stdout).toMatch("0 unknown people.");
  const life = "/massmutual/insurance-division/life-insurance";
  expect(run.stderr).toBe(
    `2 people have open tickets and are no members of ${life}: bob@massmutual.com, ann@massmutual.com. It is work without allocation there, until: quad member add EMAIL --domain ${life.slice(1)}\n`,
  );
});
