import { ExitCode, type QuadError } from "../errors.ts";
import { escaped, plain, type Style, shortened, styleOf, visible, widthOf } from "./style.ts";

/** Where a result, and everything that is not one, goes. */
export interface Output {
  /**
   * The one result of the command: on standard output, as JSON with `--json`, otherwise as rendered. A result that is a no
   * has an exit code of its own.
   */
  result<T>(value: T, render: (value: T, style: Style) => string | Promise<string>, exitCode?: ExitCode): Promise<void>;
  /** The next of many results, which come one after the other: a line each, with `--json` of JSON. */
  lines<T>(values: readonly T[], render: (value: T, style: Style) => string): Promise<void>;
  /** Something worth knowing on standard error; silenced by `--quiet`. */
  note(text: string): void;
  /** How a table in a note is drawn: for people in any case, and as wide as it is where no terminal shows it. */
  readonly noteStyle: Style;
  /** Something that needs looking at, on standard error, even with `--quiet`. */
  warn(text: string): void;
  /** Shows that something which takes a moment is under way, and how far it says it is; only to a person at a terminal. */
  progress<T>(about: string, work: (say: (about: string) => void) => Promise<T>): Promise<T>;
  /** True with `--json`. */
  readonly json: boolean;
  /** Whether a person at a terminal reads the result. */
  readonly tty: boolean;
  /** Ends the program with the exit code of something that it ran. */
  endWith(code: number): void;
  /** What the program ends with when nothing failed. */
  readonly exitCode: number;
}

/** A stream as far as output needs it. */
export interface Sink {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

export interface OutputOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly colour: boolean;
}

export function createOutput(stdout: Sink, stderr: Sink, { json, quiet, colour }: OutputOptions): Output {
  let ended: number = ExitCode.done;
  return {
    json,
    tty: stdout.isTTY === true,
    endWith(code) {
      ended = code;
    },
    get exitCode() {
      return ended;
    },
    async result(value, render, exitCode = ExitCode.done) {
      ended = exitCode;
      const text = json
        ? jsonText(value, 2)
        : await render(value, await styleOf(stdout, colour && stdout.isTTY === true));
      if (text !== "") stdout.write(`${text}\n`);
    },
    async lines(values, render) {
      const style = await styleOf(stdout, colour && stdout.isTTY === true);
      const text = values.map((value) => `${json ? jsonText(value) : render(value, style)}\n`).join("");
      if (text !== "") stdout.write(text);
    },
    note(text) {
      if (!quiet) stderr.write(`${text}\n`);
    },
    noteStyle: { ...plain, tty: true, columns: stderr.isTTY ? widthOf(stderr) : Number.POSITIVE_INFINITY },
    warn(text) {
      stderr.write(`${text}\n`);
    },
    async progress(about, work) {
      // A spinner erases as many lines as it thinks it has written; without a width it would never end.
      if (stderr.isTTY !== true || quiet || json || stderr.columns === 0) return work(() => {});
      const { default: ora } = await import("ora");
      const spinner = ora({ text: about, stream: stderr as NodeJS.WriteStream, discardStdin: false }).start();
      try {
        return await work((text) => {
          spinner.text = text;
        });
      } finally {
        spinner.stop();
      }
    },
  };
}

/** JSON that a terminal can show: what JSON lets through and cannot be seen is escaped as well. */
const jsonText = (value: unknown, indent?: number): string => escaped(JSON.stringify(value, null, indent));

/** A failure as it is printed, once, on standard error. */
export function renderFailure(failure: QuadError, json: boolean): string {
  // A path is the longest word that is shown whole; the parser of the command line quotes whatever it is given.
  const message = failure.message.replace(/\S{2000,}/g, (word) => shortened(word));
  if (json) {
    const error = {
      code: failure.code,
      message,
      ...(failure.detail.length > 0 && { detail: failure.detail }),
      hint: failure.hint.join("\n"),
    };
    return jsonText({ error });
  }
  return [message, ...failure.detail, ...failure.hint].map(visible).join("\n");
}
