import { expect, test } from "vitest";
import type { Sql } from "../../postgres/sql.ts";
import { testInstall } from "../install.ts";
import { within } from "./pairs.ts";

const full = { domains: 1000, people: 50_000, tickets: 300_000, branches: 1_000_000 };
type Size = typeof full;
const tenth: Size = { domains: 100, people: 5000, tickets: 30_000, branches: 100_000 };
const sampled = 200;

/**
 * Domains two deep, everybody a member of two of them, three tickets and ten branches a membership. Half of the tickets are done; of
 * a hundred branches eighty are merged or gone, and five were left alone for more than a month.
 */
async function furnish(sql: Sql, { domains, people, tickets, branches }: Size): Promise<string> {
  await sql`
    insert into QUAD_domains (name, parent_domain_id)
    select 'd' || i, d.id from QUAD_domains d, generate_series(1, ${domains / 50 - 1}::int) s (i) where d.depth = 0`;
  await sql`
    insert into QUAD_domains (name, parent_domain_id)
    select 's' || i, d.id from QUAD_domains d, generate_series(1, 50) s (i) where d.depth = 1`;
  await sql`create table numbered as select row_number() over (order by path) - 1 as n, id from QUAD_domains`;
  await sql`
    insert into QUAD_domain_members (domain_id, email, role, allocation_percentage)
    select d.id, 'dev' || i || '@massmutual.com', 'DEVELOPER', 30 + i % 20
    from generate_series(1, ${people}::int) s (i), (values (0), (1)) v (k), numbered d,
      (select count(*) as n from numbered) c
    where d.n = (s.i * 7 + v.k * 13) % c.n`;
  await sql`
    create table desks as select row_number() over () - 1 as n, domain_id, email from QUAD_domain_members where role = 'DEVELOPER'`;
  await sql`
    insert into QUAD_itsm_tickets (domain_id, ticket_id, provider, assignee_email, status_category, story_points, closed_at)
    select d.domain_id, 'JIRA-' || i, 'jira', d.email, case i % 4 when 0 then 'todo' when 1 then 'in_progress' else 'done' end,
      i % 9, case when i % 4 > 1 then current_timestamp end
    from generate_series(0, ${tickets - 1}::int) s (i) join desks d on d.n = i % ${people * 2}::int`;
  await sql`
    insert into QUAD_branch_ticket_mapping
      (domain_id, repository, branch_name, ticket_id, is_orphan, developer_email, last_commit_at, merged_at, deleted_at)
    select d.domain_id, 'r' || d.n % 100, 'feature/JIRA-' || i, 'JIRA-' || i, false, d.email,
      current_timestamp - make_interval(days => case i / ${people * 2}::int when 7 then 40 else i % 25 end),
      case when i / ${people * 2}::int < 5 or i / ${people * 2}::int in (7, 9) and i % 2 = 0 then current_timestamp end,
      case when i / ${people * 2}::int in (5, 6) then current_timestamp end
    from generate_series(0, ${branches - 1}::int) s (i) join desks d on d.n = i % ${people * 2}::int`;
  await sql`vacuum analyze`;
  const [{ id }] = await sql<[{ id: string }]>`select id from QUAD_companies`;
  await sql`select quad_workload_month(current_date)`;
  return id;
}

/** The fastest of so many runs, each into an empty day, in milliseconds. */
async function fastest(sql: Sql, runs: number, work: () => PromiseLike<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run += 1) {
    await sql`truncate QUAD_workload_tracking`;
    await sql`checkpoint`;
    const begin = performance.now();
    await work();
    best = Math.min(best, performance.now() - begin);
  }
  return best;
}

test("a day of 100,000 memberships, 300,000 tickets and 1,000,000 branches", { timeout: 600_000 }, async () => {
  const took: Record<string, number> = {};
  for (const [name, size] of Object.entries({ tenth, full })) {
    const { withSql } = await testInstall();
    await withSql(async (sql) => {
      const company = await furnish(sql, size);
      const snapshot = () => sql`select quad_take_snapshot(${company}, current_date, null) as rows`;
      took[name] = await fastest(sql, 7, snapshot);
      if (name !== "full") return;
      // A plain insert does not sort: its rows come in the order in which people became members. What the snapshot gains by writing
      // a domain after the other, a plain insert gains too where its rows lie in that order already.
      await sql`
        create table finished as
        select w.* from QUAD_workload_tracking w join QUAD_domain_members m on m.domain_id = w.domain_id and m.email = w.developer_email
        order by m.ctid`;
      await sql`create table sorted as select * from QUAD_workload_tracking`;
      await sql`vacuum analyze finished, sorted`;
      const plain = await fastest(sql, 7, () => sql`insert into QUAD_workload_tracking select * from finished`);
      const [{ rows }] = await sql<[{ rows: number }]>`select count(*)::int as rows from QUAD_workload_tracking`;
      expect(rows).toBe(size.people * 2 + 1);
      const ours = Math.min(took[name], await fastest(sql, 5, snapshot));
      within(
        "the snapshot : a plain INSERT … SELECT of its rows",
        ours / plain,
        2,
        `${ours.toFixed(0)} ms : ${plain.toFixed(0)} ms`,
      );
      const inOrder = await fastest(sql, 5, () => sql`insert into QUAD_workload_tracking select * from sorted`);
      within(
        "the snapshot : the same in the order of its own",
        ours / inOrder,
        2.2,
        `${ours.toFixed(0)} ms : ${inOrder.toFixed(0)} ms`,
      );

      const desks = await sql<
        { domain_id: string; email: string }[]
      >`select domain_id, email from desks where n % 457 = 0 limit ${sampled}`;
      const begin = performance.now();
      for (const { domain_id, email } of desks)
        await sql`select * from calculate_developer_workload(${domain_id}, ${email}, current_date)`;
      const loop = ((performance.now() - begin) / desks.length) * rows;
      within(
        "40 snapshots : the function a developer at a time",
        (took[name] * 40) / loop,
        1,
        `${(loop / 1000).toFixed(0)} s`,
      );
    });
  }
  const { full: ten = 0, tenth: one = 1 } = took;
  within("the snapshot of all that : of a tenth of it", ten / one, 12, `${ten.toFixed(0)} ms : ${one.toFixed(0)} ms`);
});
