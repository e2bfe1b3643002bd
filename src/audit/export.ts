import { constants } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
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
 * all. Throws not found where its directory is missing, a conflict where something else is in its place.
 */
export async function exportEntries(sql: Sql, wanted: Wanted, name: string): Promise<Exported> {
  const file = resolve(name);
  const beside = join(dirname(file), `.${basename(file)}.${process.pid}.new`);
  try {
    return await onDisk(async () => {
      const handle = await open(beside, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
      let entries = 0;
      try {
        for await (const page of everyEntry(sql, wanted)) {
          await handle.appendFile(page.map((entry) => `${entryLine(entry)}\n`).join(""));
          entries += page.length;
        }
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(beside, file);
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

export const entryLine = (entry: Entry): string => JSON.stringify(entry);
