import { existsSync, readdirSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { QuadError } from "../../errors.ts";
import { underLock } from "../../files/kernel-lock.ts";
import { makeDurableDirectory } from "../../files/make-directory.ts";
import { asDiskFailure, onDisk } from "../../postgres/disk-failures.ts";
import { readJournal, syncDirectory, type Written } from "../journal/journal.ts";

/** Where a run keeps what it works with: below the install directory, so that it is on the same file system. */
export interface RunPlaces {
  readonly home: string;
  /** Of the run that is under way. */
  readonly directory: string;
  readonly journal: string;
  readonly archive: string;
  readonly signature: string;
  readonly staged: string;
  readonly passing: string;
  readonly kept: string;
  /** The SQL files that are run. */
  readonly scripts: string;
  /** What a database is given back from that was not copied. */
  readonly database: string;
  /** The trail of a database that is gone, until it is brought over. */
  readonly trail: string;
  /** What containers wrote that were not healthy. */
  readonly log: string;
}

export function runPlaces(home: string): RunPlaces {
  const directory = join(home, ".quad/run");
  const at = (name: string) => join(directory, name);
  return {
    home,
    directory,
    journal: at("journal"),
    archive: at("archive.tar.gz"),
    signature: at("archive.tar.gz.minisig"),
    staged: at("staged"),
    passing: at("passing"),
    kept: at("kept"),
    scripts: at("scripts"),
    database: at("database"),
    trail: at("trail"),
    log: at("containers.log"),
  };
}

/** Where what an applied patch has replaced is kept, by the id of its run. */
export const historyOf = (home: string, id: string): string => join(home, ".quad/history", id);

// What a quad that was killed has begun, such as stopping containers, goes on, and may take a while.
const patience = 5000;

const busy = "Another quad, or a program that it has begun, is at work on the patches or the backups of this install.";
const seeHow = "See how far a patch is: quad patch status";

/**
 * Runs `work` while no other quad changes this install by patches. The lock is the kernel's: it ends with the process, however that
 * ends, and with the programs that were handed it. Throws locked (exit 9) where another has it for longer than a moment.
 */
export function aloneWithPatches<T>(home: string, work: (lock: number) => Promise<T>): Promise<T> {
  return onDisk(async () => {
    await makeDurableDirectory(join(home, ".quad"), 0o755);
    return underLock(join(home, ".quad/lock"), { patience, busy, hint: seeHow }, work);
  });
}

/**
 * Whether a quad, or a program that it has begun, is at work on the patches of this install now. A program that is just being started
 * holds the lock for a moment, whatever it is.
 */
export async function isAtWork(home: string): Promise<boolean> {
  if (!existsSync(join(home, ".quad/lock"))) return false;
  try {
    await underLock(join(home, ".quad/lock"), { patience: 300, busy, hint: "" }, async () => {});
    return false;
  } catch (error) {
    if (error instanceof QuadError && error.code === "locked") return true;
    throw error;
  }
}

/** Refuses where a run was broken off, and where one is under way (exit 9). For whoever has not the lock. */
export async function mustBeIdle(home: string): Promise<void> {
  if (!unfinishedRun(home)) return;
  if (await isAtWork(home)) throw new QuadError("locked", busy, { hint: seeHow });
  mustBeFinished(home);
}

/** The journal of a run that was begun and has not ended; undefined where there is none. */
export function unfinishedRun(home: string): readonly Written[] | undefined {
  const entries = readJournal(runPlaces(home).journal);
  return entries === undefined || entries.length === 0 || entries.at(-1)?.event === "end" ? undefined : entries;
}

/** What a run does, by its kind. */
export const doing = { apply: "Applying", rollback: "Rolling back", restore: "Restoring" } as const;

/** Refuses to go on where a run was broken off (exit 8). */
export function mustBeFinished(home: string): void {
  const entries = unfinishedRun(home);
  const begin = entries?.[0];
  if (begin?.event !== "begin") return;
  throw new QuadError(
    "needsAttention",
    `${doing[begin.data.kind as keyof typeof doing]} ${begin.data.name} was broken off.`,
    {
      hint: [
        "Go on with it: quad patch resume",
        "Or undo it: quad patch rollback",
        "See where it stands: quad patch status",
      ],
    },
  );
}

/** Makes room for a run; what an ended one has left goes. */
export async function makeRunDirectory(home: string): Promise<RunPlaces> {
  const places = runPlaces(home);
  await rm(places.directory, { recursive: true, force: true });
  await mkdir(places.directory, { recursive: true, mode: 0o700 });
  syncDirectory(join(home, ".quad"));
  return places;
}

/**
 * Puts away what an ended run has left: its journal goes to the history, with the files that were replaced where it was committed. May be
 * broken off and done again.
 */
export async function putAway(home: string): Promise<void> {
  const { directory, journal, staged, kept, scripts, passing, archive, signature, database, trail } = runPlaces(home);
  const entries = readJournal(journal);
  const [begin, end] = [entries?.[0], entries?.at(-1)];
  if (begin?.event !== "begin" || end?.event !== "end") return;
  const spent = end.outcome === "committed" ? [] : [kept, scripts];
  for (const path of [
    ...spent,
    staged,
    passing,
    archive,
    signature,
    database,
    `${trail}.partial`,
    `${journal}.reserve`,
  ])
    await rm(path, { recursive: true, force: true });
  await mkdir(join(home, ".quad/history"), { recursive: true, mode: 0o700 });
  await rename(directory, historyOf(home, String(begin.data.id)));
  syncDirectory(join(home, ".quad/history"));
  syncDirectory(join(home, ".quad"));
  await forgetUndone(home);
}

/** So many runs that came to nothing are remembered. */
const remembered = 20;

// A journal of long ago that is damaged says nothing against the run that has just ended.
async function forgetUndone(home: string): Promise<void> {
  const undone = runsOf(home, () => {}).filter(({ entries }) => isUndone(entries));
  for (const { id } of undone.slice(remembered)) await rm(historyOf(home, id), { recursive: true, force: true });
}

/** Puts away what a run has left that has come to its end or failed. Where that fails it is said, and changes nothing about how it went. */
export async function putAwayAfter(home: string, warn: (text: string) => void): Promise<void> {
  await putAway(home).catch((error: Error) =>
    warn(`What the run has left in ${runPlaces(home).directory} could not be put away (${error.message}).`),
  );
}

const isUndone = (entries: readonly Written[]): boolean => {
  const end = entries.at(-1);
  return end?.event === "end" && end.outcome === "undone";
};

/** A run whose journal is kept. */
export interface PastRun {
  readonly id: string;
  readonly entries: readonly Written[];
}

/** The runs whose journals are kept, the newest first. Throws as `readJournal` does, where `passOver` takes no journal that is damaged. */
export function runsOf(home: string, passOver = (error: unknown): void => raise(error)): readonly PastRun[] {
  const runs = pastRuns(home).flatMap((id) => {
    try {
      const entries = readJournal(join(historyOf(home, id), "journal"));
      return entries?.[0] ? [{ id, entries }] : [];
    } catch (error) {
      passOver(error);
      return [];
    }
  });
  return runs.sort((a, b) => String(b.entries[0]?.at).localeCompare(String(a.entries[0]?.at)));
}

const raise = (error: unknown): never => {
  throw error;
};

/** The backup that a run made before it changed anything; undefined where it made none. */
export function backupOf(entries: readonly Written[]): string | undefined {
  const done = entries.find((entry) => entry.event === "done" && entry.step === "backedUp");
  return done?.event === "done" ? String(done.data.path) : undefined;
}

/** The backup from before the last patch that was applied: the one to which its database is taken back. */
export function backupBeforeLast(home: string): string | undefined {
  const last = runsOf(home).find(
    ({ entries }) => entries[0]?.event === "begin" && entries[0].data.kind === "apply" && !isUndone(entries),
  );
  return last && backupOf(last.entries);
}

/** The ids of the runs that something is kept of. Throws what the file system says. */
export function pastRuns(home: string): readonly string[] {
  try {
    return readdirSync(join(home, ".quad/history"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw asDiskFailure(error);
  }
}
