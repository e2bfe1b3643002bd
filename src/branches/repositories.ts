import type { Sql } from "../postgres/sql.ts";
import { isUnder } from "./under.ts";

/** A bound repository, and how its last scan went. */
export interface ListedRepository {
  readonly name: string;
  readonly domain: string;
  readonly location: string;
  readonly base: string | null;
  readonly scannedAt: Date | null;
  /** Those that the last scan saw. */
  readonly branches: number | null;
  /** Why the last try failed; null where it went well. */
  readonly failure: string | null;
  readonly failedAt: Date | null;
}

/** The bound repositories, by domain and name. */
export async function listRepositories(sql: Sql, under: string | undefined): Promise<readonly ListedRepository[]> {
  return sql<ListedRepository[]>`
    select r.name, d.path as domain, r.location, r.base_branch as base, s.scanned_at as "scannedAt", s.branches,
      s.failure, s.failed_at as "failedAt"
    from QUAD_repositories r join QUAD_domains d on d.id = r.domain_id
    left join QUAD_repository_scans s on s.repository_id = r.id
    where ${isUnder(sql, under)}
    order by translate(d.path, '/', ' '), r.name`;
}
