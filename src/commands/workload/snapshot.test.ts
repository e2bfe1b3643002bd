import { expect, test } from "vitest";
import { runProcess, startQuad } from "../../testing/processes.ts";
import { workInstall } from "../../workload/install.testing.ts";

const day = (ago: number) => {
  const at = new Date();
  at.setDate(at.getDate() - ago);
  return at.toISOString().slice(0, 10);
};

test("the spec's example 3: 10 branches at 50 % are 10 %, 20 at 30 % are 33 %, and about 50 % in all", async () => {
  const { quad, json, work } = await workInstall();
  await work("insurance-division", "shared-dev", { branches: 10 });
  await work("wealth-management", "shared-dev", { branches: 20 });
  await work("legacy", "shared-dev", { tickets: 1, points: 1.5 });
  expect(await quad("workload snapshot")).toEqual({
    code: 0,
    stdout: "",
    stderr: `Took the snapshot of ${day(0)}: 4 people in 5 domains, 0 above 100 %.\n`,
  });
  const { people } = await json("workload report --user shared-dev@massmutual.com");
  expect(
    people[0].domains.map(({ domain, base, capacity, level }: Record<string, unknown>) => [
      domain,
      base,
      capacity,
      level,
    ]),
  ).toEqual([
    ["/massmutual/insurance-division", 5, 10, "normal"],
    ["/massmutual/legacy", 1.3, 6.5, "normal"],
    ["/massmutual/wealth-management", 10, 33.3333, "normal"],
  ]);
  expect(people[0]).toMatchObject({ total: 49.8333, utilisation: 16.3, level: "normal", alert: false });
});

test("a second run replaces the day and nothing else; a domain's run only its own rows", async () => {
  const { quad, work, withSql } = await workInstall();
  await work("life-insurance", "dev", { tickets: 3 });
  await quad(`workload snapshot --date ${day(1)}`);
  await quad("workload snapshot");
  await work("life-insurance", "dev", { tickets: 1 });
  await work("legacy", "shared-dev", { tickets: 1 });
  expect((await quad("workload snapshot --domain insurance-division")).code).toBe(0);
  const rows = await withSql(
    (sql) => sql`
      select w.snapshot_date::text as day, d.name, w.developer_email as who, w.active_tickets as tickets
      from QUAD_workload_tracking w join QUAD_domains d on d.id = w.domain_id
      where w.developer_email like '%dev@%' and d.name in ('life-insurance', 'legacy') order by 1, 2`,
  );
  expect(rows.map(Object.values)).toEqual([
    // yesterday as it was observed, with what a fixture says was there then
    [day(1), "legacy", "shared-dev@massmutual.com", 0],
    [day(1), "life-insurance", "dev@massmutual.com", 3],
    [day(0), "legacy", "shared-dev@massmutual.com", 0],
    [day(0), "life-insurance", "dev@massmutual.com", 4],
  ]);
});

test("--quiet says nothing, --json what was taken", async () => {
  const { quad, json, work } = await workInstall();
  await work("life-insurance", "dev", { tickets: 101 });
  expect(await quad("workload snapshot --quiet")).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(await json("workload snapshot")).toEqual([
    { date: day(0), rows: 6, people: 4, domains: 5, overloaded: 1, alerts: 0 },
  ]);
});

test("a day is computed from what was so at its end: tickets done since, a branch gone, an allocation and a setting changed", async () => {
  const { quad, work, withSql, json } = await workInstall();
  await work("life-insurance", "dev", { tickets: 4, points: 5, branches: 6 });
  await withSql(async (sql) => {
    await sql`update QUAD_itsm_tickets set status_category = 'done', closed_at = current_timestamp where ticket_id in ('JIRA-1001', 'JIRA-1002')`;
    await sql`update QUAD_branch_ticket_mapping set deleted_at = current_timestamp where branch_name = 'branch-1001'`;
    await sql`delete from QUAD_branch_ticket_mapping where branch_name = 'branch-1002'`;
    await sql`update QUAD_domain_members set allocation_percentage = 50 where email = 'dev@massmutual.com'`;
    await sql`update QUAD_domains set estimation_multiplier = 1.5 where name = 'massmutual'`;
  });
  await quad(`workload snapshot --backfill ${day(2)}..${day(0)}`);
  const of = async (date: string) =>
    (await json(`workload report --user dev@massmutual.com --date ${date}`)).people[0].domains[0];
  const before = {
    tickets: 4,
    branches: 6,
    points: 20,
    allocation: 100,
    multiplier: 1,
    base: 11,
    final: 11,
    capacity: 11,
  };
  expect(await of(day(2))).toMatchObject(before);
  expect(await of(day(1))).toMatchObject(before);
  expect(await of(day(0))).toMatchObject({
    tickets: 2,
    branches: 4,
    points: 10,
    allocation: 50,
    multiplier: 1.5,
    base: 6,
    final: 9,
    capacity: 18,
  });
});

