import { lstat, readdir } from "node:fs/promises";
import { resolve } from "node:path";
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
  const places = new Set([...ownPlaces.map((path) => resolve(home, path)), resolve(backups)]);
  const look = async (path: string, directory: boolean): Promise<void> => {
    const at = absolute(home, path);
    const found = await lstat(at, { bigint: true });
    if (found.isSocket()) {
      leftOut.push(`${spelled(path)}: a socket`);
      return;
    }
    const isDirectory = found.isDirectory();
    const inode = found.nlink > 1n && !isDirectory ? `${found.dev}:${found.ino}` : "";
    if (!directory && !isDirectory) return void files.push({ path, directory: false, inode });
    const names = (await readdir(at, { encoding: "buffer" })).map((name) => name.toString("latin1")).sort();
    if (path !== "." && ["PG_VERSION", "base", "global"].every((name) => names.includes(name))) {
      leftOut.push(`${spelled(path)}: the files of a Postgres`);
      return;
    }
    files.push({ path, directory: true, inode });
    for (const name of names) {
      const below = path === "." ? name : `${path}/${name}`;
      if (!places.has(resolve(home, Buffer.from(below, "latin1").toString("utf8")))) await look(below, false);
    }
  };
  await onDisk(() => look(".", true));
  return { files, leftOut };
}

const absolute = (home: string, path: string): Buffer =>
  Buffer.concat([Buffer.from(home), Buffer.from("/"), Buffer.from(path, "latin1")]);
