import fc from "fast-check";
import { expect, test } from "vitest";
import type { Sql } from "../postgres/sql.ts";
import { workInstall } from "./install.testing.ts";

const members = ["a@massmutual.com", "b@massmutual.com"] as const;
const people = [...members, "guest@massmutual.com", null] as const;
const someone = fc.constantFrom(...people);
const item = fc.integer({ min: 0, max: 5 });

/** What may happen to a desk, each as a statement. */
const change = fc.oneof(
  fc.record({
    what: fc.constant("ticket" as const),
    item,
    who: someone,
    status: fc.constantFrom("todo", "in_progress", "done"),
    points: fc.constantFrom(null, 0, 0.5, 3),
  }),
  fc.record({
    what: fc.constant("branch" as const),
    item,
    who: someone,
    age: fc.constantFrom(null, 0, 5, 25, 45),
    merged: fc.boolean(),
    deleted: fc.boolean(),
  }),
  fc.record({
    what: fc.constant("setting" as const),
    domain: fc.constantFrom("life-insurance", "insurance-division"),
    days: fc.constantFrom(null, 3, 20, 60),
  }),
);
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

const make = (sql: Sql, id: string, of: Change) => {
  switch (of.what) {
    case "ticket":
      return sql`
        insert into QUAD_itsm_tickets (domain_id, ticket_id, provider, assignee_email, status_category, story_points, closed_at)
        values (${id}, ${`JIRA-${of.item}`}, 'jira', ${of.who}, ${of.status}, ${of.points}, case when ${of.status === "done"} then current_timestamp end)
        on conflict (domain_id, ticket_id) do update set assignee_email = excluded.assignee_email,
          status_category = excluded.status_category, story_points = excluded.story_points, closed_at = excluded.closed_at`;
    case "branch":
      return sql`
        insert into QUAD_branch_ticket_mapping (domain_id, repository, branch_name, developer_email, last_commit_at, merged_at, deleted_at)
        values (${id}, 'r', ${`b${of.item}`}, ${of.who}, current_timestamp - make_interval(days => ${of.age}::integer),
          case when ${of.merged} then current_timestamp end, case when ${of.deleted} then current_timestamp end)
        on conflict (domain_id, repository, branch_name) do update set developer_email = excluded.developer_email,
          last_commit_at = excluded.last_commit_at, merged_at = excluded.merged_at, deleted_at = excluded.deleted_at`;
    case "setting":
      return sql`update QUAD_domains set branch_active_days = ${of.days}::integer where name = ${of.domain}`;
  }
};

/** What the night's statement counts on the desks of a domain, and what is listed of them. */
async function desks(sql: Sql, id: string, moment: string) {
  const counted = await sql`
    select w.developer_email as email, w.active_tickets as tickets, w.active_branches as branches, w.story_points as points
    from quad_workload(${moment}, null, null, ${id}, null) w order by 1`;
  const listed = await sql`
    select w.developer_email as email, (count(*) filter (where d.kind = 'ticket'))::integer as tickets,
      (count(*) filter (where d.kind = 'branch'))::integer as branches, coalesce(sum(d.points), 0) as points
    from quad_workload(${moment}, null, null, ${id}, null) w left join lateral quad_desk(${id}, w.developer_email, ${moment}) d on true
    group by 1 order by 1`;
  return { counted: [...counted], listed: [...listed] };
}

test("what is listed of a desk is what was counted of it, at every moment that it had, whatever changed since", async () => {
  const { withSql } = await workInstall();
  await withSql(async (sql) => {
    const [{ id }] = await sql<[{ id: string }]>`select id from QUAD_domains where name = 'life-insurance'`;
    for (const who of members) {
      await sql`
        insert into QUAD_domain_members (domain_id, email, role, allocation_percentage) values (${id}, ${who}, 'DEVELOPER', 50)`;
    }
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 5, maxLength: 15 }), async (changes) => {
        const moments: { readonly moment: string; readonly counted: unknown }[] = [];
        for (const of of changes) {
          await make(sql, id, of);
          const [{ moment }] = await sql<[{ moment: string }]>`select current_timestamp::text as moment`;
          const { counted, listed } = await desks(sql, id, moment);
          expect(listed).toEqual(counted);
          moments.push({ moment, counted });
        }
        for (const { moment, counted } of moments) {
          expect(await desks(sql, id, moment)).toEqual({ counted, listed: counted });
        }
      }),
      { numRuns: 10 },
    );
  });
});

test("work of somebody who is no member there is on record, unallocated, and is moved to nobody who is none", async () => {
  const { work, json, quad } = await workInstall();
  await work("legacy", "dev", { tickets: 2, points: 3 });
  await work("legacy", "gone", { branches: 1 });
  expect((await quad("workload snapshot")).code).toBe(0);
  const { people } = await json("workload report --domain legacy");
  const shown = people.map(
    ({ email, level, domains: [one] }: Record<string, never> & { domains: readonly object[] }) => [email, level, one],
  );
  expect(shown.sort()).toEqual([
    [
      "dev@massmutual.com",
      "unallocated",
      expect.objectContaining({ tickets: 2, points: 6, allocation: 0, capacity: null }),
    ],
    ["gone@massmutual.com", "unallocated", expect.objectContaining({ branches: 1, allocation: 0, capacity: null })],
    ["shared-dev@massmutual.com", "normal", expect.objectContaining({ tickets: 0, allocation: 20, capacity: 0 })],
  ]);
  expect((await quad("workload simulate --domain legacy --move JIRA-1001=dev@massmutual.com")).code).not.toBe(0);
});

test("a day that was taken of a part only is taken whole by a backfill", async () => {
  const { json, work, withSql } = await workInstall();
  const [{ day }] = await withSql((sql) => sql<[{ day: string }]>`select (current_date - 2)::text as day`);
  await work("legacy", "shared-dev", { tickets: 1 });
  await json(`workload snapshot --date ${day} --domain legacy`);
  const taken = await json(`workload snapshot --backfill ${day}..${day}`);
  expect(taken).toMatchObject([{ date: day, people: 4 }]);
  expect(await json(`workload snapshot --backfill ${day}..${day}`)).toEqual([]);
});
