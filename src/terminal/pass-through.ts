import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { notFound, usage } from "../errors.ts";
import { shortened } from "./style.ts";

/**
 * Runs a program in place of this one, as it were: with its streams, told what signals there are, and giving its exit code; 128 + N where
 * signal N ended it. While it runs `handOver` has who is to be told of signals. Throws not found.
 */
export async function passThrough(
  [program = "", ...args]: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  handOver: (forward: ((signal: NodeJS.Signals) => void) | undefined) => void,
): Promise<number> {
  const child = start(program, args, env as NodeJS.ProcessEnv);
  // Ctrl-C reaches it from the terminal itself.
  handOver((signal) => signal !== "SIGINT" && child.kill(signal));
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once("error", (error: NodeJS.ErrnoException) => reject(failure(program, error)));
      child.once("exit", (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
    });
  } finally {
    handOver(undefined);
  }
}

function start(program: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  try {
    return spawn(program, args, { stdio: "inherit", env });
  } catch (error) {
    throw failure(program, error as NodeJS.ErrnoException);
  }
}

function failure(program: string, error: NodeJS.ErrnoException): Error {
  if (error.code === "ENOENT") return notFound(`There is no command ${shortened(program)}.`, { cause: error });
  if (error.code === "EACCES") return usage(`${shortened(program)} cannot be run.`, { cause: error });
  if (error.code === "E2BIG")
    return usage("The command line and its environment are too long for this system.", { cause: error });
  return error;
}
