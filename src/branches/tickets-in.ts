import type postgres from "postgres";
import type { Sql } from "../postgres/sql.ts";

/**
 * The beginning of a statement, `with … as (…)`, that has the tickets in many names: of each row of `names` (a query of name) `found` has
 * name, ticket_id, provider and where its project is configured. The projects are those of a domain, or all there are.
 */
export const withTicketsIn = (sql: Sql, names: postgres.PendingQuery<postgres.Row[]>, domainId: string | null) => sql`
  with projects as materialized (
    select p.project_key, p.provider, p.configured_in
    from ${domainId === null ? sql`quad_ticket_projects()` : sql`quad_ticket_projects(${domainId})`} p
  ), wanted as materialized (
    select array_agg(p.project_key) as keys, coalesce(bool_or(p.provider = 'servicenow'), false) as records from projects p
  ), read as materialized (
    select n.*, quad_ticket_in(n.name, w.keys, w.records) as ticket_id from (${names}) n cross join wanted w
  ), found as materialized (
    select r.*, p.configured_in, p.project_key,
      case when r.ticket_id is not null then coalesce(p.provider, quad_usual_provider(r.ticket_id)) end as provider
    from read r left join projects p on p.project_key = split_part(r.ticket_id, '-', 1) and r.ticket_id ~ '-'
  )`;
