import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { conflict } from "../../errors.ts";

/** What stands at a path of the install. */
export interface OnDisk {
  readonly sha256: string;
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/**
 * What stands at a path below the install directory; undefined where nothing does. Throws a conflict where it, or a directory on the way
 * to it, is no such thing: a link leads out of the install, and what is mounted there cannot be renamed over.
 */
export async function lookAt(home: string, path: string): Promise<OnDisk | undefined> {
  const { dev } = await lstat(home);
  for (const above of directoriesOf(path)) {
    const found = await existing(join(home, above));
    if (found === undefined) return undefined;
    if (!found.isDirectory()) throw conflict(`${join(home, above)} is no directory, and in the way of ${path}.`);
    if (found.dev !== dev) throw conflict(`${join(home, above)} is on another file system than ${home}.`);
  }
  const found = await existing(join(home, path));
  if (found === undefined) return undefined;
  if (!found.isFile()) {
    const what = found.isSymbolicLink() ? "a symbolic link" : found.isDirectory() ? "a directory" : "no regular file";
    throw conflict(`${join(home, path)} is ${what}; a patch changes files only.`);
  }
  if (found.dev !== dev) throw conflict(`${join(home, path)} is mounted by itself, and cannot be renamed over.`);
  const { size, mode, uid, gid } = found;
  return { sha256: await sha256Of(join(home, path)), size, mode: mode & 0o7777, uid, gid };
}

/** The SHA-256 of a file, in hexadecimal. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash);
  return hash.digest("hex");
}

const directoriesOf = (path: string): readonly string[] => {
  const found = [];
  for (let above = dirname(path); above !== "."; above = dirname(above)) found.unshift(above);
  return found;
};

const existing = (path: string) =>
  lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
