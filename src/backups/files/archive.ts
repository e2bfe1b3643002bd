import type { Writable } from "node:stream";
import { unreachable } from "../../errors.ts";
import type { Environment } from "../../install/setting.ts";
import { visible } from "../../terminal/style.ts";
import type { Member } from "../manifest.ts";
import { compressMember, type Writing } from "../members.ts";
import { type Running, write, written } from "../programs.ts";
import type { Complaint } from "./complaints.ts";
import { spelled, writeEntry } from "./entry.ts";
import { type FileList, type Listed, listFiles } from "./listing.ts";
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
  /** The same of files that were gone when they were to be read again. */
  readonly lost: readonly string[];
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
  const { files, leftOut } = await listFiles(home, wanted.backups);
  const found: Found = {
    sizes: new Float64Array(files.length).fill(missing),
    vanished: new Set(),
    changed: [],
    lost: new Set(),
  };
  const members: Member[] = [];
  const on = { environment, signal, input: "pipe" as const };
  const list = await compressMember(writing, "files.jsonl.zst", {
    ...on,
    feed: async ({ stdin }) => {
      const lines = new Lines(stdin as Writable);
      const feed = (zstd: Running) => readAll(wanted, files, { archive: zstd.stdin as Writable, lines }, found);
      members.push(await compressMember(writing, "files.tar.zst", { ...on, feed }));
      await lines.end();
    },
  });
  const sizes = found.sizes.filter((size) => size !== missing);
  return {
    members: [...members, list],
    entries: sizes.length,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    leftOut: leftOut.map(visible),
    vanished: [...found.vanished].map(shown),
    changed: found.changed.map(shown),
    lost: [...found.lost].map(shown),
  };
}

const shown = (path: string): string => visible(spelled(path));

/** The size of what is not in an archive. */
const missing = -1;

/** What the rounds have come upon so far. */
interface Found {
  /** Of each file, by its place in the list, what was read last. */
  readonly sizes: Float64Array;
  readonly vanished: Set<string>;
  changed: readonly string[];
  readonly lost: Set<string>;
}

/** Where an archive goes, and the list of what is in it. */
interface Outputs {
  readonly archive: Writable;
  readonly lines: Lines;
}

async function readAll(wanted: ToArchive, files: FileList, to: Outputs, found: Found): Promise<void> {
  let due: Iterable<Listed> = files;
  for (let round = 0; round < rounds; round += 1) {
    found.changed = await readOnce(wanted, due, to, found);
    if (found.changed.length === 0) break;
    const again = new Set(found.changed);
    // All names of one file, or they would be files of their own afterwards.
    const inodes = new Set<string>();
    for (const { path, inode } of files) if (inode !== "" && again.has(path)) inodes.add(inode);
    const next: Listed[] = [];
    for (const file of files) if (again.has(file.path) || inodes.has(file.inode)) next.push(file);
    due = next;
  }
  // The end of a tar: two blocks of zeros.
  await write(to.archive, Buffer.alloc(1024));
  to.archive.end();
}

/** Has tar read these files once, and gives those that changed meanwhile. */
async function readOnce(
  { home, environment, signal }: ToArchive,
  files: Iterable<Listed>,
  { archive, lines }: Outputs,
  { sizes, vanished, lost }: Found,
): Promise<readonly string[]> {
  const changed = new Set<string>();
  const leftOut: Listed[] = [];
  const expected = files[Symbol.iterator]();
  const reader = new TarReader((entry) => {
    // tar keeps the order in which it was told: what it passes over, it leaves out.
    let { value: was } = expected.next();
    for (; was !== undefined && was.path !== entry.path; was = expected.next().value) leftOut.push(was);
    if (was === undefined) throw unreachable(`tar wrote ${shown(entry.path)}, which was not asked for.`);
    if (was.directory !== (entry.type === "directory")) changed.add(entry.path);
    sizes[was.index] = entry.size;
    lines.add(writeEntry(entry));
  });
  const send = async (piece: Buffer) => (await lines.written()) && written(archive, piece);
  const complaints = await runTar(home, files, reader, { send, environment, signal });
  for (let next = expected.next(); !next.done; next = expected.next()) leftOut.push(next.value);
  const said = (about: Complaint["about"]) =>
    new Set(complaints.flatMap((complaint) => (complaint.about === about ? [complaint.path] : [])));
  const [gone, others] = [said("gone"), said("changed")];
  // What is in a directory has been listed; that something came or went is no change of what was read.
  for (const { path, directory } of others.size > 0 ? files : []) if (!directory && others.has(path)) changed.add(path);
  for (const { path, index } of leftOut) {
    if (!gone.has(path)) throw unreachable(`tar left out ${shown(path)} and does not say why.`);
    (sizes[index] === missing ? vanished : lost).add(path);
  }
  // What was read of it changed, and is all that there is.
  for (const path of changed) if (gone.has(path) && !vanished.has(path)) lost.add(path);
  return [...changed].filter((path) => !gone.has(path));
}

/** The list of an archive, a line for each entry, in its order: of a file that was read again, the last line counts. */
class Lines {
  readonly #to: Writable;
  #lines: string[] = [];

  constructor(to: Writable) {
    this.#to = to;
  }

  add(line: string): void {
    this.#lines.push(`${line}\n`);
  }

  /** Gives false where nobody reads them. */
  written(): Promise<boolean> {
    const text = Buffer.from(this.#lines.join(""));
    this.#lines = [];
    return write(this.#to, text);
  }

  async end(): Promise<void> {
    await this.written();
    this.#to.end();
  }
}
