import { type CsvError, parse } from "csv-parse/sync";
import { usage } from "../errors.ts";
import { parseRole } from "../members/roles.ts";
import { shortened } from "../terminal/style.ts";
import { parseLabel } from "../values/label.ts";
import { parsePercentage } from "../values/percentage.ts";
import { createDraft } from "./draft.ts";
import { domainName } from "./names.ts";
import type { Place, Problems } from "./problems.ts";
import { parseMembershipStatus, parseYesNo } from "./row-values.ts";
import type { Source } from "./sources.ts";
import type { Rules, Target, Wanted } from "./wanted.ts";

const required = ["domain", "email", "role"] as const;
const columns = [...required, "allocation", "primary", "status", "display_name"] as const;
type Column = (typeof columns)[number];
type Row = Readonly<Record<Column, string>> & { readonly at: Place };

/**
 * Reads an organisation in CSV (RFC 4180, with or without a byte-order mark), a membership a line. `domain` is a path
 * below the target, `.` the target itself; a line without a person only names a domain. `display_name` is the domain's.
 */
export function parseCsv(sources: readonly Source[], rules: Rules, problems: Problems): Wanted {
  const draft = createDraft(rules, problems, { renames: false, oneRole: false });
  for (const source of sources) {
    for (const row of rowsOf(source, problems, draft.note)) {
      const { at } = row;
      const given = <T>(text: string, read: (text: string) => T) =>
        text === "" ? null : (problems.attempt(at, () => read(text)) ?? null);
      const places = problems.attempt(at, () => placesOf(row.domain, rules.target));
      const displayName = given(row.display_name, parseLabel);
      const allocation = given(row.allocation.replace(/\s*%$/, ""), parsePercentage);
      const primary = given(row.primary, parseYesNo);
      const status = given(row.status, parseMembershipStatus);
      if (places === undefined) continue;
      const mention = (path: string, displayName: string | null, given: boolean) => {
        const kind = path === rules.target.path ? ("organisation" as const) : ("team" as const);
        return draft.mention({ path, displayName, archived: null, kind, at }, given);
      };
      const fits = places.map(({ path, label }) => mention(path, label, false)).every(Boolean);
      const path = places.at(-1)?.path;
      if (!fits || path === undefined) continue;
      if (displayName !== null) mention(path, displayName, true);
      if (row.email === "" && row.role === "") continue;
      if (row.email === "") problems.add(at, "There is a role, but nobody who has it.");
      else if (row.role === "") problems.add(at, `${JSON.stringify(row.email)} has no role.`);
      else {
        const role = problems.attempt(at, () => parseRole(row.role));
        if (role) draft.member({ person: row.email, domain: path, role, allocation, primary, status, at });
      }
    }
  }
  return draft.finish();
}

/** The rows of a file, each with the line that it begins on. */
function rowsOf({ file, text }: Source, problems: Problems, note: (text: string) => void): readonly Row[] {
  const records = recordsOf(file, text, problems);
  const [head, ...body] = records;
  if (head === undefined) return [];
  const titles = head.fields.map((title) => title.trim().toLowerCase().replace(/[ -]/g, "_"));
  const missing = required.filter((column) => !titles.includes(column));
  const twice = titles.filter((title, i) => title !== "" && titles.indexOf(title) !== i);
  if (missing.length > 0)
    problems.add(
      head.at,
      `Its first line lacks ${missing.join(", ")}; it has to name the columns ${columns.join(",")}.`,
    );
  if (twice.length > 0) problems.add(head.at, `Its first line has the column ${twice[0]} twice.`);
  if (missing.length > 0 || twice.length > 0) return [];
  const unknown = titles.filter((title) => title !== "" && !columns.some((column) => column === title));
  if (unknown.length > 0) note(`${file}:1: the columns ${unknown.join(", ")} were left out.`);
  return body.flatMap(({ fields, at }) => {
    if (fields.length > titles.length) {
      problems.add(at, `It has ${fields.length} fields; the first line names ${titles.length}.`);
      return [];
    }
    const cell = (column: Column) => (fields[titles.indexOf(column)] ?? "").trim();
    return [{ ...(Object.fromEntries(columns.map((column) => [column, cell(column)])) as Record<Column, string>), at }];
  });
}

function recordsOf(file: string, text: string, problems: Problems) {
  let line = 1;
  try {
    const parsed = parse(text, {
      bom: true,
      raw: true,
      relax_column_count: true,
      record_delimiter: ["\r\n", "\n", "\r"],
      max_record_size: 100_000,
    }) as unknown as { record: string[]; raw: string }[];
    const records = [];
    for (const { record, raw } of parsed) {
      const fields = record.some((field) => field.trim() !== "") ? record : undefined;
      if (fields) records.push({ fields, at: { file, line } });
      // Its own count takes a CRLF in quotes for two.
      line += raw.match(/\r\n|\n|\r/g)?.length ?? 0;
    }
    if (records.length === 0) problems.add({ file, line: 1 }, "It is empty.");
    return records;
  } catch (error) {
    const { code, lines } = error as CsvError & { lines?: number };
    if (code === undefined) throw error;
    problems.add({ file, line: lines ?? 1 }, `This is not CSV: ${csvError(code)}`);
    return [];
  }
}

const csvError = (code: string): string =>
  ({
    CSV_QUOTE_NOT_CLOSED: "a quote is opened and never closed.",
    CSV_INVALID_CLOSING_QUOTE: "after a closing quote comes neither a comma nor the end of the line.",
    INVALID_OPENING_QUOTE: "a quote stands in the middle of a field that is not quoted.",
    CSV_MAX_RECORD_SIZE: "a line is longer than 100,000 characters.",
  })[code] ?? code;

/**
 * A path below the target, or an absolute one inside it, as the domains that it passes: each with its label where that is
 * no slug. Throws a usage error.
 */
function placesOf(text: string, target: Target): readonly { path: string; label: string | null }[] {
  const absolute = `${text}/`.startsWith(`${target.path}/`);
  const inside = (absolute ? text.slice(target.path.length + 1) : text).replace(/\/+$/, "");
  if (inside === "." || (absolute && inside === "")) return [{ path: target.path, label: null }];
  if (inside === "") throw usage("It names no domain; the one imported under is written as a dot.");
  if (inside.startsWith("/")) throw usage(`${shortened(text)} lies outside of ${target.path}.`);
  let path = target.path;
  return inside.split("/").map((part) => {
    const label = parseLabel(part);
    const name = domainName(label);
    path += `/${name}`;
    return { path, label: name === label ? null : label };
  });
}
