import { createHash } from "node:crypto";
import { cancelled, conflict, usage } from "../../errors.ts";
import { shortened, visible } from "../../terminal/style.ts";
import { longestManifest, type Manifest, manifestPath, parseManifest } from "../manifest.ts";
import type { OpenFile } from "../signature/digest.ts";
import { Cursor } from "./cursor.ts";
import { damaged } from "./damaged.ts";
import { type Entry, entriesOf, manifestEntry, mtimeOf } from "./entries.ts";
import { inflated } from "./gzip.ts";
import { block, ending, foundHeader, headerOf, padding, regularFile } from "./tar.ts";

/** Takes the content of one file; it is whole, and as it was announced, only when `end` is called. */
export interface Destination {
  write(piece: Buffer): void;
  end(): void;
}

interface Reading {
  /** The patch that it has to be. */
  readonly name?: string | undefined;
  /** Where the content of each file goes, in their order; nowhere when left out. */
  readonly sink?: (entry: Entry) => Destination;
  readonly signal?: AbortSignal | undefined;
  /** The manifest that it has to have, where that was parsed already: of 20,000 files it takes 50 MB to parse. */
  readonly known?: { readonly text: Buffer; readonly manifest: Manifest };
}

/** What was read. */
export interface ReadArchive {
  readonly manifest: Manifest;
  /** The manifest, migrations and files. */
  readonly entries: number;
}

/** All migrations of a patch together: they are run in one transaction, and not listed with their sizes. */
const longestMigrations = 64 * 1024 * 1024;

/**
 * Reads an archive once, in bounded memory, and holds it against what its manifest lists: the same files, in the order of `entriesOf`,
 * each with its size, mode and SHA-256, written in the one way in which `buildArchive` writes them, and nothing else before, between or
 * after. Throws a conflict for an archive that is damaged or another than it says, a usage error for a manifest that is none, cancelled
 * when aborted, what the sink throws, and what the file system says, naming the archive.
 */
export async function readArchive(file: OpenFile, { name, sink, signal, known }: Reading = {}): Promise<ReadArchive> {
  return within(file, async (bytes) => {
    const { manifest, content } = await manifestIn(bytes, file, name, known);
    const own = sink?.(manifestEntry(manifest.name));
    own?.write(content);
    own?.end();
    const reader = { bytes, file, signal, mtime: mtimeOf(manifest) };
    const entries = entriesOf(manifest);
    let room = longestMigrations;
    for (const entry of entries) {
      const size = await readEntry(reader, entry, room, sink);
      if (!entry.content) room -= size;
    }
    await mustEnd(reader);
    return { manifest, entries: entries.length + 1 };
  });
}

/** Reads the manifest of an archive, and nothing behind it. Throws as `readArchive` does. */
export async function readManifest(file: OpenFile, name?: string): Promise<Manifest> {
  return within(file, async (bytes) => (await manifestIn(bytes, file, name)).manifest);
}

async function within<T>(file: OpenFile, read: (bytes: Cursor) => Promise<T>): Promise<T> {
  if (!(await file.handle.stat()).isFile()) throw usage(`${file.path} is no file.`);
  const content = inflated(file);
  try {
    return await read(new Cursor(content));
  } finally {
    await content.return(undefined);
  }
}

async function manifestIn(
  bytes: Cursor,
  file: OpenFile,
  wanted: string | undefined,
  known?: Reading["known"],
): Promise<{ readonly manifest: Manifest; readonly content: Buffer }> {
  const header = await bytes.exactly(block);
  const found = foundHeader(header);
  const name = /^\.quad\/patches\/([^/]+)\/patch\.json$/.exec(found?.path ?? "")?.[1];
  if (!found || found.kind !== regularFile || name === undefined)
    throw damaged(file, `it does not begin with a manifest, but with ${described(header)}`);
  if (wanted !== undefined && name !== wanted)
    throw conflict(visible(`${file.path} is ${shortened(name)}, not ${wanted}.`));
  if (!(found.size <= longestManifest)) throw damaged(file, "its manifest is too long");
  const content = await bytes.exactly(found.size);
  await mustBeZeros(bytes, padding(found.size), file);
  if (content.length < found.size) throw damaged(file, "it breaks off in its manifest");
  if (known && !content.equals(known.text)) throw damaged(file, "its manifest is not the one that was written");
  const manifest = known?.manifest ?? (await parseManifest(textOf(content, file), `The manifest in ${file.path}`));
  const { path, mode } = manifestEntry(manifest.name);
  if (!header.equals(headerOf({ path, mode, size: content.length, mtime: mtimeOf(manifest) })))
    throw damaged(file, `${manifestPath(manifest.name)} should be first; there is ${described(header)}`);
  return { manifest, content };
}

function textOf(content: Buffer, { path }: OpenFile): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    throw usage(`The manifest in ${path} is not UTF-8.`);
  }
}

interface Reader {
  readonly bytes: Cursor;
  readonly file: OpenFile;
  readonly signal: AbortSignal | undefined;
  readonly mtime: number;
}

/** Reads one entry; gives its size. One without a listed size may have at most `most` bytes. */
async function readEntry(reader: Reader, entry: Entry, most: number, sink: Reading["sink"]): Promise<number> {
  const { bytes, file, signal, mtime } = reader;
  const { path, mode, content } = entry;
  if (signal?.aborted) throw cancelled();
  const first = await bytes.exactly(block);
  const size = content?.size ?? foundHeader(first)?.size ?? 0;
  if (!content && !(size <= most)) throw damaged(file, `its migrations are longer than ${longestMigrations} bytes`);
  const header = headerOf({ path, size, mode, mtime });
  const rest = await bytes.exactly(header.length - block);
  if (!header.equals(Buffer.concat([first, rest]))) {
    const said = `${JSON.stringify(path)} (${size} bytes, mode 0${mode.toString(8)})`;
    throw damaged(file, `where ${said} should be, there is ${described(first)}`);
  }
  const hash = createHash("sha256");
  const destination = sink?.(entry);
  for (let left = size; left > 0; ) {
    if (signal?.aborted) throw cancelled();
    const piece = await bytes.some(left);
    if (piece.length === 0) throw damaged(file, `it breaks off in ${JSON.stringify(path)}`);
    hash.update(piece);
    destination?.write(piece);
    left -= piece.length;
  }
  await mustBeZeros(bytes, padding(size), file);
  if (content && hash.digest("hex") !== content.sha256)
    throw damaged(file, `the content of ${JSON.stringify(path)} is not what was announced`);
  destination?.end();
  return size;
}

async function mustEnd({ bytes, file }: Reader): Promise<void> {
  const end = await bytes.exactly(ending);
  if (foundHeader(end)) throw damaged(file, `it holds more than it lists: ${described(end)}`);
  if (end.length < ending) throw damaged(file, "it breaks off before its end");
  if (!isZeros(end) || (await bytes.some(1)).length > 0) throw damaged(file, "something follows its last file");
}

async function mustBeZeros(bytes: Cursor, count: number, file: OpenFile): Promise<void> {
  const zeros = await bytes.exactly(count);
  if (zeros.length < count || !isZeros(zeros)) throw damaged(file, "something else than zeros fills up a block");
}

const isZeros = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0);

/** A block as it is found where another should be. */
function described(bytes: Buffer): string {
  const header = foundHeader(bytes);
  if (!header) return bytes.length < block || isZeros(bytes) ? "its end" : "no header";
  const { kind, path, size, mode } = header;
  const about = kind === regularFile ? ` (${size} bytes, mode ${mode})` : "";
  return visible(`${kind} ${JSON.stringify(shortened(path, 200))}${about}`);
}
