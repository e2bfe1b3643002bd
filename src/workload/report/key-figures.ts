import { html, type Markup } from "../../web/markup.ts";
import type { ReportHistory, WorkloadReport } from "../load.ts";
import { type Band, bandOf, bands } from "./bands.ts";
import { amount, change, nothing, percentage } from "./figures.ts";

/** One of the figures that a report begins with. */
export interface KeyFigure {
  readonly title: string;
  readonly figure: string;
  /** Against seven days before. */
  readonly change: string;
  readonly band: Band | undefined;
}

const told = ["overloaded", "at capacity", "high", "unallocated"] as const;

/** How many people there are, how many of them need looking at, and the domain's utilisation. */
export function keyFigures(report: WorkloadReport, history?: ReportHistory): readonly KeyFigure[] {
  const before = history?.levels.at(-8);
  const utilisation = report.domains.find(({ path }) => path === report.domain)?.utilisation ?? null;
  const utilised = history?.domains.find(({ path }) => path === report.domain)?.utilisation.at(-8);
  const people = sum(report.levels);
  return [
    { title: "People", figure: amount(people), change: change(people, before && sum(before)), band: undefined },
    ...told.map((level) => ({
      title: bandOf(level).title,
      figure: amount(report.levels[level]),
      change: change(report.levels[level], before?.[level]),
      band: bandOf(level),
    })),
    {
      title: "Utilisation",
      figure: percentage(utilisation),
      change: change(utilisation, utilised, "pts"),
      band: undefined,
    },
  ];
}

const sum = (levels: WorkloadReport["levels"]) => bands.reduce((people, { level }) => people + levels[level], 0);

/** The figures as tiles. */
export const keyFigureTiles = (figures: readonly KeyFigure[]): Markup =>
  html`<dl class="tiles">${figures.map(
    ({ title, figure, change, band }) =>
      html`<div class="tile"><dt>${band !== undefined && mark(band)}${title}</dt><dd class="figure">${figure}</dd><dd>${change === nothing ? "no week to compare" : `${change} in a week`}</dd></div>`,
  )}</dl>`;

/** A band's letter on its colour. */
export const mark = ({ colour, letter }: Band): Markup =>
  html`<span class="mark ${colour}" aria-hidden="true">${letter}</span>`;
