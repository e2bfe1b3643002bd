import type { Writable } from "node:stream";
import { unreachable } from "../../errors.ts";
import type { Environment } from "../../install/setting.ts";
import { visible } from "../../terminal/style.ts";
import type { Member } from "../manifest.ts";
import { compressMember, type Writing, writeMember } from "../members.ts";
import { type Running, write } from "../programs.ts";
import { compressed } from "../zstd.ts";
import type { Complaint } from "./complaints.ts";
import { spelled, writeEntry } from "./entry.ts";
import { type Listed, type Listing, listFiles } from "./listing.ts";
import { runTar } from "./run-tar.ts";
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

/** An entry as its line in the list, which takes half of the memory. */
interface Written {
  readonly line: string;
  readonly size: number;
}

/** What the rounds have come upon so far. */
interface Found {
  /** By their paths; of one that was read again, what was read last. */
  readonly entries: Map<string, Written>;
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
  const changed = new Set<string>();
  const leftOut: string[] = [];
  let next = 0;
  const reader = new TarReader((entry) => {
    // tar keeps the order in which it was told: what it passes over, it leaves out.
    for (; next < files.length && files[next]?.path !== entry.path; next += 1) leftOut.push(files[next]?.path ?? "");
    const was = files[next];
    if (was === undefined) throw unreachable(`tar wrote ${shown(entry.path)}, which was not asked for.`);
    next += 1;
    if (was.directory !== (entry.type === "directory")) changed.add(entry.path);
    // The list has the order of the archive.
    entries.delete(entry.path);
    entries.set(entry.path, { line: writeEntry(entry), size: entry.size });
  });
  const complaints = await runTar(home, files, reader, { to, environment, signal });
  for (; next < files.length; next += 1) leftOut.push(files[next]?.path ?? "");
  const said = (about: Complaint["about"]) =>
    new Set(complaints.flatMap((complaint) => (complaint.about === about ? [complaint.path] : [])));
  const [gone, others] = [said("gone"), said("changed")];
  // What is in a directory has been listed; that something came or went is no change of what was read.
  for (const { path, directory } of others.size > 0 ? files : []) if (!directory && others.has(path)) changed.add(path);
  for (const path of leftOut) {
    if (!gone.has(path)) throw unreachable(`tar left out ${shown(path)} and does not say why.`);
    if (!entries.has(path)) vanished.add(path);
  }
  return [...changed].filter((path) => !gone.has(path));
}

async function* linesOf(entries: Iterable<Written>): AsyncGenerator<Buffer> {
  let lines: string[] = [];
  for (const { line } of entries) {
    lines.push(`${line}\n`);
    if (lines.length < 500) continue;
    yield Buffer.from(lines.join(""));
    lines = [];
  }
  yield Buffer.from(lines.join(""));
}
