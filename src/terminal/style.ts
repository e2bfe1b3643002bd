/** How the stream that shows a result wants it. */
export interface Style {
  /** A person looks at it: tables are drawn; otherwise rows are tab-separated. */
  readonly tty: boolean;
  readonly columns: number;
  readonly paint: Paint;
}

/** Colours by meaning. Each returns its text unchanged where colour is off. */
interface Paint {
  bold(text: string): string;
  faint(text: string): string;
  good(text: string): string;
  warn(text: string): string;
  orange(text: string): string;
  bad(text: string): string;
  accent(text: string): string;
}

const plainly = (text: string) => text;
const noPaint: Paint = {
  bold: plainly,
  faint: plainly,
  good: plainly,
  warn: plainly,
  orange: plainly,
  bad: plainly,
  accent: plainly,
};

/** For what is said beside a result: no tables drawn, no colour. */
export const plain: Style = { tty: false, columns: 80, paint: noPaint };

/** How many columns a stream shows; 80 where it does not say, as a terminal whose size was never set. */
export const widthOf = ({ columns }: { columns?: number | undefined }): number => columns || 80;

/** The style of a stream. chalk is loaded only where there is colour. */
export async function styleOf(stream: { isTTY?: boolean; columns?: number }, colour: boolean): Promise<Style> {
  return {
    tty: stream.isTTY === true,
    columns: widthOf(stream),
    paint: colour ? await colours() : noPaint,
  };
}

async function colours(): Promise<Paint> {
  const { Chalk } = await import("chalk");
  const chalk = new Chalk({ level: 1 });
  return {
    bold: chalk.bold,
    faint: chalk.dim,
    good: chalk.green,
    warn: chalk.yellow,
    // Between yellow and red there is none in a terminal's first sixteen.
    orange: new Chalk({ level: 2 }).ansi256(208),
    bad: chalk.red,
    accent: chalk.cyan,
  };
}

// What moves the cursor, hides text or turns it around: C0 and C1 controls, and Unicode's bidirectional formatting.
const unprintable = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Text from outside, made safe to show on a terminal: what cannot be seen is written out as `\u{1b}`. */
export const visible = (text: string): string =>
  text.replace(unprintable, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);

/** Whether a text can be shown as it is; printable ASCII is seen to be at once. */
export const isVisible = (text: string): boolean => /^[ -~]*$/.test(text) || text.search(unprintable) === -1;

/** `visible` for JSON, whose own line breaks stay: the escapes are JSON's. */
export const escaped = (json: string): string =>
  json.replace(unprintable, (character) =>
    character === "\n" ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** Cuts a quoted value that is too long to read. */
export const shortened = (text: string, most = 80): string =>
  text.length <= most ? text : `${text.slice(0, most)}… (${text.length.toLocaleString("en")} characters)`;

/** "1 member", "2 members". */
export const counted = (n: number, noun: string, plural = `${noun}s`): string =>
  `${n.toLocaleString("en")} ${n === 1 ? noun : plural}`;

/** A percentage as a person writes it: 50, 33.3, 12.25. */
export const percent = (value: number): string => `${Number(value.toFixed(2))} %`;

/** Bytes in whole kilobytes, or from a million on in whole megabytes, upwards. */
export const sizeOf = (bytes: number): string =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} KB` : `${Math.ceil(bytes / 1e6).toLocaleString("en")} MB`;

/** A day as it is on this host, which is how one is given too: 2027-01-31. */
export function localDay(at: Date): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** A moment as a person at a terminal reads it, in their zone; for scripts in UTC. */
export function timeOf(at: Date, { tty }: Pick<Style, "tty">): string {
  if (!tty) return at.toISOString();
  const two = (n: number) => String(n).padStart(2, "0");
  return `${localDay(at)} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** Behind a space. */
export const atSpaces = /(?<= )/;

/** A line in pieces where it is wider, by characters or as `widthIn` has it; what has no place to break at stays whole. */
export function broken(
  line: string,
  width: number,
  widthIn = ({ length }: string): number => length,
  places = atSpaces,
): readonly string[] {
  const lines: string[] = [];
  for (const piece of line.split(places)) {
    const longer = `${lines.at(-1) ?? ""}${piece}`;
    if (lines.length === 0 || widthIn(longer.trimEnd()) > width) lines.push(piece);
    else lines[lines.length - 1] = longer;
  }
  return lines.map((one) => one.trimEnd());
}
