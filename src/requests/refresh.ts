import { notFound, unreachable, usage } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import { shortened } from "../terminal/style.ts";
import type { Web } from "../web/web.ts";
import { findRequest, listRequests } from "./find.ts";
import { pageShape, type RequestPage } from "./page.ts";
import type { IntegrationRequest } from "./request.ts";

/** What there was to learn of a request. */
export interface Refreshed {
  readonly request: IntegrationRequest;
  /** What has happened since, in the words of the page; the oldest first. */
  readonly news: readonly string[];
}

const longestPage = 4 * 1024 * 1024;

/** The requests of this install that have a page elsewhere: one, or all that are not over. Throws not found, and a usage error. */
export async function requestsToRefresh(
  sql: Sql,
  reference: string | undefined,
): Promise<readonly IntegrationRequest[]> {
  if (reference === undefined) return (await listRequests(sql, {})).filter(({ receivedAt }) => receivedAt === null);
  const request = await findRequest(sql, reference);
  if (request.receivedAt !== null)
    throw usage(`${request.slug} came to this install: what is known of it is known here.`);
  return [request];
}

/** Reads the published page of a request. Throws not found where the team has none yet, and what `Web.read` throws. */
export async function readPage(web: Web, { id, slug, trackingUrl }: IntegrationRequest): Promise<RequestPage> {
  // By its id: the slug may be another's there.
  const at = `${trackingUrl.slice(0, -slug.length)}${id}.json`;
  const bytes = await web.read(new URL(at), longestPage).catch((error: unknown) => {
    if ((error as { code?: unknown }).code !== "notFound") throw error;
    throw notFound(`There is no page of ${slug} at ${at} yet.`, {
      hint: "The team has not taken it in; try again later.",
    });
  });
  const { z } = await import("zod");
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString());
  } catch {
    throw unreachable(`What ${at} answers is not JSON.`);
  }
  const { success, data, error } = pageShape(z).safeParse(value);
  if (success && data.id === id) return data;
  if (success) throw unreachable(`What ${at} answers is the page of another request.`);
  const { path = [], message = "" } = error.issues[0] ?? {};
  throw unreachable(`What ${at} answers is no page of a request: ${path.join(".")}: ${shortened(message)}`);
}

/**
 * Takes over what the page of a request says: stages (which only go forward), patches, estimates, its slug there, what the team said, and
 * what of the feedback is put right. Throws a conflict where the page is behind what is known here by more than that.
 */
export async function takeOver(sql: Sql, { id }: IntegrationRequest, page: RequestPage): Promise<Refreshed> {
  return transaction(sql, async (tx) => {
    const before = await findRequest(tx, id);
    const happened = await tx<{ said: string }[]>`
      select said from quad_request_news(${id}, ${JSON.stringify(page)}::text::jsonb) order by happened_at, id`;
    return { request: await findRequest(tx, before.id), news: happened.map(({ said }) => said) };
  });
}
