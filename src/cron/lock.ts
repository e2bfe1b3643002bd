import { mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { QuadError } from "../errors.ts";
import { onDisk } from "../postgres/disk-failures.ts";

/**
 * Runs `work` while no other quad of this user changes regular jobs. The lock is the kernel's, and ends with the process. Throws
 * locked (exit 9) when it is not free within ten seconds.
 */
export async function alone<T>(state: string, work: () => Promise<T>): Promise<T> {
  const { tryLock } = await import("fs-native-extensions");
  const file = await onDisk(async () => {
    await mkdir(state, { recursive: true });
    return open(join(state, "cron.lock"), "a", 0o600);
  });
  try {
    for (const deadline = Date.now() + 10_000; !tryLock(file.fd); ) {
      if (Date.now() > deadline) {
        throw new QuadError("locked", "Another quad changes regular jobs, and does not finish.", {
          hint: "Run it again.",
        });
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return await work();
  } finally {
    await file.close();
  }
}