test("a day before the first observation, and one to come, are refused and not filled with today's state", async () => {
  const { quad, work } = await workInstall();
  expect(await quad(`workload snapshot --date ${day(1)}`)).toMatchObject({
    code: 5,
    stderr: expect.stringMatching(
      `Nothing was observed on ${day(1)}.\nNo branch was scanned and no ticket imported yet.\n`,
    ),
  });
  await work("life-insurance", "dev", { tickets: 1 });
  const refused = await quad(`workload snapshot --date ${day(30)}`);
  expect(refused.code).toBe(5);
  expect(refused.stderr).toMatch(
    /^Nothing was observed on .*\nThe first observation is of .*\nA day is computed from what was seen on it, never/,
  );
  expect((await quad(`workload snapshot --backfill ${day(30)}..${day(0)}`)).code).toBe(5);
  expect(await quad("workload snapshot --date 2199-01-01")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("yet to come"),
  });
  expect((await quad(`workload snapshot --date ${day(1)} --backfill ${day(1)}..${day(0)}`)).code).toBe(2);
});

test("members with an empty desk are in it, archived domains are not", async () => {
  const { quad, json } = await workInstall();
  await quad("domain archive legacy");
  await quad("workload snapshot");
  const { people } = await json("workload report");
  expect(people.map(({ email, total, level }: Record<string, unknown>) => [email, total, level])).toEqual(
    ["dev", "director", "it-admin", "shared-dev"].map((who) => [`${who}@massmutual.com`, 0, "normal"]),
  );
  expect(people[3].domains).toHaveLength(2);
});

test("work without allocation has no percentage, is called unallocated, and alerts", async () => {
  const { quad, json, work } = await workInstall();
  await work("insurance-division", "director", { tickets: 1 });
  await quad("workload snapshot");
  const { people } = await json("workload report --user director@massmutual.com");
  expect(people[0]).toMatchObject({ total: null, utilisation: null, level: "unallocated", alert: true });
});

test("several roles in a domain divide by the sum of their allocations; a domain says how much a full allocation carries", async () => {
  const { quad, json, work } = await workInstall();
  await quad("member set dev@massmutual.com --domain life-insurance --allocation 60");
  await quad("member add dev@massmutual.com --domain life-insurance --role qa --allocation 20");
  await work("life-insurance", "dev", { tickets: 8 });
  await quad("workload snapshot");
  const load = async () => (await json("workload report --user dev@massmutual.com")).people[0].domains[0];
  expect(await load()).toMatchObject({ allocation: 80, fullLoad: 100, capacity: 10 });
  await quad("domain set insurance-division --full-load 20");
  await quad("workload snapshot");
  expect(await load()).toMatchObject({ allocation: 80, fullLoad: 20, capacity: 50, level: "normal" });
});

test("a branch left alone for longer than the domain's setting is on nobody's desk", async () => {
  const { quad, json, work, withSql } = await workInstall();
  await work("life-insurance", "dev", { branches: 3 });
  await withSql(async (sql) => {
    await sql`update QUAD_branch_ticket_mapping set last_commit_at = current_timestamp - interval '29 days' where branch_name = 'branch-1001'`;
    await sql`update QUAD_branch_ticket_mapping set last_commit_at = current_timestamp - interval '31 days' where branch_name = 'branch-1002'`;
  });
  const branches = async () => {
    await quad("workload snapshot");
    return (await json("workload report --user dev@massmutual.com")).people[0].domains[0].branches;
  };
  expect(await branches()).toBe(2);
  await quad("domain set massmutual --branch-active-days 7");
  expect(await branches()).toBe(1);
  await quad("domain set life-insurance --branch-active-days 60");
  expect(await branches()).toBe(3);
});

test("a developer in 40 domains", async () => {
  const { quad, json, withSql } = await workInstall();
  await withSql(async (sql) => {
    await sql`
      insert into QUAD_domains (name, parent_domain_id) select 'd' || n, id from QUAD_domains, generate_series(1, 40) n where name = 'legacy'`;
    await sql`
      insert into QUAD_domain_members (domain_id, email, role, allocation_percentage)
      select id, 'busy@massmutual.com', 'DEVELOPER', 2.5 from QUAD_domains where name ~ '^d[0-9]'`;
    await sql`
      insert into QUAD_itsm_tickets (domain_id, ticket_id, provider, assignee_email, story_points)
      select id, 'JIRA-1', 'jira', 'busy@massmutual.com', 1 from QUAD_domains where name ~ '^d[0-9]'`;
  });
  await quad("workload snapshot");
  const [busy] = (await json("workload report --user busy@massmutual.com")).people;
  // 40 times 1.2 / 2.5
  expect(busy).toMatchObject({ total: 1920, utilisation: 48, level: "overloaded" });
  expect(busy.domains).toHaveLength(40);
});

