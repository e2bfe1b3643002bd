import { shortened } from "../../terminal/style.ts";
import type { Columns } from "./columns.ts";
import { createJiraRecords } from "./jira-record.ts";
import { isRecord, valuesOf } from "./json-values.ts";
import { type ProblemList, Unreadable } from "./problems.ts";
import type { Rows } from "./rows.ts";
import type { TicketRow } from "./ticket.ts";

const mostHeaders = 200;

/**
 * Reads tickets from JSON: a list of objects, objects one after another (NDJSON), or what Jira's REST API answers. Throws
 * Unreadable where it cannot go on, and a usage error at the end where a field that was asked for was in no ticket.
 */
export async function* readJson(
  texts: AsyncIterable<string>,
  { columns, rows, problems, notes }: { columns: Columns; rows: Rows; problems: ProblemList; notes: string[] },
): AsyncGenerator<readonly TicketRow[]> {
  const jira = createJiraRecords(columns);
  const seen = new Set<string>();
  let blank = true;
  const noted = (async function* () {
    for await (const text of texts) {
      blank &&= text.trim() === "";
      yield text;
    }
  })();
  for await (const found of valuesOf(noted)) {
    for (const { line, value, names } of found) {
      if (!isRecord(value)) {
        problems.add(line, `${shortened(JSON.stringify(value))} is no ticket; expected is an object.`);
        continue;
      }
      const { record, tool } = jira.flat(value, names);
      const headers = Object.keys(record);
      for (const header of headers) if (seen.size < mostHeaders) seen.add(header);
      rows.take(line, columns.places(headers), Object.values(record), tool);
    }
    yield* rows.full();
  }
  if (blank) throw new Unreadable(1, "It is empty.");
  if (seen.size > 0) columns.check([...seen]);
  notes.push(...jira.notes());
}
