import { usage } from "../../errors.ts";
import { shortened } from "../../terminal/style.ts";

/** A holiday's name in one line; undefined for none, or one of more than 200 characters. */
export function holidayName(text: string): string | undefined {
  const name = text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  return name === "" || [...name].length > 200 ? undefined : name;
}

/** The same of what somebody typed. Throws a usage error. */
export function parseHolidayName(text: string): string {
  const name = holidayName(text);
  if (name !== undefined) return name;
  throw usage(`${JSON.stringify(shortened(text))} is no name for a holiday: 1 to 200 characters.`);
}
