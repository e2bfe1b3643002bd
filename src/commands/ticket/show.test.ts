import { expect, test } from "vitest";
import { life, ticketInstall } from "../../tickets/install.testing.ts";

async function one() {
  const install = await ticketInstall();
  const csv = (status: string, points: number) =>
    `key,title,assignee,status,points,created\njira-5,Quote engine,dev@massmutual.com,${status},${points},2026-02-01T09:00Z\n`;
  await install.importCsv(csv("To Do", 2));
  await install.importCsv(csv("In Review", 5));
  await install.withSql(
    (sql) => sql`
      insert into QUAD_branch_ticket_mapping
        (domain_id, repository, branch_name, ticket_id, ticket_provider, is_orphan, developer_email, last_commit_at, merged_at)
      select d.id, 'policies', b.name, b.key, 'jira', false, 'dev@massmutual.com', '2026-02-03T10:00Z', b.merged::timestamptz
      from QUAD_domains d, (values ('feature/JIRA-5', 'JIRA-5', null), ('JIRA-5-fix', 'JIRA-5', '2026-02-04'),
        ('JIRA-50', 'JIRA-50', null)) b (name, key, merged)
      where d.name = 'life-insurance'`,
  );
  return install;
}

test("a ticket is shown with its branches, and what it was until when", async () => {
  const { quad } = await one();
  const { code, stdout, stderr } = await quad("ticket show jira-5");
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout.replace(/202[6-9]-(?!02)\S+Z/g, "TIME")).toBe(`JIRA-5
  title         Quote engine
  domain        ${life}
  tool          jira
  state         in progress (In Review)
  assignee      dev@massmutual.com
  story points  5
  opened        2026-02-01T09:00:00.000Z
  so since      TIME

Branches
policies	JIRA-5-fix	${life}	dev@massmutual.com	merged	2026-02-03T10:00:00.000Z
policies	feature/JIRA-5	${life}	dev@massmutual.com	there	2026-02-03T10:00:00.000Z

Before
TIME	TIME	to do	2	dev@massmutual.com
`);
});

test("JSON has the same, and what follows each other follows without a gap", async () => {
  const { json } = await one();
  const ticket = await json("ticket get JIRA-5 --domain life-insurance");
  expect(ticket).toMatchObject({
    key: "JIRA-5",
    branches: [{ branch: "JIRA-5-fix" }, { branch: "feature/JIRA-5", repository: "policies", deletedAt: null }],
    history: [{ category: "todo", assignee: "dev@massmutual.com", storyPoints: 2, until: ticket.since }],
  });
});

test("a key that there is not, and one that several domains have", async () => {
  const { quad, file } = await one();
  expect(await quad("ticket show JIRA-6")).toEqual({
    code: 4,
    stdout: "",
    stderr: "There is no ticket JIRA-6.\nSee them: quad ticket list --all\n",
  });
  const again = file("again.csv", "key,title\nJIRA-5,another\n");
  await quad(`ticket import ${again} --from csv --domain wealth-management`);
  expect(await quad("ticket show JIRA-5")).toEqual({
    code: 2,
    stdout: "",
    stderr: `Several domains have a ticket JIRA-5.\n  ${life}\n  /massmutual/wealth-management\nSay which: --domain DOMAIN\n`,
  });
  expect((await quad("ticket show JIRA-5 --domain wealth-management")).stdout).toMatch("another");
  expect((await quad("ticket show JIRA-5 --domain massmutual")).code).toBe(4);
  expect((await quad("ticket show")).code).toBe(2);
});

test("a person does not see a ticket of which they may not view anything", async () => {
  const { quad } = await one();
  await quad("member add qa@massmutual.com --domain life-insurance --role qa");
  expect((await quad("ticket show JIRA-5 --as dev@massmutual.com")).code).toBe(0);
  expect((await quad("ticket show JIRA-5 --as qa@massmutual.com")).code).toBe(4);
});
