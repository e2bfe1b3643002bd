import { notFound } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { type Checkpoint, isSigned, isThere, lastOf, parseLine, readLines } from "./checkpoint-file.ts";
import { checkpointFiles } from "./checkpoint-places.ts";
import { compareCheckpoint, compareRange, type DamagedEntry, sealedOrder } from "./compare.ts";
import { compareOrder } from "./order.ts";
import { requireOwner } from "./seal.ts";
import { fingerprintOf, readPublicKey } from "./signing-key.ts";

/** What the whole of the trail has been found to be. */
export interface Verification {
  readonly intact: boolean;
  /** How many entries the checkpoints hold. */
  readonly sealed: number;
  readonly checkpoints: { readonly file: string; readonly count: number; readonly key: string | null };
  /** Sealed entries that are not as they were sealed. */
  readonly damaged: readonly DamagedEntry[];
  /** What is wrong with the checkpoints, or between them and the database. */
  readonly problems: readonly Problem[];
  /** The newest entries, which no seal is for yet; since when there are some. */
  readonly unsealed: { readonly count: number; readonly since: Date | null };
}

export interface Problem {
  readonly problem:
    | "unreadable"
    | "foreign"
    | "signature"
    | "repeated"
    | "forked"
    | "torn"
    | "missing"
    | "behind"
    | "ahead"
    | "unknown";
  /** The line of the file that it is about. */
  readonly line: number | null;
  /** The positions in the chain that it is about. */
  readonly from: number | null;
  readonly to: number | null;
}

export interface VerifyOptions {
  readonly checkpoints?: string | undefined;
  readonly publicKey?: string | undefined;
}

/**
 * Compares every sealed entry with the signed checkpoints, one of them in memory at a time. Waits for a seal that is being
 * made. Throws not allowed to whoever is not the owner, and not found for a file that was named or is needed.
 */
export async function verifyTrail(sql: Sql, directory: string, options: VerifyOptions = {}): Promise<Verification> {
  await sql`begin`;
  try {
    await requireOwner(sql, "verifies");
    await sql`select set_config('lock_timeout', '30s', true)`;
    await sql`select pg_advisory_xact_lock_shared(1903522148, 5)`;
    return await verifyLocked(sql, directory, options);
  } finally {
    await sql`rollback`.catch(() => {});
  }
}

async function verifyLocked(sql: Sql, directory: string, options: VerifyOptions): Promise<Verification> {
  const [{ install, last }] = await sql<[{ install: string; last: number }]>`
    select install_id as install, (select coalesce(max(position), 0) from QUAD_audit_seals) as last from QUAD_install`;
  const files = checkpointFiles(directory, install);
  const file = options.checkpoints ?? files.checkpoints;
  const there = await isThere(file);
  if (options.checkpoints !== undefined && !there) throw notFound(`There is no file ${file}.`);
  const publicKey = there ? await readPublicKey(options.publicKey ?? files.publicKey) : undefined;
  const problems: Problem[] = [];
  const damaged: DamagedEntry[] = [];
  const order: number[] = [];
  const uncovered: { from: number; to: number }[] = [];
  let moved = false;
  let count = 0;
  let previous: Checkpoint | undefined;
  const end = () => (previous ? lastOf(previous) : 0);
  const withoutCheckpoint = async (problem: "missing" | "ahead", to: number) => {
    const from = end() + 1;
    if (from > to) return;
    problems.push({ problem, line: null, from, to });
    uncovered.push({ from, to });
    damaged.push(...(await compareRange(sql, from, to)));
  };

  for await (const { number, text, torn } of publicKey ? numbered(readLines(file)) : []) {
    const checkpoint = torn ? undefined : parseLine(text);
    const about = { line: number, from: checkpoint?.from ?? null, to: checkpoint ? lastOf(checkpoint) : null };
    const problem = torn
      ? "torn"
      : checkpoint === undefined
        ? "unreadable"
        : checkpoint.install !== install
          ? "foreign"
          : publicKey && !isSigned(text, publicKey)
            ? "signature"
            : checkpoint.from <= end()
              ? "repeated"
              : undefined;
    if (problem !== undefined || checkpoint === undefined) {
      problems.push({ problem: problem ?? "unreadable", ...about });
      continue;
    }
    await withoutCheckpoint("missing", checkpoint.from - 1);
    if (end() === checkpoint.from - 1 && previous && previous.head !== checkpoint.previous) {
      problems.push({ problem: "forked", ...about });
    }
    const compared = await compareCheckpoint(sql, checkpoint);
    for (const one of compared.damaged) damaged.push(one);
    for (const [id] of checkpoint.entries) order.push(id);
    moved ||= compared.moved;
    previous = { ...checkpoint, entries: [] };
    count += 1;
  }
  await withoutCheckpoint("ahead", last);
  if (end() > last) problems.push({ problem: "behind", line: null, from: last + 1, to: end() });
  if (moved) await disorder(sql, order, uncovered, { damaged, problems });

  return {
    intact: damaged.length === 0 && problems.length === 0,
    sealed: end(),
    checkpoints: { file, count, key: publicKey ? fingerprintOf(publicKey) : null },
    damaged,
    problems,
    unsealed: await unsealed(sql, damaged),
  };
}

