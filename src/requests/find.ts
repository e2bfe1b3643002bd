import { notFound } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { shortened } from "../terminal/style.ts";
import { didYouMean, nearest } from "../values/near.ts";
import { type IntegrationRequest, openStatuses, type RequestStatus, requestColumns, requestTables } from "./request.ts";

export interface RequestFilter {
  /** Only these; those that are not over when left out. */
  readonly statuses?: readonly RequestStatus[];
  readonly companyId?: string | undefined;
  /** Only what the one who acts has asked for. */
  readonly mine?: boolean | undefined;
}

/** The requests that the one who acts may see, the newest first. */
export const listRequests = (sql: Sql, filter: RequestFilter): Promise<readonly IntegrationRequest[]> => sql<
  IntegrationRequest[]
>`
  select ${requestColumns(sql)} from ${requestTables(sql)}
  where r.status in (select json_array_elements_text(${JSON.stringify(filter.statuses ?? openStatuses)}::text::json))
    and ${filter.companyId === undefined ? sql`true` : sql`r.company_id = ${filter.companyId}`}
    and ${filter.mine ? sql`r.requested_by_email = quad_acts_as(r.company_id)` : sql`true`}
  order by r.created_at desc, r.id`;

/** A request by its slug (one it had before as well), its requestId or its UUID. Throws not found, with what comes near. */
export async function findRequest(sql: Sql, reference: string): Promise<IntegrationRequest> {
  const wanted = reference.trim().toLowerCase();
  const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(wanted) ? wanted : null;
  const bare = wanted.replace(/^req-/, "");
  const [found] = await sql<IntegrationRequest[]>`
    select ${requestColumns(sql)} from ${requestTables(sql)}
    where r.id = coalesce(${uuid}::uuid, (
      select n.request_id from QUAD_request_names n where n.slug in (${wanted}, ${bare})
      order by n.slug = ${wanted} desc limit 1))`;
  if (found) return found;
  const known = await sql<{ slug: string }[]>`
    select r.slug from QUAD_integration_requests r order by r.created_at desc limit 1000`;
  const near = await nearest(bare, known, {
    spellings: ({ slug }) => [slug, slug.slice(0, slug.lastIndexOf("-"))],
    most: 3,
  });
  throw notFound(`There is no request ${JSON.stringify(shortened(reference))}.`, {
    hint: didYouMean(
      near.map(({ slug }) => slug),
      "See them: quad request list",
    ),
  });
}
