import { closeSync, constants, openSync, read, readSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Environment } from "../install/setting.ts";
import { outputOf } from "./programs.ts";

const readWhenThere = promisify(read);

/**
 * A pipe of the kernel that a program writes into. Node's own between it and a program are sockets, and what comes out of them passes
 * streams, in pieces of 64 KB with memory of their own: that takes several times what copying the bytes does.
 */
export interface Pipe {
  /** What the program is given to write to. */
  readonly writing: number;
  /** Closes this process's end of it, so that the pipe ends when the program does. To be called as soon as the program is started. */
  readonly handedOn: () => void;
  /** Reads into memory, at least one byte; 0 at the end. It takes at once what is there, and lets a thread wait where nothing is. */
  readonly read: (into: Buffer) => Promise<number>;
}

/** Lends a pipe, and closes it. Throws unreachable (exit 6) where none can be made. */
export async function withPipe<T>(env: Environment, use: (pipe: Pipe) => Promise<T>): Promise<T> {
  const { atOnce, waiting, writing } = await openPipe(env);
  const open = new Set([atOnce, waiting, writing]);
  const close = (descriptor: number) => {
    if (open.delete(descriptor)) closeSync(descriptor);
  };
  try {
    return await use({
      writing,
      handedOn: () => close(writing),
      read: async (into) => {
        try {
          return readSync(atOnce, into);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
          return (await readWhenThere(waiting, into, 0, into.length, null)).bytesRead;
        }
      },
    });
  } finally {
    for (const descriptor of open) close(descriptor);
  }
}

/** Node makes no pipe without a name; nothing of the name is left when both ends are open. */
async function openPipe(env: Environment) {
  const directory = await mkdtemp(join(tmpdir(), "quad-pipe-"));
  try {
    const path = join(directory, "pipe");
    const missing = "Install it: apt-get install coreutils";
    await outputOf({ name: "mkfifo", file: "mkfifo", args: ["-m", "600", path], env, missing });
    const { O_RDONLY, O_WRONLY, O_NONBLOCK } = constants;
    // Each end waits for the other to be opened; the first does not wait at all.
    const atOnce = openSync(path, O_RDONLY | O_NONBLOCK);
    return { atOnce, writing: openSync(path, O_WRONLY), waiting: openSync(path, O_RDONLY) };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
