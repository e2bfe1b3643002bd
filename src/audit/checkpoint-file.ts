import { type KeyObject, verify } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { conflict, QuadError, unreachable } from "../errors.ts";
import { onDisk } from "../postgres/disk-failures.ts";
import type { SigningKey } from "./signing-key.ts";

/**
 * A line of the file: the entries that were sealed at once, each by its id and its hash in hex. `previous` and `head` are the
 * chain's hash before and after them. The signature, last in the line, covers the line as it is without it.
 */
export interface Checkpoint {
  readonly install: string;
  /** The position in the chain of the first entry; the first of all has 1. */
  readonly from: number;
  readonly count: number;
  readonly at: string;
  readonly previous: string;
  readonly head: string;
  /** The fingerprint of the key that signed it. */
  readonly key: string;
  readonly entries: readonly (readonly [id: number, hash: string])[];
}

/** The last position of a checkpoint. */
export const lastOf = ({ from, count }: Checkpoint): number => from + count - 1;

const signature = /,"signature":"([A-Za-z0-9+/=]+)"\}$/;

/** A checkpoint as its line is written, without the line's end. */
export function signedLine(checkpoint: Omit<Checkpoint, "key">, key: SigningKey): string {
  const { entries, ...head } = checkpoint;
  const text = JSON.stringify({ ...head, key: key.fingerprint, entries });
  return `${text.slice(0, -1)},"signature":"${key.sign(text)}"}`;
}

/** The checkpoint that a line holds; undefined where it holds none. */
export function parseLine(line: string): Checkpoint | undefined {
  try {
    const read = JSON.parse(line) as Checkpoint;
    const whole =
      Number.isSafeInteger(read.from) &&
      read.from > 0 &&
      read.count > 0 &&
      Array.isArray(read.entries) &&
      read.entries.length === read.count &&
      read.entries.every((entry) => Array.isArray(entry) && Number.isSafeInteger(entry[0]) && isHash(entry[1])) &&
      isHash(read.previous) &&
      isHash(read.head);
    return whole ? read : undefined;
  } catch {
    return undefined;
  }
}

const isHash = (value: unknown): boolean => typeof value === "string" && /^[0-9a-f]{64}$/.test(value);

/** Whether a line bears the signature of this key. */
export function isSigned(line: string, publicKey: KeyObject): boolean {
  const [whole, signed] = signature.exec(line) ?? [];
  if (whole === undefined || signed === undefined) return false;
  const text = `${line.slice(0, -whole.length)}}`;
  return verify(null, Buffer.from(text), publicKey, Buffer.from(signed, "base64"));
}

/** Whether there is such a file. Throws not allowed where whoever asks may not look: nothing is known then. */
export const isThere = (file: string): Promise<boolean> =>
  onDisk(() =>
    stat(file).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT" || error.code === "ENOTDIR") return false;
        throw error;
      },
    ),
  );

/** The lines of a file from its beginning, one in memory at a time. The last may be torn: it has no end. */
export async function* readLines(file: string): AsyncGenerator<{ readonly text: string; readonly torn: boolean }> {
  let parts: string[] = [];
  for await (const chunk of createReadStream(file, { encoding: "utf8", highWaterMark: 2 ** 18 })) {
    const [first = "", ...others] = (chunk as string).split("\n");
    parts.push(first);
    for (const other of others) {
      yield { text: parts.join(""), torn: false };
      parts = [other];
    }
  }
  const rest = parts.join("");
  if (rest !== "") yield { text: rest, torn: true };
}

/** The end of a file: its last whole line, where that ends, and what stands after it. */
export interface FileEnd {
  readonly last: string | undefined;
  readonly size: number;
  readonly torn: Buffer;
}

/** Looks at a file from its end; one that is not there is empty. */
export async function readEnd(file: string): Promise<FileEnd> {
  let handle: FileHandle;
  try {
    handle = await open(file, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { last: undefined, size: 0, torn: Buffer.alloc(0) };
    throw error;
  }
  try {
    const { size } = await handle.stat();
    for (let length = Math.min(size, 2 ** 20); ; length = Math.min(size, length * 2)) {
      const tail = Buffer.alloc(length);
      await handle.read(tail, 0, length, size - length);
      const end = tail.lastIndexOf(10);
      const begin = end > 0 ? tail.lastIndexOf(10, end - 1) : -1;
      if (begin === -1 && length < size) continue;
      const last = end === -1 ? undefined : tail.toString("utf8", begin + 1, end);
      return { last, size: size - length + end + 1, torn: tail.subarray(end + 1) };
    }
  } finally {
    await handle.close();
  }
}

/** Appends lines to a file, from a given size on: what stood after it is cut off. Nothing stays of what could not be written. */
export async function openAppender(file: string, size: number) {
  const handle = await open(file, "a+", 0o600);
  let end = size;
  await handle.truncate(size).catch(noFile);
  return {
    async append(line: string): Promise<void> {
      const bytes = Buffer.from(`${line}\n`);
      try {
        await handle.appendFile(bytes);
      } catch (error) {
        await handle.truncate(end).catch(() => {});
        throw error;
      }
      end += bytes.length;
    },
    sync: () => handle.sync().catch(noFile),
    close: () => handle.close(),
  };
}

/** A device has no length, and nothing to be synced. */
function noFile(error: NodeJS.ErrnoException): void {
  if (error.code !== "EINVAL") throw error;
}

/** Does `work` on the files of the checkpoints; what the file system refuses is said in a sentence, and nothing is sealed. */
export async function onFiles<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code = "", path } = error as NodeJS.ErrnoException;
    if (
      error instanceof QuadError ||
      !/^E(ACCES|PERM|ROFS|NOENT|NOTDIR|EXIST|ISDIR|LOOP|NAMETOOLONG|IO|NOSPC|DQUOT|FBIG)$/.test(code)
    ) {
      throw error;
    }
    const what = path ?? "The file of the checkpoints";
    if (code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG") {
      throw unreachable(`Nothing was sealed: there is no room for the checkpoints on the disk (${code}).`, {
        hint: "Make room, and run it again: quad audit seal",
        cause: error,
      });
    }
    throw conflict(`Nothing was sealed: ${what} cannot be used (${code}).`, {
      hint: "Name another directory by QUAD_AUDIT_DIR, or by audit_dir in quad.yaml; or run it as the owner of this one.",
      cause: error,
    });
  }
}
