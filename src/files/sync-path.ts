import { open } from "node:fs/promises";
import { located } from "./byte-names.ts";

/** Brings what was done with one file or directory onto the disk. A failure of the file system names it. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(located(path));
  try {
    await handle.sync();
  } catch (error) {
    throw Object.assign(error as NodeJS.ErrnoException, { path });
  } finally {
    await handle.close();
  }
}
