import { linkSync, lstatSync, renameSync, rmSync, unlinkSync } from "node:fs";
import { lstat, mkdir, open, rename, rmdir, stat, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { conflict } from "../../errors.ts";
import { located } from "../../files/byte-names.ts";
import { syncPath } from "../../files/sync-path.ts";
import type { Fault } from "../journal/fault.ts";
import type { Step } from "../journal/steps.ts";
import { sha256At } from "../signature/digest.ts";
import type { Change, Places } from "./change.ts";

/** Whose a directory is, and who may do what with it. */
interface Rights {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Puts new files in the place of old ones, rename by rename. First every old file is linked to where it is kept, and that is brought to
 * the disk; only then anything is changed. So whatever the moment it is broken off at, each file by itself tells what is to be undone.
 * Of `emptied` those directories go that nothing is left in. Throws a conflict where a file was changed after `planned`, in milliseconds
 * since 1970, and is not what was planned to be replaced.
 */
export function swapFiles(
  places: Places,
  changes: readonly Change[],
  fault: Fault,
  { emptied = [], planned = 0 }: { readonly emptied?: readonly string[]; readonly planned?: number } = {},
): Step {
  return {
    name: "swapped",
    async intend() {
      const modes: Record<string, Rights> = {};
      for (const directory of emptied) {
        const { mode, uid, gid } = await lstat(located(join(places.home, directory)));
        modes[directory] = { mode: mode & 0o7777, uid, gid };
      }
      return { made: await missingDirectories(places.home, changes), modes };
    },
    async act({ made }) {
      const touched = await keep(places, changes, { fault, since: planned - clocksApart });
      await mustBeAsPlanned(places, changes, { touched, since: planned - clocksApart });
      for (const directory of made as readonly string[]) {
        await mkdir(located(join(places.home, directory)));
        await likeParent(places.home, directory);
      }
      for (const change of changes) {
        fault("swapped.rename");
        put(places, change);
      }
      for (const directory of [...emptied].reverse()) await removeEmpty(join(places.home, directory));
      fault("swapped.sync");
      await syncDirectories(places.home, changes);
      return undefined;
    },
    async undo({ made, modes }) {
      for (const directory of emptied) {
        if (await exists(join(places.home, directory))) continue;
        await mkdir(located(join(places.home, directory)));
        // An older quad has written down the mode alone.
        const own = (modes as Readonly<Record<string, Rights | number>> | undefined)?.[directory];
        await likeParent(places.home, directory, typeof own === "number" ? { mode: own } : own);
      }
      await putBack(places, changes, made as readonly string[], fault);
    },
  };
}

/** Gives every change back, from wherever it or its undo was broken off: what is kept goes to its place, what was added goes. */
async function putBack(
  { home, staged, kept }: Places,
  changes: readonly Change[],
  made: readonly string[],
  fault: Fault,
) {
  for (const change of [...changes].reverse()) {
    fault("swapped.rename-back");
    const there = join(home, change.path);
    if (change.action === "add") {
      // A link to the staged file is what was added; anything else is somebody's own.
      if (await sameFile(there, join(staged, change.path))) await unlink(located(there));
      continue;
    }
    const before = join(kept, change.path);
    if (!(await exists(before))) continue;
    // Renaming one link of a file to another does nothing.
    if (await sameFile(before, there)) await unlink(located(before));
    else await rename(located(before), located(there));
  }
  fault("swapped.remove-directories");
  for (const directory of [...made].reverse()) {
    await removeEmpty(join(home, directory));
  }
  fault("swapped.sync-back");
  await syncDirectories(home, changes);
}

async function removeEmpty(directory: string): Promise<void> {
  await rmdir(located(directory)).catch((error: NodeJS.ErrnoException) => {
    // Somebody has put something in it, or mounted something there.
    if (!["ENOENT", "ENOTEMPTY", "EBUSY"].includes(error.code ?? "")) throw error;
  });
}

/** Links every old file to where it is kept. Gives those that something was done to `since`: one that was moved there has an older time of its own. */
async function keep(
  { home, kept }: Places,
  changes: readonly Change[],
  { fault, since }: { readonly fault: Fault; readonly since: number },
): Promise<ReadonlySet<string>> {
  const touched = new Set<string>();
  const directories = new Set([kept]);
  await mkdir(kept, { recursive: true, mode: 0o700 });
  for (const change of changes) {
    if (change.action === "add") continue;
    fault("swapped.keep");
    const to = join(kept, change.path);
    if (!directories.has(dirname(to))) {
      await mkdir(located(dirname(to)), { recursive: true, mode: 0o700 });
      for (let path = dirname(to); path !== kept && !directories.has(path); path = dirname(path)) directories.add(path);
    }
    const from = located(join(home, change.path));
    if (lstatSync(from).ctimeMs >= since) touched.add(change.path);
    linkSync(from, located(to));
  }
  await Promise.all([...directories].map(syncPath));
  return touched;
}

/** A clock of a file system may be behind the program's by so much, in milliseconds. */
const clocksApart = 2000;

async function mustBeAsPlanned(
  { kept }: Places,
  changes: readonly Change[],
  { touched, since }: { readonly touched: ReadonlySet<string>; readonly since: number },
): Promise<void> {
  for (const change of changes) {
    if (change.action === "add") continue;
    const found = lstatSync(located(join(kept, change.path)));
    // A link has no content to be edited.
    if (!found.isFile() || (!touched.has(change.path) && found.mtimeMs < since)) continue;
    if ((await sha256At(join(kept, change.path))) === change.before) continue;
    throw conflict(`${change.path} was changed since it was planned to be ${change.action}d.`, {
      hint: "See what is planned now: quad patch plan",
    });
  }
}

// Without a promise each: thousands of them take longer than what they wait for.
function put({ home, staged, passing }: Places, change: Change): void {
  const [there, fresh] = [located(join(home, change.path)), located(join(staged, change.path))];
  if (change.action === "delete") unlinkSync(there);
  // Never over a file that was not there before.
  else if (change.action === "add") linkSync(fresh, there);
  else {
    rmSync(passing, { force: true });
    linkSync(fresh, passing);
    renameSync(passing, there);
  }
}

/** The directories that the changes need and the install lacks, those above before those below. */
async function missingDirectories(home: string, changes: readonly Change[]): Promise<readonly string[]> {
  const wanted = new Set<string>();
  for (const { action, path } of changes) {
    if (action === "delete") continue;
    for (let above = dirname(path); above !== "."; above = dirname(above)) wanted.add(above);
  }
  const missing = [];
  for (const directory of [...wanted].sort()) if (!(await exists(join(home, directory)))) missing.push(directory);
  return missing;
}

/** Gives a directory the owner and the mode of the one above, where it has none of its own. */
async function likeParent(home: string, directory: string, own: Partial<Rights> = {}): Promise<void> {
  const handle = await open(located(join(home, directory)));
  try {
    const above = await stat(located(dirname(join(home, directory))));
    const { uid = above.uid, gid = above.gid, mode = above.mode & 0o777 } = own;
    const made = await handle.stat();
    if (made.uid !== uid || made.gid !== gid)
      await handle.chown(uid, gid).catch((error: NodeJS.ErrnoException) => {
        // Only root gives it to another again, and an undo is not to stop at that.
        if (own.uid === undefined || error.code !== "EPERM") throw error;
      });
    // Whatever the umask is: who reads what is above it reads what is in it.
    await handle.chmod(mode);
  } finally {
    await handle.close();
  }
}

async function syncDirectories(home: string, changes: readonly Change[]): Promise<void> {
  const directories = new Set<string>([home]);
  for (const { path } of changes)
    for (let at = dirname(path); at !== "."; at = dirname(at)) directories.add(join(home, at));
  for (const directory of directories) if (await exists(directory)) await syncPath(directory);
}

const found = (path: string) =>
  lstat(located(path), { bigint: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw error;
  });

const exists = async (path: string): Promise<boolean> => (await found(path)) !== undefined;

async function sameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([found(one), found(other)]);
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev;
}
