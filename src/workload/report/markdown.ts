import type { PersonLoad, WorkloadReport } from "../load.ts";
import { bands } from "./bands.ts";
import { listedDomains } from "./domain-table.ts";
import { amount, change, dayInWords, momentInWords, percentage } from "./figures.ts";
import { keyFigures } from "./key-figures.ts";
import { mostPeople } from "./people-table.ts";

/** The report for a wiki or a pull request, in GitHub's Markdown: who needs looking at, and the domains. */
export function renderMarkdown(report: WorkloadReport): string {
  return [
    `# Workload of ${escaped(report.displayName)}`,
    `${escaped(report.company)}, ${dayInWords(report.date)}, snapshot taken ${momentInWords(report.takenAt)}`,
    table(
      keyFigures(report).map(({ title }) => title),
      [keyFigures(report).map(({ figure }) => figure)],
    ),
    "## People to look at",
    people(report.people.filter(({ alert }) => alert)),
    "## Domains",
    domains(report),
    "Total: the sum of the percentages of all of a person's domains. True utilisation: all load over all allocation.",
  ].join("\n\n");
}

function people(alerted: readonly PersonLoad[]): string {
  if (alerted.length === 0) return "Nobody is above 70 %, or has work without an allocation.";
  const shown = alerted.slice(0, mostPeople);
  const rows = shown.map(({ email, level, total, utilisation, weekAgo, overloadedSince, domains }) => [
    escaped(email),
    level,
    percentage(total),
    percentage(utilisation),
    change(total, weekAgo),
    overloadedSince ?? "–",
    domains.map(({ domain, capacity }) => `${escaped(domain)} ${percentage(capacity)}`).join("<br>"),
  ]);
  const heads = ["Person", "Band", "Total", "True utilisation", "In a week", "Above 100 % since", "Domains"];
  return table(heads, rows) + more(alerted.length - shown.length);
}

function domains(report: WorkloadReport): string {
  if (report.domains.length === 0) return "None.";
  const listed = listedDomains(report);
  const rows = listed.map((domain) => [
    escaped(domain.path),
    amount(domain.people),
    percentage(domain.utilisation),
    ...bands.map(({ level }) => amount(domain.levels[level])),
    amount(domain.tickets),
    amount(domain.branches),
    amount(domain.points),
  ]);
  const heads = [
    "Domain",
    "People",
    "Utilisation",
    ...bands.map(({ title }) => title),
    "Tickets",
    "Branches",
    "Points",
  ];
  return table(heads, rows) + more(report.domains.length - listed.length);
}

const more = (left: number) => (left > 0 ? `\n\n… and ${amount(left)} more.` : "");

const words = new Set(["Person", "Band", "Above 100 % since", "Domain", "Domains"]);

// What is not words is figures, at the right.
function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = heads.map((head) => (words.has(head) ? "---" : "--:"));
  return [heads, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Text that is shown as it is: on one line, without a meaning in Markdown or HTML. */
const escaped = (text: string): string =>
  text
    .replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, " ")
    .replace(/[\\`*_{}[\]|~#!]/g, "\\$&")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;");
