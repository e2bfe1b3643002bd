import { usage } from "../../errors.ts";
import { shortened } from "../../terminal/style.ts";
import { type Day, parseDay } from "../../values/day.ts";

export const companyFlag = ["--company <company>", "of which company, where there are several"] as const;

/** A day that calendars reach, 1900 to 2999. Throws a usage error. */
export function parseCalendarDay(text: string): Day {
  const day = parseDay(text);
  if (day >= "1900" && day < "3000") return day;
  throw usage(`${shortened(text)} is not from 1900 to 2999.`);
}
