import { dirname, resolve } from "node:path";
import { usage } from "../errors.ts";
import { replaceFile } from "../files/replace-file.ts";
import type { Output } from "./output.ts";
import { type Style, shortened, styleOf } from "./style.ts";

/** The flag with which a report goes into a file. */
export const outputFlag = [
  "-o, --output <file>",
  "write it into a file, whole or not at all; - is standard output",
  parseOutput,
] as const;

/** A file, or `-` for standard output. Throws a usage error. */
function parseOutput(text: string): string {
  if (text.trim() !== "" && (text === "-" || !text.startsWith("-"))) return text;
  throw usage(`${JSON.stringify(shortened(text))} is no file to write into.`, {
    hint: "Name one, as in --output report.html, or - for standard output.",
  });
}

/** The format that is asked for; --json is json by another name. Throws a usage error where both say something else. */
export function formatOf<F extends string>(said: F | undefined, json: boolean): F | "table" | "json" {
  if (!json || said === "json") return said ?? "table";
  if (said === undefined) return "json";
  throw usage(`--json is --format json, and --format ${said} is another.`, { hint: "Leave out one of them." });
}

/**
 * Gives a report out, or writes it into a file. `text` is what it is in the format that was asked for; undefined for the table that
 * `render` draws. Throws a usage error where the file cannot be written.
 */
export async function giveReport<T>(
  output: Output,
  value: T,
  {
    render,
    text,
    file,
  }: {
    render: (value: T, style: Style) => string | Promise<string>;
    text: string | undefined;
    file: string | undefined;
  },
): Promise<void> {
  if (file === undefined || file === "-") return output.result(value, text === undefined ? render : () => text);
  await writeWhole(file, `${text ?? (await render(value, await styleOf({}, false)))}\n`);
  output.note(`Wrote ${file}.`);
}

/** By a temporary file beside it and a rename: whoever reads it meanwhile has the old one or the new one, whole. */
async function writeWhole(path: string, text: string): Promise<void> {
  try {
    await replaceFile(path, text);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw usage(`${path} cannot be written: ${reasons[code] ?? message}.`, {
      hint: `Look at ${dirname(resolve(path))}.`,
    });
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "its directory is not there",
  EACCES: "no right to write there",
  EPERM: "no right to write there",
  EROFS: "the file system is read-only",
  EISDIR: "it is a directory",
  ENOTDIR: "it lies below a file",
  ENOSPC: "the disk is full",
};
