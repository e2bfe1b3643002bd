import type { Writable } from "node:stream";
import { QuadError, unreachable } from "../../errors.ts";
import type { Environment } from "../../install/setting.ts";
import { visible } from "../../terminal/style.ts";
import { type Program, type Running, start, together, withPrograms, write } from "../programs.ts";
import { type Complaint, complaintsOf } from "./complaints.ts";
import { spelled } from "./entry.ts";
import type { Listed } from "./listing.ts";
import type { TarReader } from "./tar.ts";

/**
 * Has tar archive these files of a directory, in this order, and sends what it writes on, without the end of the archive. Gives what it
 * complained of. Throws unreachable (exit 6) where something else is wrong, and not allowed where a file cannot be read.
 */
export function runTar(
  home: string,
  files: readonly Listed[],
  reader: TarReader,
  { to, environment, signal }: { to: Writable; environment: Environment; signal: AbortSignal | undefined },
): Promise<readonly Complaint[]> {
  const tar = start(tarProgram(home, environment), "pipe");
  return running(tar, signal, async () => {
    const [, whole] = await together(nameFiles(tar, files), forward(tar, reader, to), tar.kill);
    if (!whole) throw unreachable("zstd reads no more.");
  });
}

const tarProgram = (home: string, environment: Environment): Program => ({
  ...{ name: "tar", file: "tar", cwd: "/", missing: "Install it: apt-get install tar" },
  env: { ...environment, LC_ALL: "C", TAR_OPTIONS: undefined },
  args: [
    ...["--create", "--file=-", "--format=posix", "--pax-option=delete=atime,delete=ctime", "--acls", "--xattrs"],
    ...["--xattrs-include=*", "--quoting-style=escape", "--no-recursion", `--directory=${home}`],
    ...["--null", "--verbatim-files-from", "--no-unquote", "--files-from=-"],
  ],
});

async function nameFiles(tar: Running, files: readonly Listed[]): Promise<void> {
  const names: string[] = [];
  const flush = () => write(tar.stdin as Writable, Buffer.from(names.splice(0).join(""), "latin1"));
  for (const { path } of files) {
    names.push(path === "." ? ".\0" : `./${path}\0`);
    if (names.length === 1000) await flush();
  }
  await flush();
  tar.stdin?.end();
}

/** Sends on what belongs to entries. Gives false where nobody reads it. */
async function forward(tar: Running, reader: TarReader, to: Writable): Promise<boolean> {
  let sent = 0;
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of (tar.stdout ?? []) as AsyncIterable<Buffer>) {
    reader.push(chunk);
    const all = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    const mine = all.subarray(0, reader.used - sent);
    held = all.subarray(mine.length);
    sent += mine.length;
    if (mine.length > 0 && !(await write(to, mine))) return false;
  }
  return true;
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
