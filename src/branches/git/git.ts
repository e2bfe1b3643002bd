import { cancelled, unreachable } from "../../errors.ts";
import type { Environment } from "../../install/setting.ts";
import { fixedSettings, localEnvironment, remoteEnvironment } from "./environment.ts";
import { eachLine } from "./lines.ts";

/** How git is run. */
export interface GitOptions {
  /** Aborted by Ctrl-C. */
  readonly signal?: AbortSignal | undefined;
  /** In seconds; 60 for a server, 600 for a repository on this host. */
  readonly timeout?: number | undefined;
  /** What git may see of the environment is taken from here. */
  readonly environment: Environment;
}

interface Run extends GitOptions {
  /** Takes a line of its output, a character a byte; false when no more is needed. */
  readonly onLine?: (line: string) => boolean | undefined;
  readonly input?: Uint8Array;
}

/** How a run ended. */
export interface GitEnd {
  /** undefined where it was ended before. */
  readonly exitCode: number | undefined;
  /** The first of what it said on standard error. */
  readonly said: readonly string[];
  /** The seconds it was given, where they were too few. */
  readonly tooLong?: number;
}

const mostSaid = 30;

/** Runs git in a repository on this host. Throws unreachable where git is missing, and cancelled. */
export const gitIn = (directory: string, words: readonly string[], run: Run): Promise<GitEnd> =>
  start(["-C", directory, ...words], localEnvironment(run.environment), 600, run);

/** Runs git where no repository's config is read, to ask a server. Throws unreachable where git is missing, and cancelled. */
export async function gitRemotely(words: readonly string[], run: Run): Promise<GitEnd> {
  const { environment } = run;
  let ssh = environment.GIT_SSH_COMMAND;
  if (ssh === undefined) {
    const onLine = (line: string) => {
      ssh = line;
      return true;
    };
    // Our own GIT_SSH_COMMAND would hide it.
    await start(["config", "--get", "core.sshCommand"], localEnvironment(environment), 60, { ...run, onLine });
  }
  return start(words, remoteEnvironment(environment, ssh || "ssh"), 60, run);
}

async function start(
  words: readonly string[],
  env: Record<string, string>,
  limit: number,
  { onLine = () => true, input, signal, timeout = limit }: Run,
): Promise<GitEnd> {
  if (signal?.aborted) throw cancelled();
  const { execa } = await import("execa");
  const child = execa("git", [...fixedSettings, ...words], {
    env,
    extendEnv: false,
    cwd: "/",
    ...(input ? { input } : { stdin: "ignore" }),
    encoding: "buffer",
    buffer: false,
    reject: false,
    cleanup: false,
    // A group of its own, without a terminal: ssh ends with git, and has nobody to ask.
    detached: true,
  });
  let killing: NodeJS.Timeout | undefined;
  const stop = () => {
    killGroup(child.pid, "SIGTERM");
    killing ??= setTimeout(() => killGroup(child.pid, "SIGKILL"), 500);
  };
  let late = false;
  const clock = setTimeout(() => {
    late = true;
    stop();
  }, timeout * 1000);
  signal?.addEventListener("abort", stop, { once: true });
  process.once("exit", stop);
  const said: string[] = [];
  let enough = false;
  try {
    const reading = eachLine(child.stdout, (line) => {
      if (onLine(line) !== false) return true;
      enough = true;
      return false;
    }).finally(() => enough && stop());
    const [read, , end] = await Promise.allSettled([
      reading.catch((error) => {
        stop();
        throw error;
      }),
      // It is read to its end, so that git is not held up.
      eachLine(child.stderr, (line) => void (said.length < mostSaid && isWorthSaying(line) && said.push(asText(line)))),
      child,
    ]);
    if (signal?.aborted) throw cancelled();
    if (late) return { exitCode: undefined, said, tooLong: timeout };
    if (end.status === "rejected") throw end.reason;
    if (end.value.code === "ENOENT" || end.value.code === "EACCES") throw missing();
    if (read.status === "rejected" && !enough) throw read.reason;
    // What it said while it was being ended counts for nothing.
    return enough ? { exitCode: 0, said: [] } : { exitCode: end.value.exitCode, said };
  } finally {
    clearTimeout(clock);
    clearTimeout(killing);
    signal?.removeEventListener("abort", stop);
    process.off("exit", stop);
  }
}

const missing = () =>
  unreachable("git was not found on PATH.", { hint: "Install it, as in: apt-get install git, dnf install git" });

// A remote whose default branch was renamed leaves a HEAD that points to nothing, in most clones.
const isWorthSaying = (line: string): boolean =>
  line.trim() !== "" && !line.startsWith("warning: ignoring dangling symref");

const asText = (line: string): string => Buffer.from(line, "latin1").toString("utf8").trimEnd();

function killGroup(leader: number | undefined, signal: NodeJS.Signals): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, signal);
  } catch {
    // It has ended already.
  }
}
