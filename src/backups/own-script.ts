import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../install/setting.ts";
import type { Member } from "./manifest.ts";
import { type Writing, writeMember } from "./members.ts";
import { failureOf, start } from "./programs.ts";

const script = "scripts/backup.sh";

/** Whether an install brings a script of its own for backups. */
export function hasOwnScript(home: string): boolean {
  try {
    accessSync(join(home, script), constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Runs the install's own script in its directory, and keeps what it says. That it fails is a warning: nothing depends on it. */
export async function runOwnScript(
  home: string,
  environment: Environment,
  writing: Writing,
  signal: AbortSignal | undefined,
): Promise<{ readonly member: Member; readonly warning: string | undefined }> {
  // Both of its streams, in the order in which it writes.
  const args = ["-c", 'exec "$0" 2>&1', join(home, script)];
  const running = start({ name: script, file: "/bin/sh", args, env: environment, cwd: home });
  signal?.addEventListener("abort", running.kill, { once: true });
  if (signal?.aborted) running.kill();
  try {
    const member = await writeMember(writing, "own-script.log", (running.stdout ?? []) as AsyncIterable<Buffer>);
    const ended = await running.ended;
    const warning = ended.code === 0 ? undefined : `The install's own script ${failureOf(ended).message}`;
    return { member, warning };
  } finally {
    running.kill();
    signal?.removeEventListener("abort", running.kill);
  }
}
