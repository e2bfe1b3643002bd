import type { Sql } from "../postgres/sql.ts";
import type { Day } from "../values/day.ts";

/** How far a request is; those of a line only go on (spec, Database Schema; a request can be withdrawn as well). */
export const requestStatuses = ["submitted", "in_progress", "beta", "released", "rejected", "withdrawn"] as const;
export type RequestStatus = (typeof requestStatuses)[number];

/** What a request stands at while it is not over. */
export const openStatuses: readonly RequestStatus[] = ["submitted", "in_progress", "beta"];

/** A request for an integration. */
export interface IntegrationRequest {
  readonly id: string;
  /** `req-` and the slug. */
  readonly requestId: string;
  readonly slug: string;
  readonly tool: string;
  readonly category: string;
  readonly teamSize: number | null;
  readonly details: string | null;
  readonly status: RequestStatus;
  readonly company: string;
  readonly plan: string;
  readonly requestedBy: string;
  readonly submittedAt: Date;
  readonly acknowledgedAt: Date | null;
  readonly startedAt: Date | null;
  readonly betaReleasedAt: Date | null;
  readonly prodReleasedAt: Date | null;
  readonly closedAt: Date | null;
  readonly closedBecause: string | null;
  readonly expeditedAt: Date | null;
  /** When somebody else's request came to this install; null for its own. */
  readonly receivedAt: Date | null;
  readonly assignedTo: string | null;
  readonly effort: Effort | null;
  readonly betaPatch: string | null;
  readonly prodPatch: string | null;
  /** The day that the team has named. */
  readonly estimatedReleaseDate: Day | null;
  /** The last day of each stage by the SLA, in the company's calendar; null is best effort. */
  readonly due: { readonly [S in Stage]: Day | null };
  readonly votes: number;
  readonly trackingUrl: string;
}

/** What the SLA counts, in its order (spec, SLA). */
export type Stage = "response" | "start" | "beta" | "release";

/** spec, QUAD Team Workflow, 4: a simple API takes 1-2 weeks, a complex one 3-4; without one it is discussed. */
export const efforts = ["simple", "complex", "none"] as const;
export type Effort = (typeof efforts)[number];

/** The day on which each of these stages is expected: by the SLA, and none later than the day that the team has named for the end. */
export function expectedDays({ due, estimatedReleaseDate }: Pick<IntegrationRequest, "due" | "estimatedReleaseDate">) {
  const release = estimatedReleaseDate ?? due.release;
  const before = (day: Day | null) => (day !== null && release !== null && release < day ? release : day);
  return { start: before(due.start), beta: before(due.beta), release };
}

/** The columns of an `IntegrationRequest`, from requests `r`, their companies `c` and the settings `s`. */
export const requestColumns = (sql: Sql) => sql`
  r.id, 'req-' || r.slug as "requestId", r.slug, r.tool_name as tool, r.category, r.team_size as "teamSize", r.details, r.status,
  c.name as company, c.plan, r.requested_by_email as "requestedBy", r.created_at as "submittedAt",
  r.acknowledged_at as "acknowledgedAt", r.started_at as "startedAt", r.beta_released_at as "betaReleasedAt",
  r.prod_released_at as "prodReleasedAt", r.closed_at as "closedAt", r.closed_because as "closedBecause",
  r.expedited_at as "expeditedAt", r.received_at as "receivedAt", r.assigned_to as "assignedTo", r.effort,
  r.beta_patch as "betaPatch", r.prod_patch as "prodPatch", r.estimated_release_date as "estimatedReleaseDate",
  json_build_object('response', r.response_due, 'start', r.start_due, 'beta', r.beta_due, 'release', r.release_due) as due,
  (select count(*) from QUAD_request_votes v where v.request_id = r.id)::integer as votes,
  s.tracking_url || '/' || r.slug as "trackingUrl"`;

/** Where they come from. */
export const requestTables = (sql: Sql) => sql`
  QUAD_integration_requests r join QUAD_companies c on c.id = r.company_id cross join QUAD_request_settings s`;
