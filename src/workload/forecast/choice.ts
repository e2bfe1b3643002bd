import { challengers, lastValue, type Method } from "./methods.ts";
import { type Errors, rollingErrors } from "./rolling-errors.ts";
import type { Series } from "./series.ts";

/** A method with how wrong it had been on this series. */
export interface Choice {
  readonly method: Method;
  readonly errors: Errors;
}

const clearlyBetter = 0.9;

/**
 * The method that had been right most nearly on the series itself, over all steps. The last value is kept unless
 * another suits the series, had errors at least 10 % smaller, and was better in the earlier and in the later half.
 */
export function choiceFor(series: Series, horizon: number): Choice {
  const first = Math.max(14, Math.floor(series.length / 3));
  const reference = rollingErrors(lastValue, series, horizon, first);
  const trials = reference[0]?.length ?? 0;
  let best: Choice = { method: lastValue, errors: rollingErrors(lastValue, series, horizon, 0) };
  let least = clearlyBetter;
  for (const method of challengers) {
    if (trials < method.trials || !method.suits(series)) continue;
    const errors = rollingErrors(method, series, horizon, first);
    const ratio = (from: number, to: number) => meanError(errors, from, to) / meanError(reference, from, to);
    const all = ratio(0, 1);
    if (all < least && ratio(0, 0.5) < 1 && ratio(0.5, 1) < 1) [best, least] = [{ method, errors }, all];
  }
  return best;
}

/** The mean absolute error over all steps, of the days between two shares of all. */
function meanError(errors: Errors, from: number, to: number): number {
  let sum = 0;
  let count = 0;
  for (const row of errors)
    for (const error of row.slice(Math.floor(row.length * from), Math.floor(row.length * to)))
      if (!Number.isNaN(error)) {
        sum += Math.abs(error);
        count++;
      }
  return sum / count;
}
