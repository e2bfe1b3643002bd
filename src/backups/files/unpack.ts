import { mkdir } from "node:fs/promises";
import type { Writable } from "node:stream";
import { onDisk } from "../../postgres/disk-failures.ts";
import { visible } from "../../terminal/style.ts";
import { damaged } from "../manifest.ts";
import { contentsOf, type Reading } from "../members.ts";
import { start, withPrograms, write } from "../programs.ts";
import { readEntry, spelled, writeEntry } from "./entry.ts";
import { TarReader } from "./tar.ts";

/**
 * Unpacks a backup's files into a directory, which is made where it is missing; what is there already stays, unless a file of the backup
 * takes its place. Owners come back where root does it. Throws needs attention (exit 8) where the archive is not what the backup lists,
 * and unreachable (exit 6) where tar or zstd fails; what was unpacked until then is left.
 */
export async function unpackFiles(reading: Reading, directory: string): Promise<void> {
  await onDisk(() => mkdir(directory, { recursive: true }));
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

/** Reads a backup's archive, and says how its entries differ from its list, a sentence each. `take` has the archive as it goes by. */
export async function compareFiles(
  reading: Reading,
  take: (chunk: Buffer) => Promise<boolean> = async () => true,
): Promise<readonly string[]> {
  const listed = await listOf(reading);
  const other: string[] = [];
  const same = new Set<string>();
  const reader = new TarReader((entry) => {
    const was = listed.get(entry.path);
    if (was === undefined) other.push(entry.path);
    // Of one that was read twice the last counts.
    else if (was === writeEntry(entry)) same.add(entry.path);
    else same.delete(entry.path);
  });
  try {
    for await (const chunk of contentsOf(reading, "files.tar.zst")) {
      reader.push(chunk);
      if (!(await take(chunk))) break;
    }
    reader.end();
  } catch (error) {
    if ((error as Error).name !== "Error") throw error;
    return [`its archive of files cannot be read: ${(error as Error).message}`];
  }
  const show = (path: string) => visible(spelled(path));
  return [
    ...[...listed.keys()]
      .filter((path) => !same.has(path))
      .map((path) => `${show(path)} is missing, or not as it is listed`),
    ...other.filter((path) => !listed.has(path)).map((path) => `${show(path)} is in the archive, and not in its list`),
  ];
}

/** The lines of a backup's list, by the paths in them. */
async function listOf(reading: Reading): Promise<ReadonlyMap<string, string>> {
  const lines = new Map<string, string>();
  let rest = "";
  const decoder = new TextDecoder();
  const add = (line: string) => void (line !== "" && lines.set(readEntry(line).path, `${line}\n`));
  for await (const chunk of contentsOf(reading, "files.jsonl.zst")) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    for (const line of parts) add(line);
  }
  add(rest);
  return lines;
}
