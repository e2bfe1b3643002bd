import type { Sql } from "../postgres/sql.ts";
import type { Day } from "../values/day.ts";
import { findRequest } from "./find.ts";
import type { IntegrationRequest } from "./request.ts";

/** Something that happened to a request. */
interface RequestEvent {
  readonly kind: string;
  /** In the words of the tracking page. */
  readonly said: string;
  readonly by: string | null;
  readonly at: Date;
  /** The day in the company's time zone. */
  readonly day: Day;
}

/** What somebody found in a beta. */
interface Feedback {
  readonly number: number;
  readonly kind: "bug" | "idea";
  readonly said: string;
  readonly patch: string | null;
  readonly reportedBy: string;
  readonly fixedIn: string | null;
  readonly attachments: readonly string[];
}

/** A request as its tracking page shows it (spec, Request Tracking Page). */
export interface TrackedRequest extends IntegrationRequest {
  /** The days of what was reached, in the company's time zone. */
  readonly days: {
    readonly submitted: Day;
    readonly started: Day | null;
    readonly beta: Day | null;
    readonly released: Day | null;
    readonly closed: Day | null;
  };
  /** The newest first. */
  readonly events: readonly RequestEvent[];
  readonly feedback: readonly Feedback[];
  /** To whom questions go. */
  readonly supportEmail: string;
}

/** A request with all that happened to it, by its slug, its requestId or its UUID. Throws not found. */
export async function showRequest(sql: Sql, reference: string): Promise<TrackedRequest> {
  const request = await findRequest(sql, reference);
  const [[row], events, feedback] = await Promise.all([
    sql<[Pick<TrackedRequest, "days" | "supportEmail">]>`
      select s.support_email as "supportEmail", json_build_object(
        'submitted', quad_business_day(r.company_id, r.created_at), 'started', quad_business_day(r.company_id, r.started_at),
        'beta', quad_business_day(r.company_id, r.beta_released_at),
        'released', quad_business_day(r.company_id, r.prod_released_at),
        'closed', quad_business_day(r.company_id, r.closed_at)) as days
      from QUAD_integration_requests r, QUAD_request_settings s where r.id = ${request.id}`,
    sql<RequestEvent[]>`
      select e.kind, e.said, e.by_email as by, e.happened_at as at, quad_business_day(r.company_id, e.happened_at) as day
      from QUAD_request_events e join QUAD_integration_requests r on r.id = e.request_id
      where e.request_id = ${request.id} order by e.happened_at desc, e.id desc`,
    sql<Feedback[]>`
      select f.number, f.kind, f.said, f.patch, f.reported_by_email as "reportedBy", f.fixed_in as "fixedIn",
        (select coalesce(json_agg(a.filename order by a.filename), '[]') from QUAD_request_attachments a where a.feedback_id = f.id)
          as attachments
      from QUAD_request_feedback f where f.request_id = ${request.id} order by f.number`,
  ]);
  return { ...request, ...row, events, feedback };
}
