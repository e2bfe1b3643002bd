import { below, html, type Markup, named } from "../../web/markup.ts";
import type { DomainLoad, PersonLoad, WorkloadReport } from "../load.ts";
import { bandOf } from "./bands.ts";
import { amount, change, dayInWords, daysFrom, nothing, percentage } from "./figures.ts";
import { mark } from "./key-figures.ts";

/** How many people, and how many domains of a person, a table lists. */
export const mostPeople = 100;
const mostDomains = 12;

interface Column<T> {
  readonly title: string;
  readonly cell: (of: T) => Markup | string;
  readonly kind?: string;
}

/** The table of those above 100 %: since when, and with what. */
export function overloadedTable(report: WorkloadReport, people: readonly PersonLoad[]): Markup {
  return table("People above 100 %", people, report.domain, [
    total,
    { title: "In a week", kind: "number", cell: (person) => change(person.total, person.weekAgo) },
    { title: "Above 100 % since", kind: "since", cell: (person) => since(person.overloadedSince, report.date) },
  ]);
}

/** The table of the most loaded people with all that their figures are computed from. */
export function peopleTable(report: WorkloadReport, people: readonly PersonLoad[]): Markup {
  return table(
    "The most loaded people",
    people,
    report.domain,
    [
      total,
      { title: "True utilisation", kind: "number", cell: ({ utilisation }) => percentage(utilisation) },
      { title: "In a week", kind: "number", cell: (person) => change(person.total, person.weekAgo) },
    ],
    [
      { title: "Allocated", kind: "number", cell: ({ allocation }) => percentage(allocation) },
      { title: "Workload", kind: "number", cell: workload },
    ],
  );
}

const total: Column<PersonLoad> = {
  title: "Total",
  kind: "number strong",
  cell: ({ total, level }) => html`<span title="${level}">${percentage(total)} ${mark(bandOf(level))}</span>`,
};

function since(day: string | null, today: string): Markup | string {
  if (day === null) return nothing;
  const days = daysFrom(day, today);
  return html`${dayInWords(day, true)} <span class="faint">(${amount(days)} ${days === 1 ? "day" : "days"})</span>`;
}

const workload = ({ final, multiplier, fullLoad }: DomainLoad) =>
  html`${amount(final)}${multiplier !== 1 && html` <span class="faint">×${multiplier}</span>`}${fullLoad !== 100 && html` <span class="faint">of ${amount(fullLoad)}</span>`}`;

function table(
  caption: string,
  people: readonly PersonLoad[],
  domain: string,
  ofPerson: readonly Column<PersonLoad>[],
  more: readonly Column<DomainLoad>[] = [],
): Markup {
  const ofDomain: readonly Column<DomainLoad>[] = [
    { title: "Domain", kind: "whole", cell: (load) => path(load.domain, domain) },
    {
      title: "Capacity",
      kind: "number",
      cell: ({ capacity, level }) => (capacity === null ? level : percentage(capacity)),
    },
    ...more,
    { title: "Tickets", kind: "number", cell: ({ tickets }) => amount(tickets) },
    { title: "Branches", kind: "number", cell: ({ branches }) => amount(branches) },
    { title: "Points", kind: "number", cell: ({ points }) => amount(points) },
  ];
  const heads = [...ofPerson, ...ofDomain].map(
    ({ title, kind = "" }) => html`<th scope="col" class="${kind}">${title}</th>`,
  );
  return html`<table aria-label="${caption}"><thead><tr><th scope="col">Person</th>${heads}</tr></thead>
${people.map((person) => rows(person, ofPerson, ofDomain))}</table>`;
}

// A body a person, which is not parted by the end of a page.
function rows(person: PersonLoad, ofPerson: readonly Column<PersonLoad>[], ofDomain: readonly Column<DomainLoad>[]) {
  const shown = person.domains.slice(0, mostDomains);
  const left = person.domains.length - shown.length;
  const span = Math.max(1, shown.length + (left > 0 ? 1 : 0));
  const [first, ...others] = shown.map((load) => ofDomain.map((column) => cell(column, load)));
  return html`<tbody class="person"><tr><th scope="rowgroup" rowspan="${span}">${address(person.email)}${notes(person)}</th>${ofPerson.map((column) => cell(column, person, span))}${first ?? html`<td colspan="${ofDomain.length}" class="whole">${nothing}</td>`}</tr>${others.map((cells) => html`<tr>${cells}</tr>`)}${left > 0 && html`<tr><td colspan="${ofDomain.length}" class="whole faint">… and ${amount(left)} more</td></tr>`}</tbody>
`;
}

const cell = <T>({ title, kind = "", cell }: Column<T>, of: T, span = 1): Markup =>
  html`<td class="${kind}" data-of="${title}"${span > 1 && html` rowspan="${span}"`}>${cell(of)}</td>`;

// A long address breaks before its host.
function address(email: string): Markup {
  const at = email.lastIndexOf("@");
  if (email.length > 44 || at < 1) return named(email, 44);
  return html`<bdi>${email.slice(0, at)}<wbr>${email.slice(at)}</bdi>`;
}

// A long path breaks at its slashes, and loses its beginning.
const path = (of: string, root: string): Markup => {
  const shown = below(root, of);
  const kept = shown.length > 60 ? `…${shown.slice(-59)}` : shown;
  const [first = "", ...others] = kept.split("/");
  return html`<bdi title="${of}">${first}${others.map((part) => html`/<wbr>${part}`)}</bdi>`;
};

function notes({ outside, unseen }: PersonLoad): Markup | false {
  const said = [
    outside > 0 && `${amount(outside)} more outside of this report`,
    unseen > 0 && `${amount(unseen)} not shown to you, nor counted`,
  ].filter((note) => note !== false);
  return said.length > 0 && html`<br><span class="faint">Domains: ${said.join("; ")}</span>`;
}
