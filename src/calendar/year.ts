import { usage } from "../errors.ts";
import { shortened } from "../terminal/style.ts";

/** The first and the last of some years. */
export type Years = readonly [first: number, last: number];

const year = /^(1[89]\d\d|2\d\d\d)$/;

/** A year from 1900 to 2999. Throws a usage error. */
export function parseYear(text: string): number {
  if (year.test(text) && Number(text) >= 1900) return Number(text);
  throw usage(`${JSON.stringify(shortened(text))} is no year from 1900 to 2999.`);
}

/** A year or several, at most a hundred: 2026, 2026-2028. Throws a usage error. */
export function parseYears(text: string): Years {
  const [from = "", to = from, ...more] = text.split("-");
  if (more.length > 0) throw usage(`${JSON.stringify(shortened(text))} are no years, such as 2026-2028.`);
  const years = [parseYear(from), parseYear(to)] as const;
  if (years[0] > years[1]) throw usage(`${years[0]} is after ${years[1]}.`);
  if (years[1] - years[0] >= 100) throw usage(`${shortened(text)} are more than a hundred years.`);
  return years;
}
