import { shortened } from "../../terminal/style.ts";
import { parseDay } from "../../values/day.ts";
import type { Holiday } from "../calendar.ts";
import { holidayName } from "./name.ts";
import type { Problems } from "./problems.ts";

/**
 * The holidays of a list: `2026-12-25 Christmas` a line, or with a comma, semicolon or tab between, the name quoted where it has to be. Empty
 * lines, those after a #, and a first line of headers are passed over.
 */
export function readList(text: string, problems: Problems): readonly Holiday[] {
  const lines = new Map<string, number>();
  return text.split(/\r\n|\n|\r/).flatMap((written, i): Holiday[] => {
    const line = written.trim();
    if (line === "" || line.startsWith("#") || (i === 0 && /^"?(day|date)"?\s*[,;\t]/i.test(line))) return [];
    const wrong = (what: string) => {
      problems.add(`${i + 1}: ${what}`);
      return [];
    };
    const [, said, rest] = /^"?(\d{4}-\d\d-\d\d)"?(?:\s*[,;]\s*|\s+)(.*)$/.exec(line) ?? [];
    if (said === undefined || rest === undefined)
      return wrong(`${JSON.stringify(shortened(line))} is no day and its name, such as 2026-12-25 Christmas.`);
    const day = dayOf(said);
    if (day === undefined) return wrong(`${said} is no day.`);
    if (day < "1900" || day >= "3000") return wrong(`${said} is not from 1900 to 2999.`);
    const name = holidayName(unquoted(rest));
    if (name === undefined) return wrong(`${said} needs a name of 1 to 200 characters.`);
    const before = lines.get(day);
    if (before !== undefined) return wrong(`${day} is on line ${before} already.`);
    lines.set(day, i + 1);
    return [{ day, name }];
  });
}

function dayOf(text: string): string | undefined {
  try {
    return parseDay(text);
  } catch {
    return undefined;
  }
}

/** The first cell of what may be CSV. */
function unquoted(text: string): string {
  const [, quoted] = /^"((?:[^"]|"")*)"\s*(?:[,;].*)?$/.exec(text) ?? [];
  return quoted === undefined ? text : quoted.replaceAll('""', '"');
}
