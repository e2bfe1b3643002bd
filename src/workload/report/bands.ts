import type { Level } from "../load.ts";

/** How a band is told apart, also without its colour. */
export interface Band {
  readonly level: Level;
  /** What stands for it where there is no room for its name. */
  readonly letter: string;
  /** As a sentence begins with it. */
  readonly title: string;
  readonly range: string;
  /** What its colours are called: `var(--high)`, and `var(--high-ink)` for text on it. */
  readonly colour: string;
}

/** The bands of the spec's Overload Alerts, from the least load to the most. */
export const bands: readonly Band[] = [
  { level: "normal", letter: "N", title: "Normal", range: "up to 50 %", colour: "normal" },
  { level: "moderate", letter: "M", title: "Moderate", range: "up to 70 %", colour: "moderate" },
  { level: "high", letter: "H", title: "High", range: "up to 90 %", colour: "high" },
  { level: "at capacity", letter: "C", title: "At capacity", range: "up to 100 %", colour: "capacity" },
  { level: "overloaded", letter: "O", title: "Overloaded", range: "above 100 %", colour: "overloaded" },
  { level: "unallocated", letter: "U", title: "Unallocated", range: "no allocation", colour: "unallocated" },
];

const byLevel = new Map(bands.map((band) => [band.level, band]));

/** The band of a level. */
export function bandOf(level: Level): Band {
  const band = byLevel.get(level);
  if (band === undefined) throw new RangeError(`No band is called ${level}.`);
  return band;
}

/** Where one band ends and the next begins, in percent. */
export const thresholds = [50, 70, 90, 100] as const;

/** The level of a percentage, whose limits belong to the band below them. */
export function levelOf(percentage: number): Level {
  const at = thresholds.findIndex((limit) => percentage <= limit);
  return bands[at === -1 ? thresholds.length : at]?.level ?? "overloaded";
}
