import type { Sql } from "../postgres/sql.ts";
import type { KeySource } from "./resolve.ts";

/** The key that applies, as far as it takes to tell whose it is. */
export interface KeyOrigin {
  readonly source: KeySource;
  /** The path of the domain; null for a person's own. */
  readonly domain: string | null;
}

/** A person in a domain where they are a member, and the key that applies to them there for each tool that has any. */
export interface MatrixRow {
  readonly email: string;
  /** The path of the domain. */
  readonly domain: string;
  /** By tool; a tool that is not there has no key for them. */
  readonly keys: Readonly<Record<string, KeyOrigin>>;
}

export interface KeyMatrix {
  /** Every tool that has a key for somebody here, by name. */
  readonly tools: readonly string[];
  readonly rows: readonly MatrixRow[];
}

export interface MatrixFilter {
  /** The path of a domain: it and everything below it. */
  readonly under?: string | undefined;
  readonly provider?: string | undefined;
}

/** People × tools of a company: which key applies to each active member in each of their domains, all in one statement. */
export async function keyMatrix(sql: Sql, companyId: string, { under, provider }: MatrixFilter): Promise<KeyMatrix> {
  const rows = (await sql`
    select k.email, k.path,
      json_object_agg(k.tool_provider, coalesce(k.source_path, '')) filter (where k.tool_provider is not null)
    from quad_effective_keys(${companyId}, 'memberships', ${under ?? null}, ${provider ?? null}) k
    group by k.email, k.path order by k.path, k.email`.values()) as unknown as readonly Row[];
  const tools = new Set<string>();
  const origins = new Map<string, KeyOrigin>();
  const originAt = (path: string): KeyOrigin => {
    const origin = origins.get(path) ?? originOf(path === "" ? null : path);
    origins.set(path, origin);
    return origin;
  };
  const matrix = rows.map(([email, domain, keys]) => {
    // A tool may be called constructor.
    const byTool: Record<string, KeyOrigin> = Object.create(null);
    for (const tool in keys) {
      tools.add(tool);
      byTool[tool] = originAt(keys[tool] ?? "");
    }
    return { email, domain, keys: byTool };
  });
  return { tools: [...tools].sort(), rows: matrix };
}

/** An e-mail, the path of a domain, and by tool the path of the domain whose key applies, empty for their own. */
type Row = [string, string, Readonly<Record<string, string>> | null];

/** Whose a key is by the path of its domain: the place in the tree follows from it. */
export function originOf(domain: string | null): KeyOrigin {
  if (domain === null) return { source: "user", domain };
  const depth = domain.split("/").length - 2;
  return { source: depth === 0 ? "root" : depth === 1 ? "domain" : "subdomain", domain };
}
