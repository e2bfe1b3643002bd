import type { Writable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { makeDirectory } from "../../files/make-directory.ts";
import { onDisk } from "../../postgres/disk-failures.ts";
import { visible } from "../../terminal/style.ts";
import { damaged } from "../manifest.ts";
import { contentsOf, mustBeReadable, type Reading } from "../members.ts";
import { start, withPrograms, write } from "../programs.ts";
import { type Entry, readEntry, spelled, writeEntry } from "./entry.ts";
import { TarReader } from "./tar.ts";

/**
 * Unpacks a backup's files into a directory, which is made where it is missing; what is there already stays, unless a file of the backup
 * takes its place. Owners come back where root does it. Throws needs attention (exit 8) where the archive is not what the backup lists,
 * and unreachable (exit 6) where tar or zstd fails; what was unpacked until then is left.
 */
export async function unpackFiles(reading: Reading, directory: string): Promise<void> {
  await mustBeReadable(reading, ["files.tar.zst", "files.jsonl.zst"]);
  await onDisk(() => makeDirectory(directory));
  const { environment, signal } = reading;
  const tar = start(
    {
      ...{ name: "tar", file: "tar", cwd: directory, missing: "Install it: apt-get install tar" },
      env: { ...environment, LC_ALL: "C", TAR_OPTIONS: undefined },
      args: [
        ...["--extract", "--file=-", "--preserve-permissions", "--numeric-owner", "--delay-directory-restore"],
        ...["--acls", "--xattrs", "--xattrs-include=*"],
      ],
    },
    "pipe",
    "ignored",
  );
  const differs = await withPrograms([tar], signal, async () => {
    const found = await compareFiles(reading, (chunk) => write(tar.stdin as Writable, chunk));
    tar.stdin?.end();
    return found;
  });
  if (differs.length > 0) throw damaged(reading.backup.directory, differs);
}

/**
 * Reads a backup's archive, and says how its entries differ from its list, a sentence each. `take` has the archive as it goes by. Both
 * are in one order, so that of a sound one nothing has to be remembered.
 */
export async function compareFiles(
  reading: Reading,
  take: (chunk: Buffer) => Promise<boolean> = async () => true,
): Promise<readonly string[]> {
  const list = linesOf(contentsOf(reading, "files.jsonl.zst"));
  const nextLine = async () => (await list.next()).value;
  /** Entries that did not come where the list has them, by their paths: of one that was read twice, what was read last. */
  const others = new Map<string, string>();
  const differs = new Set<string>();
  try {
    let expected = await nextLine();
    const entries: Entry[] = [];
    const reader = new TarReader((entry) => void entries.push(entry));
    try {
      for await (const chunk of contentsOf(reading, "files.tar.zst")) {
        reader.push(chunk);
        for (const entry of entries.splice(0)) {
          const line = writeEntry(entry);
          if (line === expected) {
            others.delete(entry.path);
            expected = await nextLine();
          } else others.set(entry.path, line);
        }
        if (!(await take(chunk))) break;
      }
      reader.end();
    } catch (error) {
      if ((error as Error).name !== "Error") throw error;
      return [`its archive of files cannot be read: ${(error as Error).message}`];
    }
    for (; expected !== undefined; expected = await nextLine()) {
      const { path } = readEntry(expected);
      if (others.get(path) !== expected) differs.add(`${shown(path)} is missing, or not as it is listed`);
      others.delete(path);
    }
  } finally {
    await list.return(undefined);
  }
  for (const path of others.keys()) differs.add(`${shown(path)} is in the archive, and not in its list`);
  return [...differs];
}

const shown = (path: string): string => visible(spelled(path));

/** Text by its lines. */
async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string, undefined> {
  const decoder = new StringDecoder();
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + decoder.write(chunk)).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
