import type { Fragment } from "postgres";
import type { Sql } from "../postgres/sql.ts";
import type { Day } from "../values/day.ts";
import { findRequest } from "./find.ts";
import { type IntegrationRequest, requestColumns, requestTables } from "./request.ts";

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

/** The patch by which an integration comes. */
interface ComingPatch {
  readonly name: string;
  /** The day on which it was applied to this install; null where it is not applied here. */
  readonly appliedOn: Day | null;
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
  /** The newest by which it comes; null where there is none yet. */
  readonly patch: ComingPatch | null;
  /** To whom questions go. */
  readonly supportEmail: string;
}

/** A request with all that happened to it, by its slug, its requestId or its UUID. Throws not found. */
export async function showRequest(sql: Sql, reference: string): Promise<TrackedRequest> {
  const { id } = await findRequest(sql, reference);
  const [row] = await rowsOf(sql, sql`r.id = ${id}`);
  // Nobody deletes one between two statements but with its company.
  if (!row) return showRequest(sql, reference);
  return trackedOf(row);
}

/** All requests that came to this install from somebody else, in batches; with every slug that each has or had. */
export async function* receivedRequests(
  sql: Sql,
): AsyncGenerator<readonly { readonly request: TrackedRequest; readonly slugs: readonly string[] }[]> {
  for await (const rows of rowsOf(sql, sql`r.received_at is not null`).cursor(200))
    yield rows.map((row) => ({ request: trackedOf(row), slugs: row.slugs }));
}

type Row = Omit<TrackedRequest, "events"> & {
  readonly slugs: readonly string[];
  readonly events: readonly (Omit<RequestEvent, "at"> & { readonly at: string })[];
};

const rowsOf = (sql: Sql, which: Fragment) => sql<Row[]>`
  select ${requestColumns(sql)}, s.support_email as "supportEmail",
    json_build_object(
      'submitted', quad_business_day(r.company_id, r.created_at), 'started', quad_business_day(r.company_id, r.started_at),
      'beta', quad_business_day(r.company_id, r.beta_released_at), 'released', quad_business_day(r.company_id, r.prod_released_at),
      'closed', quad_business_day(r.company_id, r.closed_at)) as days,
    (select coalesce(json_agg(json_build_object('kind', e.kind, 'said', e.said, 'by', e.by_email, 'at', e.happened_at,
        'day', quad_business_day(r.company_id, e.happened_at)) order by e.happened_at desc, e.id desc), '[]')
      from QUAD_request_events e where e.request_id = r.id) as events,
    (select coalesce(json_agg(json_build_object('number', f.number, 'kind', f.kind, 'said', f.said, 'patch', f.patch,
        'reportedBy', f.reported_by_email, 'fixedIn', f.fixed_in, 'attachments', (
          select coalesce(json_agg(a.filename order by a.filename), '[]') from QUAD_request_attachments a where a.feedback_id = f.id))
        order by f.number), '[]')
      from QUAD_request_feedback f where f.request_id = r.id) as feedback,
    (select json_build_object('name', w.name, 'appliedOn',
        case when r.received_at is null then quad_business_day(r.company_id, quad_patch_applied_at(w.name)) end)
      from (select coalesce(r.prod_patch, r.beta_patch) as name) w where w.name is not null) as patch,
    (select json_agg(n.slug order by n.slug) from QUAD_request_names n where n.request_id = r.id) as slugs
  from ${requestTables(sql)} where ${which}`;

const trackedOf = ({ slugs: _, events, ...row }: Row): TrackedRequest => ({
  ...row,
  events: events.map((event) => ({ ...event, at: new Date(event.at) })),
});
