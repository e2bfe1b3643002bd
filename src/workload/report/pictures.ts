import { html, type Markup } from "../../web/markup.ts";
import type { ReportHistory, WorkloadReport } from "../load.ts";
import { bandsChart, bandsInWords } from "./bands-chart.ts";
import { type Draw, type Drawing, openCharts } from "./drawing.ts";
import { heatMap, heatMapInWords } from "./heat-map.ts";
import { peopleChart, peopleInWords } from "./people-chart.ts";
import { drawnLines, trendChart, trendInWords } from "./trend-chart.ts";

/** How many people a picture shows. */
const mostDrawn = 40;

/** The pictures of a report; false where there is nothing to show. */
export interface Pictures {
  readonly people: Markup | false;
  readonly heatMap: Markup | false;
  readonly trend: Markup | false;
  readonly bands: Markup | false;
  /** What all e-mail addresses in them end with, and which is left out: "@massmutual.com", or nothing. */
  readonly host: string;
}

/** Draws what there is to draw, each once for wide screens and paper and once for phones. */
export async function drawPictures(report: WorkloadReport, history: ReportHistory): Promise<Pictures> {
  const drawn = report.people.slice(0, mostDrawn);
  const mapped = { days: history.days, people: history.people.filter(isKnown).slice(0, mostDrawn) };
  const host = sharedHost([...drawn, ...mapped.people].map(({ email }) => email));
  const name = ({ email }: { email: string }) => email.slice(0, email.length - host.length);
  const known = history.levels.filter((levels) => levels !== null).length;
  const lines = drawnLines(report.domain, history.domains);
  const draw = await openCharts();
  const both = (alternative: string, of: (narrow: boolean) => Drawing) => figure(draw, alternative, of);
  return {
    host,
    people: drawn.length > 0 && both(peopleInWords(drawn), (narrow) => peopleChart(drawn, drawn.map(name), narrow)),
    heatMap:
      known > 1 &&
      mapped.people.length > 0 &&
      both(heatMapInWords(mapped), (narrow) => heatMap(mapped, mapped.people.map(name), narrow)),
    trend:
      known > 1 &&
      lines.length > 0 &&
      both(trendInWords(lines, history.days), (narrow) => trendChart(report.domain, history.days, lines, narrow)),
    bands: known > 1 && both(bandsInWords(history), (narrow) => bandsChart(history, narrow)),
  };
}

// Whoever is unallocated all the time has no totals to show.
const isKnown = ({ totals }: ReportHistory["people"][number]) => totals.some((total) => total !== null);

function figure(draw: Draw, alternative: string, of: (narrow: boolean) => Drawing): Markup {
  return html`<figure class="wide">${draw(of(false), alternative)}</figure><figure class="narrow">${draw(of(true), alternative)}</figure>`;
}

function sharedHost(emails: readonly string[]): string {
  const hosts = new Set(emails.map((email) => email.slice(email.lastIndexOf("@"))));
  const [host = ""] = hosts;
  return hosts.size === 1 && host.startsWith("@") ? host : "";
}