test("while one run is at it the other ends with 9, or with 0 where it is only to be there", async () => {
  const { quad, withSql } = await workInstall();
  await withSql(async (sql) => {
    await sql`begin`;
    await sql`select pg_advisory_xact_lock(1903522148, 6)`;
    expect(await quad("workload snapshot")).toEqual({
      code: 9,
      stdout: "",
      stderr: "Another run is taking a snapshot.\nIt will be there in a moment; with --if-needed that is no failure.\n",
    });
    expect(await quad("workload snapshot --if-needed --quiet")).toEqual({ code: 0, stdout: "", stderr: "" });
    await sql`rollback`;
  });
  expect((await quad("workload snapshot --if-needed")).code).toBe(0);
});

test("of eight at once one does it, and the others end with 9 or after it", async () => {
  const { quad, withSql, work } = await workInstall();
  await work("life-insurance", "dev", { tickets: 5 });
  const runs = await Promise.all(Array.from({ length: 8 }, () => quad("workload snapshot")));
  expect(runs.filter(({ code }) => code === 0).length).toBeGreaterThan(0);
  expect(runs.every(({ code }) => code === 0 || code === 9)).toBe(true);
  expect(await withSql((sql) => sql`select count(*)::integer as rows from QUAD_workload_tracking`)).toEqual([
    { rows: 6 },
  ]);
});

test("killed at any moment, the day is there whole or not at all", async () => {
  const { url, withSql } = await workInstall();
  await withSql(async (sql) => {
    await sql`
      insert into QUAD_domain_members (domain_id, email, role, allocation_percentage)
      select id, 'dev' || n || '@massmutual.com', 'DEVELOPER', 10 from QUAD_domains, generate_series(1, 4000) n where name = 'legacy'`;
  });
  const env = { QUAD_DATABASE_URL: url, PATH: process.env.PATH ?? "" };
  const begin = performance.now();
  await runProcess("workload snapshot --quiet", { env });
  const whole = performance.now() - begin;
  const counts = new Set<number>();
  for (let run = 0; run < 12; run += 1) {
    await withSql((sql) => sql`delete from QUAD_workload_tracking`);
    const { child, ended } = startQuad("workload snapshot --quiet", { env });
    await new Promise((resolve) => setTimeout(resolve, (whole * (run + 1)) / 12));
    child.kill("SIGKILL");
    await ended;
    // Whatever the server was still doing for it has ended when nobody holds the lock.
    const [{ rows }] = await withSql(async (sql) => {
      await sql`begin`;
      await sql`select pg_advisory_xact_lock(1903522148, 6)`;
      await sql`commit`;
      return sql<[{ rows: number }]>`select count(*)::integer as rows from QUAD_workload_tracking`;
    });
    counts.add(rows);
  }
  expect([...counts].every((rows) => rows === 0 || rows === 4006)).toBe(true);
});

test("only the install takes snapshots, and of whole companies each", async () => {
  const { quad } = await workInstall();
  expect(await quad("workload snapshot --as director@massmutual.com")).toMatchObject({
    code: 3,
    stderr:
      "Snapshots are taken with the rights of the install.\nLeave out --as, and let cron do it on the install: quad cron install\n",
  });
  expect((await quad("workload snapshot --domain nowhere")).code).toBe(4);
  expect((await quad("workload snapshot --company nowhere")).code).toBe(4);
  expect((await quad("workload snapshot --date yesterday")).code).toBe(2);
});

test("--dry-run keeps nothing", async () => {
  const { quad } = await workInstall();
  expect((await quad("workload snapshot --dry-run")).code).toBe(0);
  expect((await quad("workload report")).code).toBe(4);
});

test("a backfill of very many days, or into those to come, is refused at once", async () => {
  const { quad, work, withSql } = await workInstall();
  await work("life-insurance", "dev", { tickets: 1 });
  expect(await quad("workload snapshot --backfill 0001-01-01..9999-12-31")).toEqual({
    code: 2,
    stdout: "",
    stderr:
      "0001-01-01..9999-12-31 are 3,652,059 days; a backfill takes 3,660 at most.\nBegin with the first day that was observed, as in 2026-02-01..2026-02-28.\n",
  });
  const to = day(-5);
  expect(await quad(`workload snapshot --backfill ${day(2)}..${to}`)).toEqual({
    code: 2,
    stdout: "",
    stderr: `${to} is yet to come.\n`,
  });
  expect(await withSql((sql) => sql`select from QUAD_workload_tracking`)).toHaveLength(0);
});
