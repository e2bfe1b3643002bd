import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { notFound } from "../errors.ts";
import { underLock } from "../files/kernel-lock.ts";
import { makeDurableDirectory } from "../files/make-directory.ts";
import { syncPath } from "../files/sync-path.ts";
import { onDisk } from "../postgres/disk-failures.ts";
import { visible } from "../terminal/style.ts";
import { parsePath } from "../values/path.ts";
import { openBackup } from "./manifest.ts";

const form = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3])([0-5]\d){2}Z-[0-9a-f]{6}$/;
const half = ".partial-";

/** Whether a directory of this name is a backup, whole or half. */
export const isBackupName = (name: string): boolean =>
  form.test(name.startsWith(half) ? name.slice(half.length) : name);

/** The name of a backup that is begun now: its time in UTC, so that names sort as times do. */
export const newName = (now: Date): string =>
  `${now
    .toISOString()
    .replace(/\.\d+Z$/, "Z")
    .replaceAll(":", "")}-${randomBytes(3).toString("hex")}`;

/** Waits until a backup that is begun has a later second than the last one: by their names they are told which is the newest. */
export async function nextSecond(directory: string): Promise<Date> {
  const [newest] = await backupNames(directory);
  for (;;) {
    const now = new Date();
    if (newest === undefined || newest.slice(0, secondLong) !== newName(now).slice(0, secondLong)) return now;
    await new Promise((resolve) => setTimeout(resolve, 1000 - now.getMilliseconds()));
  }
}

const secondLong = "2026-02-01T023000Z".length;

/** The names of the backups in a directory, the newest first; none where there is no such directory. */
export async function backupNames(directory: string): Promise<readonly string[]> {
  const names = await onDisk(() =>
    readdir(directory).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return [];
      throw error;
    }),
  );
  return names
    .filter((name) => form.test(name))
    .sort()
    .reverse();
}

/**
 * Where a backup is that somebody names: by its path, by its name in the directory, or as `latest`, the newest whole one of the install in
 * `home`, or, where there is none, of any. Throws not found, and a usage error for no path.
 */
export async function findBackup(named: string, directory: string, home: string): Promise<string> {
  if (named !== "latest") {
    if (form.test(named)) return join(directory, named);
    const path = parsePath(named);
    if (named.includes("/") || existsSync(path)) return path;
    throw notFound(`There is no backup ${visible(named)}: not in ${directory}, and no directory here.`, {
      hint: "See which there are: quad patch backup --list",
    });
  }
  let problem: unknown = notFound(`There is no backup in ${directory}.`, { hint: "Make one: quad patch backup" });
  let another: string | undefined;
  for (const [i, name] of (await backupNames(directory)).entries())
    try {
      const backup = await openBackup(join(directory, name));
      if (backup.manifest.files.home === home) return backup.directory;
      another ??= backup.directory;
    } catch (error) {
      // Of the newest it is said what is wrong with it, where none is whole.
      if (i === 0) problem = error;
    }
  if (another !== undefined) return another;
  throw problem;
}

/**
 * Runs `work` while no other quad makes or removes backups in this directory, which is made where it is missing. What killed runs have
 * left goes first. Throws locked (exit 9).
 */
export function aloneWithBackups<T>(directory: string, work: () => Promise<T>): Promise<T> {
  return onDisk(async () => {
    await makeDurableDirectory(directory, 0o700);
    const busy = `Another quad is at work on the backups in ${directory}.`;
    const patience = { patience: 500, busy, hint: "Wait until it has ended." };
    return underLock(join(directory, ".lock"), patience, async () => {
      for (const name of await readdir(directory)) {
        if (name.startsWith(half) && isBackupName(name))
          await rm(join(directory, name), { recursive: true, force: true });
      }
      return work();
    });
  });
}

/** Makes a directory by `fill`, whole or not at all: under another name until everything in it is on the disk. */
export async function wholeDirectory<T>(
  directory: string,
  name: string,
  fill: (half: string) => Promise<T>,
): Promise<T> {
  const partial = join(directory, `${half}${name}`);
  try {
    await mkdir(partial, { mode: 0o700 });
    const result = await fill(partial);
    await syncPath(partial);
    await rename(partial, join(directory, name));
    await syncPath(directory);
    return result;
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
}

/** Removes a backup; one that is killed meanwhile leaves nothing that looks like one. */
export async function removeBackup(directory: string, name: string): Promise<void> {
  await onDisk(async () => {
    const partial = join(directory, `${half}${name}`);
    await rename(join(directory, name), partial);
    await rm(partial, { recursive: true, force: true });
  });
}