async function* numbered<T extends object>(lines: AsyncIterable<T>): AsyncGenerator<T & { readonly number: number }> {
  let number = 0;
  for await (const line of lines) {
    number += 1;
    yield { ...line, number };
  }
}

/** Adds what is in another order than it was sealed in, and what stands among it without having been sealed. */
async function disorder(
  sql: Sql,
  order: readonly number[],
  uncovered: readonly { readonly from: number; readonly to: number }[],
  found: { readonly damaged: DamagedEntry[]; readonly problems: Problem[] },
): Promise<void> {
  const { reordered, unknown } = compareOrder(order, await sealedOrder(sql));
  const rows = await sql<DamagedEntry[]>`
    select s.entry_id as entry, s.position, a.table_name as "table", a.created_at as at, 'reordered' as damage
    from json_array_elements_text(${JSON.stringify(reordered)}::text::json) e
    join QUAD_audit_seals s on s.entry_id = e::bigint left join QUAD_audit a on a.id = s.entry_id
    order by s.position`;
  const worse = new Map(found.damaged.map((one) => [one.entry, one.damage]));
  for (const one of rows) {
    const known = worse.get(one.entry);
    if (known === "deleted" || known === "edited") continue;
    if (known !== undefined)
      found.damaged.splice(
        found.damaged.findIndex(({ entry }) => entry === one.entry),
        1,
      );
    found.damaged.push(one);
  }
  const strange = await sql<{ position: number }[]>`
    select s.position from json_array_elements_text(${JSON.stringify(unknown)}::text::json) e
    join QUAD_audit_seals s on s.entry_id = e::bigint order by s.position`;
  for (const { position } of strange) {
    if (uncovered.some(({ from, to }) => position >= from && position <= to)) continue;
    found.problems.push({ problem: "unknown", line: null, from: position, to: position });
  }
}

/** The newest entries, which no seal is for; those whose seal is gone are told apart. */
async function unsealed(sql: Sql, damaged: readonly DamagedEntry[]): Promise<Verification["unsealed"]> {
  const gone = damaged.filter(({ damage }) => damage !== "deleted").map(({ entry }) => entry);
  const [newest] = await sql<[Verification["unsealed"]]>`
    select count(*) as count, min(a.created_at) as since
    from QUAD_audit a
    where not exists (select from QUAD_audit_seals s where s.entry_id = a.id)
      and a.id not in (select e::bigint from json_array_elements_text(${JSON.stringify(gone)}::text::json) e)`;
  return newest;
}
