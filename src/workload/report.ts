import { mustBeKnown } from "../members/person.ts";
import type { Sql } from "../postgres/sql.ts";
import type { Day } from "../values/day.ts";
import { type Level, levels, type PersonLoad, type WorkloadReport } from "./load.ts";
import type { Scope } from "./scope.ts";
import { summarise } from "./summary.ts";

/**
 * A day of a domain and everything below it, from its snapshot: everybody with their load in each domain and in all, most loaded first, and
 * the domains, rolled up. Members with an empty desk are in it. With `email` it is one person's. Throws not found for
 * an e-mail that is nobody's here.
 */
export async function workloadReport(
  sql: Sql,
  { companyId, company, path, displayName }: Scope,
  date: Day,
  email?: string,
): Promise<WorkloadReport> {
  const people = await sql<PersonLoad[]>`
    with scope as (
      select d.id from QUAD_domains d
      where d.path = ${path} or d.path > ${`${path}/`} and d.path < ${`${path}0`}
    ), day as (
      select w.*, d.path, d.id in (select id from scope) as inside
      from QUAD_workload_tracking w join QUAD_domains d on d.id = w.domain_id
      where w.snapshot_date = ${date} and d.company_id = ${companyId} ${email === undefined ? sql`` : sql`and w.developer_email = ${email}`}
    ), before as (
      select w.developer_email as email, sum(w.capacity_percentage) as total
      from QUAD_workload_tracking w join QUAD_domains d on d.id = w.domain_id
      where w.snapshot_date = ${date}::date - 7 and d.company_id = ${companyId}
      group by 1
    ), people as (
      select w.developer_email as email,
        json_agg(json_build_object(
          'domain', w.path, 'tickets', w.active_tickets, 'branches', w.active_branches, 'points', w.story_points,
          'allocation', w.allocation_percentage, 'multiplier', w.estimation_multiplier, 'fullLoad', w.full_load,
          'base', w.base_workload, 'final', w.final_workload, 'capacity', w.capacity_percentage,
          'level', quad_workload_level(w.capacity_percentage), 'alert', w.overload_alert) order by w.path) filter (where w.inside) as domains,
        sum(w.capacity_percentage) as total, bool_or(w.capacity_percentage is null) as unallocated, bool_or(w.overload_alert) as alert,
        sum(w.final_workload) as final, sum(w.allocation_percentage * w.full_load / 100) as carries,
        count(*) filter (where not w.inside) as outside
      from day w group by 1 having bool_or(w.inside)
    ), told as (
      select p.*, quad_total_level(p.total, p.unallocated) as level
      from people p
    )
    select p.email, p.domains, p.total,
      case when p.carries > 0 then round(p.final * 100 / p.carries, 4) when p.final = 0 then 0 end as utilisation,
      p.level, p.alert or coalesce(p.total > 70, true) as alert, b.total as "weekAgo",
      case when p.level = 'overloaded' then ${overloadedSince(sql, companyId, date)} end as "overloadedSince",
      p.outside::integer as outside, ${unseen(sql, companyId)} as unseen
    from told p left join before b using (email)
    order by p.total desc nulls first, p.email`;
  if (people.length === 0 && email !== undefined) await mustBeKnown(sql, email, companyId);
  const [taken] = await sql<[{ at: Date } | undefined]>`
    select max(w.taken_at) as at from QUAD_workload_tracking w
    where w.snapshot_date = ${date} and w.domain_id in (select d.id from QUAD_domains d where d.company_id = ${companyId})`;
  return {
    company,
    domain: path,
    displayName,
    date,
    takenAt: taken?.at ?? new Date(),
    levels: countByLevel(people),
    people,
    domains: email === undefined ? await summarise(sql, companyId, path, date) : [],
  };
}

/** How many people are in each band. */
function countByLevel(people: readonly { readonly level: Level }[]): Record<Level, number> {
  const counts = Object.fromEntries(levels.map((level) => [level, 0])) as Record<Level, number>;
  for (const { level } of people) counts[level] += 1;
  return counts;
}

// Of the days with a snapshot, the first after the last one that was not above 100 %.
const overloadedSince = (sql: Sql, companyId: string, date: Day) => sql`(
  with days as (
    select w.snapshot_date as day, sum(w.capacity_percentage) as total
    from QUAD_workload_tracking w join QUAD_domains d on d.id = w.domain_id
    where w.developer_email = p.email and w.snapshot_date between ${date}::date - 366 and ${date} and d.company_id = ${companyId}
    group by 1
  )
  select min(day)::text from days
  where day > coalesce((select max(day) from days where total <= 100 or total is null), '-infinity'))`;

// Whoever sees all has nothing unseen; a person may be shown only some of somebody's domains.
const unseen = (sql: Sql, companyId: string) => sql`
  case when exists (select from quad_me()) then (
    select count(distinct m.domain_id) from QUAD_domain_members m join QUAD_domains d on d.id = m.domain_id
    where m.company_id = ${companyId} and m.email = p.email and d.archived_at is null
      and m.domain_id not in (select w.domain_id from day w where w.developer_email = p.email))::integer
  else 0 end`;
