import { chmod, lstat, mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { QuadError, unreachable } from "../errors.ts";

/**
 * Makes the vault's directory, or sees to it that it is nobody else's: mode 0700, and our own. Throws unreachable where it cannot
 * be that.
 */
export async function ownDirectory(directory: string): Promise<void> {
  const refused = (why: string) => unusable(directory, why);
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const found = await lstat(directory);
    if (!found.isDirectory()) throw refused("it is no directory");
    if (process.getuid && found.uid !== process.getuid()) throw refused("it belongs to somebody else");
    if ((found.mode & 0o777) !== 0o700) await chmod(directory, 0o700);
  } catch (error) {
    throw error instanceof QuadError ? error : unusable(directory, error);
  }
}

const unusable = (directory: string, why: unknown) =>
  unreachable(
    `The vault's directory ${directory} cannot be used: ${typeof why === "string" ? why : ((why as NodeJS.ErrnoException).code ?? why)}.`,
    { hint: "Name another: vault_dir in quad.yaml, or QUAD_VAULT_DIR", cause: why },
  );

/**
 * Runs `work` while no other quad on this host works with the vault: each unlock ends the session of the one before. The
 * lock is the kernel's, and ends with the process. Throws locked (exit 9) when it is not free within `patience` milliseconds.
 */
export async function alone<T>(directory: string, patience: number, work: () => Promise<T>): Promise<T> {
  const { tryLock } = await import("fs-native-extensions");
  const file = await open(join(directory, "lock"), "a", 0o600).catch((error) => {
    throw unusable(directory, error);
  });
  const isFree = () => {
    try {
      return tryLock(file.fd);
    } catch (error) {
      throw unusable(directory, error);
    }
  };
  try {
    for (const deadline = Date.now() + patience; !isFree(); ) {
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
