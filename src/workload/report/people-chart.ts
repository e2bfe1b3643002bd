import { cut } from "../../web/markup.ts";
import type { PersonLoad } from "../load.ts";
import { bandOf, thresholds } from "./bands.ts";
import type { Drawing } from "./drawing.ts";
import { percentage } from "./figures.ts";

/** Beyond this a bar ends, and an arrow says so: one person at 900 % would make all others look alike. */
const mostDrawn = 200;
const rowHeight = 22;

/** Bars of people's totals, in the order given, with the limits of the bands. */
export function peopleChart(people: readonly PersonLoad[], names: readonly string[], narrow: boolean): Drawing {
  const longest = Math.max(0, ...people.map(({ total }) => total ?? 0));
  const end = Math.max(110, Math.min(mostDrawn, Math.ceil(longest / 10) * 10));
  const rows = names.map((name) => cut(name, narrow ? 16 : 30));
  return {
    name: narrow ? "people-narrow" : "people",
    width: narrow ? 340 : 960,
    height: 40 + people.length * rowHeight,
    option: {
      grid: { left: roomFor(rows), right: narrow ? 70 : 150, top: 28, bottom: 8 },
      xAxis: {
        type: "value",
        position: "top",
        min: 0,
        max: end,
        splitLine: { show: false },
        axisLabel: {
          customValues: [0, 50, ...(narrow ? [] : [70, 90]), 100, 150, 200].filter((value) => value <= end),
          color: "var(--muted)",
          fontSize: 11,
        },
      },
      yAxis: {
        type: "category",
        inverse: true,
        data: rows,
        axisTick: { show: false },
        axisLine: { lineStyle: { color: "var(--line)" } },
        axisLabel: { color: "var(--ink)", fontSize: 12, interval: 0 },
      },
      series: {
        type: "bar",
        silent: true,
        barWidth: 14,
        z: 3,
        data: people.map((person) => bar(person, end, narrow)),
        markLine: {
          silent: true,
          symbol: "none",
          z: 1,
          label: { show: false },
          data: thresholds.map((xAxis) => ({
            xAxis,
            lineStyle: {
              color: xAxis === 100 ? "var(--ink)" : "var(--limit)",
              type: xAxis === 100 ? "solid" : [3, 3],
              width: 1,
            },
          })),
        },
      },
    },
  };
}

function bar({ total, level }: PersonLoad, end: number, narrow: boolean) {
  const { colour, letter } = bandOf(level);
  // Work that nothing can be divided by has no length; a stub shows that it is there.
  const value = total === null ? (level === "unallocated" ? end * 0.05 : 0) : Math.min(total, end);
  const figure = total === null ? "" : percentage(Math.round(total * 10) / 10);
  return {
    value,
    itemStyle: {
      color: `var(--${colour})`,
      borderRadius: [0, 2, 2, 0],
      ...(level === "unallocated" && { decal: hatch }),
    },
    label: {
      show: true,
      position: "right" as const,
      color: "var(--ink)",
      fontSize: 12,
      // The limits do not run through it.
      backgroundColor: "var(--card)",
      padding: [1, 3],
      distance: 2,
      formatter: `${total !== null && total > end ? "▸ " : ""}${figure} ${narrow ? letter : level}`.trim(),
    },
  };
}

/** What tells the unallocated from the others without colour. */
export const hatch = {
  symbol: "rect",
  color: "var(--hatch)",
  dashArrayX: [1, 0] as [number, number],
  dashArrayY: [2, 4] as [number, number],
  rotation: -Math.PI / 4,
};

/** What the bars show, in words: the first few, and how they are spread. */
export function peopleInWords(people: readonly PersonLoad[]): string {
  const first = people.slice(0, 5).map(({ email, total, level }) => `${email} ${percentage(total)} ${level}`);
  return `Bars of the totals of ${people.length} people, most loaded first: ${first.join("; ")}${people.length > 5 ? "; and so on, as in the table of people" : ""}.`;
}

/** How wide a column these names need, in pixels. */
export const roomFor = (names: readonly string[]): number =>
  18 + Math.max(40, ...names.map((name) => [...name].length * 6.8));
