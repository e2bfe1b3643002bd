import { usage } from "../../errors.ts";
import { bytesOf, wholeOf } from "../../files/bytes.ts";
import { counted, shortened } from "../../terminal/style.ts";
import type { Holiday } from "../calendar.ts";
import type { Years } from "../year.ts";
import { readIcs } from "./ics.ts";
import { readList } from "./list.ts";
import { Problems } from "./problems.ts";

const mostBytes = 4 * 1024 * 1024;

/** What a file says of holidays, by day, and what a person should know of it, a sentence each. */
export interface ReadHolidays {
  readonly holidays: readonly Holiday[];
  readonly repeats: boolean;
  readonly notes: readonly string[];
}

/**
 * The holidays of a file, or of standard input (`-`): a calendar (RFC 5545), or a list of days and names; which of them is seen by its first
 * line. What repeats is taken in these years. Throws a usage error that lists what is wrong with it.
 */
export async function readHolidays(
  file: string,
  stdin: () => AsyncIterable<Uint8Array>,
  years: Years,
): Promise<ReadHolidays> {
  const name = file === "-" ? "stdin" : shortened(file);
  const text = await textOf(file === "-" ? stdin() : bytesOf(file), name);
  const problems = new Problems();
  const { holidays, repeats, notes } = /^\s*BEGIN:/i.test(text)
    ? await readIcs(text, years, problems)
    : { holidays: readList(text, problems), repeats: false, notes: [] };
  if (problems.count > 0) {
    const more = problems.count - problems.first.length;
    throw usage(`${counted(problems.count, "problem")} in ${name}. Nothing was changed.`, {
      detail: [
        ...problems.first.map((text) => `${name}:${/^\d+:/.test(text) ? "" : " "}${text}`),
        ...(more > 0 ? [`and ${more.toLocaleString("en")} more`] : []),
      ],
    });
  }
  if (holidays.length === 0) {
    throw usage(`There are no holidays in ${name}. Nothing was changed.`, {
      detail: notes,
      hint: "It is a calendar's export (.ics), or a line such as 2026-12-25 Christmas for each.",
    });
  }
  return { holidays: holidays.toSorted((a, b) => (a.day < b.day ? -1 : 1)), repeats, notes };
}

async function textOf(bytes: AsyncIterable<Uint8Array>, name: string): Promise<string> {
  const whole = await wholeOf(bytes, mostBytes, () =>
    usage(`${name} is longer than 4 MB, which no year's holidays are.`),
  );
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(whole);
    if (!text.includes("\0")) return text;
  } catch {}
  throw usage(`${name} is no text in UTF-8.`);
}
