import type { Sql } from "../postgres/sql.ts";
import type { Day } from "../values/day.ts";
import type { Stage } from "./request.ts";

/** What is due next of a request. */
export interface NextDue {
  readonly slug: string;
  readonly tool: string;
  readonly company: string;
  readonly plan: string;
  readonly stage: Stage;
  /** null is best effort. */
  readonly due: Day | null;
  /** Business days until then; how many it is late, below zero. */
  readonly days: number | null;
  readonly breached: boolean;
}

export interface DueFilter {
  /** Only what is late. */
  readonly breached?: boolean | undefined;
  /** Only what is late, or due within so many business days. */
  readonly within?: number | undefined;
}

/** What is due next of each open request, the most urgent first; best effort comes last (spec, SLA). */
export const nextDue = (sql: Sql, { breached, within }: DueFilter): Promise<readonly NextDue[]> => sql<NextDue[]>`
  select * from (
    select r.slug, r.tool_name as tool, c.name as company, c.plan, n.stage, n.due, n.breached,
      case when n.due >= n.today then quad_business_days_between(r.company_id, n.today::timestamp at time zone quad_time_zone(r.company_id), n.due::timestamp at time zone quad_time_zone(r.company_id))
        else -quad_business_days_between(r.company_id, n.due::timestamp at time zone quad_time_zone(r.company_id), n.today::timestamp at time zone quad_time_zone(r.company_id)) end as days
    from quad_request_next_due() n join QUAD_integration_requests r using (id) join QUAD_companies c on c.id = r.company_id
  ) d
  where ${breached ? sql`d.breached` : sql`true`} and ${within === undefined ? sql`true` : sql`d.days <= ${within}`}
  order by d.due nulls last, d.slug`;
