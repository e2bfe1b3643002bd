import { lstatSync } from "node:fs";
import { readdir, realpath } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { onDisk } from "../../postgres/disk-failures.ts";
import { isBackupName } from "../place.ts";
import { spelled } from "./entry.ts";

/** A file as it was when the list was made. */
export interface Listed {
  /** As in `Entry`. */
  readonly path: string;
  readonly directory: boolean;
  /** What the names of one file have in common; empty for a file with one name. */
  readonly inode: string;
  /** How many are before it in its list. */
  readonly index: number;
}

/** Files in one order, as text that is packed: 90 bytes each, where an object takes five times that. */
export class FileList implements Iterable<Listed> {
  readonly #packed: Buffer[] = [];
  #recent: string[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add({ path, directory, inode }: Omit<Listed, "index">): void {
    this.#recent.push(`${directory ? "d" : "f"}${inode}/${path}`);
    this.#length += 1;
    if (this.#recent.length < 1000) return;
    this.#packed.push(Buffer.from(this.#recent.join("\0"), "latin1"));
    this.#recent = [];
  }

  *[Symbol.iterator](): Generator<Listed, undefined> {
    let index = 0;
    for (let i = 0; i <= this.#packed.length; i += 1) {
      for (const record of this.#packed[i]?.toString("latin1").split("\0") ?? this.#recent) {
        const slash = record.indexOf("/");
        yield { path: record.slice(slash + 1), directory: record[0] === "d", inode: record.slice(1, slash), index };
        index += 1;
      }
    }
  }
}

/** What is to be archived, and what is left out on purpose, with the reason. */
export interface Listing {
  readonly files: FileList;
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
  const files = new FileList();
  const leftOut: string[] = [];
  const root = await onDisk(() => realpath(home));
  const places = new Set([...ownPlaces.map((path) => resolve(root, path)), await whereIs(backups)]);
  /** Gives whether it is a directory whose files come next. */
  const add = (path: string): boolean => {
    // One after the other in this thread: asked for by itself each takes ten times as long.
    const found = lstatSync(absolute(home, path), { bigint: true });
    if (found.isDirectory()) return true;
    if (found.isSocket()) leftOut.push(`${spelled(path)}: a socket`);
    else files.add({ path, directory: false, inode: found.nlink > 1n ? `${found.dev}:${found.ino}` : "" });
    return false;
  };
  const look = async (path: string): Promise<void> => {
    const bytes = await readdir(absolute(home, path), { encoding: "buffer" });
    const names = bytes.map((name) => name.toString("latin1")).sort();
    if (path !== "." && ["PG_VERSION", "base", "global"].every((name) => names.includes(name))) {
      leftOut.push(`${spelled(path)}: the files of a Postgres`);
      return;
    }
    // They may be in any directory: in the install's own, or where --out had them.
    if (isBackupName(basename(path))) {
      leftOut.push(`${spelled(path)}: a backup`);
      return;
    }
    files.add({ path, directory: true, inode: "" });
    for (const name of names) {
      const below = path === "." ? name : `${path}/${name}`;
      if (!places.has(join(root, spelled(below))) && add(below)) await look(below);
    }
  };
  await onDisk(() => look("."));
  return { files, leftOut };
}

/** A directory without the links on the way to it. There is none before the first backup: that of another host is elsewhere. */
export const whereIs = (directory: string): Promise<string> =>
  onDisk(() =>
    realpath(directory).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return resolve(directory);
      throw error;
    }),
  );

const absolute = (home: string, path: string): Buffer =>
  Buffer.concat([Buffer.from(home), Buffer.from("/"), Buffer.from(path, "latin1")]);
