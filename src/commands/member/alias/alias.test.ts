import { expect, test } from "vitest";
import { testInstall } from "../../../testing/install.ts";
import { insuranceInstall } from "../../../testing/insurance.ts";

test("a name is given to a person, and what it has done is theirs at once", async () => {
  const { quad, json, withSql } = await insuranceInstall();
  await withSql(async (sql) => {
    const life = sql`select id from QUAD_domains where name = 'life-insurance'`;
    await sql`
      insert into QUAD_branch_ticket_mapping (domain_id, repository, branch_name, author, developer_email)
      values ((${life}), 'app', 'a', 'JDoe@Laptop', null), ((${life}), 'app', 'b', 'x@y.z', 'x@y.z')`;
    await sql`insert into QUAD_itsm_tickets (domain_id, ticket_id, provider, assignee_name) values ((${life}), 'JIRA-1', 'jira', ' jdoe@laptop')`;
  });
  expect(await quad("member alias add JDoe@laptop dev@massmutual.com --dry-run")).toMatchObject({ code: 0 });
  expect(await json("member alias add 'JDoe@laptop ' dev@massmutual.com")).toEqual({
    alias: "jdoe@laptop",
    email: "dev@massmutual.com",
    company: "Massachusetts Mutual Life Insurance",
    before: null,
    branches: 1,
    tickets: 1,
  });
  const state = () =>
    withSql(
      (sql) => sql`
      select b.developer_email as developer, t.assignee_email as assignee, t.assignee_name as name
      from QUAD_branch_ticket_mapping b, QUAD_itsm_tickets t where b.branch_name = 'a'`,
    );
  expect([...(await state())]).toEqual([
    { developer: "dev@massmutual.com", assignee: "dev@massmutual.com", name: null },
  ]);
  expect((await quad("member alias add jdoe@laptop teamlead@massmutual.com")).stdout).toBe(
    "Known: jdoe@laptop is teamlead@massmutual.com; it was dev@massmutual.com. 1 branch is theirs now.\n",
  );
  expect((await quad("member alias list")).stdout).toBe(
    "jdoe@laptop	teamlead@massmutual.com	Massachusetts Mutual Life Insurance\n",
  );
  expect(await json("member alias list --email dev@massmutual.com")).toEqual([]);
  expect((await quad("member alias remove JDOE@laptop")).stdout).toBe(
    "Removed: jdoe@laptop is not teamlead@massmutual.com any more, nor is its branch theirs.\n",
  );
  expect([...(await state())]).toMatchObject([{ developer: "jdoe@laptop" }]);
});

test.each([
  ["add '' dev@massmutual.com", 2, '"" is no name that somebody goes by: one line of at most 320 visible characters.'],
  ["add x", 2, "Missing required argument 'email'."],
  ["add x nobody", 2, '"nobody" is not an e-mail address.'],
  ["add x ghost@massmutual.com", 4, "Nobody here has the e-mail ghost@massmutual.com."],
  [
    "add it-admin@massmutual.com it-admin@massmutual.com",
    2,
    "it-admin@massmutual.com is their own address; it needs no alias.",
  ],
  ["remove x", 4, "Nobody goes by x."],
  ["list --company nothing", 4, 'There is no company "nothing".'],
])("member alias %s is refused", async (line, code, said) => {
  const { quad } = await testInstall();
  const run = await quad(`member alias ${line}`);
  expect([run.code, run.stderr.split("\n")[0]]).toEqual([code, said]);
});

test("who is who is for whoever manages the company to say", async () => {
  const { quad } = await insuranceInstall();
  const add = "member alias add jdoe dev@massmutual.com --as";
  expect(await quad(`${add} teamlead@massmutual.com`)).toMatchObject({ code: 3, stdout: "" });
  expect((await quad(`${add} it-admin@massmutual.com`)).code).toBe(0);
  expect((await quad("member alias list --as dev@massmutual.com")).stdout).toMatch(/^jdoe\t/);
});

test("in several companies a name is each one's own", async () => {
  const { quad } = await testInstall({ model: "cloud" });
  await quad("company create Beta --root beta --admin founder@beta.com");
  await quad("member add it-admin@massmutual.com --domain beta --role developer");
  expect(await quad("member alias add me it-admin@massmutual.com")).toMatchObject({
    code: 2,
    stderr:
      "it-admin@massmutual.com is known to several companies.\n  beta\n  massmutual\nSay in which: --company beta\n",
  });
  for (const root of ["beta", "massmutual"]) {
    expect((await quad(`member alias add me it-admin@massmutual.com --company ${root}`)).code).toBe(0);
  }
  expect((await quad("member alias remove me")).stderr).toMatch(/^me is a name in several companies\.\n/);
  expect((await quad("member alias remove me --company beta")).code).toBe(0);
  expect((await quad("member alias list --company beta")).stdout).toBe("");
});

test("the address of a member is nobody else's name", async () => {
  const { quad, json } = await insuranceInstall();
  await quad("member invite new@massmutual.com --domain claims --role developer");
  expect(await quad("member alias add Dev@massmutual.com teamlead@massmutual.com")).toEqual({
    code: 5,
    stdout: "",
    stderr: `dev@massmutual.com is a person of their own: a member of /massmutual/insurance-division/life-insurance.
What is theirs would be taken for teamlead@massmutual.com's.
If they are one and the same, first: quad member offboard dev@massmutual.com
`,
  });
  expect(await json("member alias list")).toEqual([]);
});
