import { counted } from "../terminal/style.ts";
import { document } from "../web/document.ts";
import { html, type Markup, named } from "../web/markup.ts";
import { reportSheet } from "../web/stylesheet.ts";
import { written } from "./render.ts";
import { days, share } from "./render-stats.ts";
import type { RequestStats, StageStats } from "./stats.ts";

/** How requests go, as a web page. */
export function statsPage(stats: RequestStats, now: Date): string {
  const { since, stages, wanted } = stats;
  const body = html`<header>
<p class="of">QUAD Platform · integrations</p>
<h1>Integration requests</h1>
<p class="day">${since === null ? "All there are" : `Submitted since ${dayOf(since)}`}, as of ${dayOf(now)}</p>
</header>
<main>
${tiles(stats)}
<section>
<h2>How long it takes</h2>
<p class="about">Business days from the day of submitting, and how often that is within the SLA.</p>
<table>
<thead><tr><th>Stage</th><th class="number">Reached</th><th class="number">Median</th><th class="number">Nine of ten</th><th class="whole">In time</th></tr></thead>
<tbody class="rows">${stages.map(stageRow)}</tbody>
</table>
</section>
${wanted.length > 0 && mostWanted(wanted)}
</main>
<footer>
<p>A request counts as late as soon as the last day of a stage is over, in its company's calendar. A plan that is best effort is never late.</p>
<p>Made by quad, ${dayOf(now)}.</p>
</footer>`;
  return document({ title: `Integration requests, ${dayOf(now)}`, style: `${reportSheet}\n${barSheet}`, body }).text;
}

const dayOf = (at: Date): string => written(at.toISOString().slice(0, 10));

function tiles({ requests, open, stages }: RequestStats): Markup {
  const released = stages.find(({ stage }) => stage === "release");
  const figures = [
    { title: "Requests", figure: requests.toLocaleString("en"), about: `${open.toLocaleString("en")} open` },
    { title: "Live", figure: (released?.reached ?? 0).toLocaleString("en"), about: "released for production" },
    {
      title: "To production",
      figure: days(released?.medianDays ?? null) || "–",
      about: "median, from the day of submitting",
    },
    { title: "In time", figure: share(released?.inTime ?? null) || "–", about: "of what was due in production" },
  ];
  return html`<dl class="tiles">${figures.map(
    ({ title, figure, about }) =>
      html`<div class="tile"><dt>${title}</dt><dd class="figure">${figure}</dd><dd>${about}</dd></div>`,
  )}</dl>`;
}

/** spec, SLA. */
const titles: Readonly<Record<StageStats["stage"], string>> = {
  response: "Initial response",
  start: "Development start",
  beta: "Beta release",
  release: "Production",
};

const stageRow = ({ stage, reached, medianDays, p90Days, inTime }: StageStats): Markup => html`<tr>
<th scope="row">${titles[stage]}</th>
<td class="number" data-of="Reached">${reached.toLocaleString("en")}</td>
<td class="number" data-of="Median">${days(medianDays) || "–"}</td>
<td class="number" data-of="Nine of ten">${days(p90Days) || "–"}</td>
<td class="whole">${inTime === null ? html`<span class="faint">nothing was due</span>` : inTimeBar(inTime)}</td>
</tr>`;

const inTimeBar = (part: number): Markup =>
  html`<div class="bar" role="img" aria-label="${share(part)} in time">${
    part > 0 && html`<span class="in" style="flex-basis:${Math.round(part * 100)}%">${share(part)}</span>`
  }${part < 1 && html`<span class="late" style="flex-basis:${Math.round((1 - part) * 100)}%">${share(1 - part)} late</span>`}</div>`;

function mostWanted(wanted: RequestStats["wanted"]): Markup {
  const most = Math.max(...wanted.map(({ companies }) => companies));
  return html`<section>
<h2>Most Common Requests</h2>
<p class="about">By how many companies want it, however they spell it.</p>
<ol class="wanted">${wanted.map(
    ({ tool, category, companies, requests }) => html`<li>
<span class="strong">${named(tool)}</span> <span class="faint">${named(category)}</span>
<div class="share"><span style="width:${((companies / most) * 60).toFixed(1)}%"></span><b>${counted(companies, "company", "companies")}</b>${
      requests > companies && html`<span class="faint">${counted(requests, "request")}</span>`
    }</div>
</li>`,
  )}</ol>
</section>`;
}

const barSheet = `.in{background:var(--normal);color:var(--normal-ink)}
.late{background:var(--capacity);color:var(--capacity-ink)}
.tiles{grid-template-columns:repeat(4,1fr)}
.wanted{margin:12px 0 0;padding-inline-start:28px}
.wanted li{padding:6px 0}
.wanted li::marker{color:var(--muted);font-variant-numeric:tabular-nums}
.share{display:flex;align-items:center;gap:8px;font-size:13px;white-space:nowrap}
.share span:first-child{background:var(--accent);height:12px;border-radius:3px;min-width:3px}
@media screen and (max-width:1140px){.tiles{grid-template-columns:repeat(2,1fr)}}`;
