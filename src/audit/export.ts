import { constants } from "node:fs";
import { open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { conflict, notFound } from "../errors.ts";
import { onDisk } from "../postgres/disk-failures.ts";
import type { Sql } from "../postgres/sql.ts";
import type { Entry } from "./entry.ts";
import { everyEntry } from "./list.ts";
import type { Wanted } from "./wanted.ts";

/** What was written, and where. */
export interface Exported {
  readonly file: string;
  readonly entries: number;
}

/**
 * Writes entries into a file, a line of JSON each, from the first. The file is its owner's alone, and appears whole or not at
 * all; through a link it is the one that the link leads to. What is no file (a pipe, /dev/stdout) is written into as it is. Throws
 * not found where its directory is missing, a conflict where a directory is in its place.
 */
export async function exportEntries(sql: Sql, wanted: Wanted, name: string): Promise<Exported> {
  const file = resolve(name);
  const found = await stat(file).catch(() => undefined);
  if (found !== undefined && !found.isFile() && !found.isDirectory()) {
    return onDisk(async () => ({ file, entries: await writeEntries(sql, wanted, file, constants.O_WRONLY) }));
  }
  const end = found === undefined ? file : await realpath(file);
  const beside = join(dirname(end), `.${basename(end)}.${process.pid}.new`);
  try {
    return await onDisk(async () => {
      const entries = await writeEntries(
        sql,
        wanted,
        beside,
        constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL,
      ).catch((error: NodeJS.ErrnoException) => {
        // Nobody has named that one.
        throw error.path === beside ? Object.assign(error, { path: file }) : error;
      });
      await rename(beside, end);
      return { file, entries };
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw notFound(`There is no directory ${dirname(file)}.`, { cause: error });
    if (code === "EISDIR") throw conflict(`${file} is a directory.`, { hint: "Name a file in it.", cause: error });
    throw error;
  } finally {
    await rm(beside, { force: true }).catch(() => {});
  }
}

/** Returns how many. */
async function writeEntries(sql: Sql, wanted: Wanted, path: string, flags: number): Promise<number> {
  const handle = await open(path, flags, 0o600);
  let entries = 0;
  try {
    for await (const page of everyEntry(sql, wanted)) {
      await handle.appendFile(page.map((entry) => `${entryLine(entry)}\n`).join(""));
      entries += page.length;
    }
    await handle.sync().catch((error: NodeJS.ErrnoException) => {
      // What is no file has nothing to be synced.
      if (error.code !== "EINVAL") throw error;
    });
    return entries;
  } finally {
    await handle.close();
  }
}

export const entryLine = (entry: Entry): string => JSON.stringify(entry);
