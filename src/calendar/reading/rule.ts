import type ICAL from "ical.js";

/**
 * Why a rule of repetition is not read; undefined where it is. What holidays repeat by is read: every so many years, on days of a month or on
 * its n-th weekday. There are rules that no day ever fulfils, for which the library would look forever.
 */
export function unreadable(rule: ICAL.Recur): string | undefined {
  const parts = rule.parts as Readonly<Record<string, readonly (string | number)[]>>;
  const { BYMONTH: months = [], BYMONTHDAY: days = [], BYDAY: weekdays = [], BYSETPOS: places = [], ...others } = parts;
  if (rule.freq !== "YEARLY" || rule.interval < 1 || rule.interval > 100) return "is not of every year";
  const [other] = Object.keys(others);
  if (other !== undefined) return `has ${other}`;
  if (weekdays.length > 0 && months.length === 0) return "names weekdays and no month";
  if (weekdays.some((day) => !/^([+-]?[1-4]|-?5)?(MO|TU|WE|TH|FR|SA|SU)$/.test(String(day))))
    return "names weekdays that there are not";
  const counted = weekdays.some((day) => /\d/.test(String(day)));
  if (counted && days.length > 0) return "counts weekdays among days of the month";
  if (days.some((day) => Number(day) < 1 || Number(day) > 31)) return "counts days from a month's end";
  if (weekdays.length > 0 && days.some((day) => Number(day) > 28))
    return "needs a weekday on a day that not every month has";
  const one = places.length === 1 && Math.abs(Number(places[0])) <= 4 && months.length === 1 && weekdays.length === 1;
  if (places.length > 0 && (!one || counted || days.length > 0))
    return "has BYSETPOS beside more than one weekday of a month";
  return undefined;
}

/** Whether a rule means this day of the month: the library takes a 30th of February for the 2nd of March. */
export function isMeant(
  rule: ICAL.Recur | undefined,
  start: { readonly day: number },
  { month, day }: MonthDay,
): boolean {
  const parts = (rule?.parts ?? {}) as Readonly<Record<string, readonly (string | number)[]>>;
  if (parts.BYMONTH && !parts.BYMONTH.includes(month)) return false;
  if (parts.BYMONTHDAY) return parts.BYMONTHDAY.includes(day);
  return parts.BYDAY !== undefined || day === start.day;
}

interface MonthDay {
  readonly month: number;
  readonly day: number;
}
