import { createColumns } from "./columns.ts";
import { readCsv } from "./csv.ts";
import { readJson } from "./json.ts";
import { ProblemList, type Problems, Unreadable } from "./problems.ts";
import { createRows, type Rows } from "./rows.ts";
import { textOf } from "./text.ts";
import type { Category, Field, TicketRow } from "./ticket.ts";

/** What tickets are read from: `--from`. */
export const formats = ["csv", "json", "jira-csv"] as const;

export type Format = (typeof formats)[number];

interface Options {
  readonly format: Format;
  /** The header of a field, where it is another than the usual ones. */
  readonly columns?: Partial<Readonly<Record<Field, string>>>;
  /** What a status means; before all that the file says. */
  readonly statuses?: ReadonlyMap<string, Category>;
}

/** Tickets that are being read. Everything beside `rows` is complete when those are at their end. */
export interface Reading {
  /** In batches of a thousand, once. They throw a usage error where a column that was asked for is not there. */
  readonly rows: AsyncIterable<readonly TicketRow[]>;
  readonly problems: Problems;
  /** What a person should know, a sentence each. */
  notes(): readonly string[];
  /** Which headers each field was read from. */
  columns(): Readonly<Record<string, string>>;
}

/**
 * Reads tickets from the bytes of a file, in bounded memory. What is wrong with a ticket is a problem and reading goes on; after
 * what is no CSV, JSON or text it ends. Errors of `input` itself are thrown on.
 */
export function readTickets(
  input: AsyncIterable<Uint8Array>,
  { format, columns: map = {}, statuses = new Map() }: Options,
): Reading {
  const problems = new ProblemList();
  const columns = createColumns(map);
  const rows = createRows(problems, statuses);
  const notes: string[] = [];
  const texts = textOf(input);
  const batches =
    format === "json"
      ? readJson(texts, { columns, rows, problems, notes })
      : readCsv(texts, { columns, rows, problems, ...(format === "jira-csv" ? jira : plain) });
  return {
    rows: readable(batches, rows, problems),
    problems,
    notes: () => [...columns.notes(), ...notes, ...rows.notes()],
    columns: columns.found,
  };
}

// Jira writes a column for each value of a field that can have several.
const jira = { tool: "jira", repeats: true } as const;
const plain = { tool: null, repeats: false } as const;

async function* readable(
  batches: AsyncIterable<readonly TicketRow[]>,
  rows: Rows,
  problems: ProblemList,
): AsyncGenerator<readonly TicketRow[]> {
  try {
    yield* batches;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    problems.add(error.line, error.message);
  }
  yield* rows.rest();
}
