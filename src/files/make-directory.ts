import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { syncPath } from "./sync-path.ts";

/**
 * Makes a directory, and what is above it, where there is none; gives the first that was made, undefined where all were there. Throws what
 * the file system says. (Node's own `recursive` goes in circles for ever where none can be made, as below /proc.)
 */
export async function makeDirectory(directory: string, mode = 0o777): Promise<string | undefined> {
  try {
    await mkdir(directory, { mode });
    return directory;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" && dirname(directory) !== directory) {
      const first = await makeDirectory(dirname(directory), mode);
      await mkdir(directory, { mode }).catch(ifThere);
      return first ?? directory;
    }
    await ifThere(error);
    return undefined;
  }

  async function ifThere(error: unknown): Promise<void> {
    const { code } = error as NodeJS.ErrnoException;
    // Whatever a file system says first of what is there: EEXIST, EROFS, EACCES.
    if (code === "ENOENT" || !(await stat(directory).catch(() => undefined))?.isDirectory()) throw error;
  }
}

/** The same, and what it made is on the disk: what is written there later is not lost with the name of the directory that it lies in. */
export async function makeDurableDirectory(directory: string, mode: number): Promise<void> {
  const first = await makeDirectory(directory, mode);
  if (first === undefined) return;
  for (let made = directory; ; made = dirname(made)) {
    await syncPath(dirname(made));
    if (made === first) return;
  }
}
