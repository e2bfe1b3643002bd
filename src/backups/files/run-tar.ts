import type { Writable } from "node:stream";
import { QuadError, unreachable } from "../../errors.ts";
import type { Environment } from "../../install/setting.ts";
import { visible } from "../../terminal/style.ts";
import { type Pipe, withPipe } from "../pipe.ts";
import { type Program, type Running, start, together, withPrograms, write } from "../programs.ts";
import { type Complaint, complaintsOf } from "./complaints.ts";
import { spelled } from "./entry.ts";
import type { Listed } from "./listing.ts";
import type { TarReader } from "./tar.ts";

/** Takes a piece of an archive, whose memory may be used again afterwards. Gives false where nobody reads it. */
export type Send = (piece: Buffer) => Promise<boolean>;

/**
 * Has tar archive these files of a directory, in this order, and sends what it writes on, without the end of the archive. Gives what it
 * complained of. Throws unreachable (exit 6) where something else is wrong, and not allowed where a file cannot be read.
 */
export function runTar(
  home: string,
  files: Iterable<Listed>,
  reader: TarReader,
  { send, environment, signal }: { send: Send; environment: Environment; signal: AbortSignal | undefined },
): Promise<readonly Complaint[]> {
  return withPipe(environment, async (pipe) => {
    const tar = start(tarProgram(home, environment), "pipe", pipe.writing);
    pipe.handedOn();
    return running(tar, signal, async () => {
      const [, whole] = await together(nameFiles(tar, files), forward(pipe, reader, send), tar.kill);
      if (!whole) throw unreachable("zstd reads no more.");
    });
  });
}

/** Of what goes from tar to zstd at once. */
const pieceSize = 1024 * 1024;

const tarProgram = (home: string, environment: Environment): Program => ({
  ...{ name: "tar", file: "tar", cwd: "/", missing: "Install it: apt-get install tar" },
  env: { ...environment, LC_ALL: "C", TAR_OPTIONS: undefined },
  args: [
    ...[
      "--create",
      "--file=-",
      "--blocking-factor=128",
      "--format=posix",
      "--pax-option=delete=atime,delete=ctime",
      "--acls",
      "--xattrs",
    ],
    ...["--xattrs-include=*", "--quoting-style=escape", "--no-recursion", `--directory=${home}`],
    ...["--null", "--verbatim-files-from", "--no-unquote", "--files-from=-"],
  ],
});

async function nameFiles(tar: Running, files: Iterable<Listed>): Promise<void> {
  const names: string[] = [];
  const flush = () => write(tar.stdin as Writable, Buffer.from(names.splice(0).join(""), "latin1"));
  for (const { path } of files) {
    names.push(path === "." ? ".\0" : `./${path}\0`);
    if (names.length === 1000) await flush();
  }
  await flush();
  tar.stdin?.end();
}

/**
 * Sends on what belongs to entries, in few large pieces: one is filled while the one before is written. Gives false where nobody reads
 * it.
 */
async function forward(pipe: Pipe, reader: TarReader, send: Send): Promise<boolean> {
  let [filling, resting] = [Buffer.allocUnsafeSlow(pieceSize), Buffer.allocUnsafeSlow(pieceSize)];
  let sending = Promise.resolve(true);
  for (let filled = 0, sent = 0, length = -1; length !== 0; ) {
    for (; filled < pieceSize && length !== 0; filled += length) {
      length = await pipe.read(filling.subarray(filled));
      reader.push(filling.subarray(filled, filled + length));
    }
    if (!(await sending)) return false;
    const mine = filling.subarray(0, reader.used - sent);
    sending = send(mine);
    sent += mine.length;
    // A header that is not whole yet; what follows the last entry is no part of any.
    filled = reader.ended ? 0 : filling.copy(resting, 0, mine.length, filled);
    [filling, resting] = [resting, filling];
  }
  return sending;
}

/** Runs tar to its end, which may be one that names files. */
async function running(
  tar: Running,
  signal: AbortSignal | undefined,
  work: () => Promise<void>,
): Promise<readonly Complaint[]> {
  try {
    await withPrograms([tar], signal, work);
    return [];
  } catch (error) {
    const ended = await tar.ended;
    const complaints = complaintsOf(ended);
    if (complaints === undefined) throw error;
    const secret = complaints.find(({ about }) => about === "unreadable");
    if (secret) {
      throw new QuadError("notAllowed", `${visible(spelled(secret.path))} cannot be read by this user.`, {
        hint: "Back up as root, or as the owner of all of the install's files.",
      });
    }
    return complaints;
  }
}
