import { chmod, lstat } from "node:fs/promises";
import { join } from "node:path";
import { QuadError, unreachable } from "../errors.ts";
import { kernelLock } from "../files/kernel-lock.ts";
import { makeDirectory } from "../files/make-directory.ts";

/**
 * Makes the vault's directory, or sees to it that it is nobody else's: mode 0700, and our own. Throws unreachable where it cannot
 * be that.
 */
export async function ownDirectory(directory: string): Promise<void> {
  const refused = (why: string) => unusable(directory, why);
  try {
    await makeDirectory(directory, 0o700);
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
 * Runs `work` while no other quad on this host works with the vault: each unlock ends the session of the one before. Throws locked
 * (exit 9) when it is not free within `patience` milliseconds.
 */
export async function alone<T>(directory: string, patience: number, work: () => Promise<T>): Promise<T> {
  const busy = "Another quad works with the vault, and does not finish.";
  const lock = await kernelLock(join(directory, "lock"), { patience, busy, hint: "Run it again." }).catch((error) => {
    throw error instanceof QuadError ? error : unusable(directory, error);
  });
  try {
    return await work();
  } finally {
    await lock.close();
  }
}
