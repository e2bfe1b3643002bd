import { usage } from "../errors.ts";
import { shortened } from "../terminal/style.ts";

/** A moment as it was typed: so many seconds ago, or a time. */
export type Moment = { readonly ago: number } | { readonly at: Date };

const seconds = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 } as const;

/** A span of time in seconds, as in 90s, 30m, 12h, 7d, 2w. Throws a usage error. */
export function parseSpan(text: string): number {
  const span = spanOf(text);
  if (span !== undefined) return span;
  throw usage(`${JSON.stringify(shortened(text))} is no span of time.`, { hint: "As in 90s, 30m, 12h, 7d or 2w." });
}

function spanOf(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
  return count && unit ? Number(count) * seconds[unit as keyof typeof seconds] : undefined;
}

/**
 * A moment to come: in how long (30d), a date, or a time. Of a date, and of so many days or weeks, it is the midnight here with which
 * that day begins, so that it is the same whenever it is said that day. Throws a usage error.
 */
export function parseDeadline(text: string, now = Date.now()): Date {
  const moment = parseMoment(text);
  const at = "ago" in moment ? new Date(now + moment.ago * 1000) : moment.at;
  if (/[dw]$/.test(text)) at.setHours(0, 0, 0, 0);
  if (at.getTime() > now) return at;
  throw usage(`${JSON.stringify(shortened(text))} is over already.`, {
    hint: "Give a time to come, as in 90d or 2027-01-31.",
  });
}

/**
 * A moment: how long ago (90s, 30m, 12h, 7d, 2w), a date, which begins at midnight here, or a time as in ISO 8601, which is
 * meant here where it names no zone. Throws a usage error.
 */
export function parseMoment(text: string): Moment {
  const ago = spanOf(text);
  if (ago !== undefined) return { ago };
  const [, date, time = "00:00", zone = ""] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:?\d\d)?)?$/.exec(text) ?? [];
  const at = new Date(`${date}T${time}${zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone}`);
  // A 31st of February would be taken for a day in March.
  if (date && !Number.isNaN(at.getTime()) && new Date(date).getUTCDate() === Number(date.slice(8))) return { at };
  throw usage(`${JSON.stringify(shortened(text))} is no time.`, {
    hint: "How long ago, as in 90s, 30m, 12h, 7d, 2w; or a time, as in 2026-02-28 or 2026-02-28T17:30.",
  });
}
