import { lstatSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { spelled } from "../../backups/files/entry.ts";
import { type Listed, listFiles } from "../../backups/files/listing.ts";
import { conflict } from "../../errors.ts";
import { sha256At } from "../signature/digest.ts";
import type { Change } from "../swap/change.ts";

/** What it takes to make an install's files those of a backup. */
export interface Difference {
  readonly changes: readonly Change[];
  /** Directories that are missing, those above before those below. */
  readonly directories: readonly string[];
  /** Directories that the backup has not, those above before those below. */
  readonly emptied: readonly string[];
}

/**
 * Compares an install with the files of a backup, unpacked on the same file system. What lies under one of `stays` is added where it is
 * missing, and never replaced or deleted; `page` is passed over. Throws a conflict where something cannot be exchanged: a directory for a file, or a device.
 */
export async function differenceOf(
  home: string,
  staged: string,
  backups: string,
  stays: readonly string[],
  page?: string,
): Promise<Difference> {
  // The page is there only while something is done.
  const [wanted, there] = [await filesOf(staged, backups, page), await filesOf(home, backups, page)];
  const kept = (path: string) => stays.some((one) => path === one || path.startsWith(`${one}/`));
  const changes: Change[] = [];
  for (const [path, { directory }] of wanted) {
    const own = there.get(path);
    if (directory) {
      if (own && !own.directory) throw inTheWay(home, path);
      continue;
    }
    if (own?.directory) throw inTheWay(home, path);
    if (!own) changes.push({ action: "add", path });
    else if (!kept(path) && !(await isSame(join(home, path), join(staged, path))))
      changes.push({ action: "replace", path, before: await contentAt(join(home, path)) });
  }
  for (const [path, { directory }] of there)
    if (!directory && !wanted.has(path) && !kept(path))
      changes.push({ action: "delete", path, before: await contentAt(join(home, path)) });
  const directoriesOf = (some: ReadonlyMap<string, Listed>, others: ReadonlyMap<string, Listed>) =>
    [...some].flatMap(([path, { directory }]) => (directory && path !== "." && !others.has(path) ? [path] : []));
  return {
    changes,
    directories: directoriesOf(wanted, there),
    emptied: directoriesOf(there, wanted).filter((path) => !kept(path)),
  };
}

async function filesOf(directory: string, backups: string, but?: string): Promise<ReadonlyMap<string, Listed>> {
  const { files } = await listFiles(directory, backups);
  return new Map(
    [...files].flatMap((file) => (spelled(file.path) === but ? [] : [[spelled(file.path), file] as const])),
  );
}

const inTheWay = (home: string, path: string) =>
  conflict(`${join(home, path)} is a directory where the backup has a file, or the other way round.`, {
    hint: "Move it out of the way.",
  });

async function isSame(one: string, other: string): Promise<boolean> {
  const [a, b] = [lstatSync(one), lstatSync(other)];
  if (a.mode !== b.mode || a.uid !== b.uid || a.gid !== b.gid || a.size !== b.size) return false;
  return (await contentAt(one)) === (await contentAt(other));
}

/** What tells a file by its content, or a link by where it leads. */
async function contentAt(path: string): Promise<string> {
  const found = lstatSync(path);
  if (found.isSymbolicLink()) return `link to ${readlinkSync(path)}`;
  if (found.isFile()) return sha256At(path, found.size);
  return `a file of the mode ${found.mode.toString(8)}`;
}
