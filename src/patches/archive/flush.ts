import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { cancelled } from "../../errors.ts";
import { syncPath } from "../../files/sync-path.ts";
import { Tasks } from "./tasks.ts";

/**
 * Brings files and directories onto the disk. `sync -f`, where there is one, writes them all at once, so that asking for each by itself,
 * which is what counts, finds nothing left to do: twenty thousand files take a third of the time. Throws cancelled when aborted, and
 * what the file system says, naming the file.
 */
export async function flush(
  root: string,
  files: readonly string[],
  directories: Iterable<string>,
  signal?: AbortSignal,
): Promise<void> {
  await new Promise<void>((done) => execFile("sync", ["-f", resolve(root)], { signal }, () => done()));
  const flushes = new Tasks(8);
  for (const path of [...files, ...directories]) {
    if (signal?.aborted) throw cancelled();
    await flushes.start(() => syncPath(path));
  }
  await flushes.ended();
}
