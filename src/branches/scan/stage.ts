import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Sql } from "../../postgres/sql.ts";
import type { Seen } from "./reading.ts";

/** Copies what was seen into `quad_scan`, a table that goes with the transaction. */
export async function stage(tx: Sql, branches: readonly Seen[]): Promise<void> {
  await tx`
    create temp table quad_scan (name text, tip text, committed_at timestamptz, author text, merged boolean) on commit drop`;
  const copy = await tx`copy quad_scan from stdin`.writable();
  await pipeline(Readable.from(batches(branches)), copy);
  // Nobody else does, and the statements to come would be planned for a handful.
  await tx`analyze quad_scan`;
}

const batchSize = 1000;

function* batches(branches: readonly Seen[]): Generator<string> {
  for (let at = 0; at < branches.length; at += batchSize) {
    yield branches
      .slice(at, at + batchSize)
      .map(line)
      .join("");
  }
}

const line = ({ name, commit, committedAt, author, merged }: Seen): string =>
  `${[name, commit, dated(committedAt), author?.slice(0, 320) ?? null, merged ? "t" : "f"].map(field).join("\t")}\n`;

/** A time of our era: git has others, which Postgres writes in another way. */
const dated = (at: Date | null): string | null => (at && at.getUTCFullYear() > 0 ? at.toISOString() : null);

const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** As `copy` wants it. */
const field = (text: string | null): string =>
  text === null
    ? "\\N"
    : text.replace(/\p{Cs}/gu, "").replace(/[\\\n\r\t\0]/g, (character) => escapes[character] ?? "");
