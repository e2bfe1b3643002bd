import fc from "fast-check";
import { expect, test } from "vitest";
import { replay } from "./formula.ts";
import { workInstall } from "./install.testing.ts";
import { bandOf } from "./render.ts";

const full = { tickets: 0, branches: 0, points: 0, allocation: 100, multiplier: 1, fullLoad: 100 };

test("the formula with the spec's numbers: 10 branches at 50 % are 10 %, 20 at 30 % are 33 %", () => {
  expect(replay({ ...full, branches: 10, allocation: 50 })).toEqual({ base: 5, final: 5, capacity: 10 });
  expect(replay({ ...full, branches: 20, allocation: 30 })).toEqual({ base: 10, final: 10, capacity: 33.3333 });
  expect(replay({ ...full, tickets: 4, branches: 6, points: 20, multiplier: 1.5 })).toEqual({
    base: 11,
    final: 16.5,
    capacity: 16.5,
  });
});

test("50, 70, 90 and 100 belong to the band below them, what is above them to the next", () => {
  const at = (capacity: number) => replay({ ...full, points: capacity * 5 }).capacity ?? 0;
  const bands = [0, 50, 50.01, 70, 70.01, 90, 90.01, 100, 100.01].map((capacity) => bandOf(at(capacity)));
  expect(bands).toEqual([
    "normal",
    "normal",
    "moderate",
    "moderate",
    "high",
    "high",
    "at capacity",
    "at capacity",
    "overloaded",
  ]);
});

test("allocation 0 is nothing where there is no work, and no number where there is", () => {
  expect(replay({ ...full, allocation: 0 })).toEqual({ base: 0, final: 0, capacity: 0 });
  expect(replay({ ...full, allocation: 0, tickets: 1 })).toEqual({ base: 1, final: 1, capacity: null });
});

test("whatever lies on a desk, Postgres and the formula by itself make the same of it, one person at a time and all at once", async () => {
  const { withSql } = await workInstall();
  const desk = fc.record({
    tickets: fc.integer({ min: 0, max: 6 }),
    points: fc.integer({ min: 0, max: 999_999 }).map((n) => n / 100),
    branches: fc.integer({ min: 0, max: 5 }),
    allocation: fc.oneof(
      fc.constant(0),
      fc.integer({ min: 1, max: 10_000 }).map((n) => n / 100),
    ),
  });
  const setting = fc.record({
    multiplier: fc.constantFrom(0.5, 1, 1.5),
    fullLoad: fc.integer({ min: 1, max: 9_999_999 }).map((n) => n / 100),
  });
  await withSql(async (sql) => {
    const [{ id }] = await sql<[{ id: string }]>`select id from QUAD_domains where name = 'legacy'`;
    await fc.assert(
      fc.asyncProperty(
        fc.array(desk, { minLength: 20, maxLength: 20 }),
        setting,
        async (desks, { multiplier, fullLoad }) => {
          await sql`begin`;
          await sql`update QUAD_domains set estimation_multiplier = ${multiplier}, full_load = ${fullLoad} where id = ${id}`;
          const rows = JSON.stringify(desks.map((of, i) => ({ ...of, email: `x${i}@massmutual.com` })));
          const each = sql`json_to_recordset(${rows}::text::json) as d (email text, tickets integer, points numeric, branches integer, allocation numeric)`;
          await sql`insert into QUAD_domain_members (domain_id, email, role, allocation_percentage) select ${id}, email, 'QA', allocation from ${each}`;
          await sql`
          insert into QUAD_itsm_tickets (domain_id, ticket_id, provider, assignee_email, story_points)
          select ${id}, email || '-' || n, 'jira', email, points from ${each}, generate_series(1, d.tickets) n`;
          await sql`
          insert into QUAD_branch_ticket_mapping (domain_id, repository, branch_name, developer_email)
          select ${id}, email, 'b' || n, email from ${each}, generate_series(1, d.branches) n`;
          const all = await sql`
          select developer_email as email, base_workload as base, final_workload as final, capacity_percentage as capacity
          from quad_workload(current_timestamp, null, null, ${id}, null) where developer_email like 'x%'`;
          const one = await sql`
          select d.email, w.base_workload as base, w.final_workload as final, w.capacity_percentage as capacity
          from ${each}, calculate_developer_workload(${id}, d.email, current_date) w`;
          await sql`rollback`;
          const wanted = Object.fromEntries(
            desks.map(({ tickets, points, branches, allocation }, i) => [
              `x${i}@massmutual.com`,
              replay({
                tickets,
                branches,
                points: Number((points * tickets).toFixed(2)),
                allocation,
                multiplier,
                fullLoad,
              }),
            ]),
          );
          const found = (of: typeof all) => Object.fromEntries(of.map(({ email, ...scores }) => [email, scores]));
          expect(found(all)).toEqual(wanted);
          expect(found(one)).toEqual(wanted);
        },
      ),
      { numRuns: 25 },
    );
  });
});

test("a desk that no integer holds has its number all the same", async () => {
  const { withSql } = await workInstall();
  await withSql(async (sql) => {
    await sql`
      insert into QUAD_itsm_tickets (domain_id, ticket_id, provider, assignee_email, story_points)
      select id, 'JIRA-' || n, 'jira', 'dev@massmutual.com', 9999.99 from QUAD_domains, generate_series(1, 2000) n where name = 'life-insurance'`;
    const [row] = await sql`
      select w.capacity_percentage as capacity from QUAD_domains d, calculate_developer_workload(d.id, 'dev@massmutual.com', current_date) w
      where d.name = 'life-insurance'`;
    expect(row?.capacity).toBe(2000 + 9999.99 * 2000 * 0.2);
  });
});
