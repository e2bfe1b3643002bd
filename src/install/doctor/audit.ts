import { access, constants } from "node:fs/promises";
import { dirname } from "node:path";
import type { Install } from "../settings.ts";
import { type Check, ok, type Settled, skipped, warning } from "./check.ts";

/** Where the checkpoints of the trail are kept, and whether this user can write there. */
export async function auditChecks(
  install: Install,
  { config, database }: { readonly config: Settled<unknown>; readonly database: Settled<unknown> },
): Promise<readonly Check[]> {
  const name = "audit directory";
  if (config.error) return [skipped(name, "the config file cannot be used.")];
  // Without a setting of its own it may be the database's.
  if (database.error) return [skipped(name, "no database is known.")];
  const { value: directory, source } = await install.auditDirectory();
  if (await isWritable(directory)) return [ok(name, directory, source)];
  const found = `${directory} cannot be written by this user: what is new in the trail is not sealed.`;
  return [
    warning(name, found, "Run it as its owner, or name another: audit_dir in quad.yaml, or QUAD_AUDIT_DIR", source),
  ];
}

/** Whether a directory can be written into; of one that is not there yet, whether it can be made. */
async function isWritable(directory: string): Promise<boolean> {
  try {
    await access(directory, constants.W_OK | constants.X_OK);
    return true;
  } catch (error) {
    const above = dirname(directory);
    return (error as NodeJS.ErrnoException).code === "ENOENT" && above !== directory && isWritable(above);
  }
}
