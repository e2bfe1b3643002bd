import { beforeAll, expect, test } from "vitest";
import { renderBranches } from "../../branches/render.ts";
import { createInstall, type TestInstall } from "../../testing/install.ts";

let install: TestInstall;

const root = "/massmutual";

beforeAll(async () => {
  const made = await createInstall();
  install = made;
  await made.quad("init --company Mass --root massmutual --admin it-admin@massmutual.com --plan enterprise");
  await made.quad("domain create insurance --parent massmutual --admin director@massmutual.com");
  await made.quad("member add dev@massmutual.com --domain insurance --role developer");
  await made.withSql(
    (sql) => sql`
      insert into QUAD_branch_ticket_mapping
        (domain_id, repository, branch_name, ticket_id, ticket_provider, is_orphan, developer_email, author, first_seen_at, last_commit_at, merged_at, deleted_at)
      select d.id, b.repository, b.name, b.ticket, case when b.ticket is not null then 'jira' end, b.ticket is null, b.developer, b.author,
        '2026-01-01T12:00Z', b.committed::timestamptz, b.merged::timestamptz, b.gone::timestamptz
      from (values
        ('/massmutual', 'web', 'JIRA-1', 'JIRA-1', 'dev@massmutual.com', 'dev@massmutual.com', '2026-02-01T12:00Z', null, null),
        ('/massmutual/insurance', 'app', 'hotfix', null, null, 'ghost', '2026-02-03T12:00Z', null, null),
        ('/massmutual/insurance', 'app', 'old', null, 'dev@massmutual.com', null, null, null, null),
        ('/massmutual/insurance', 'app', 'JIRA-2', 'JIRA-2', null, null, null, '2026-02-04T12:00Z', null),
        ('/massmutual/insurance', 'web', 'JIRA-1', 'JIRA-1', null, null, null, null, '2026-02-04T12:00Z')
      ) b (path, repository, name, ticket, developer, author, committed, merged, gone) join QUAD_domains d using (path)`,
  );
  return made.drop;
});

const listed = async (flags = "") => (await install.quad(`branch list ${flags}`)).stdout;

test("branches are listed by domain, repository and name", async () => {
  expect(await listed()).toBe(`JIRA-1	web	${root}	JIRA-1	dev@massmutual.com	active	2026-02-01
hotfix	app	${root}/insurance		ghost	active	2026-02-03
old	app	${root}/insurance		dev@massmutual.com	active	
`);
});

test.each([
  ["--state merged", ["JIRA-2"]],
  ["--state gone", ["JIRA-1"]],
  ["--state all", ["JIRA-1", "JIRA-2", "hotfix", "old", "JIRA-1"]],
  ["--state all --limit 2", ["JIRA-1", "JIRA-2"]],
  ["--domain insurance", ["hotfix", "old"]],
  ["--domain massmutual --repo web", ["JIRA-1"]],
  ["--developer Dev@massmutual.com", ["JIRA-1", "old"]],
  ["--ticket jira-1 --state all", ["JIRA-1", "JIRA-1"]],
  ["--as dev@massmutual.com", ["old"]],
  ["--as director@massmutual.com", ["hotfix", "old"]],
])("branch list %s", async (flags, names) => {
  expect((await listed(flags)).split("\n").flatMap((line) => (line === "" ? [] : [line.split("\t")[0]]))).toEqual(
    names,
  );
});

test("who is nobody here is told from one without branches", async () => {
  for (const verb of ["list", "orphans"]) {
    expect(await install.quad(`branch ${verb} --developer nobody@massmutual.com`)).toEqual({
      code: 4,
      stdout: "",
      stderr: "Nobody here is known as nobody@massmutual.com.\nSee who is a member: quad member list\n",
    });
    expect((await install.quad(`branch ${verb} --developer director@massmutual.com`)).code).toBe(0);
  }
});

test("a repository that nobody has bound is told from one without branches", async () => {
  expect(await install.quad("branch list --repo wev")).toEqual({
    code: 4,
    stdout: "",
    stderr: "There is no repository wev.\nSee them: quad branch repo list\n",
  });
});

test("in JSON a branch has all that is known of it", async () => {
  expect(await install.json("branch list --state merged")).toEqual([
    {
      branch: "JIRA-2",
      repository: "app",
      domain: `${root}/insurance`,
      ticket: "JIRA-2",
      provider: "jira",
      state: "merged",
      developer: null,
      author: null,
      linkedBy: null,
      renamedFrom: null,
      firstSeenAt: "2026-01-01T12:00:00.000Z",
      lastCommitAt: null,
      mergedAt: "2026-02-04T12:00:00.000Z",
      deletedAt: null,
    },
  ]);
});

test("on a terminal it is a table", async () => {
  const branches = (await install.json("branch list --domain insurance --limit 1")).map((one: object) => ({
    ...one,
    lastCommitAt: null,
    linkedBy: "it-admin@massmutual.com",
  }));
  const plainly = (text: string) => text;
  const paint = {
    bold: plainly,
    faint: plainly,
    good: plainly,
    warn: plainly,
    orange: plainly,
    bad: plainly,
    accent: plainly,
  };
  expect(await renderBranches(branches, { tty: true, columns: 120, paint })).toBe(
    `BRANCH  REPOSITORY  DOMAIN                 TICKET      DEVELOPER  STATE   LAST COMMIT
hotfix  app         /massmutual/insurance   (by hand)  ghost      active`,
  );
});

test("orphans come with the one that was left longest first, and none is no failure", async () => {
  expect(await install.quad("branch orphans")).toEqual({
    code: 0,
    stdout: `old	app	${root}/insurance		dev@massmutual.com	active	\nhotfix	app	${root}/insurance		ghost	active	2026-02-03\n`,
    stderr: "",
  });
  expect(await install.quad("branch orphans --repo web --quiet")).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(await install.json("branch orphans --developer dev@massmutual.com --limit 5")).toMatchObject([
    { branch: "old" },
  ]);
});

test.each([
  [
    "branch list --state new",
    "Option '--state <state>' argument 'new' is invalid. Allowed choices are active, merged, gone, all.",
  ],
  ["branch list --limit 0", '"0" is no number of branches, from 1 to 9999999.'],
  [
    "branch list --ticket 'a b'",
    '"a b" is not the key of a ticket, such as JIRA-123: it has no spaces, and all of it can be seen.',
  ],
])("%s is refused", async (line, said) => {
  const { code, stderr } = await install.quad(line);
  expect([code, stderr.split("\n")[0]]).toEqual([2, said]);
});

test("branches are counted by domain and all together", async () => {
  expect((await install.quad("branch stats")).stdout.replace(/\t[\d.]+$/gm, "\tN")).toBe(
    `${root}	1	0	0	100	0	1	0	N\n${root}/insurance	2	1	1	0	2	2	1	N\ntotal	3	1	1	33.3	2	3	1	N\n`,
  );
  await install.quad("domain set massmutual --branch-active-days 3650");
  const [insurance, total] = await install.json("branch stats --domain insurance");
  expect(insurance).toEqual({
    domain: `${root}/insurance`,
    active: 2,
    merged: 1,
    gone: 1,
    withTicket: 0,
    orphans: 2,
    stale: 0,
    unknownAuthors: 1,
    medianAge: expect.any(Number),
  });
  expect(total).toMatchObject({ domain: null, active: 2 });
});
