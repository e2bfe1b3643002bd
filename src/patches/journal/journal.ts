import { createHash } from "node:crypto";
import {
  closeSync,
  constants,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { needsAttention } from "../../errors.ts";
import { asDiskFailure } from "../../postgres/disk-failures.ts";

/** What a step writes down; it has to come back from JSON as it was. */
export type Data = { readonly [key: string]: unknown };

/** An entry of the journal. */
type Entry =
  /** What is to be done, with everything that is needed to do it again. */
  | { readonly event: "begin"; readonly data: Data }
  /** A step is about to begin, with what its undo needs. */
  | { readonly event: "intent"; readonly step: string; readonly data: Data }
  | { readonly event: "done"; readonly step: string; readonly data: Data }
  /** Why everything is undone from here on. */
  | { readonly event: "failed"; readonly step: string; readonly message: string }
  /** Everything is undone from here on, for somebody wants it. */
  | { readonly event: "undoing" }
  | { readonly event: "undone"; readonly step: string }
  /** What an undo is about to do that cannot be seen afterwards. */
  | { readonly event: "noted"; readonly step: string; readonly data: Data }
  /** Nothing is left to be done, whichever way it went. */
  | { readonly event: "end"; readonly outcome: "committed" | "undone" };

/** An entry, and when it was written. */
export type Written = Entry & { readonly at: string };

/** A journal that is written. What `append` has returned from is on the disk. */
export interface Journal {
  readonly entries: readonly Written[];
  append(entry: Entry): void;
  close(): void;
}

/** Kept beside the journal, so that on a full disk there is room to write that everything was undone. */
const ballast = (path: string): string => `${path}.reserve`;
const ballastBytes = 64 * 1024;

/**
 * Opens a journal, or begins one: a line an entry, each with the checksum of itself. A last line that was not written whole never
 * happened, and is cut off. Throws needs attention for one that is damaged elsewhere.
 */
export function openJournal(path: string): Journal {
  const file = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
  try {
    const { entries, length } = parse(readFileSync(file), path);
    ftruncateSync(file, length);
    fsyncSync(file);
    if (length === 0) writeFileSync(ballast(path), Buffer.alloc(ballastBytes, 32), { flush: true, mode: 0o600 });
    syncDirectory(dirname(path));
    const kept = [...entries];
    let end = length;
    const write = (line: Buffer) => {
      // At its place, not at the end: what a failed write has left there is written over.
      for (let at = 0; at < line.length; ) at += writeSync(file, line, at, line.length - at, end + at);
      fdatasyncSync(file);
    };
    return {
      entries: kept,
      append(entry) {
        const written: Written = { ...entry, at: new Date().toISOString() };
        const line = Buffer.from(lineOf(JSON.stringify(written)));
        try {
          write(line);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
          rmSync(ballast(path), { force: true });
          write(line);
        }
        end += line.length;
        kept.push(written);
      },
      close: () => closeSync(file),
    };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/** What a journal holds; undefined where there is none. Throws as `openJournal` does, and not allowed where it may not be read. */
export function readJournal(path: string): readonly Written[] | undefined {
  try {
    return parse(readFileSync(path), path).entries;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw asDiskFailure(error);
  }
}

const lineOf = (json: string): string => `${checksum(json)} ${json}\n`;
const checksum = (json: string): string => createHash("sha256").update(json).digest("hex").slice(0, 16);

function parse(bytes: Buffer, path: string): { readonly entries: readonly Written[]; readonly length: number } {
  const entries: Written[] = [];
  let length = 0;
  while (length < bytes.length) {
    const end = bytes.indexOf(10, length);
    const line = bytes.toString("utf8", length, end === -1 ? bytes.length : end);
    const json = line.slice(17);
    if (end === -1 || line[16] !== " " || line.slice(0, 16) !== checksum(json)) {
      // A power cut can leave a line with holes in it, but nothing after it.
      if (end === -1 || end === bytes.length - 1) break;
      throw needsAttention(`${path} is damaged at line ${entries.length + 1}.`, {
        hint: "It says what was being done to this install. Restore the file from a backup of the directory, or ask for help with it.",
      });
    }
    entries.push(JSON.parse(json) as Written);
    length = end + 1;
  }
  return { entries, length };
}

/** Brings the names in a directory to the disk. */
export function syncDirectory(path: string): void {
  const directory = openSync(path, "r");
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
