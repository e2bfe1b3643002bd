import type { Sql } from "../postgres/sql.ts";
import type { Day } from "../values/day.ts";
import { type DomainSummary, levels } from "./load.ts";

/** The domains at and below a path, each with everything below it, in the order of the tree. People are in the band of their total. */
export async function summarise(
  sql: Sql,
  companyId: string,
  path: string,
  date: Day,
): Promise<readonly DomainSummary[]> {
  return sql<DomainSummary[]>`
    with day as (
      select w.*, d.path from QUAD_workload_tracking w join QUAD_domains d on d.id = w.domain_id
      where w.snapshot_date = ${date} and d.company_id = ${companyId}
    ), people as (
      select w.developer_email,
        quad_total_level(sum(w.capacity_percentage), bool_or(w.capacity_percentage is null)) as level
      from day w group by 1
    ), scope as (
      select d.path, d.display_name, d.depth from QUAD_domains d
      where d.company_id = ${companyId} and d.archived_at is null and (d.path = ${path} or d.path > ${`${path}/`} and d.path < ${`${path}0`})
    ), above as (
      -- Each domain under the names of all above it, by their number of parts.
      select s.path as inner_path, array_to_string((string_to_array(s.path, '/'))[1:n], '/') as path
      from scope s, generate_series(${path.split("/").length}::integer, s.depth + 2) n
    ), rolled as (
      select a.path, w.developer_email, p.level, sum(w.active_tickets) as tickets, sum(w.active_branches) as branches,
        sum(w.story_points) as points, sum(w.allocation_percentage) as allocation, sum(w.final_workload) as final,
        sum(w.allocation_percentage * w.full_load / 100) as carries
      from day w join above a on a.inner_path = w.path join people p on p.developer_email = w.developer_email
      group by 1, 2, 3
    ), banded as (
      select r.path, r.level, count(*) as people, sum(r.tickets) as tickets, sum(r.branches) as branches, sum(r.points) as points,
        sum(r.allocation) as allocation, sum(r.final) as final, sum(r.carries) as carries
      from rolled r group by 1, 2
    )
    select s.path, s.display_name as "displayName", s.depth, coalesce(sum(b.people), 0)::integer as people,
      coalesce(sum(b.tickets), 0)::integer as tickets, coalesce(sum(b.branches), 0)::integer as branches,
      coalesce(sum(b.points), 0) as points, coalesce(sum(b.allocation), 0) as allocation, coalesce(sum(b.final), 0) as final,
      case when sum(b.carries) > 0 then round(sum(b.final) * 100 / sum(b.carries), 4) when coalesce(sum(b.final), 0) = 0 then 0 end as utilisation,
      (select json_object_agg(l.level, coalesce((select c.people from banded c where c.path = s.path and c.level = l.level), 0))
       from json_array_elements_text(${JSON.stringify(levels)}::text::json) l (level)) as levels
    from scope s left join banded b on b.path = s.path
    group by s.path, s.display_name, s.depth
    order by translate(s.path, '/', ' ')`;
}
