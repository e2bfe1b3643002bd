import * as fs from "node:fs/promises";
import { dirname, extname, join, relative, resolve } from "node:path";
import type { Problems } from "./problems.ts";

/** A file as it was read. */
export interface Source {
  /** As it was named on the command line, for messages. */
  readonly file: string;
  /** Absolute; of standard input the empty text. */
  readonly directory: string;
  readonly text: string;
  /** Found in a directory, not named: what is no part of an organisation may be passed over. */
  readonly found: boolean;
}

export interface SourceOptions {
  /** With a dot; which files of a directory are read. */
  readonly extensions: readonly string[];
  /** In bytes; what is longer is a problem. */
  readonly largest: number;
  readonly readStdin: () => Promise<string>;
}

/** Reads files, whole directories, and standard input (`-`). What cannot be read is a problem. */
export async function readSources(
  names: readonly string[],
  options: SourceOptions,
  problems: Problems,
): Promise<readonly Source[]> {
  const sources = new Map<string, Source>();
  for (const name of names) {
    if (name === "-") {
      if (sources.has(name)) continue;
      const text = await readStandardInput(options, problems);
      sources.set(name, { file: "stdin", directory: "", text, found: false });
      continue;
    }
    for (const { file, found } of await filesOf(name, options, problems)) {
      // The same file named twice, or named and found, is one file.
      const path = await fs.realpath(file);
      if (sources.has(path)) continue;
      const text = await readText(file, options, problems);
      if (text !== undefined) sources.set(path, { file, directory: dirname(resolve(file)), text, found });
    }
  }
  return [...sources.values()];
}

async function filesOf(name: string, { extensions }: SourceOptions, problems: Problems) {
  const whole = { file: name, line: 0 };
  try {
    if (!(await fs.stat(name)).isDirectory()) return [{ file: name, found: false }];
    const entries = await fs.readdir(name, { recursive: true, withFileTypes: true });
    const paths = entries
      .filter((entry) => entry.isFile() || entry.isSymbolicLink())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => extensions.includes(extname(path)) && !isHidden(relative(name, path)))
      .sort();
    const files = paths.map((file) => ({ file, found: true }));
    if (files.length === 0) problems.add(whole, `There is no ${extensions.join(" or ")} file in it.`);
    return files;
  } catch (error) {
    problems.add(whole, unreadable(error));
    return [];
  }
}

const isHidden = (path: string): boolean => path.split("/").some((part) => part.startsWith("."));

async function readText(file: string, { largest }: SourceOptions, problems: Problems): Promise<string | undefined> {
  const whole = { file, line: 0 };
  try {
    // Looked at before it is read: it may be longer than the memory.
    const { size } = await fs.stat(file);
    if (size > largest) return void problems.add(whole, tooLong(size, largest));
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await fs.readFile(file));
    if (!text.includes("\0")) return text;
    problems.add(whole, "It is not a text file.");
  } catch (error) {
    problems.add(whole, error instanceof TypeError ? "It is not a text file in UTF-8." : unreadable(error));
  }
  return undefined;
}

async function readStandardInput({ largest, readStdin }: SourceOptions, problems: Problems): Promise<string> {
  const text = await readStdin();
  if (text.length <= largest) return text;
  problems.add({ file: "stdin", line: 0 }, tooLong(text.length, largest));
  return "";
}

const tooLong = (size: number, largest: number): string =>
  `It is ${megabytes(size)} MB long; ${megabytes(largest)} MB are read at most.`;

const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1);

function unreadable(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return "There is no such file.";
  if (code === "EACCES") return "It may not be read.";
  return message;
}
