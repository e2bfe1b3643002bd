import { pipeline } from "node:stream/promises";
import type { Sql } from "../postgres/sql.ts";
import type { TicketRow } from "./reading/ticket.ts";

/** Puts tickets as they are read into a table of this transaction's own, `read_tickets`. Gives how many they are. */
export async function stageTickets(tx: Sql, batches: AsyncIterable<readonly TicketRow[]>): Promise<number> {
  await tx`
    create temp table read_tickets (
      n integer, line integer, ticket_id text, provider text, title text, assignee text, category text, status text,
      story_points numeric(6, 2), opened_at timestamptz, closed_at timestamptz
    ) on commit drop`;
  const table = await tx`copy read_tickets from stdin`.writable();
  let count = 0;
  await pipeline(async function* () {
    for await (const batch of batches) {
      yield batch.map((row, i) => copyLine([count + i, ...valuesOf(row)])).join("");
      count += batch.length;
    }
  }, table);
  await tx`analyze read_tickets`;
  return count;
}

const valuesOf = ({ line, key, provider, title, assignee, category, status, ...row }: TicketRow) => [
  line,
  key,
  provider,
  title,
  assignee,
  category,
  status,
  row.storyPoints,
  row.openedAt?.toISOString() ?? null,
  row.closedAt?.toISOString() ?? null,
];

/** A row as COPY reads it: tabs between the fields, `\N` for null. */
const copyLine = (values: readonly (string | number | null)[]): string =>
  `${values.map((value) => (typeof value === "string" ? copyText(value) : (value ?? "\\N"))).join("\t")}\n`;

const special: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

const copyText = (text: string): string => text.replace(/[\\\t\n\r]/g, (character) => special[character] ?? character);

/** A key that stands in the file for another time. */
interface Repeated {
  readonly line: number;
  readonly key: string;
  readonly firstLine: number;
}

const mostRepeated = 100;

/** The keys in `read_tickets` that were there before: the first hundred, and how many there are. */
export async function repeatedKeys(tx: Sql): Promise<{ first: readonly Repeated[]; count: number }> {
  const rows = await tx<(Repeated & { count: number })[]>`
    with repeated as (select ticket_id, min(n) as n from read_tickets group by ticket_id having count(*) > 1)
    select r.line, r.ticket_id as key, f.line as "firstLine", count(*) over () as count
    from repeated d
    join read_tickets f on f.ticket_id = d.ticket_id and f.n = d.n
    join read_tickets r on r.ticket_id = d.ticket_id and r.n > d.n
    order by r.n limit ${mostRepeated}`;
  return { first: rows, count: rows[0]?.count ?? 0 };
}
