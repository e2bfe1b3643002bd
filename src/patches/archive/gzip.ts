import { pipeline } from "node:stream/promises";
import { crc32, createDeflateRaw, createInflateRaw } from "node:zlib";
import type { OpenFile } from "../signature/digest.ts";
import { bytesAt, chunkSize, chunksOf } from "./chunks.ts";
import { damaged } from "./damaged.ts";

/** The one header that is written and read: no name, no time, no system. */
const gzipHeader = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
const trailerLength = 8;

/**
 * The content of a gzip file, from its beginning, wherever the handle stands. Throws a conflict unless the file is exactly one member as
 * `compressed` writes it, with nothing behind it, and what the file system says, naming the file.
 */
export async function* inflated(file: OpenFile): AsyncGenerator<Buffer> {
  const size = (await file.handle.stat()).size;
  const behind = size - trailerLength;
  const header = await bytesAt(file, 0, gzipHeader.length);
  if (!header.equals(gzipHeader) || behind < gzipHeader.length)
    throw damaged(file, "it does not begin as one that quad patch build has written");
  const inflate = createInflateRaw({ chunkSize });
  // Its failure is that of `inflate`; where nobody reads on, it is none.
  const fed = pipeline(() => chunksOf(file, gzipHeader.length, behind), inflate).catch(() => undefined);
  let [sum, length] = [0, 0];
  try {
    for await (const chunk of inflate as AsyncIterable<Buffer>) {
      sum = crc32(chunk, sum);
      length += chunk.length;
      yield chunk;
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!code?.startsWith("Z_")) throw error;
    throw damaged(file, code === "Z_BUF_ERROR" ? "it breaks off" : "it cannot be decompressed", error);
  } finally {
    inflate.destroy();
    await fed;
  }
  if (inflate.bytesWritten !== behind - gzipHeader.length) throw damaged(file, "something follows its end");
  if (!(await bytesAt(file, behind, trailerLength)).equals(trailerOf(sum, length)))
    throw damaged(file, "its content does not match its checksum");
}

/**
 * Compresses `content` into one gzip member, the same on every machine with the same zlib. A chunk has been read whole when the next one
 * is asked for, so that its memory may be used again. Throws what reading `content` throws.
 */
export async function* compressed(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let [sum, length] = [0, 0];
  async function* counted() {
    for await (const chunk of content) {
      sum = crc32(chunk, sum);
      length += chunk.length;
      yield chunk;
    }
  }
  yield gzipHeader;
  const deflate = createDeflateRaw({ level: 6, chunkSize });
  const fed = pipeline(counted, deflate);
  fed.catch(() => undefined);
  try {
    for await (const chunk of deflate as AsyncIterable<Buffer>) yield chunk;
    await fed;
  } finally {
    deflate.destroy();
  }
  yield trailerOf(sum, length);
}

function trailerOf(sum: number, length: number): Buffer {
  const trailer = Buffer.alloc(trailerLength);
  trailer.writeUInt32LE(sum, 0);
  trailer.writeUInt32LE(length % 2 ** 32, 4);
  return trailer;
}
