import { open } from "node:fs/promises";

/** Brings what was done with one file or directory onto the disk. A failure of the file system names it. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path);
  try {
    await handle.sync();
  } catch (error) {
    throw Object.assign(error as NodeJS.ErrnoException, { path });
  } finally {
    await handle.close();
  }
}
