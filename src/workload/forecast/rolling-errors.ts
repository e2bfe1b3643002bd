import type { Method } from "./methods.ts";
import type { Series } from "./series.ts";

/**
 * By steps ahead (the first is one day), then by the day that was asked: what came, less what the method had expected;
 * NaN where nothing is known.
 */
export type Errors = readonly (readonly number[])[];

/** How wrong the method had been, asked on each day of the series from `first` on with what was known by then. */
export function rollingErrors({ outlook }: Method, series: Series, horizon: number, first: number): Errors {
  const errors = Array.from({ length: horizon }, (): number[] => []);
  for (let day = first; day < series.length - 1; day++) {
    if (Number.isNaN(series[day])) continue;
    const expected = outlook(series.slice(0, day + 1));
    for (let step = 1; step <= horizon && day + step < series.length; step++)
      errors[step - 1]?.push((series[day + step] ?? Number.NaN) - Math.max(0, expected(step)));
  }
  return errors;
}
