import { html, type Markup } from "../../web/markup.ts";
import type { ReportHistory, WorkloadReport } from "../load.ts";
import { bands } from "./bands.ts";
import { domainTable } from "./domain-table.ts";
import { amount } from "./figures.ts";
import { keyFigures, keyFigureTiles, mark } from "./key-figures.ts";
import { page } from "./page.ts";
import { mostPeople, overloadedTable, peopleTable } from "./people-table.ts";
import { drawPictures, type Pictures } from "./pictures.ts";

/**
 * The report as one HTML page that needs nothing else: no script, nothing from elsewhere. It lists at most 100 people and
 * 200 domains, and draws at most 40 people, so that its size does not grow with the company. `now` is told as the time of its
 * making. Without the last line break, as all renderings.
 */
export async function renderHtml(report: WorkloadReport, history: ReportHistory, now = new Date()): Promise<string> {
  const pictures = await drawPictures(report, history);
  const body = html`${keyFigureTiles(keyFigures(report, history))}
${overloaded(report)}
${
  report.people.length > 0 &&
  html`${legend}
<div class="pair">${load(pictures)}
${byDay(pictures)}</div>
<div class="pair">${trends(pictures)}</div>`
}
${domains(report)}
${people(report)}`;
  return page(report, body, now).text;
}

function overloaded(report: WorkloadReport): Markup {
  const above = report.people.filter(({ level }) => level === "overloaded");
  const shown = above.slice(0, mostPeople);
  if (shown.length === 0) {
    return section(
      "Who is overloaded",
      html`<p class="about">${report.people.length === 0 ? "Nobody has work or an allocation here." : "Nobody is above 100 %."}</p>`,
    );
  }
  return section(
    "Who is overloaded",
    html`<p class="about">Above 100 % in total, over all of their domains.</p>${overloadedTable(report, shown)}${more(shown.length, above.length)}`,
  );
}

const legend = html`<ul class="bands" aria-label="Bands">${bands.map(
  (band) => html`<li>${mark(band)} <b>${band.title}</b> ${band.range}</li>`,
)}</ul>`;

function load({ people, host }: Pictures): Markup | false {
  return (
    people !== false &&
    section(
      "The most loaded people",
      html`<p class="about">Total in percent of their allocation, with the limits of the bands; ▸ goes on beyond the picture.${ending(host)}</p>${people}`,
      "picture",
    )
  );
}

function byDay({ heatMap, host }: Pictures): Markup {
  if (heatMap === false) {
    return section("Day by day", html`<p class="about">Trends are shown from the second day with a snapshot.</p>`);
  }
  return section(
    "Day by day",
    html`<p class="about">The same people's totals in percent, today at the right; empty where there was no snapshot.${ending(host)}</p>${heatMap}`,
    "picture",
  );
}

const ending = (host: string) => host !== "" && html` All addresses end in <bdi>${host}</bdi>.`;

const trends = ({ trend, bands }: Pictures): readonly Markup[] => [
  ...(trend === false
    ? []
    : [
        section(
          "Utilisation by domain",
          html`<p class="about">All load over all allocation, of the whole and of the domains directly below it.</p>${trend}`,
          "picture",
        ),
      ]),
  ...(bands === false
    ? []
    : [
        section(
          "People in each band",
          html`<p class="about">How many people were in each band, by day.</p>${bands}`,
          "picture",
        ),
      ]),
];

function domains(report: WorkloadReport): Markup | false {
  return (
    report.domains.length > 0 &&
    section(
      "Domains",
      html`<p class="about">Each with everything below it, every person counted once.</p>${domainTable(report)}`,
    )
  );
}

function people(report: WorkloadReport): Markup | false {
  const shown = report.people.slice(0, mostPeople);
  return (
    shown.length > 0 &&
    section(
      "People",
      html`<p class="about">Most loaded first. The total is the sum of the percentages of a person's domains; true utilisation is all of their load over all of their allocation.</p>${peopleTable(report, shown)}${more(shown.length, report.people.length)}`,
      "page",
    )
  );
}

const more = (shown: number, all: number) =>
  all > shown && html`<p class="more">… and ${amount(all - shown)} more, who are less loaded and not listed here.</p>`;

const section = (title: string, content: Markup, kind = "") =>
  html`<section${kind !== "" && html` class="${kind}"`}><h2>${title}</h2>${content}</section>`;
