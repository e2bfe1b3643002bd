import { conflict } from "../errors.ts";
import type { Crontab } from "./crontab-file.ts";

// A crontab is text in whatever encoding its owner likes, so here it has one character a byte (latin1), and comes out as it
// went in.

/** What quad has in a crontab, for one install: the lines between its two markers. */
export interface Block {
  /** The lines above it. */
  readonly above: readonly string[];
  readonly lines: readonly string[];
  readonly below: readonly string[];
}

const bytes = (text: string): string => Buffer.from(text, "utf8").toString("latin1");
const text = (latin1: string): string => Buffer.from(latin1, "latin1").toString("utf8");

const begin = (home: string): string => `# quad: begin ${home}`;
const end = (home: string): string => `# quad: end ${home}`;

/** A block as a whole, with its markers. */
export const wholeBlock = (home: string, lines: readonly string[]): readonly string[] => [
  begin(home),
  ...lines,
  end(home),
];

/** Which crontab a text is, for a message. */
export type Named = Pick<Crontab, "where" | "byHand">;

/** Finds the block of an install. Throws conflict where it does not begin once and end once. */
export function findBlock(crontab: string, home: string, { where, byHand }: Named): Block | undefined {
  const lines = crontab.split("\n");
  const marks = lines.flatMap((line, at) => {
    const mark = text(line.replace(/\r$/, ""));
    return /^# quad: (begin|end) /.test(mark) ? [{ at, mark }] : [];
  });
  const first = marks.findIndex(({ mark }) => mark === begin(home));
  const own = marks.filter(({ mark }) => mark === begin(home) || mark === end(home));
  if (own.length === 0) return undefined;
  const [from, to] = [marks[first], marks[first + 1]];
  if (own.length !== 2 || from === undefined || to?.mark !== end(home)) {
    throw conflict(`The block of quad for ${home} in ${where} does not begin once and end once; nothing was changed.`, {
      detail: own.map(({ at, mark }) => `line ${at + 1}: ${mark}`),
      hint: byHand,
    });
  }
  return {
    above: lines.slice(0, from.at),
    lines: lines.slice(from.at + 1, to.at).map((line) => text(line.replace(/\r$/, ""))),
    below: lines.slice(to.at + 1),
  };
}

/** Puts lines between the markers of an install: where they are, or at the end. Every other byte stays. */
export function putBlock(crontab: string, home: string, lines: readonly string[], named: Named): string {
  const block = wholeBlock(home, lines).map(bytes);
  const found = findBlock(crontab, home, named);
  if (found) return [...found.above, ...block, ...found.below].join("\n");
  const rest = crontab.split("\n");
  // The last of them is what stands behind the last line's end: nothing, or a line that has none, and then the block has none.
  return (rest.at(-1) === "" ? [...rest.slice(0, -1), ...block, ""] : [...rest, ...block]).join("\n");
}

/** Takes the block of an install out, with its markers. Every other byte stays. */
export function dropBlock(crontab: string, home: string, named: Named): string {
  const found = findBlock(crontab, home, named);
  return found ? [...found.above, ...found.below].join("\n") : crontab;
}
