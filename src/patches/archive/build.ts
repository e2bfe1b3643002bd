import { createHash, randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { conflict, usage } from "../../errors.ts";
import { syncPath } from "../../files/sync-path.ts";
import { onDisk } from "../../postgres/disk-failures.ts";
import { longestManifest } from "../manifest.ts";
import { chunkSize } from "./chunks.ts";
import { entriesOf, manifestEntry, mtimeOf } from "./entries.ts";
import { compressed } from "./gzip.ts";
import { manifestText } from "./manifest-text.ts";
import { named } from "./named.ts";
import { readArchive } from "./read.ts";
import type { Source, SourceFile } from "./source.ts";
import { ending, headerOf, padding } from "./tar.ts";

/** An archive that was built. */
export interface Built {
  /** Its path. */
  readonly archive: string;
  readonly name: string;
  readonly sequence: number;
  /** Of the archive. */
  readonly sha256: string;
  /** Of the archive, in bytes. */
  readonly size: number;
  /** The manifest, migrations and files. */
  readonly entries: number;
}

/**
 * Writes the archive of a patch, `NAME.tar.gz` in the directory `out`, at once or not at all: from the same source the same tar bytes on
 * any machine, and the same archive with the same Node. It is read back and held against its manifest before it gets its name. Throws a
 * usage error where the manifest is too long, a conflict where a file has changed since the source was read, and what the file system
 * says, naming the file.
 */
export function buildArchive(source: Source, out: string): Promise<Built> {
  const { name, sequence } = source.manifest;
  return onDisk(async () => {
    const manifest = Buffer.from(manifestText(source.manifest));
    if (manifest.length > longestManifest)
      throw usage(`The manifest of ${name} would be longer than ${longestManifest} bytes; ship fewer files.`);
    await mkdir(out, { recursive: true });
    const archive = resolve(out, `${name}.tar.gz`);
    const temporary = join(out, `.${name}.tar.gz.${randomUUID()}`);
    try {
      const handle = await open(temporary, "wx+", 0o644);
      try {
        const written = await write(source, manifest, { handle, path: temporary });
        await named(temporary, handle.sync());
        const { entries } = await readArchive(
          { handle, path: temporary },
          { known: { text: manifest, manifest: source.manifest } },
        );
        await named(archive, rename(temporary, archive));
        await syncPath(resolve(out));
        return { archive, name, sequence, ...written, entries };
      } finally {
        await handle.close();
      }
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  });
}

async function write(
  source: Source,
  manifest: Buffer,
  { handle, path }: { readonly handle: FileHandle; readonly path: string },
): Promise<{ readonly sha256: string; readonly size: number }> {
  const hash = createHash("sha256");
  let size = 0;
  for await (const chunk of compressed(tarOf(source, manifest))) {
    hash.update(chunk);
    size += chunk.length;
    await named(path, handle.writeFile(chunk));
  }
  return { sha256: hash.digest("hex"), size };
}

/** The bytes of the tar file. A block is filled anew as soon as the next one is asked for. */
async function* tarOf(source: Source, text: Buffer): AsyncGenerator<Buffer> {
  const mtime = mtimeOf(source.manifest);
  const first = manifestEntry(source.manifest.name);
  const block = new Block();
  yield* block.add(headerOf({ path: first.path, mode: first.mode, size: text.length, mtime }));
  yield* block.add(text);
  yield* block.add(Buffer.alloc(padding(text.length)));
  for (const { path, mode } of entriesOf(source.manifest)) {
    const file = source.contents.get(path);
    if (!file) throw new Error(`${path} is listed, and has no content.`);
    yield* block.add(headerOf({ path, mode, size: file.size, mtime }));
    yield* contentOf(file, block);
    yield* block.add(Buffer.alloc(padding(file.size)));
  }
  yield* block.add(Buffer.alloc(ending));
  yield block.taken();
}

/** The content of a file, as it was when it was listed. */
async function* contentOf({ from, size, sha256 }: SourceFile, block: Block): AsyncGenerator<Buffer> {
  const changed = () => conflict(`${from} has changed while it was read.`, { hint: "Build it again." });
  const handle = await open(from, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const hash = createHash("sha256");
    let left = size;
    for (;;) {
      if (block.room.length === 0) yield block.taken();
      // One byte more than is left tells that it has grown.
      const { bytesRead } = await named(from, handle.read(block.room, 0, Math.min(block.room.length, left + 1)));
      if (bytesRead === 0) break;
      left -= bytesRead;
      if (left < 0) throw changed();
      hash.update(block.room.subarray(0, bytesRead));
      block.fill(bytesRead);
    }
    if (left > 0 || hash.digest("hex") !== sha256) throw changed();
  } finally {
    await handle.close();
  }
}

/** Gathers bytes in memory that is used again and again: tens of thousands of small files would each leave a buffer behind. */
class Block {
  readonly #buffer = Buffer.allocUnsafeSlow(chunkSize);
  #length = 0;

  /** What is not filled yet. */
  get room(): Buffer {
    return this.#buffer.subarray(this.#length);
  }

  /** Says that so much of the room has been filled. */
  fill(length: number): void {
    this.#length += length;
  }

  /** What was gathered; it is overwritten by what comes next. */
  taken(): Buffer {
    const taken = this.#buffer.subarray(0, this.#length);
    this.#length = 0;
    return taken;
  }

  *add(bytes: Buffer): Generator<Buffer> {
    for (let at = 0; at < bytes.length; ) {
      if (this.room.length === 0) yield this.taken();
      const copied = bytes.copy(this.room, 0, at);
      this.fill(copied);
      at += copied;
    }
  }
}
