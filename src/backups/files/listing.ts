import { lstatSync } from "node:fs";
import { readdir, realpath } from "node:fs/promises";
import { join, resolve } from "node:path";
import { onDisk } from "../../postgres/disk-failures.ts";
import { spelled } from "./entry.ts";

/** A file as it was when the list was made. */
export interface Listed {
  /** As in `Entry`. */
  readonly path: string;
  readonly directory: boolean;
  /** What the names of one file have in common; empty for a file with one name. */
  readonly inode: string;
}

/** What is to be archived, and what is left out on purpose, with the reason. */
export interface Listing {
  readonly files: readonly Listed[];
  readonly leftOut: readonly string[];
}

/** What quad works with, and makes anew where it is missing. */
const ownPlaces = [".quad/run", ".quad/backups", ".quad/lock"];

/**
 * Lists an install directory, whole: hidden files, empty directories and links included, each directory before what is in it. Left out
 * are the backups, wherever they are, what quad works with, sockets, and clusters of Postgres: their files by themselves are worth
 * nothing, and the dump has what they hold. Throws what the file system says, naming the file.
 */
export async function listFiles(home: string, backups: string): Promise<Listing> {
  const files: Listed[] = [];
  const leftOut: string[] = [];
  const root = await onDisk(() => realpath(home));
  const places = new Set([...ownPlaces.map((path) => resolve(root, path)), await onDisk(() => realpath(backups))]);
  /** Gives whether it is a directory whose files come next. */
  const add = (path: string): boolean => {
    // One after the other in this thread: asked for by itself each takes ten times as long.
    const found = lstatSync(absolute(home, path), { bigint: true });
    if (found.isDirectory()) return true;
    if (found.isSocket()) leftOut.push(`${spelled(path)}: a socket`);
    else files.push({ path, directory: false, inode: found.nlink > 1n ? `${found.dev}:${found.ino}` : "" });
    return false;
  };
  const look = async (path: string): Promise<void> => {
    const bytes = await readdir(absolute(home, path), { encoding: "buffer" });
    const names = bytes.map((name) => name.toString("latin1")).sort();
    if (path !== "." && ["PG_VERSION", "base", "global"].every((name) => names.includes(name))) {
      leftOut.push(`${spelled(path)}: the files of a Postgres`);
      return;
    }
    files.push({ path, directory: true, inode: "" });
    for (const name of names) {
      const below = path === "." ? name : `${path}/${name}`;
      if (!places.has(join(root, spelled(below))) && add(below)) await look(below);
    }
  };
  await onDisk(() => look("."));
  return { files, leftOut };
}

const absolute = (home: string, path: string): Buffer =>
  Buffer.concat([Buffer.from(home), Buffer.from("/"), Buffer.from(path, "latin1")]);
