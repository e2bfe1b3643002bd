import { below, html, type Markup, named } from "../../web/markup.ts";
import type { DomainSummary, WorkloadReport } from "../load.ts";
import { bands } from "./bands.ts";
import { amount, percentage } from "./figures.ts";

const mostDomains = 200;

/** The domains that are listed, in the order of the tree: those with the highest utilisation where there are many. */
export function listedDomains({ domain, domains }: WorkloadReport): readonly DomainSummary[] {
  if (domains.length <= mostDomains) return domains;
  const weight = ({ path, utilisation }: DomainSummary) =>
    path === domain ? Number.POSITIVE_INFINITY : (utilisation ?? -1);
  const listed = new Set(domains.toSorted((a, b) => weight(b) - weight(a)).slice(0, mostDomains));
  return domains.filter((one) => listed.has(one));
}

/** The table of domains, each with all below it. */
export function domainTable(report: WorkloadReport): Markup {
  const listed = listedDomains(report);
  const whole = listed.length === report.domains.length;
  const top = Math.min(...listed.map(({ depth }) => depth));
  return html`<table aria-label="Domains, each with everything below it"><thead><tr><th scope="col">Domain</th>${heads}</tr></thead>
<tbody class="rows">${listed.map((domain) => row(domain, name(domain, report.domain, whole), whole ? domain.depth - top : 0))}</tbody></table>
${!whole && html`<p class="more">The ${listed.length} with the highest utilisation … and ${amount(report.domains.length - listed.length)} more.</p>`}`;
}

const heads = [
  ["People", "number"],
  ["In each band", "whole"],
  ["Utilisation", "number"],
  ["Allocated", "number"],
  ["Tickets", "number"],
  ["Branches", "number"],
  ["Points", "number"],
].map(([title = "", kind = ""]) => html`<th scope="col" class="${kind}">${title}</th>`);

// Without its ancestors around it a name says little, so that the path is shown.
const name = ({ path, displayName }: DomainSummary, root: string, whole: boolean): Markup =>
  whole ? html`<span title="${path}">${named(displayName)}</span>` : named(below(root, path), 60);

// A deep tree would push its names out of the table.
const indent = (depth: number) => `padding-inline-start:${Math.min(depth, 8) * 18}px`;

function row(domain: DomainSummary, name: Markup, depth: number): Markup {
  const figures = [
    ["Utilisation", percentage(domain.utilisation), "number strong"],
    ["Allocated", percentage(domain.allocation), "number"],
    ["Tickets", amount(domain.tickets), "number"],
    ["Branches", amount(domain.branches), "number"],
    ["Points", amount(domain.points), "number"],
  ];
  return html`<tr><th scope="row"${depth > 0 && html` style="${indent(depth)}"`}>${name}</th><td class="number" data-of="People">${amount(domain.people)}</td><td class="whole">${bar(domain)}</td>${figures.map(([title = "", figure = "", kind = ""]) => html`<td class="${kind}" data-of="${title}">${figure}</td>`)}</tr>
`;
}

function bar({ levels }: DomainSummary): Markup | false {
  const counted = bands.filter(({ level }) => levels[level] > 0);
  const words = counted.map(({ level }) => `${amount(levels[level])} ${level}`).join(", ");
  return (
    counted.length > 0 &&
    html`<div class="bar" role="img" aria-label="${words}" title="${words}">${counted.map(
      ({ level, letter, colour }) =>
        html`<span class="${colour}" style="flex-grow:${levels[level]}">${letter}&nbsp;${amount(levels[level])}</span>`,
    )}</div>`
  );
}
