import { usage } from "../../errors.ts";
import { shortened } from "../../terminal/style.ts";

/** The key of a ticket, such as JIRA-123 (in capitals) or INC0012345: 1 to 100 visible characters without a space. Throws a usage error. */
export function parseKey(text: string): string {
  if (/^[A-Za-z][A-Za-z0-9_]{0,31}-[0-9]{1,10}$/.test(text)) return text.toUpperCase();
  if (text.length > 100)
    throw usage(`${quoted(text)} is too long for the key of a ticket; it can have 100 characters.`);
  if (/^[^\s\p{Cc}\p{Cf}\p{Cs}]+$/u.test(text)) return text;
  throw usage(
    `${quoted(text)} is not the key of a ticket, such as JIRA-123: it has no spaces, and all of it can be seen.`,
  );
}

/** Story points; null where there are none (`-`, `None`, `?`). Throws a usage error. */
export function parsePoints(text: string): number | null {
  if (/^(-|none|\?)$/i.test(text)) return null;
  if (/^\d{1,4}([.,]\d{1,2})?$/.test(text)) return Number(text.replace(",", "."));
  throw usage(`${quoted(text)} is no number of story points: 0 to 9999.99, at most two decimals, as in 3 or 2.5.`);
}

/** Who it is given to, as it is written; null where that is nobody. Throws a usage error. */
export function parseAssignee(text: string): string | null {
  if (/^unassigned$/i.test(text)) return null;
  if (text.length > 254) throw usage(`${quoted(text)} is too long for a person; 254 characters are read.`);
  return oneLine(text, 254);
}

/** Text as one line of at most so many characters; null where nothing is left of it. */
export function oneLine(text: string, most: number): string | null {
  const line = text
    .slice(0, 20 * most)
    .replace(/[\p{Cc}\p{Cs}\s]+/gu, " ")
    .trim();
  return (line.length > most ? [...line].slice(0, most).join("").trim() : line) || null;
}

const quoted = (text: string) => JSON.stringify(shortened(text));
