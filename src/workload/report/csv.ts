import type { DomainLoad, PersonLoad, WorkloadReport } from "../load.ts";

type Cell = string | number | boolean | null;

const ofPerson: readonly (readonly [string, (person: PersonLoad) => Cell])[] = [
  ["email", ({ email }) => email],
  ["total", ({ total }) => total],
  ["utilisation", ({ utilisation }) => utilisation],
  ["total_level", ({ level }) => level],
  ["total_alert", ({ alert }) => alert],
  ["total_week_ago", ({ weekAgo }) => weekAgo],
  ["overloaded_since", ({ overloadedSince }) => overloadedSince],
  ["domains_outside", ({ outside }) => outside],
  ["domains_unseen", ({ unseen }) => unseen],
];

const ofDomain: readonly (readonly [string, (load: DomainLoad) => Cell])[] = [
  ["domain", ({ domain }) => domain],
  ["tickets", ({ tickets }) => tickets],
  ["branches", ({ branches }) => branches],
  ["points", ({ points }) => points],
  ["allocation", ({ allocation }) => allocation],
  ["multiplier", ({ multiplier }) => multiplier],
  ["full_load", ({ fullLoad }) => fullLoad],
  ["base", ({ base }) => base],
  ["final", ({ final }) => final],
  ["capacity", ({ capacity }) => capacity],
  ["level", ({ level }) => level],
  ["alert", ({ alert }) => alert],
];

/**
 * Everyone's day as CSV (RFC 4180): a line a person and domain, which repeats what is the person's; one with empty columns for
 * who has no domain in the report. Percentages are in percent, and empty where nothing can be divided by. A text that a
 * spreadsheet would take for a formula, as the valid address `=1+1@x.de`, begins with an apostrophe. Without the
 * last line break, as all renderings.
 */
export function renderCsv(report: WorkloadReport): string {
  const header = ["date", ...ofPerson.map(([name]) => name), ...ofDomain.map(([name]) => name)];
  const lines = report.people.flatMap((person) => {
    const own = [report.date, ...ofPerson.map(([, value]) => value(person))];
    if (person.domains.length === 0) return [[...own, ...ofDomain.map(() => null)]];
    return person.domains.map((load) => [...own, ...ofDomain.map(([, value]) => value(load))]);
  });
  return [header, ...lines].map((cells) => cells.map(written).join(",")).join("\r\n");
}

function written(cell: Cell): string {
  if (cell === null) return "";
  // Decimal places that only come from binary fractions are cut off: 58, not 57.99999999999999.
  if (typeof cell === "number") return String(Number(cell.toFixed(6)));
  if (typeof cell === "boolean") return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
