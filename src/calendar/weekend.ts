import { usage } from "../errors.ts";
import { shortened } from "../terminal/style.ts";

/** Days of the week as ISO counts them, 1 Monday to 7 Sunday. */
export type Weekend = readonly number[];

const names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** The name of a day of the week, by its ISO number. */
const weekdayName = (day: number): string => names[day - 1] ?? "";

/** The day of the week of a day, by name. */
export const weekdayOf = (day: string): string => weekdayName(new Date(`${day}T00:00Z`).getUTCDay() || 7);

/** The short names of a weekend's days, as they are typed: fri, sat. */
export const shortNames = (weekend: Weekend): readonly string[] =>
  weekend.map((day) => weekdayName(day).slice(0, 3).toLowerCase());

/** Days of the week by their names, as in fri,sat; `none` for a company that never rests. Throws a usage error. */
export function parseWeekend(text: string): Weekend {
  const words = text
    .trim()
    .toLowerCase()
    .split(/\s*,\s*/);
  if (words.join() === "none") return [];
  const days = words.map((word) => {
    const at = word.length < 3 ? -1 : names.findIndex((name) => name.toLowerCase().startsWith(word));
    if (at >= 0) return at + 1;
    throw usage(`${JSON.stringify(shortened(word))} is no day of the week, such as sat.`, {
      hint: "Name the days that are free: --weekend fri,sat (or none)",
    });
  });
  const weekend = [...new Set(days)].sort();
  if (weekend.length === names.length) throw usage("A week has to have a day to work on.");
  return weekend;
}

/** On which days a company works, as it is said: Monday to Friday; Monday, Wednesday. */
export function workingDays(weekend: Weekend): string {
  const working = names.flatMap((name, i) => (weekend.includes(i + 1) ? [] : [{ name, at: i }]));
  const [first, last] = [working[0], working.at(-1)];
  const together = first && last && last.at - first.at === working.length - 1;
  if (together && working.length > 2) return `${first.name} to ${last.name}`;
  const free = names.filter((_, i) => weekend.includes(i + 1));
  // Sunday to Thursday is one stretch too, over the end of the week.
  if (
    free.length > 0 &&
    working.length > 2 &&
    weekend.every((day, i) => i === 0 || day === (weekend[i - 1] ?? 0) + 1)
  ) {
    const [from, to] = [(weekend.at(-1) ?? 0) + 1, (weekend[0] ?? 0) - 1];
    return `${weekdayName(from)} to ${weekdayName(to)}`;
  }
  return working.map(({ name }) => name).join(", ");
}
