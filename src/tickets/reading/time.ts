import { QuadError, usage } from "../../errors.ts";
import { shortened } from "../../terminal/style.ts";
import { parseMoment } from "../../values/moment.ts";

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/**
 * A time of a ticket: as in ISO 8601, or as Jira exports it in English (`12/Mar/24 3:04 PM`). It is meant here where it names no zone.
 * Throws a usage error.
 */
export function parseTime(text: string): Date {
  const at = jiraTime(text) ?? isoTime(text);
  if (at && at.getFullYear() >= 1970) return at;
  throw usage(`${JSON.stringify(shortened(text))} is no time of a ticket.`, {
    hint: "Expected is 2024-03-12, 2024-03-12T15:04Z, 12/Mar/24 3:04 PM or 12/Mar/2024 15:04.",
  });
}

function isoTime(text: string): Date | undefined {
  if (!/^\d{4}-/.test(text)) return undefined;
  try {
    const moment = parseMoment(text);
    return "at" in moment ? moment.at : undefined;
  } catch (error) {
    if (error instanceof QuadError) return undefined;
    throw error;
  }
}

function jiraTime(text: string): Date | undefined {
  const parts = /^(\d\d?)\/(\w{3})\/(\d\d|\d{4})(?:\s(\d\d?):(\d\d)(?::\d\d)?(?:\s?([AP])M)?)?$/i.exec(text);
  if (!parts) return undefined;
  const [day, year, hour, minute] = [parts[1], parts[3], parts[4] ?? 0, parts[5] ?? 0].map(Number) as [
    number,
    number,
    number,
    number,
  ];
  const half = parts[6]?.toLowerCase();
  const month = months.indexOf(parts[2]?.toLowerCase() ?? "");
  if (minute > 59 || hour > 23 || (half && (hour < 1 || hour > 12))) return undefined;
  const at = new Date(
    year < 100 ? 2000 + year : year,
    month,
    day,
    half ? (hour % 12) + (half === "p" ? 12 : 0) : hour,
    minute,
  );
  return month !== -1 && at.getMonth() === month && at.getDate() === day ? at : undefined;
}
