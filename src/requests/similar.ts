import type { IntegrationStatus } from "../integrations/catalogue.ts";
import type { Sql } from "../postgres/sql.ts";
import type { RequestStatus } from "./request.ts";

/** What there is already of a tool that somebody wants, however they spell it. */
export interface Similar {
  /** Of the catalogue. */
  readonly integrations: readonly {
    readonly name: string;
    readonly displayName: string;
    readonly status: IntegrationStatus;
  }[];
  /** Of the company, not over yet. */
  readonly requests: readonly {
    readonly slug: string;
    readonly tool: string;
    readonly status: RequestStatus;
    readonly requestedBy: string;
  }[];
}

/** What in the catalogue, and among the requests of a company, is spelled nearly like a tool. */
export async function findSimilar(sql: Sql, companyId: string, tool: string): Promise<Similar> {
  const [[wanted], integrations, requests] = await Promise.all([
    sql<[{ key: string }]>`select quad_tool_key(${tool}) as key`,
    sql<(Similar["integrations"][number] & Keyed)[]>`
      select name, display_name as "displayName", status, array_to_json(array[quad_tool_key(name), quad_tool_key(display_name)]) as keys
      from QUAD_integrations`,
    sql<(Similar["requests"][number] & Keyed)[]>`
      select slug, tool_name as tool, status, requested_by_email as "requestedBy", json_build_array(tool_key) as keys
      from QUAD_integration_requests
      where company_id = ${companyId} and status in ('submitted', 'in_progress', 'beta') order by created_at limit 10000`,
  ]);
  const isSame = await nearlyThe(wanted.key);
  const like = <T extends Keyed>(all: readonly T[]) =>
    all.filter(({ keys }) => keys.some(isSame)).map(({ keys: _, ...one }) => one);
  return { integrations: like(integrations), requests: like(requests) };
}

/** What has a spelling's key or several. */
interface Keyed {
  readonly keys: readonly string[];
}

/** Tells whether a key is that of another or of a slip in it: "Post man", "postman.com", "Postmann". */
async function nearlyThe(wanted: string): Promise<(key: string) => boolean> {
  const { distance } = await import("fastest-levenshtein");
  return (key) =>
    key === wanted || (Math.min(key.length, wanted.length) > 4 && key[0] === wanted[0] && distance(key, wanted) <= 1);
}
