import { daysBetween } from "./days.ts";

/** One day of a history: a percentage, or null where nothing is known. */
export interface Day {
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly value: number | null;
}

/** Values day by day without a gap; NaN where nothing is known. The first and the last are known. */
export type Series = readonly number[];

/** The last of the history up to its last known value, no longer than so many days; empty where nothing is known. */
export function seriesOf(history: readonly Day[], longest: number): Series {
  const values = history.filter((day): day is { date: string; value: number } => day.value !== null);
  const last = values.at(-1);
  if (!last) return [];
  const recent = values.filter(({ date }) => daysBetween(date, last.date) < longest);
  const first = recent[0] ?? last;
  const series = new Array<number>(daysBetween(first.date, last.date) + 1).fill(Number.NaN);
  for (const { date, value } of recent) series[daysBetween(first.date, date)] = value;
  return series;
}

export const known = (series: Series) => series.filter((value) => !Number.isNaN(value));

export const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return mean(sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1));
}
