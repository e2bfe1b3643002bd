import { execFile } from "node:child_process";
import { readFile, readlink, realpath } from "node:fs/promises";
import { promisify } from "node:util";

/** The server that runs on a cluster now, as its own pid file tells. */
export interface Postmaster {
  readonly pid: number;
  /** The directory of its socket. */
  readonly sockets: string;
  /** False while it comes up, recovers or goes down. */
  readonly ready: boolean;
}

/** The server that runs on the cluster in `data`; undefined when there is none, a pid file left by a crash or not. */
export async function postmaster(data: string): Promise<Postmaster | undefined> {
  const pidFile = await readPidFile(data);
  return pidFile && (await serves(pidFile.pid, data)) ? pidFile : undefined;
}

/** What the pid file says, whether or not such a process is there. */
export async function readPidFile(data: string): Promise<Postmaster | undefined> {
  const lines = (await readFile(`${data}/postmaster.pid`, "utf8").catch(() => "")).split("\n");
  const pid = Number(lines[0]);
  return pid > 0 ? { pid, sockets: lines[4] ?? "", ready: lines[7]?.trim() === "ready" } : undefined;
}

/** Asks it to stop once everybody who is connected has gone. */
export const askToStop = ({ pid }: Postmaster): boolean => process.kill(pid, "SIGTERM");

/**
 * Whether a process is the server of this cluster: after a crash its number may be anybody's. A server works in its data
 * directory.
 */
async function serves(pid: number, data: string): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  try {
    if (process.platform === "linux") return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(data));
    return (await promisify(execFile)("ps", ["-p", String(pid), "-o", "command="])).stdout.includes("postgres");
  } catch {
    return false;
  }
}
