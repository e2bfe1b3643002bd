import { join } from "node:path";
import { QuadError } from "../errors.ts";
import { replaceFile } from "../files/replace-file.ts";
import { shortFile } from "../files/short-file.ts";
import { onDisk } from "../postgres/disk-failures.ts";
import { openBackup } from "./manifest.ts";
import { aloneWithBackups, backupNames, removeBackup } from "./place.ts";
import { expired, type OwnRetention } from "./retention.ts";

/** A backup as a list has it. */
export interface Kept {
  readonly name: string;
  readonly madeAt: Date;
  /** In bytes; null of a damaged one. */
  readonly size: number | null;
  readonly encrypted: boolean;
  /** The directory of the install that it is of; null of a damaged one. */
  readonly home: string | null;
  /** When it was restored for comparison, and nothing differed. */
  readonly verifiedAt: Date | null;
  /** Every file is there with its size, and the last time it was verified nothing differed. */
  readonly whole: boolean;
  /** Whether this quad knows how it is written; of a newer quad's it cannot tell what is in it. */
  readonly readable: boolean;
  /** What is wrong, a sentence each. */
  readonly problems: readonly string[];
}

/** What was found when a backup was last verified. */
interface Verified {
  readonly at: string;
  readonly problems: readonly string[];
}

const verifiedFile = "verified.json";
const longestVerified = 2 ** 24;

/** Remembers beside a backup what verifying it found. */
export const recordVerified = (directory: string, found: Verified): Promise<void> =>
  onDisk(() => replaceFile(join(directory, verifiedFile), `${JSON.stringify(found, null, 2)}\n`, 0o600));

/** What was found, where it is as it was written; otherwise it is as if nobody had looked. */
function asVerified(text: string): Verified | undefined {
  try {
    const { at, problems } = JSON.parse(text) as Verified;
    return Number.isNaN(Date.parse(at)) || !Array.isArray(problems) ? undefined : { at, problems };
  } catch {
    return undefined;
  }
}

/** The backups in a directory, the newest first. Those that are damaged are among them. */
export async function listBackups(directory: string): Promise<readonly Kept[]> {
  const backups: Kept[] = [];
  // One after the other: a process may have fewer files open than there are backups.
  for (const name of await backupNames(directory)) backups.push(await look(directory, name));
  return backups;
}

/** Those of the install in `home`, and those of which it cannot be told whose they are. */
export async function ownBackups(directory: string, home: string): Promise<readonly Kept[]> {
  return (await listBackups(directory)).filter((backup) => backup.home === null || backup.home === home);
}

async function look(directory: string, name: string): Promise<Kept> {
  const path = join(directory, name);
  const [, day, hour, minute, second] = /^(.{10})T(\d\d)(\d\d)(\d\d)Z/.exec(name) ?? [];
  const madeAt = new Date(`${day}T${hour}:${minute}:${second}Z`);
  const verified = await shortFile(join(path, verifiedFile), longestVerified).then(
    (bytes) => bytes && asVerified(bytes.toString()),
    () => undefined,
  );
  const problems = verified?.problems ?? [];
  try {
    const { manifest } = await openBackup(path);
    const size = manifest.members.reduce((sum, member) => sum + member.size, 0);
    const verifiedAt = verified && problems.length === 0 ? new Date(verified.at) : null;
    const encrypted = manifest.encryptedTo.length > 0;
    const { home } = manifest.files;
    return { name, madeAt, size, encrypted, home, verifiedAt, whole: problems.length === 0, readable: true, problems };
  } catch (error) {
    if (!(error instanceof QuadError)) throw error;
    const why = error.detail.length > 0 ? error.detail : [error.message];
    return {
      name,
      madeAt,
      size: null,
      encrypted: false,
      home: null,
      verifiedAt: null,
      whole: false,
      readable: error.code !== "conflict",
      problems: [...problems, ...why],
    };
  }
}

/**
 * Removes what an install need not keep, and gives the names of what went, or with `dryRun` of what would go. What others have in the same
 * directory is not counted, and stays. Throws locked (exit 9).
 */
export async function pruneBackups(
  directory: string,
  { home, ...retention }: OwnRetention,
  { dryRun = false } = {},
): Promise<{ readonly removed: readonly string[]; readonly kept: number; readonly dryRun: boolean }> {
  const prune = async () => {
    const backups = await ownBackups(directory, home);
    const keepable = backups.map((backup) => ({ ...backup, verified: backup.verifiedAt !== null }));
    const removed = expired(keepable, retention);
    if (!dryRun) for (const name of removed) await removeBackup(directory, name);
    return { removed, kept: backups.length - removed.length, dryRun };
  };
  return dryRun ? prune() : aloneWithBackups(directory, prune);
}
