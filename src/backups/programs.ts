import { type ChildProcess, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { unreachable } from "../errors.ts";
import { childEnvironment } from "../install/child-environment.ts";
import type { Environment } from "../install/setting.ts";

/** A program as it is started. */
export interface Program {
  /** What messages call it. */
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Environment;
  readonly cwd?: string;
  /** What to do where there is no such program. */
  readonly missing?: string;
}

/** A program that runs. */
export interface Running {
  readonly name: string;
  readonly stdin: Writable | null;
  readonly stdout: Readable | null;
  /** How it ended; never rejected. */
  readonly ended: Promise<Ended>;
  readonly kill: () => void;
}

/** How a program ended. */
export interface Ended {
  readonly name: string;
  /** 0 where all was well; null where a signal ended it, or where it could not be started. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last lines of its standard error. */
  readonly said: readonly string[];
  readonly missing: string | undefined;
}

/** What is kept of what a program says. */
const longestSaid = 256 * 1024;

/**
 * Starts a program. `input` may be the output of another, which it then reads without this process between them; that other's output is
 * `handed on`. A number is a file that is open.
 */
export function start(
  program: Program,
  input: "pipe" | "ignore" | Readable = "ignore",
  output: "read" | "handed on" | "ignored" | number = "read",
): Running {
  const { name, file, args, env, cwd, missing } = program;
  const child: ChildProcess = spawn(file, args, {
    env: childEnvironment(env),
    ...(cwd !== undefined && { cwd }),
    stdio: [input, output === "ignored" ? "ignore" : typeof output === "number" ? output : "pipe", "pipe"],
  });
  // Node throws away what a program has written when it ends and nobody listens yet.
  if (output === "read") child.stdout?.on("readable", () => {});
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-longestSaid);
  });
  // Whoever writes to one that is gone learns of it by how it ended.
  child.stdin?.on("error", () => {});
  const ended = new Promise<Ended>((resolve) => {
    const end = (code: number | null, signal: NodeJS.Signals | null, why?: string) =>
      resolve({ name, code, signal, said: linesOf(said), missing: why });
    child.once("error", () => end(null, null, missing ?? `Install ${name}.`));
    child.once("close", (code, signal) => end(code, signal));
  });
  return { name, stdin: child.stdin, stdout: child.stdout, ended, kill: () => void child.kill("SIGKILL") };
}

const linesOf = (text: string) => text.split("\n").filter((line) => line.trim() !== "");

/**
 * Throws unreachable (exit 6) where one of these programs failed, naming that which began it: one that only lost its reader or its
 * writer comes last.
 */
function mustHaveEndedWell(ended: readonly Ended[]): void {
  const failed = ended.filter(({ code }) => code !== 0);
  const broken = ({ signal, said }: Ended) => signal === "SIGPIPE" || said.some((line) => /broken pipe/i.test(line));
  const first = failed.find((one) => !broken(one)) ?? failed[0];
  if (first) throw failureOf(first);
}

/** A program's failure with what it said last. */
export function failureOf({ name, code, signal, said, missing }: Ended): Error {
  if (missing !== undefined) return unreachable(`There is no ${name} on this host.`, { hint: missing });
  if (said.some((line) => /No space left on device/.test(line)))
    return unreachable(`There is no room on the disk for what ${name} writes.`, {
      cause: Object.assign(new Error(said.at(-1)), { code: "ENOSPC" }),
    });
  const last = said.at(-1)?.replace(/^\S+: (error: )?/, "");
  const how = signal ? `it was ended by ${signal}` : `exit code ${code}`;
  return unreachable(`${name} failed: ${last ?? how}`, { detail: said.slice(-4, -1) });
}

/** Runs `work` with programs that are ended should it fail, or should the signal be aborted; waits until all of them are gone. */
export async function withPrograms<T>(
  programs: readonly Running[],
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const end = () => {
    for (const program of programs) program.kill();
  };
  signal?.addEventListener("abort", end);
  if (signal?.aborted) end();
  try {
    const result = await work();
    mustHaveEndedWell(await Promise.all(programs.map(({ ended }) => ended)));
    return result;
  } catch (error) {
    end();
    const all = await Promise.all(programs.map(({ ended }) => ended));
    // What broke off the reading may be why a program ended, or the other way round.
    const own = all.filter(({ signal: by }) => by !== "SIGKILL");
    if (!isOfDisk(error)) mustHaveEndedWell(own);
    throw error;
  } finally {
    signal?.removeEventListener("abort", end);
  }
}

const isOfDisk = (error: unknown): boolean =>
  error instanceof Error && ["ENOSPC", "EDQUOT", "EIO"].includes(String((error as NodeJS.ErrnoException).code));

/** Runs a program to its end and gives what it printed. Throws unreachable where it failed. */
export async function outputOf(program: Program, signal?: AbortSignal): Promise<string> {
  const running = start(program);
  return withPrograms([running], signal, async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of running.stdout ?? []) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString("utf8");
  });
}

/** What a program says of its version, which takes no time. Throws unreachable where it fails, or has not ended in ten seconds. */
export const versionSaid = (program: Program): Promise<string> => outputOf(program, AbortSignal.timeout(10_000));

/** Writes to a program as fast as it reads. Gives false where it reads no more. */
export async function write(to: Writable, chunk: Uint8Array): Promise<boolean> {
  if (to.destroyed) return false;
  if (to.write(chunk)) return true;
  return new Promise((resolve) => {
    const done = () => {
      to.off("drain", done).off("close", done).off("error", done);
      resolve(!to.destroyed);
    };
    to.once("drain", done).once("close", done).once("error", done);
  });
}

/** Writes to a program, and waits until the memory may be used again. Gives false where it reads no more. */
export const written = (to: Writable, chunk: Uint8Array): Promise<boolean> =>
  new Promise((resolve) => void to.write(chunk, (error) => resolve(!error && !to.destroyed)));

/** Waits for both. Where one fails, `stop` tells the other; its end is awaited too, and the first failure is thrown. */
export async function together<A, B>(a: Promise<A>, b: Promise<B>, stop: () => void): Promise<[A, B]> {
  const both = Promise.all([a, b]);
  both.catch(stop);
  await Promise.allSettled([a, b]);
  return both;
}
