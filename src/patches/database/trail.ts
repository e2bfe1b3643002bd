import { createReadStream, existsSync } from "node:fs";
import { open, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { syncPath } from "../../files/sync-path.ts";
import type { Sql } from "../../postgres/sql.ts";

/** The trail of a database, or what was saved of it. Rows are JSON. */
export interface Trail {
  /** The id of the install whose trail it is; null where there is none. */
  readonly install: string | null;
  /** The highest number of an entry. */
  readonly newest: number;
  /** The entries behind a number, in their order, some at a time. */
  entries(behind: number): AsyncIterable<readonly string[]>;
  /** The seals behind a position, in their order, some at a time. */
  seals(behind: number): AsyncIterable<readonly string[]>;
}

const atOnce = 1000;

/** The trail of a database, which is read as long as its connection is lent. */
export async function trailOf(sql: Sql): Promise<Trail> {
  const install = await installOf(sql);
  const [{ newest }] =
    install === null
      ? [{ newest: 0 }]
      : await sql<[{ newest: number }]>`select coalesce(max(id), 0) as newest from QUAD_audit`;
  return {
    ...{ install, newest },
    async *entries(behind) {
      const rows = sql<{ row: string }[]>`
        select to_jsonb(a)::text as row from QUAD_audit a where a.id > ${behind} order by a.id`;
      for await (const batch of rows.cursor(atOnce)) yield batch.map(({ row }) => row);
    },
    async *seals(behind) {
      const rows = sql<{ row: string }[]>`
        select to_jsonb(s)::text as row from QUAD_audit_seals s where s.position > ${behind} order by s.position`;
      for await (const batch of rows.cursor(atOnce)) yield batch.map(({ row }) => row);
    },
  };
}

/** The id of the install whose trail a database has; null where it has none. */
export async function installOf(sql: Sql): Promise<string | null> {
  const [{ there }] = await sql<[{ there: boolean }]>`
    select to_regclass('QUAD_audit') is not null and to_regclass('QUAD_audit_seals') is not null
      and to_regclass('QUAD_install') is not null as there`;
  if (!there) return null;
  const [install] = await sql<{ id: string }[]>`select install_id::text as id from QUAD_install`;
  return install?.id ?? null;
}

/**
 * Saves the entries of a trail behind a number, and its seals, into a file: whole or not at all, and on the disk. A line a row, by what it
 * is: `trail`, then each `entry` and each `seal`. A failure of the file system names it.
 */
export async function saveTrail(path: string, { install, newest, entries, seals }: Trail, behind: number) {
  const half = `${path}.partial`;
  const named = (error: NodeJS.ErrnoException) => Promise.reject(Object.assign(error, { path: half }));
  const file = await open(half, "w", 0o600);
  try {
    const write = (kind: string, rows: readonly string[]) =>
      file.writeFile(rows.map((row) => `${kind} ${inOneLine(row)}\n`).join("")).catch(named);
    await write("trail", [JSON.stringify({ install, newest })]);
    if (install !== null) {
      for await (const batch of entries(behind)) await write("entry", batch);
      for await (const batch of seals(0)) await write("seal", batch);
    }
    await file.sync().catch(named);
  } finally {
    await file.close();
  }
  await rename(half, path);
  await syncPath(dirname(path));
}

/** What else than a line's end ends a line for who reads it. */
const inOneLine = (json: string) => json.replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");

/** A trail that was saved; undefined where none was. All that was saved comes, whatever it is to be behind. */
export async function savedTrail(path: string): Promise<Trail | undefined> {
  if (!existsSync(path)) return undefined;
  let first: Pick<Trail, "install" | "newest"> = { install: null, newest: 0 };
  for await (const [line] of linesOf(path, "trail")) first = JSON.parse(line ?? "{}");
  return { ...first, entries: () => linesOf(path, "entry"), seals: () => linesOf(path, "seal") };
}

async function* linesOf(path: string, kind: string): AsyncGenerator<readonly string[]> {
  const input = createReadStream(path);
  let batch: string[] = [];
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (!line.startsWith(`${kind} `)) continue;
      batch.push(line.slice(kind.length + 1));
      if (batch.length < atOnce) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  } finally {
    input.destroy();
  }
}
