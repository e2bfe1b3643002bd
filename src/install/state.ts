import { homedir } from "node:os";
import { join } from "node:path";
import type { Environment } from "./setting.ts";

/** Where quad keeps what it makes outside of an install: for root under /var/lib, for others in their data home. */
export function stateDirectory(env: Environment): string {
  if (process.getuid?.() === 0) return "/var/lib/quad";
  return join(env.XDG_DATA_HOME || join(env.HOME || homedir(), ".local", "share"), "quad");
}
