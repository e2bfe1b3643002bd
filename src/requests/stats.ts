import type { Sql } from "../postgres/sql.ts";
import type { Stage } from "./request.ts";

/** How requests go. */
export interface RequestStats {
  /** Only what was submitted since; null for all there is. */
  readonly since: Date | null;
  readonly requests: number;
  readonly open: number;
  readonly stages: readonly StageStats[];
  /** The most companies first (spec, Example: Real Integration Requests). */
  readonly wanted: readonly {
    readonly tool: string;
    readonly category: string;
    readonly companies: number;
    readonly requests: number;
  }[];
}

/** How long it takes until a stage, and how often in time. */
export interface StageStats {
  readonly stage: Stage;
  /** Requests that have reached it. */
  readonly reached: number;
  /** Business days from being submitted, the middle of all; null where none has reached it. */
  readonly medianDays: number | null;
  /** Nine of ten take no longer. */
  readonly p90Days: number | null;
  /**
   * Of those with a day by the SLA that have reached it or are late, the share that was in time, 0 to 1; null where there are none. Plans that
   * are best effort have none.
   */
  readonly inTime: number | null;
}

/** Figures of all requests that were submitted since a moment; of all there are when left out. */
export async function requestStats(sql: Sql, since: Date | undefined): Promise<RequestStats> {
  const asked = sql`select * from QUAD_integration_requests r where ${since ? sql`r.created_at >= ${since}` : sql`true`}`;
  const [[counts], stages, wanted] = await Promise.all([
    sql<[Pick<RequestStats, "requests" | "open">]>`
      select count(*)::integer as requests, (count(*) filter (where r.status in ('submitted', 'in_progress', 'beta')))::integer as open
      from (${asked}) r`,
    sql<StageStats[]>`
      with reached as (
        select s.nth, s.stage, s.at, case when l.max_days is not null then s.due end as due, r.status,
          quad_business_days_between(r.company_id, r.created_at, s.at) as days,
          quad_business_day(r.company_id, coalesce(s.at, current_timestamp)) as day
        from (${asked}) r join QUAD_companies c on c.id = r.company_id left join QUAD_sla l on l.plan = c.plan and l.stage = 'release',
          lateral (values (1, 'response', r.acknowledged_at, r.response_due), (2, 'start', r.started_at, r.start_due),
            (3, 'beta', r.beta_released_at, r.beta_due), (4, 'release', r.prod_released_at, r.release_due)) s (nth, stage, at, due)
      )
      select stage, count(at)::integer as reached, (percentile_cont(0.5) within group (order by days))::float8 as "medianDays",
        (percentile_cont(0.9) within group (order by days))::float8 as "p90Days",
        (count(*) filter (where at is not null and day <= due))::float8
          / nullif(count(*) filter (where due is not null and (at is not null or day > due and status not in ('rejected', 'withdrawn'))), 0)
          as "inTime"
      from reached group by nth, stage order by nth`,
    sql<RequestStats["wanted"][number][]>`
      select mode() within group (order by r.tool_name) as tool, mode() within group (order by r.category) as category,
        count(distinct r.company_id)::integer as companies, count(*)::integer as requests
      from (${asked}) r where r.status not in ('withdrawn') group by r.tool_key order by 3 desc, 4 desc, 1 limit 20`,
  ]);
  return { since: since ?? null, ...counts, stages, wanted };
}
