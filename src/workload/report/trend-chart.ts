import { lineColours } from "../../web/colours.ts";
import { below, cut } from "../../web/markup.ts";
import type { ReportHistory } from "../load.ts";
import type { Drawing } from "./drawing.ts";
import { dayInWords, percentage } from "./figures.ts";

type Line = ReportHistory["domains"][number];

/** The lines that are drawn: the report's domain, and those with the highest utilisation on its day. */
export function drawnLines(domain: string, lines: readonly Line[]): readonly Line[] {
  const own = lines.filter(({ path }) => path === domain);
  const others = lines.filter(
    ({ path, utilisation }) => path !== domain && utilisation.some((value) => value !== null),
  );
  return [...own, ...others.toSorted((a, b) => latest(b) - latest(a)).slice(0, lineColours)];
}

const latest = ({ utilisation }: Line) => utilisation.at(-1) ?? -1;

/** Lines of utilisation by day: the report's domain thick, those below it in colours of their own, named at their ends. */
export function trendChart(domain: string, days: readonly string[], lines: readonly Line[], narrow: boolean): Drawing {
  const longest = Math.max(0, ...lines.flatMap(({ utilisation }) => utilisation.map((value) => value ?? 0)));
  const end = Math.max(20, Math.min(200, Math.ceil((longest * 1.08) / 10) * 10));
  const height = narrow ? 240 : 300;
  const last = lines.map(({ utilisation }) => Math.min(end, utilisation.at(-1) ?? 0));
  const places = apart(last, (end * 15) / (height - 42));
  return {
    name: narrow ? "trend-narrow" : "trend",
    width: narrow ? 340 : 960,
    height,
    option: {
      grid: { left: narrow ? 40 : 52, right: narrow ? 126 : 210, top: 14, bottom: 28 },
      xAxis: dayAxis(days, narrow),
      yAxis: {
        type: "value",
        min: 0,
        max: end,
        splitLine: { lineStyle: { color: "var(--grid)" } },
        axisLabel: { color: "var(--muted)", fontSize: 11, formatter: (value) => `${value} %` },
      },
      series: [
        ...lines.map((line, at) => drawn(line, style(domain, line, at), end, at === 0)),
        ...lines.map((line, at) => label(line, style(domain, line, at), places[at] ?? 0, narrow)),
      ],
    },
  };
}

interface LineStyle {
  readonly name: string;
  readonly own: boolean;
  readonly colour: string;
  readonly type: "solid" | number[];
}

function style(domain: string, { path }: Line, at: number): LineStyle {
  const own = path === domain;
  const nth = (at + lineColours - 1) % lineColours;
  return {
    own,
    name: own ? "all together" : below(domain, path),
    colour: own ? "var(--ink)" : `var(--line-${nth + 1})`,
    type: own ? "solid" : (dashes[at % dashes.length] ?? "solid"),
  };
}

function drawn({ utilisation }: Line, { own, colour, type }: LineStyle, end: number, first: boolean) {
  return {
    type: "line" as const,
    silent: true,
    data: utilisation.map((value) => (value === null ? null : Math.min(value, end))),
    showSymbol: true,
    symbol: "circle",
    // A day between two without a snapshot would not be seen as a line.
    symbolSize: (_: unknown, { dataIndex }: { dataIndex: number }) =>
      lonely(utilisation, dataIndex) || dataIndex === utilisation.length - 1 ? 6 : 0,
    itemStyle: { color: colour },
    lineStyle: { color: colour, width: own ? 3 : 1.8, type },
    ...(first && end >= 70 && { markLine: limits(end) }),
  };
}

/** The name of a line at its end, as a point that is not seen: ECharts does not move the labels of lines apart. */
function label({ utilisation }: Line, { name, own, colour }: LineStyle, place: number, narrow: boolean) {
  return {
    type: "line" as const,
    silent: true,
    data: utilisation.map((value, day) => (day === utilisation.length - 1 && value !== null ? place : null)),
    symbol: "circle",
    symbolSize: 0,
    label: {
      show: true,
      position: "right" as const,
      distance: 10,
      color: colour,
      fontSize: narrow ? 11 : 12,
      fontWeight: own ? ("bold" as const) : ("normal" as const),
      formatter: `${percentage(utilisation.at(-1) ?? null)} ${cut(name, narrow ? 11 : 24)}`,
    },
  };
}

/** Where labels are put that belong at these values: in their order, `gap` from one another, none below 0. */
export function apart(values: readonly number[], gap: number): readonly number[] {
  const order = values.map((value, at) => ({ value, at })).sort((a, b) => a.value - b.value);
  const places = new Array<number>(values.length);
  let above = 0;
  for (const { value, at } of order) {
    places[at] = Math.max(value, above);
    above = (places[at] ?? 0) + gap;
  }
  return places;
}

const dashes = ["solid", [6, 3], [2, 2], [9, 3, 2, 3]] as ("solid" | number[])[];

const lonely = (values: readonly (number | null)[], at: number) =>
  (values[at - 1] ?? null) === null && (values[at + 1] ?? null) === null;

const limits = (end: number) => ({
  silent: true,
  symbol: "none",
  label: { show: false },
  lineStyle: { color: "var(--limit)", type: "solid" as const, width: 1 },
  data: [70, 100].filter((limit) => limit <= end).map((yAxis) => ({ yAxis })),
});

/** The days below a picture, a week apart, the last always. */
export const dayAxis = (days: readonly string[], narrow: boolean) => ({
  type: "category" as const,
  data: days.map((day) => dayInWords(day, true)),
  axisTick: { show: false },
  axisLine: { lineStyle: { color: "var(--limit)" } },
  axisLabel: {
    color: "var(--muted)",
    fontSize: 11,
    interval: (at: number) =>
      (days.length - 1 - at) %
        Math.max(1, Math.ceil(days.length / 7 / (narrow ? 3 : 6)) * (days.length > 8 ? 7 : narrow ? 3 : 1)) ===
      0,
  },
});

/** What the lines show, in words. */
export function trendInWords(lines: readonly Line[], days: readonly string[]): string {
  const each = lines.map(({ path, utilisation }) => {
    const known = utilisation.filter((value) => value !== null);
    return `${path} from ${percentage(known[0] ?? null)} to ${percentage(known.at(-1) ?? null)}`;
  });
  return `Utilisation by day, ${days[0]} to ${days.at(-1)}: ${each.join("; ")}.`;
}
