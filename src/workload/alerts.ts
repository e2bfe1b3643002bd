import type { Sql } from "../postgres/sql.ts";
import type { Day } from "../values/day.ts";
import type { Level } from "./load.ts";
import type { Scope } from "./scope.ts";

/** Bands that somebody may want to hear of, from the lowest. */
export const alertLevels = ["moderate", "high", "at-capacity", "overloaded"] as const;
export type AlertLevel = (typeof alertLevels)[number];

/** A person who is in a band, in a domain or in all. */
export interface Alert {
  readonly email: string;
  /** The path of the domain; null: in all of their domains together. */
  readonly domain: string | null;
  readonly capacity: number | null;
  readonly level: Level;
  /** Who was written to, today or on that day. */
  readonly told: readonly string[];
}

const above: Record<AlertLevel, number> = { moderate: 50, high: 70, "at-capacity": 90, overloaded: 100 };

/** Who is in that band or one above it, or has work without allocation, on a day of a domain and everything below it; the most loaded first. */
export async function workloadAlerts(
  sql: Sql,
  { companyId, path }: Scope,
  date: Day,
  level: AlertLevel,
): Promise<readonly Alert[]> {
  return sql<Alert[]>`
    with day as (
      select w.developer_email as email, d.id, d.path, w.capacity_percentage as capacity,
        d.path = ${path} or d.path > ${`${path}/`} and d.path < ${`${path}0`} as inside
      from QUAD_workload_tracking w join QUAD_domains d on d.id = w.domain_id
      where w.snapshot_date = ${date} and d.company_id = ${companyId}
    ), loads as (
      select email, id, path as domain, capacity, quad_workload_level(capacity) as level from day where inside
      union all
      select email, null, null, sum(capacity), quad_total_level(sum(capacity), false)
      from day group by email having bool_or(inside) and count(*) filter (where capacity > 0) > 1
    )
    select l.email, l.domain, l.capacity, l.level,
      (select coalesce(json_agg(distinct o.recipient_email), '[]') from QUAD_outbox o
       where o.company_id = ${companyId} and o.template = 'workload-overload'
         -- As quad_alert_overload writes it: paths and addresses in the mail are those of then.
         and starts_with(o.occasion, format('overload %s %s ', ${date}::text, case when l.domain is null then 'total' else 'domain' end))
         and split_part(o.occasion, ' ', 5) = l.email and (l.domain is null or split_part(o.occasion, ' ', 4) = l.id::text)) as told
    from loads l
    where l.capacity > ${above[level]} or l.capacity is null
    order by l.capacity desc nulls first, l.email, l.domain nulls first`;
}
