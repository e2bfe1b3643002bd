import { execFile } from "node:child_process";
import { statfs } from "node:fs/promises";
import { release } from "node:os";
import { resolve } from "node:path";
import { cancelled } from "../../errors.ts";
import { syncPath } from "../../files/sync-path.ts";
import { Tasks } from "./tasks.ts";

/**
 * Brings files and directories onto the disk: by one syncfs of their file system, where its word counts, and otherwise each by itself,
 * which has the disk empty its cache once a file. Throws cancelled when aborted, and what the file system says, naming the file.
 */
export async function flush(
  root: string,
  files: readonly string[],
  directories: Iterable<string>,
  signal?: AbortSignal,
): Promise<void> {
  const all = await syncfs(resolve(root), signal);
  if (signal?.aborted) throw cancelled();
  if (all && (await reportsFailures(root))) return;
  const flushes = new Tasks(8);
  for (const path of [...files, ...directories]) {
    if (signal?.aborted) throw cancelled();
    await flushes.start(() => syncPath(path));
  }
  await flushes.ended();
}

/** Whether `sync -f` says that all is written; it is not everywhere. */
function syncfs(path: string, signal: AbortSignal | undefined): Promise<boolean> {
  return new Promise((done) => execFile("sync", ["-f", path], { signal }, (error) => done(!error)));
}

/** ext4, XFS and Btrfs, by the number that each has in statfs(2). */
const local = new Set([0xef53, 0x58465342, 0x9123683e]);

/** Whether syncfs fails where something could not be written: Linux 5.8 and later, on file systems of disks. */
async function reportsFailures(path: string): Promise<boolean> {
  if (process.platform !== "linux") return false;
  const [major = 0, minor = 0] = release().split(".").map(Number);
  return (major > 5 || (major === 5 && minor >= 8)) && local.has((await statfs(path)).type);
}
