import { cut } from "../../web/markup.ts";
import type { ReportHistory } from "../load.ts";
import { bandOf, bands, levelOf } from "./bands.ts";
import type { Drawing } from "./drawing.ts";
import { dayInWords } from "./figures.ts";
import { roomFor } from "./people-chart.ts";

/** Most days that a map shows, and that a phone's does. */
const wideDays = 31;
const narrowDays = 10;

/** A map of people's totals by day, the report's own day at the right. */
export function heatMap(
  history: Pick<ReportHistory, "days" | "people">,
  names: readonly string[],
  narrow: boolean,
): Drawing {
  const days = history.days.slice(narrow ? -narrowDays : -wideDays);
  const rows = history.people.map(({ totals }) => totals.slice(-days.length));
  const labels = names.map((name) => cut(name, narrow ? 16 : 30));
  const left = roomFor(labels);
  const size = Math.min(44, ((narrow ? 338 : 950) - left) / days.length);
  return {
    name: narrow ? "heat-narrow" : "heat",
    width: narrow ? 340 : 960,
    height: 32 + rows.length * 22,
    option: {
      grid: { left, width: size * days.length, top: 26, bottom: 4 },
      xAxis: {
        type: "category",
        position: "top",
        data: days.map((day) => dayInWords(day, true)),
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: {
          color: "var(--muted)",
          fontSize: 11,
          interval: (at) => (days.length - 1 - at) % (narrow ? 3 : size < 36 ? 3 : 1) === 0,
        },
      },
      yAxis: {
        type: "category",
        inverse: true,
        data: labels,
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: { color: "var(--ink)", fontSize: 12, interval: 0 },
      },
      visualMap: {
        type: "piecewise",
        show: false,
        dimension: 2,
        pieces: bands.map(({ colour }, value) => ({ value, color: `var(--${colour})` })),
      },
      series: {
        type: "heatmap",
        silent: true,
        data: rows.flatMap((totals, y) => totals.flatMap((total, x) => (total === null ? [] : [cell(x, y, total)]))),
        itemStyle: { borderColor: "var(--card)", borderWidth: 1.5 },
        label: { show: true, fontSize: narrow ? 9 : 10 },
      },
    },
  };
}

function cell(x: number, y: number, total: number) {
  const band = bandOf(levelOf(total));
  return {
    value: [x, y, bands.indexOf(band)],
    label: { formatter: briefly(total), color: `var(--${band.colour}-ink)` },
  };
}

// Rounded up above 100 %, so that the figure never says another band than the colour.
function briefly(total: number): string {
  if (total >= 999.5) return `${Math.floor(total / 1000) || 1}k`;
  const rounded = Math.round(total);
  return `${levelOf(rounded) === levelOf(total) ? rounded : Math.ceil(total)}`;
}

/** What the map shows, in words. */
export function heatMapInWords({ days, people }: Pick<ReportHistory, "days" | "people">): string {
  const above = people.filter(({ totals }) => totals.some((total) => total !== null && total > 100));
  return `Totals in percent of ${people.length} people on ${days.length} days, ${days[0]} to ${days.at(-1)}. Above 100 % on some day: ${above.length === 0 ? "nobody" : above.slice(0, 10).map(inWords).join("; ")}.`;
}

function inWords({ email, totals }: ReportHistory["people"][number]): string {
  const count = totals.filter((total) => total !== null && total > 100).length;
  return `${email} on ${count} ${count === 1 ? "day" : "days"}`;
}
