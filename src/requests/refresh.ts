import { notFound, QuadError, unreachable, usage } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import { shortened } from "../terminal/style.ts";
import type { Web } from "../web/web.ts";
import { findRequest } from "./find.ts";
import { pageShape, type RequestPage } from "./page.ts";
import { type IntegrationRequest, requestColumns, requestTables } from "./request.ts";

/** What there was to learn of a request. */
export interface Refreshed {
  readonly request: IntegrationRequest;
  /** What has happened since, in the words of the page; the oldest first. */
  readonly news: readonly string[];
}

const longestPage = 4 * 1024 * 1024;

/**
 * The requests of this install that have a page elsewhere: one, or all that are not over, or are released and have something to be put
 * right; the newest first. Throws not found, a usage error, and not allowed for whoever is not the install itself.
 */
export async function requestsToRefresh(
  sql: Sql,
  reference: string | undefined,
): Promise<readonly IntegrationRequest[]> {
  const [{ owner }] = await sql<[{ owner: boolean }]>`select not exists (select from quad_me()) as owner`;
  if (!owner)
    throw new QuadError("notAllowed", "What the team says is taken over with the rights of the install.", {
      hint: "Leave out --as, and let cron do it on the install: quad cron install",
    });
  if (reference === undefined)
    return sql<IntegrationRequest[]>`
      select ${requestColumns(sql)} from ${requestTables(sql)}
      where r.received_at is null and (r.status in ('submitted', 'in_progress', 'beta')
        or r.status = 'released' and exists (
          select from QUAD_request_feedback f where f.request_id = r.id and f.fixed_in is null))
      order by r.created_at desc, r.id`;
  const request = await findRequest(sql, reference);
  if (request.receivedAt !== null)
    throw usage(`${request.slug} came to this install: what is known of it is known here.`);
  return [request];
}

/** Where the page of a request is: by its id, since the slug may be another's there. */
const addressOf = ({ id, slug, trackingUrl }: IntegrationRequest) => `${trackingUrl.slice(0, -slug.length)}${id}.json`;

/** Fetches what is published of a request. Throws not found where the team has no page yet, and what `Web.read` throws. */
export async function fetchPage(web: Web, request: IntegrationRequest): Promise<Buffer> {
  const at = addressOf(request);
  return web.read(new URL(at), longestPage).catch((error: unknown) => {
    if ((error as { code?: unknown }).code !== "notFound") throw error;
    throw notFound(`There is no page of ${request.slug} at ${at} yet.`, {
      hint: "The team has not taken it in; try again later.",
    });
  });
}

/** Reads what was fetched of a request. Throws unreachable where that is no page of it. */
export async function readPage(bytes: Buffer, request: IntegrationRequest): Promise<RequestPage> {
  const at = addressOf(request);
  const { z } = await import("zod");
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString());
  } catch {
    throw unreachable(`What ${at} answers is not JSON.`);
  }
  const { success, data, error } = pageShape(z).safeParse(value);
  if (success && data.id === request.id) return data;
  if (success) throw unreachable(`What ${at} answers is the page of another request.`);
  const { path = [], message = "" } = error.issues[0] ?? {};
  throw unreachable(`What ${at} answers is no page of a request: ${path.join(".")}: ${shortened(message)}`);
}

/**
 * Takes over what the page of a request says: stages (which only go forward), patches, estimates, its slug there, what the team said, and
 * what of the feedback is put right. A page that is behind what is known here takes nothing back.
 */
export async function takeOver(sql: Sql, { id }: IntegrationRequest, page: RequestPage): Promise<Refreshed> {
  return transaction(sql, async (tx) => {
    const before = await findRequest(tx, id);
    const happened = await tx<{ said: string }[]>`
      select said from quad_request_news(${id}, ${JSON.stringify(page)}::text::jsonb) order by happened_at, id`;
    return { request: await findRequest(tx, before.id), news: happened.map(({ said }) => said) };
  });
}
