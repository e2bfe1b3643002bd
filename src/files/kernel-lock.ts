import { type FileHandle, open } from "node:fs/promises";
import { QuadError } from "../errors.ts";

/** How a lock is waited for. */
export interface Patience {
  /** In milliseconds; 0 asks once. */
  readonly patience: number;
  /** What is said when somebody else has it all that time. */
  readonly busy: string;
  readonly hint: string;
}

/**
 * Takes the kernel's lock on a file, made where it is missing. It ends with the handle's closing, or with the process, however that
 * ends. Throws locked (exit 9) when it is not free in time, and what the file system says, naming the file.
 */
export async function kernelLock(path: string, { patience, busy, hint }: Patience): Promise<FileHandle> {
  const { tryLock } = await import("fs-native-extensions");
  const file = await open(path, "a", 0o600);
  try {
    for (const deadline = Date.now() + patience; !tryLock(file.fd); ) {
      if (Date.now() >= deadline) throw new QuadError("locked", busy, { hint });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return file;
  } catch (error) {
    await file.close();
    throw error instanceof QuadError ? error : Object.assign(error as NodeJS.ErrnoException, { path });
  }
}

/** Runs `work` under such a lock; it is told the number of the open file, which programs that inherit it hold on to. */
export async function underLock<T>(path: string, patience: Patience, work: (lock: number) => Promise<T>): Promise<T> {
  const lock = await kernelLock(path, patience);
  try {
    return await work(lock.fd);
  } finally {
    await lock.close();
  }
}
