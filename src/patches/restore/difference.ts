import { lstatSync, readlinkSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Listed, listFiles } from "../../backups/files/listing.ts";
import { conflict } from "../../errors.ts";
import { asText, located } from "../../files/byte-names.ts";
import { sha256At } from "../signature/digest.ts";
import type { Change } from "../swap/change.ts";

/** What it takes to make an install's files those of a backup. */
export interface Difference {
  readonly changes: readonly Change[];
  /** Directories that are missing, those above before those below. */
  readonly directories: readonly string[];
  /** Directories that the backup has not, those above before those below. */
  readonly emptied: readonly string[];
  /** Directories that both have, with another owner or mode. */
  readonly rights: readonly ChangedRights[];
}

/** Whose a directory is, and who may do what with it. */
export interface Rights {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** A directory that gets other rights. */
export interface ChangedRights {
  readonly path: string;
  readonly before: Rights;
  readonly after: Rights;
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
  const rights: ChangedRights[] = [];
  for (const [path, { directory }] of wanted) {
    const own = there.get(path);
    if (directory) {
      if (own && !own.directory) throw inTheWay(home, path);
      // The install directory itself is where the admin has put it, with the rights that they gave it.
      if (own && path !== "." && !kept(path)) {
        const [before, after] = [rightsOf(join(home, path)), rightsOf(join(staged, path))];
        if (before.mode !== after.mode || before.uid !== after.uid || before.gid !== after.gid)
          rights.push({ path, before, after });
      }
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
  mustBeOnOne(
    home,
    changes.map(({ path }) => path),
  );
  const directoriesOf = (some: ReadonlyMap<string, Listed>, others: ReadonlyMap<string, Listed>) =>
    [...some].flatMap(([path, { directory }]) => (directory && path !== "." && !others.has(path) ? [path] : []));
  return {
    changes,
    directories: directoriesOf(wanted, there),
    emptied: directoriesOf(there, wanted).filter((path) => !kept(path)),
    rights,
  };
}

/** Files are renamed from the install directory's own file system, and back to it. Throws a conflict where one is on another. */
function mustBeOnOne(home: string, paths: readonly string[]): void {
  const { dev } = statSync(home);
  const places = paths.flatMap((path) => path.split("/").map((_, i, parts) => parts.slice(0, i + 1).join("/")));
  for (const place of new Set(places)) {
    const at = join(home, place);
    const found = lstatSync(located(at), { throwIfNoEntry: false });
    if (found && found.dev !== dev)
      throw conflict(`${at} is on another file system than ${home}, and differs from the backup.`, {
        hint: "Unmount it, or leave the files alone: --only-database",
      });
  }
}

function rightsOf(path: string): Rights {
  const { mode, uid, gid } = lstatSync(located(path));
  return { mode: mode & 0o7777, uid, gid };
}

async function filesOf(directory: string, backups: string, but?: string): Promise<ReadonlyMap<string, Listed>> {
  const { files } = await listFiles(directory, backups);
  return new Map([...files].flatMap((file) => (asText(file.path) === but ? [] : [[asText(file.path), file] as const])));
}

const inTheWay = (home: string, path: string) =>
  conflict(`${join(home, path)} is a directory where the backup has a file, or the other way round.`, {
    hint: "Move it out of the way.",
  });

async function isSame(one: string, other: string): Promise<boolean> {
  const [a, b] = [lstatSync(located(one)), lstatSync(located(other))];
  if (a.mode !== b.mode || a.uid !== b.uid || a.gid !== b.gid || a.size !== b.size) return false;
  return (await contentAt(one)) === (await contentAt(other));
}

/** What tells a file by its content, or a link by where it leads. */
async function contentAt(path: string): Promise<string> {
  const found = lstatSync(located(path));
  if (found.isSymbolicLink()) return `link to ${readlinkSync(located(path), "latin1")}`;
  if (found.isFile()) return sha256At(path, found.size);
  return `a file of the mode ${found.mode.toString(8)}`;
}
