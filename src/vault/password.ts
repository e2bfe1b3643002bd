import { readFile, stat } from "node:fs/promises";
import { usage } from "../errors.ts";
import type { VaultSettings } from "../install/setting.ts";

/**
 * The master password: `QUAD_VAULT_PASSWORD`, the first line of the password file, or what `ask` is told. Throws a usage error for a
 * file that others can read.
 */
export async function masterPassword(
  { password, passwordFile }: VaultSettings,
  ask: () => Promise<string>,
): Promise<string> {
  if (password) return password.value;
  if (!passwordFile) return ask();
  const { value: file, source } = passwordFile;
  try {
    const found = await stat(file);
    if ((found.mode & 0o077) !== 0) {
      throw usage(`${file} holds the master password (${source}), and others can read it.`, {
        hint: `Make it yours alone: chmod 600 ${file}`,
      });
    }
    const [line = ""] = (await readFile(file, "utf8")).split(/\r?\n/);
    if (line !== "") return line;
  } catch (error) {
    if (!(error instanceof Error) || !("syscall" in error)) throw error;
    throw usage(`${file} (${source}) cannot be read (${(error as NodeJS.ErrnoException).code}).`, { cause: error });
  }
  throw usage(`${file} (${source}) is empty; its first line is the master password.`);
}
