import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { inject, onTestFinished } from "vitest";
import { type Run, words } from "./install.ts";

/** A quad in a process of its own. */
export interface QuadProcess {
  readonly child: ChildProcess;
  /** What it has printed so far, on both streams. */
  printed(): string;
  /** Its end; the code is 128 + N where signal N killed it. */
  readonly ended: Promise<Run>;
}

export interface ProcessOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Runs it as a user without rights, where the tests run as root. */
  readonly plainUser?: boolean;
}

/** Starts the built program without a terminal. */
export function startQuad(line: string | readonly string[], options: ProcessOptions = {}): QuadProcess {
  const { env = {}, cwd = "/", plainUser = false } = options;
  const child = spawn(process.execPath, [inject("program"), ...(typeof line === "string" ? words(line) : line)], {
    cwd,
    env: { PATH: process.env.PATH, HOME: "/nonexistent", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    ...(plainUser && isRoot && nobody),
  });
  const written = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      written[name] += text;
    });
  }
  const ended = new Promise<Run>((resolve) => {
    child.once("close", (code, signal) =>
      resolve({ code: code ?? 128 + (signal ? constants.signals[signal] : 0), ...written }),
    );
  });
  return { child, ended, printed: () => written.stdout + written.stderr };
}

/** Runs the built program to its end. */
export const runProcess = (line: string | readonly string[], options?: ProcessOptions): Promise<Run> =>
  startQuad(line, options).ended;

export const isRoot = process.getuid?.() === 0;
export const nobody = { uid: 65534, gid: 65534 };

/**
 * A directory of this test's own, in memory where there is some; with `plainUser`, of a user without rights. A
 * `beforeAll` takes what removes it by `removed`, and returns it.
 */
export function scratchDirectory({ plainUser = false, removed = onTestFinished as Removal } = {}): string {
  const directory = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "quad-"));
  chmodSync(directory, 0o755);
  if (plainUser && isRoot) chownSync(directory, nobody.uid, nobody.gid);
  // What a test has started may write a last file while it ends.
  removed(() => rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }));
  return directory;
}

type Removal = (remove: () => void) => void;

/** Looks again and again until what it sees is `wanted`, something if nothing else is said; fails after ninety seconds. */
export async function eventually<T>(
  look: () => T | Promise<T>,
  wanted: (seen: T) => boolean = Boolean,
): Promise<NonNullable<T>> {
  let seen = await look();
  for (const deadline = Date.now() + 90_000; !wanted(seen); seen = await look()) {
    if (Date.now() > deadline) throw new Error(`Not what was awaited:\n${seen}\n(${wanted}, of ${look})`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return seen as NonNullable<T>;
}
