import { pipeline } from "node:stream/promises";
import type { Sql } from "../postgres/sql.ts";
import type { TicketRow } from "./reading/ticket.ts";

/** Puts tickets as they are read into a table of this transaction's own, `read_tickets`. Gives how many they are. */
export async function stageTickets(tx: Sql, batches: AsyncIterable<readonly TicketRow[]>): Promise<number> {
  await tx`
    create temp table read_tickets (
      n integer, line integer, ticket_id text, provider text, title text, assignee text, category text, status text,
      story_points numeric(6, 2), opened_at timestamptz, closed_at timestamptz,
      project text generated always as (case when ticket_id ~ '-' then split_part(ticket_id, '-', 1) || '-' else '' end) stored
    ) on commit drop`;
  const table =
    await tx`copy read_tickets (n, line, ticket_id, provider, title, assignee, category, status, story_points,
      opened_at, closed_at) from stdin`.writable();
  let count = 0;
  await pipeline(async function* () {
    for await (const batch of batches) {
      let text = "";
      for (let i = 0; i < batch.length; i += 1) text += copyLine(count + i, batch[i] as TicketRow);
      yield text;
      count += batch.length;
    }
  }, table);
  await tx`analyze read_tickets`;
  return count;
}

/** A row as COPY reads it: tabs between the fields, `\N` for null. A million of them are made without lists in between. */
function copyLine(n: number, row: TicketRow): string {
  const ticket = `${n}\t${row.line}\t${copyText(row.key)}\t${copyText(row.provider ?? "")}\t${copyText(row.title)}`;
  const standing = `${copyText(row.assignee)}\t${row.category}\t${copyText(row.status)}\t${row.storyPoints ?? "\\N"}`;
  return `${ticket}\t${standing}\t${copyTime(row.openedAt)}\t${copyTime(row.closedAt)}\n`;
}

const copyTime = (at: Date | null): string => at?.toISOString() ?? "\\N";

const special: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

const copyText = (text: string | null): string =>
  text?.replace(/[\\\t\n\r]/g, (character) => special[character] ?? character) ?? "\\N";

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
