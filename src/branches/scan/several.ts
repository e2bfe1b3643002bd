import type { DomainRef } from "../../domains/find.ts";
import { type ErrorCode, QuadError } from "../../errors.ts";
import type { Sql } from "../../postgres/sql.ts";
import { transaction } from "../../postgres/transaction.ts";
import type { GitOptions } from "../git/git.ts";
import { type Repository, readableRepositories } from "../repository.ts";
import { readByGit } from "./reading.ts";
import { type Scan, scan } from "./scan.ts";
import { locationOf, type Readable, readableSubject } from "./subject.ts";

/** A repository that could not be scanned; nothing of it was changed. */
export interface FailedScan {
  /** Its name, or what was said where it has none yet. */
  readonly repository: string;
  /** Path of the domain that it is bound to. */
  readonly domain: string | null;
  readonly failure: { readonly code: ErrorCode; readonly message: string; readonly hint: string };
}

export type Outcome = Scan | FailedScan;

/** Scans a repository that git reads, by its path, its URL or its name. Throws as `readableSubject` and `readRepository` do. */
export async function scanOne(
  sql: Sql,
  text: string,
  { domain, base }: { readonly domain: DomainRef | undefined; readonly base: string | undefined },
  git: GitOptions,
): Promise<Scan> {
  return scanReadable(sql, await readableSubject(sql, text, domain, git), git, base);
}

/** Scans several, one after the other, whatever happens to the others. */
export async function scanSeveral(
  sql: Sql,
  texts: readonly string[],
  domain: DomainRef | undefined,
  git: GitOptions,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const text of texts) {
    outcomes.push(await attempt(text, () => scanOne(sql, text, { domain, base: undefined }, git)));
  }
  return outcomes;
}

/** Scans every bound repository that git reads, of all domains or of one and what is below it. */
export async function scanAll(sql: Sql, under: string | undefined, git: GitOptions): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const bound of await readableRepositories(sql, under)) {
    outcomes.push(
      await attempt(
        bound.name,
        () => scanReadable(sql, { subject: { bound }, location: locationOf(bound) }, git),
        bound,
      ),
    );
  }
  return outcomes;
}

async function scanReadable(sql: Sql, { subject, location }: Readable, git: GitOptions, base?: string): Promise<Scan> {
  const bound = "bound" in subject ? subject.bound : undefined;
  const chosen = "binding" in subject ? { binding: { ...subject.binding, base } } : subject;
  try {
    return await scan(sql, chosen, () => readByGit(location, base ?? bound?.base ?? null, git), base);
  } catch (error) {
    // A base that is tried out is no failure of the repository's.
    if (bound && base === undefined && error instanceof QuadError && error.code !== "cancelled")
      await keepFailure(sql, bound, error);
    throw error;
  }
}

async function attempt(repository: string, work: () => Promise<Scan>, bound?: Repository): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof QuadError) || error.code === "cancelled") throw error;
    const { code, message, hint } = error;
    return { repository, domain: bound?.domain ?? null, failure: { code, message, hint: hint.join("\n") } };
  }
}

const keepFailure = (sql: Sql, { id }: Repository, { message }: QuadError) =>
  transaction(sql, async (tx) => {
    await tx`
      insert into QUAD_repository_scans (repository_id, failed_at, failure)
      values (${id}, current_timestamp, ${message.slice(0, 1000)})
      on conflict (repository_id) do update set failed_at = excluded.failed_at, failure = excluded.failure`;
  });
