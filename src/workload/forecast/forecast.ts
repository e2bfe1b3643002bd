import { bandOf } from "./band.ts";
import { choiceFor } from "./choice.ts";
import { dayAfter, daysBetween } from "./days.ts";
import type { Method } from "./methods.ts";
import { type Day, known, seriesOf } from "./series.ts";

/** A day to come; percentages, 0 or more. */
interface ForecastDay {
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

/** What a percentage will probably be (spec, Phase 2: predictive capacity planning). */
export interface Forecast {
  readonly method: Method["name"];
  /** From the day after the last of the history. */
  readonly days: readonly ForecastDay[];
  /** The first day above the limit, as expected: the first day of all where the last known value is above it already. */
  readonly crosses: { readonly date: string } | null;
  /** The first day that may be above the limit, as YYYY-MM-DD: where the upper end is. */
  readonly mayCross: string | null;
  /** The share of days, 0 to 1, that are to lie between `low` and `high`. */
  readonly confidence: number;
}

const fewestValues = 7;
/** People and projects change: what is older says little, and takes time. */
const longestMemory = 150;

/**
 * The days after a history, each with its interval. The history is ascending; days may be null or missing, and those
 * at its end count: the first day of the forecast follows them. The limit is a percentage.
 * Null with fewer than seven known values within 150 days, on which an interval would be a guess.
 */
export function forecast(
  history: readonly Day[],
  horizon: number,
  { confidence = 0.8, limit = 100 }: { readonly confidence?: number; readonly limit?: number } = {},
): Forecast | null {
  const series = seriesOf(history, longestMemory);
  const today = history.at(-1)?.date;
  const lastKnown = history.findLast(({ value }) => value !== null)?.date;
  if (!today || !lastKnown || known(series).length < fewestValues) return null;
  const unknown = daysBetween(lastKnown, today);
  const { method, errors } = choiceFor(series, unknown + horizon);
  const outlook = method.outlook(series);
  const band = bandOf(errors, confidence);
  const days = Array.from({ length: horizon }, (_, i): ForecastDay => {
    const step = unknown + i + 1;
    const expected = Math.max(0, outlook(step));
    const distance = band(step);
    return { date: dayAfter(today, i + 1), expected, low: Math.max(0, expected - distance), high: expected + distance };
  });
  const isAbove = (series.at(-1) ?? 0) > limit;
  const crossing = isAbove ? days[0] : days.find(({ expected }) => expected > limit);
  const possible = isAbove ? days[0] : days.find(({ high }) => high > limit);
  return {
    method: method.name,
    days,
    crosses: crossing ? { date: crossing.date } : null,
    mayCross: possible?.date ?? null,
    confidence,
  };
}
