import type { Comparison, Standing } from "./desk.ts";

/** A comparison as it is shown: to four places, as percentages are stored. Only the search itself needs them whole. */
export const rounded = <T extends Comparison>(comparison: T): T => ({
  ...comparison,
  before: comparison.before.map(toFourPlaces),
  after: comparison.after.map(toFourPlaces),
});

const toFourPlaces = ({ email, capacity }: Standing): Standing => ({
  email,
  capacity: capacity === null ? null : Math.round(capacity * 1e4) / 1e4,
});
