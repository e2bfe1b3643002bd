import { document } from "../../web/document.ts";
import { html, type Markup, named } from "../../web/markup.ts";
import { reportSheet } from "../../web/stylesheet.ts";
import type { WorkloadReport } from "../load.ts";
import { bands } from "./bands.ts";
import { amount, dayInWords, momentInWords } from "./figures.ts";

/** The page around a report: its head, title, day, and what the figures mean. */
export function page(report: WorkloadReport, main: Markup, now: Date): Markup {
  const days = Math.floor((now.getTime() - report.takenAt.getTime()) / 86_400_000);
  const body = html`<header>
<p class="of">${named(report.company, 80)} · workload</p>
<h1>${named(report.displayName, 80)}</h1>
<p class="day">${dayInWords(report.date)} · <bdi>${report.domain}</bdi> · snapshot taken ${momentInWords(report.takenAt)}</p>
${days >= 2 && html`<p class="notice">This snapshot was ${amount(days)} days old when the page was made.</p>`}
</header>
<main>
${main}
</main>
${footer(now)}`;
  const title = `Workload of ${report.displayName}, ${dayInWords(report.date)}`;
  return document({ title, style: `${reportSheet}\n${bandSheet}`, body });
}

const bandSheet = bands
  .map(({ colour }) => `.${colour}{background-color:var(--${colour});color:var(--${colour}-ink)}`)
  .join("\n");

const footer = (now: Date) => html`<footer>
<h2>How it is computed</h2>
<p><code>base = tickets × 1.0 + branches × 0.5 + points × 0.2</code><br>
<code>workload = base × multiplier</code> (0.5 rigid, 1.0 balanced, 1.5 flexible)<br>
<code>capacity = workload ÷ allocation × 100</code></p>
<dl>
<dt>Tickets, branches, points</dt><dd>Those active on the day, and the story points of those tickets.</dd>
<dt>Allocated</dt><dd>Percent of a person's time; of a domain their sum: 250 % is two and a half people.</dd>
<dt>Workload</dt><dd>Points after the multiplier, which stands beside it (×1.5) unless it is 1; so does what an allocation of 100 % carries, where the domain says other than 100.</dd>
<dt>Total</dt><dd>The sum of the percentages of all of a person's domains. Above 70 % it is worth looking at, above 100 % their domain's admin is told.</dd>
<dt>True utilisation</dt><dd>All of a person's workload over all of their allocation; it is lower than the total where they work in several domains.</dd>
<dt>Unallocated</dt><dd>Work in a domain without an allocation there: nothing can be divided by it.</dd>
</dl>
<p>Made by quad, ${momentInWords(now)}.</p>
</footer>`;
