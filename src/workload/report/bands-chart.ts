import type { ReportHistory } from "../load.ts";
import { bands } from "./bands.ts";
import type { Drawing } from "./drawing.ts";
import { hatch } from "./people-chart.ts";
import { dayAxis } from "./trend-chart.ts";

type Days = Pick<ReportHistory, "days" | "levels">;

/** People in each band by day, one on the other; the last day's are named. */
export function bandsChart({ days, levels }: Days, narrow: boolean): Drawing {
  return {
    name: narrow ? "bands-narrow" : "bands",
    width: narrow ? 340 : 960,
    height: narrow ? 240 : 300,
    option: {
      grid: { left: narrow ? 40 : 52, right: narrow ? 52 : 150, top: 14, bottom: 28 },
      xAxis: dayAxis(days, narrow),
      yAxis: {
        type: "value",
        minInterval: 1,
        splitLine: { lineStyle: { color: "var(--grid)" } },
        axisLabel: { color: "var(--muted)", fontSize: 11 },
      },
      series: bands.map(({ level, letter, colour }) => ({
        type: "bar",
        stack: "people",
        silent: true,
        barCategoryGap: "18%",
        barMaxWidth: 28,
        itemStyle: { color: `var(--${colour})`, ...(level === "unallocated" && { decal: hatch }) },
        labelLayout: { moveOverlap: "shiftY" },
        data: levels.map((people, at) => ({
          value: people?.[level] ?? 0,
          label: {
            show: at === levels.length - 1 && (people?.[level] ?? 0) > 0,
            position: "right",
            distance: 8,
            color: "var(--ink)",
            fontSize: narrow ? 11 : 12,
            formatter: `${(people?.[level] ?? 0).toLocaleString("en")} ${narrow ? letter : level}`,
          },
        })),
      })),
    },
  };
}

/** What the columns show, in words. */
export function bandsInWords({ days, levels }: Days): string {
  const now = levels.at(-1);
  const each = bands.map(({ level }) => `${now?.[level] ?? 0} ${level}`);
  return `People in each band by day, ${days[0]} to ${days.at(-1)}. On the last day: ${each.join(", ")}.`;
}
