import type { z } from "zod";
import { efforts, requestStatuses } from "./request.ts";
import type { TrackedRequest } from "./show.ts";

/** What the team publishes of a request, beside its page, for the customer's install to read. */
export type RequestPage = z.output<ReturnType<typeof pageShape>>;

/** Events that the other side does not know of by itself. */
const told = [
  "acknowledged",
  "started",
  "assigned",
  "estimated",
  "expedited",
  "beta",
  "released",
  "rejected",
  "comment",
  "fixed",
] as const;

/** Of events and of feedback a page has the newest. */
const most = 1000;

/** What is published of a request: what its page shows, and nothing of who else is involved. */
export function pageOf(request: TrackedRequest, supportName: string): RequestPage {
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return {
    format: "quad-request-page/1",
    id: request.id,
    slug: request.slug,
    tool: request.tool,
    status: request.status,
    acknowledgedAt: iso(request.acknowledgedAt),
    startedAt: iso(request.startedAt),
    betaReleasedAt: iso(request.betaReleasedAt),
    prodReleasedAt: iso(request.prodReleasedAt),
    closedAt: iso(request.closedAt),
    closedBecause: request.closedBecause,
    expeditedAt: iso(request.expeditedAt),
    effort: request.effort,
    estimatedReleaseDate: request.estimatedReleaseDate,
    betaPatch: request.betaPatch,
    prodPatch: request.prodPatch,
    events: request.events
      .filter(({ kind, by }) => told.some((one) => one === kind) && (kind !== "comment" || by === supportName))
      .slice(0, most)
      .map(({ kind, said, at }) => ({ kind: kind as (typeof told)[number], said, at: at.toISOString() }))
      .reverse(),
    feedback: request.feedback.map(({ number, fixedIn }) => ({ number, fixedIn })).slice(-most),
  };
}

/** How a time of the years begins that business days are counted in. */
export const countedYears = /^(19|2\d)/;

/** What may stand in it; what a later version adds is passed over. */
export function pageShape(zod: typeof z) {
  const moment = zod.iso.datetime().regex(countedYears);
  const time = moment.nullable();
  // What is shown at a terminal is made visible there; what cannot be stored is no text.
  const text = (most: number) =>
    zod
      .string()
      .max(most)
      .regex(/^[^\u0000\p{Cs}]*$/u)
      .regex(/\S/);
  const reason = text(500).regex(/^[^\p{Cc}]*(\n[^\p{Cc}]*)*$/u);
  const patch = zod
    .string()
    .max(100)
    .regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/);
  return zod.object({
    format: zod.literal("quad-request-page/1"),
    id: zod.uuid(),
    slug: zod
      .string()
      .max(63)
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
    tool: text(200),
    status: zod.enum(requestStatuses),
    acknowledgedAt: time,
    startedAt: time,
    betaReleasedAt: time,
    prodReleasedAt: time,
    closedAt: time,
    closedBecause: reason.nullable(),
    expeditedAt: time,
    effort: zod.enum(efforts).nullable(),
    estimatedReleaseDate: zod.iso.date().regex(countedYears).nullable(),
    betaPatch: patch.nullable(),
    prodPatch: patch.nullable(),
    events: zod.array(zod.object({ kind: zod.enum(told), said: text(2000), at: moment })).max(most),
    feedback: zod.array(zod.object({ number: zod.int().positive(), fixedIn: patch.nullable() })).max(most),
  });
}
