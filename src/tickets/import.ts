import { type DomainRef, findDomain } from "../domains/find.ts";
import { usage } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import { counted, shortened } from "../terminal/style.ts";
import { completeOthers, type Merged, mergeTickets } from "./merge.ts";
import { identifyPeople, type Strangers } from "./people.ts";
import { holdPlace, placeFor } from "./place.ts";
import type { Problems } from "./reading/problems.ts";
import { type Format, readTickets } from "./reading/read.ts";
import type { Category, Field } from "./reading/ticket.ts";
import { type Source, sourceOf } from "./source.ts";
import { repeatedKeys, stageTickets } from "./stage.ts";

export interface TicketImport {
  /** A file, or `-` for standard input. */
  readonly file: string;
  readonly stdin: Source;
  readonly format: Format;
  /** Path or unique name. */
  readonly domain: string;
  /** The header of a field, where it is another than the usual ones. */
  readonly columns: Partial<Readonly<Record<Field, string>>>;
  readonly statuses: ReadonlyMap<string, Category>;
  /** Where the mail of people goes who are named by a login. */
  readonly mailHost?: string | undefined;
  /** The file has every open ticket of the domain: what is not in it is done. */
  readonly complete: boolean;
}

/** What an import has done. */
export interface ImportedTickets extends Merged, Strangers {
  readonly domain: string;
  /** Open tickets that were not in the file, and so were taken for done; null where the file need not have them all. */
  readonly completed: number | null;
  /** Which headers each field was read from. */
  readonly columns: Readonly<Record<string, string>>;
  /** What a person should know, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Brings the tickets of a file into a domain, in one transaction and in bounded memory. Throws a usage error that lists what is wrong
 * with the file, not allowed, and a conflict where the domain is archived; nothing was changed then.
 */
export async function importTickets(sql: Sql, wanted: TicketImport): Promise<ImportedTickets> {
  const source = sourceOf(wanted.file, wanted.stdin);
  return transaction(sql, async (tx) => {
    const place = await placeFor(tx, await findDomain(tx, wanted.domain));
    const reading = readTickets(source(), wanted);
    const read = await stageTickets(tx, reading.rows);
    await refuseProblems(tx, wanted.file, reading.problems, read);
    return {
      ...(await merge(tx, place, wanted, reading.columns())),
      columns: reading.columns(),
      notes: reading.notes(),
    };
  });
}

async function merge(tx: Sql, place: DomainRef, { mailHost, complete }: TicketImport, columns: object) {
  await holdPlace(tx, place);
  const strangers = await identifyPeople(tx, place, mailHost);
  const merged = await mergeTickets(tx, place.id, new Set(Object.keys(columns) as Field[]));
  const completed = complete ? await completeOthers(tx, place.id) : null;
  return { domain: place.path, ...merged, ...strangers, completed };
}

const mostShown = 100;

async function refuseProblems(tx: Sql, file: string, problems: Problems, read: number): Promise<void> {
  const repeated = await repeatedKeys(tx);
  const all = [
    ...problems.first,
    ...repeated.first.map(({ line, key, firstLine }) => ({ line, text: `${key} is on line ${firstLine} already.` })),
    ...(read === 0 && problems.count === 0 ? [{ line: 1, text: "It has no tickets." }] : []),
  ].sort((a, b) => a.line - b.line);
  if (all.length === 0) return;
  const name = file === "-" ? "stdin" : shortened(file);
  const count = Math.max(problems.count + repeated.count, all.length);
  const shown = all.slice(0, mostShown).map(({ line, text }) => `${name}:${line}: ${shortened(text, 500)}`);
  throw usage(`${counted(count, "problem")} in ${name}. Nothing was changed.`, {
    detail: count > shown.length ? [...shown, `and ${(count - shown.length).toLocaleString("en")} more`] : shown,
  });
}
