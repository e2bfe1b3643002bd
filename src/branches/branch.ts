import { mustBeKnown } from "../members/person.ts";
import type { Sql } from "../postgres/sql.ts";
import { mustHaveRepository } from "./repository.ts";
import { isUnder } from "./under.ts";

/** merged and gone: it was so when it was last looked at. Only of what is active anybody has it on their desk. */
export const states = ["active", "merged", "gone", "all"] as const;

export type State = (typeof states)[number];

/** A branch that was seen. */
export interface Branch {
  readonly branch: string;
  readonly repository: string;
  /** Path of the domain whose work it is. */
  readonly domain: string;
  /** The key of its ticket; null of an orphan. */
  readonly ticket: string | null;
  readonly provider: string | null;
  readonly state: Exclude<State, "all">;
  /** E-mail of the person; null where nobody is known. */
  readonly developer: string | null;
  /** As git has them. */
  readonly author: string | null;
  /** Who linked or unlinked it by hand; null where its name says. */
  readonly linkedBy: string | null;
  readonly renamedFrom: string | null;
  readonly firstSeenAt: Date;
  readonly lastCommitAt: Date | null;
  readonly mergedAt: Date | null;
  readonly deletedAt: Date | null;
}

export interface BranchFilter {
  /** Path of a domain, with everything below it. */
  readonly under?: string | undefined;
  readonly repository?: string | undefined;
  readonly developer?: string | undefined;
  readonly ticket?: string | undefined;
  readonly state?: State | undefined;
  /** Only those without a ticket, whose last commit is longest ago first. */
  readonly orphans?: boolean | undefined;
  readonly limit?: number | undefined;
}

/** Branches by domain, repository and name. Throws not found for a repository that nobody has bound, and a developer who is nobody. */
export async function listBranches(sql: Sql, filter: BranchFilter): Promise<readonly Branch[]> {
  const { repository, developer, ticket, orphans = false, limit } = filter;
  if (repository !== undefined) await mustHaveRepository(sql, repository);
  const branches = await sql<Branch[]>`
    ${selectBranches(sql)}
    where ${isUnder(sql, filter.under)} and ${isIn(sql, filter.state ?? "active")}
      and ${repository === undefined ? sql`true` : sql`b.repository = ${repository}`}
      and ${developer === undefined ? sql`true` : sql`b.developer_email = ${developer}`}
      and ${ticket === undefined ? sql`true` : sql`b.ticket_id = ${ticket}`}
      and ${orphans ? sql`b.ticket_id is null` : sql`true`}
    order by ${orphans ? sql`coalesce(b.last_commit_at, b.first_seen_at),` : sql``}
      translate(d.path, '/', ' '), b.repository, b.branch_name
    limit ${limit ?? null}`;
  if (branches.length === 0 && developer !== undefined) await mustBeKnown(sql, developer);
  return branches;
}

/** The branches, b, in their domains, d, as they are shown. */
export const selectBranches = (sql: Sql) => sql`
  select b.branch_name as branch, b.repository, d.path as domain, b.ticket_id as ticket, b.ticket_provider as provider,
    case when b.merged_at is not null then 'merged' when b.deleted_at is not null then 'gone' else 'active' end as state,
    b.developer_email as developer, b.author, b.linked_by_email as "linkedBy", b.renamed_from as "renamedFrom",
    b.first_seen_at as "firstSeenAt", b.last_commit_at as "lastCommitAt", b.merged_at as "mergedAt", b.deleted_at as "deletedAt"
  from QUAD_branch_ticket_mapping b join QUAD_domains d on d.id = b.domain_id`;

const isIn = (sql: Sql, state: State) =>
  ({
    active: sql`b.merged_at is null and b.deleted_at is null`,
    merged: sql`b.merged_at is not null`,
    gone: sql`b.merged_at is null and b.deleted_at is not null`,
    all: sql`true`,
  })[state];
