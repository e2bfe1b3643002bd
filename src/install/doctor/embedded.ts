import { stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import { isEmbedded } from "../../postgres/cluster.ts";
import { runningServer } from "../../postgres/embedded.ts";
import { serverOwner } from "../../postgres/runtime.ts";
import { type Check, failed, ok, skippedAll, warning } from "./check.ts";

const mebibyte = 1024 * 1024;

/** What concerns the directory of an embedded install: who runs its server, whose it is, what room there is. */
export async function embeddedChecks(directory: string): Promise<readonly Check[]> {
  if (!isEmbedded(directory)) {
    const reason = `there is no embedded install in ${directory}.`;
    return skippedAll(["embedded server", "embedded files", "disk"], reason);
  }
  return [await checkRunning(directory), await checkFiles(directory), await checkDisk(directory)];
}

async function checkRunning(directory: string): Promise<Check> {
  const pid = await runningServer(directory);
  const log = `log: ${join(directory, "server.log")}`;
  return ok(
    "embedded server",
    `${pid ? `runs for another command, pid ${pid}` : "does not run between commands"}; ${log}`,
  );
}

/** Postgres starts only on a directory that its own user has, and nobody else can read. */
async function checkFiles(directory: string): Promise<Check> {
  const data = join(directory, "data");
  const { uid, mode } = await stat(data);
  const owner = await serverOwner();
  const wanted = owner ? uid || owner.uid : (process.getuid?.() ?? uid);
  const bits = (mode & 0o7777).toString(8).padStart(4, "0");
  const found = `${data}, owner ${uid}, mode ${bits}`;
  if (uid !== wanted) {
    return failed("embedded files", `${found}; the server runs as ${wanted}.`, `chown -R ${wanted} ${data}`);
  }
  if ((mode & 0o027) !== 0) return failed("embedded files", `${found}; others can get in.`, `chmod 0700 ${data}`);
  return ok("embedded files", found);
}

async function checkDisk(directory: string): Promise<Check> {
  const { bavail, bsize } = await statfs(directory);
  return checkRoom(bavail * bsize, directory);
}

/** `free` is in bytes. Below 1 GiB warns, below 100 MiB fails. */
export function checkRoom(free: number, directory: string): Check {
  const found = `${Math.floor(free / mebibyte).toLocaleString("en")} MiB free in ${directory}`;
  if (free >= 1024 * mebibyte) return ok("disk", found);
  const fix = "Make room, or move the directory to a larger disk.";
  return free < 100 * mebibyte ? failed("disk", found, fix) : warning("disk", found, fix);
}
