import type { Writable } from "node:stream";
import { QuadError, unreachable } from "../../errors.ts";
import type { Environment } from "../../install/setting.ts";
import { visible } from "../../terminal/style.ts";
import type { Member } from "../manifest.ts";
import { compressMember, type Writing, writeMember } from "../members.ts";
import { type Program, type Running, start, together, withPrograms, write } from "../programs.ts";
import { compressed } from "../zstd.ts";
import { type Complaint, complaintsOf } from "./complaints.ts";
import { type Entry, spelled, writeEntry } from "./entry.ts";
import { type Listed, type Listing, listFiles } from "./listing.ts";
import { TarReader } from "./tar.ts";

/** How often files that change while they are read are read anew. */
const rounds = 3;

/** An archive of an install's files, with what is in it. */
export interface Archived {
  readonly members: readonly Member[];
  readonly entries: number;
  /** Of the files' contents. */
  readonly bytes: number;
  readonly leftOut: readonly string[];
  /** Files that were gone before they could be read: they are not in it. */
  readonly vanished: readonly string[];
  /** Files that changed each time they were read: what is in it may be half of one state and half of another. */
  readonly changed: readonly string[];
}

export interface ToArchive {
  readonly home: string;
  /** The directory of the backups. */
  readonly backups: string;
  readonly environment: Environment;
  readonly writing: Writing;
  readonly signal: AbortSignal | undefined;
}

/**
 * Archives an install directory: lists it, has the system's tar write what was listed, and looks at every entry as it goes by. What
 * changes meanwhile is read again and stands behind what was read before, where it replaces that when it is unpacked. Throws unreachable
 * (exit 6) where tar or zstd fails, and not allowed where a file cannot be read.
 */
export async function archiveFiles(wanted: ToArchive): Promise<Archived> {
  const { home, environment, writing, signal } = wanted;
  const listing = await listFiles(home, wanted.backups);
  const found: Found = { entries: new Map(), vanished: new Set(), changed: [] };
  const member = await compressMember(writing, "files.tar.zst", {
    ...{ environment, signal, input: "pipe" },
    feed: (zstd) => readAll(wanted, listing, zstd, found),
  });
  const list = await writeMember(
    writing,
    "files.jsonl.zst",
    compressed(linesOf(found.entries.values()), environment, signal),
  );
  let bytes = 0;
  for (const { size } of found.entries.values()) bytes += size;
  return {
    members: [member, list],
    entries: found.entries.size,
    bytes,
    leftOut: listing.leftOut.map(visible),
    vanished: [...found.vanished].map(shown),
    changed: found.changed.map(shown),
  };
}

const shown = (path: string): string => visible(spelled(path));

/** What the rounds have come upon so far. */
interface Found {
  /** By their paths; of one that was read again, what was read last. */
  readonly entries: Map<string, Entry>;
  readonly vanished: Set<string>;
  changed: readonly string[];
}

async function readAll(wanted: ToArchive, { files }: Listing, zstd: Running, found: Found): Promise<void> {
  for (let round = 0, due = files; round < rounds && due.length > 0; round += 1) {
    found.changed = await readOnce(wanted, due, zstd.stdin as Writable, found);
    const again = new Set(found.changed);
    // All names of one file, or they would be files of their own afterwards.
    const inodes = new Set(files.flatMap(({ path, inode }) => (inode !== "" && again.has(path) ? [inode] : [])));
    due = files.filter(({ path, inode }) => again.has(path) || inodes.has(inode));
  }
  // The end of a tar: two blocks of zeros.
  await write(zstd.stdin as Writable, Buffer.alloc(1024));
  zstd.stdin?.end();
}

/** Has tar read these files once, and gives those that changed meanwhile. */
async function readOnce(
  { home, environment, signal }: ToArchive,
  files: readonly Listed[],
  to: Writable,
  { entries, vanished }: Found,
): Promise<readonly string[]> {
  const listed = new Map(files.map((file) => [file.path, file]));
  const changed = new Set<string>();
  const seen = new Set<string>();
  const reader = new TarReader((entry) => {
    const was = listed.get(entry.path);
    if (was === undefined) throw unreachable(`tar wrote ${shown(entry.path)}, which was not asked for.`);
    if (was.directory !== (entry.type === "directory")) changed.add(entry.path);
    seen.add(entry.path);
    entries.set(entry.path, entry);
  });
  const tar = start(tarProgram(home, environment), "pipe");
  const complaints = await running(tar, signal, async () => {
    const [, whole] = await together(nameFiles(tar, files), forward(tar, reader, to), tar.kill);
    if (!whole) throw unreachable("zstd reads no more.");
  });
  const gone = new Set<string>();
  for (const { path, about } of complaints) {
    if (about === "gone") gone.add(path);
    // What is in a directory has been listed; that something came or went is no change of what was read.
    else if (listed.get(path)?.directory === false) changed.add(path);
  }
  for (const { path } of files) {
    if (seen.has(path)) continue;
    if (!gone.has(path)) throw unreachable(`tar left out ${shown(path)} and does not say why.`);
    if (!entries.has(path)) vanished.add(path);
  }
  return [...changed].filter((path) => !gone.has(path));
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
      throw new QuadError("notAllowed", `${shown(secret.path)} cannot be read by this user.`, {
        hint: "Back up as root, or as the owner of all of the install's files.",
      });
    }
    return complaints;
  }
}

async function* linesOf(entries: Iterable<Entry>): AsyncGenerator<Buffer> {
  let lines: string[] = [];
  for (const entry of entries) {
    lines.push(writeEntry(entry));
    if (lines.length < 500) continue;
    yield Buffer.from(lines.join(""));
    lines = [];
  }
  yield Buffer.from(lines.join(""));
}
