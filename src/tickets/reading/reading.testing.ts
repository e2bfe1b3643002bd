import { type Format, readTickets } from "./read.ts";
import type { Category, Field, TicketRow } from "./ticket.ts";

interface Options {
  columns?: Partial<Record<Field, string>>;
  statuses?: ReadonlyMap<string, Category>;
  /** How many bytes come at once. */
  chunk?: number;
}

/** Reads a whole file, given as text in UTF-8 or as bytes; problems as `LINE: TEXT`. */
export async function reading(format: Format, file: string | Uint8Array, { chunk = 65_536, ...options }: Options = {}) {
  const bytes = typeof file === "string" ? Buffer.from(file) : file;
  const reading = readTickets(inChunks(bytes, chunk), { format, ...options });
  const rows: TicketRow[] = [];
  for await (const batch of reading.rows) rows.push(...batch);
  const { first, count } = reading.problems;
  return {
    rows,
    problems: first.map(({ line, text }) => `${line}: ${text}`),
    count,
    notes: reading.notes(),
    columns: reading.columns(),
  };
}

async function* inChunks(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export const keysOf = (rows: readonly TicketRow[]): string[] => rows.map(({ key }) => key);
