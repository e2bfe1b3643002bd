import type { CsvError, Parser } from "csv-parse";
import { counted, shortened } from "../../terminal/style.ts";
import { type Columns, listed, type Places } from "./columns.ts";
import { type ProblemList, Unreadable } from "./problems.ts";
import type { Rows } from "./rows.ts";
import type { TicketRow } from "./ticket.ts";

const mostCharacters = 64 * 1024 * 1024;
const mostColumns = 10_000;
const longestFirstLine = 1024 * 1024;

/**
 * Reads tickets from CSV (RFC 4180; commas, semicolons or tabs), whose first line names the columns. Throws Unreadable where
 * it cannot go on, and a usage error where a column that was asked for is not there.
 */
export async function* readCsv(
  texts: AsyncIterable<string>,
  {
    columns,
    rows,
    problems,
    tool,
    repeats,
  }: {
    columns: Columns;
    rows: Rows;
    problems: ProblemList;
    tool: string | null;
    /** Whether a header may be there twice; the first that is filled counts then. */
    repeats: boolean;
  },
): AsyncGenerator<readonly TicketRow[]> {
  const { parse, CsvError } = await import("csv-parse");
  let line = 1;
  let read = 0;
  let head: { places: Places; width: number } | undefined;
  const take = (record: readonly string[], { lines }: { lines: number }) => {
    const at = line;
    line = lines + 1;
    if (record.every((field) => field.trim() === "")) return;
    if (!head) {
      head = { places: placesIn(record, at, columns, repeats), width: record.length };
      return;
    }
    read += 1;
    const { places, width } = head;
    if (record.length > width && record.slice(width).some((field) => field.trim() !== ""))
      problems.add(at, `It has more fields than the first line, which names ${counted(width, "column")}.`);
    else rows.take(at, places, record, tool);
  };
  // What it makes is taken record by record, so that nothing before an error is lost in its buffers.
  const parserFor = (delimiter: string) =>
    parse({
      delimiter,
      record_delimiter: "\n",
      relax_column_count: true,
      max_record_size: mostCharacters,
      // Its limit of size does not count delimiters.
      ignore_last_delimiters: mostColumns + 1,
      on_record: (record, info) => {
        take(record, info);
        return null;
      },
    }).on("error", () => {});
  let parser: ReturnType<typeof parserFor> | undefined;
  try {
    for await (const text of withFirstLine(texts)) {
      parser ??= parserFor(delimiterOf(text));
      await written(parser, text);
      yield* rows.full();
    }
    if (parser) await ended(parser);
  } catch (error) {
    if (error instanceof CsvError) throw new Unreadable(line, `This is not CSV: ${sentence(error)}`);
    throw error;
  } finally {
    parser?.destroy();
  }
  if (!head) throw new Unreadable(1, "It is empty.");
  if (read === 0) throw new Unreadable(1, "It has no rows, only a first line that names the columns.");
}

const written = (parser: Parser, text: string) =>
  new Promise<void>((resolve, reject) => {
    parser.write(text, (error) => (error ? reject(error) : resolve()));
  });

const ended = (parser: Parser) =>
  new Promise<void>((resolve, reject) => {
    parser.once("error", reject).end(resolve);
  });

/** The same pieces, but the first is long enough to have the first line in it. */
async function* withFirstLine(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let start: string | undefined = "";
  for await (const text of texts) {
    if (start === undefined) yield text;
    else {
      start += text;
      if (!start.includes("\n") && start.length < longestFirstLine) continue;
      yield start;
      start = undefined;
    }
  }
  if (start) yield start;
}

/** What stands between the fields of the first line: whichever of these it has most of outside of quotes. */
function delimiterOf(text: string): string {
  const counts = { ",": 0, ";": 0, "\t": 0 };
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (character === "\n" && !quoted) break;
    else if (!quoted && character in counts) counts[character as keyof typeof counts] += 1;
  }
  return Object.entries(counts).reduce((best, other) => (other[1] > best[1] ? other : best))[0];
}

function placesIn(headers: readonly string[], line: number, columns: Columns, repeats: boolean): Places {
  if (headers.length > mostColumns) throw new Unreadable(line, `It has more than ${counted(mostColumns, "column")}.`);
  const places = columns.places(headers);
  columns.check(headers);
  const repeated = repeats ? undefined : columns.repeated(headers);
  if (repeated) {
    throw new Unreadable(
      line,
      `There are several columns ${JSON.stringify(shortened(repeated.header))} to read the ${repeated.field} from. Rename all but one.`,
    );
  }
  if (places.key.length > 0) return places;
  throw new Unreadable(
    line,
    `No column has the key of a ticket; there are ${listed(headers)}. Name one as in --map key="Issue number".`,
  );
}

const sentence = (error: CsvError): string =>
  ({
    CSV_QUOTE_NOT_CLOSED: "a quote is opened and never closed.",
    CSV_INVALID_CLOSING_QUOTE: "after a closing quote comes neither a delimiter nor the end of the line.",
    INVALID_OPENING_QUOTE: "a quote stands in the middle of a field that is not quoted.",
    CSV_MAX_RECORD_SIZE: "a record is longer than 64 MB.",
  })[error.code as string] ?? error.code;
