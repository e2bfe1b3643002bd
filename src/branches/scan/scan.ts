import { conflict } from "../../errors.ts";
import type { Sql } from "../../postgres/sql.ts";
import { transaction } from "../../postgres/transaction.ts";
import { type Binding, bindRepository } from "../bind.ts";
import { mustReport, noSuchRepository, type Repository, selectRepositories } from "../repository.ts";
import { type Counts, count } from "./counts.ts";
import { apply, plan } from "./plan.ts";
import type { Reading } from "./reading.ts";
import { stage } from "./stage.ts";

/** What is scanned: a repository that is bound already, or one that is bound with its first scan. */
export type Subject = { readonly bound: Repository } | { readonly binding: Binding };

/** A repository that was scanned, and what was found. */
export interface Scan extends Counts {
  readonly repository: string;
  readonly domain: string;
  readonly location: string;
  readonly base: string | null;
  /** It was bound to its domain with this scan. */
  readonly bound: boolean;
  readonly shallow: boolean;
  /** Branches that were left out for the length of their names. */
  readonly tooLong: number;
}

const attempts = 5;

/**
 * Reads a repository and brings its rows to that, in one transaction; what has not changed is not written. Of two scans at once the
 * second waits, and looks again where the first has looked later than it. Throws as `read` does, and not allowed.
 * @param base where it is to be another from now on
 */
export async function scan(sql: Sql, subject: Subject, read: () => Promise<Reading>, base?: string): Promise<Scan> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const [{ now }] = await sql<[{ now: string }]>`select clock_timestamp()::text as now`;
    const reading = await read();
    const contained = await reading.contained("bound" in subject ? await leftTips(sql, subject.bound, reading) : []);
    const done = await transaction(sql, (tx) => merge(tx, subject, { reading, contained, readAt: now, base }));
    if (done) return done;
  }
  throw conflict("Others scan the same repository all the time.", { hint: "Run it again." });
}

interface Found {
  readonly reading: Reading;
  readonly contained: ReadonlySet<string>;
  readonly readAt: string;
  readonly base: string | undefined;
}

/** undefined where somebody has merged what they read later. */
async function merge(
  tx: Sql,
  subject: Subject,
  { reading, contained, readAt, base }: Found,
): Promise<Scan | undefined> {
  const { repository: named, isNew } =
    "binding" in subject ? await bindRepository(tx, subject.binding) : { repository: subject.bound, isNew: false };
  const repository = isNew ? named : await hold(tx, named, base);
  const { id, name, domain, location, companyId } = repository;
  const late = await tx`
    select from QUAD_repository_scans s where s.repository_id = ${id} and s.scanned_at > ${readAt}::text::timestamptz`;
  if (late.length > 0) return undefined;
  await stage(tx, reading.branches);
  await plan(tx, repository, reading, contained);
  await apply(tx, repository);
  const counts = await count(tx, companyId);
  await tx`
    insert into QUAD_repository_scans (repository_id, scanned_at, branches)
    values (${id}, ${readAt}::text::timestamptz, ${counts.branches})
    on conflict (repository_id) do update
      set scanned_at = excluded.scanned_at, branches = excluded.branches, failed_at = null, failure = null`;
  const { shallow, tooLong } = reading;
  return { repository: name, domain, location, base: reading.base, bound: isNew, ...counts, shallow, tooLong };
}

/** The repository as it is now, which nobody else scans or unbinds until the transaction ends. */
async function hold(tx: Sql, { id, name }: Repository, base: string | undefined): Promise<Repository> {
  await tx`select from QUAD_repositories r where r.id = ${id} for update`;
  const [repository] = await tx<Repository[]>`${selectRepositories(tx)} where r.id = ${id}`;
  if (!repository) throw await noSuchRepository(tx, name);
  const { domainId, domain, archivedAt } = repository;
  await mustReport(tx, { id: domainId, path: domain, archivedAt });
  if (base !== undefined && base !== repository.base)
    await tx`update QUAD_repositories set base_branch = ${base} where id = ${id}`;
  return repository;
}

/** The commits of active branches that are no longer there. */
async function leftTips(sql: Sql, { domainId, name }: Repository, { branches }: Reading): Promise<readonly string[]> {
  const rows = (await sql`
    select b.branch_name, b.tip from QUAD_branch_ticket_mapping b
    where b.domain_id = ${domainId} and b.repository = ${name} and b.tip is not null
      and b.merged_at is null and b.deleted_at is null`.values()) as unknown as readonly [string, string][];
  const there = new Set(branches.map((branch) => branch.name));
  return [...new Set(rows.flatMap(([branch, tip]) => (there.has(branch) ? [] : [tip])))];
}
