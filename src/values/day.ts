import { usage } from "../errors.ts";
import { shortened } from "../terminal/style.ts";

/** A day as YYYY-MM-DD, which is how Postgres has it. */
export type Day = string;

/** A day, as in 2026-02-28. Throws a usage error. */
export function parseDay(text: string): Day {
  const day = text.trim();
  if (/^\d{4}-\d\d-\d\d$/.test(day) && isDay(day)) return day;
  throw usage(`${JSON.stringify(shortened(text))} is no day, such as 2026-02-28.`);
}

/** Two days, the first not after the second, as in 2026-02-01..2026-02-28. Throws a usage error. */
export function parseDays(text: string): readonly [Day, Day] {
  const [from = "", to = "", ...more] = text.split("..");
  if (to === "" || more.length > 0) {
    throw usage(`${JSON.stringify(shortened(text))} are no days, such as 2026-02-01..2026-02-28.`);
  }
  const days = [parseDay(from), parseDay(to)] as const;
  if (days[0] <= days[1]) return days;
  throw usage(`${days[0]} is after ${days[1]}.`);
}

/** How many whole months, as in 24mo or 2y. Throws a usage error. */
export function parseMonths(text: string): number {
  const [, count, unit] = /^(\d{1,4})(mo|y)$/.exec(text.trim()) ?? [];
  const months = Number(count) * (unit === "y" ? 12 : 1);
  if (months >= 1 && months <= 1200) return months;
  throw usage(`${JSON.stringify(shortened(text))} is no number of months, such as 24mo or 2y.`);
}

// A 31st of February would be taken for a day in March.
function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
