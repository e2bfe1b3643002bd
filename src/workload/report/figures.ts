import { levelOf } from "./bands.ts";

/** What stands where there is no figure. */
export const nothing = "–";

/** A count or points, with separators: 1,234.5. */
export const amount = (value: number): string => value.toLocaleString("en", { maximumFractionDigits: 1 });

/**
 * A percentage with at most one decimal: "33.3 %", its space never broken. More decimals are shown where rounding would
 * move it to another band, as with 100.04.
 */
export function percentage(value: number | null): string {
  if (value === null) return nothing;
  const digits = [0, 1, 2, 3].find((n) => Math.abs(value - Number(value.toFixed(n))) < 0.05 && sameBand(value, n)) ?? 4;
  return `${value.toLocaleString("en", { maximumFractionDigits: digits })}\u00a0%`;
}

const sameBand = (value: number, digits: number) => levelOf(Number(value.toFixed(digits))) === levelOf(value);

/** A change with its sign, in `unit`: "+3", "−12 points", "no change"; nothing where one side is not known. */
export function change(now: number | null, before: number | null | undefined, unit = ""): string {
  if (now === null || before === null || before === undefined) return nothing;
  const by = Math.round((now - before) * 10) / 10;
  if (by === 0) return "±0";
  return `${by > 0 ? "+" : "−"}${amount(Math.abs(by))}${unit && `\u00a0${unit}`}`;
}

/** A day in words: "24 November 2026", or "24 Nov" where `short`. */
export function dayInWords(day: string, short = false): string {
  const options = short
    ? ({ day: "numeric", month: "short" } as const)
    : ({ day: "numeric", month: "long", year: "numeric" } as const);
  return new Date(`${day}T00:00:00Z`).toLocaleDateString("en-GB", { ...options, timeZone: "UTC" });
}

/** A moment in this host's time zone, which it names. */
export const momentInWords = (at: Date): string =>
  at.toLocaleString("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  });

/** How many days there are from one to another, both counted. */
export const daysFrom = (first: string, last: string): number =>
  Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000) + 1;
