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
  const [integrations, requests] = await Promise.all([
    sql<Similar["integrations"][number][]>`select name, display_name as "displayName", status from QUAD_integrations`,
    sql<Similar["requests"][number][]>`
      select slug, tool_name as tool, status, requested_by_email as "requestedBy" from QUAD_integration_requests
      where company_id = ${companyId} and status in ('submitted', 'in_progress', 'beta') order by created_at limit 10000`,
  ]);
  const isSame = await sameTool();
  return {
    integrations: integrations.filter(({ name, displayName }) => isSame(name, tool) || isSame(displayName, tool)),
    requests: requests.filter((request) => isSame(request.tool, tool)),
  };
}

/** Tells whether two spellings are one tool's: "Post man", "postman.com", "Postmann". */
async function sameTool(): Promise<(one: string, other: string) => boolean> {
  const { distance } = await import("fastest-levenshtein");
  return (one, other) => {
    const [a, b] = [keyOf(one), keyOf(other)];
    return a === b || (Math.min(a.length, b.length) > 4 && a[0] === b[0] && distance(a, b) <= 1);
  };
}

/** As the database has it (`tool_key` in migrations/0019-requests.sql). */
function keyOf(tool: string): string {
  const name = tool.trim().toLowerCase();
  return (
    name
      .replace(/^(https?:\/\/)?(www\.)?|\.(com|io|org|net|dev|app|ai|co|so)\/?$/g, "")
      .replace(/[^\p{L}\p{N}]/gu, "") || name
  );
}
