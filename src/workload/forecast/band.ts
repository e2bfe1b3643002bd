import type { Errors } from "./rolling-errors.ts";
import { known } from "./series.ts";

const fewest = 12;

/**
 * How far the value so many steps ahead is from the expected one, at most, with this confidence (0 to 1): the quantile
 * of the past errors at that step and its neighbours. Steps with too few errors take those of the longest that has
 * enough, widened as a random walk spreads.
 */
export function bandOf(errors: Errors, confidence: number): (step: number) => number {
  const distances = errors.map((row) => known(row).map(Math.abs));
  return (step) => {
    let basis = Math.min(step, distances.length);
    while (basis > 1 && (distances[basis - 1]?.length ?? 0) < fewest) basis--;
    const pool = [basis - 1, basis, basis + 1].flatMap((near) => distances[near - 1] ?? []).sort((a, b) => a - b);
    // The correction of split-conformal intervals. Errors many steps ahead overlap, and so count for fewer.
    const count = Math.max(2, (distances[basis - 1]?.length ?? 0) / (1 + basis / 20));
    return quantile(pool, Math.min(1, confidence * (1 + 1 / count))) * Math.sqrt(step / basis);
  };
}

function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? 0;
  return below + (above - below) * (place - Math.floor(place));
}
