import { chmod, lstat, mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { QuadError, unreachable } from "../errors.ts";

/**
 * Makes the vault's directory, or sees to it that it is nobody else's: mode 0700, and our own. Throws unreachable where it cannot
 * be that.
 */
export async function ownDirectory(directory: string): Promise<void> {
  const refused = (why: string, cause?: unknown) =>
    unreachable(`The vault's directory ${directory} cannot be used: ${why}.`, {
      hint: "Name another: vault_dir in quad.yaml, or QUAD_VAULT_DIR",
      cause,
    });
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const found = await lstat(directory);
    if (!found.isDirectory()) throw refused("it is no directory");
    if (process.getuid && found.uid !== process.getuid()) throw refused("it belongs to somebody else");
    if ((found.mode & 0o777) !== 0o700) await chmod(directory, 0o700);
  } catch (error) {
    if (error instanceof QuadError) throw error;
    throw refused((error as NodeJS.ErrnoException).code ?? String(error), error);
  }
}

/**
 * Runs `work` while no other quad on this host works with the vault: each unlock ends the session of the one before. The
 * lock is the kernel's, and ends with the process. Throws locked (exit 9) when it is not free within `patience` milliseconds.
 */
export async function alone<T>(directory: string, patience: number, work: () => Promise<T>): Promise<T> {
  const { tryLock } = await import("fs-native-extensions");
  const file = await open(join(directory, "lock"), "a", 0o600);
  try {
    for (const deadline = Date.now() + patience; !tryLock(file.fd); ) {
      if (Date.now() > deadline) {
        throw new QuadError("locked", "Another quad works with the vault, and does not finish.", {
          hint: "Run it again.",
        });
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return await work();
  } finally {
    await file.close();
  }
}
