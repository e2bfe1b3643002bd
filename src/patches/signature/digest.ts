import { createHash, type Hash } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { located } from "../../files/byte-names.ts";

const chunk = 2 ** 20;

/** A file that is open, and what messages call it. */
export interface OpenFile {
  readonly handle: FileHandle;
  readonly path: string;
}

/** BLAKE2b-512 of a file, as minisign signs it. Throws as `sha256Of` does. */
export const digestOf = async (file: OpenFile): Promise<Buffer> =>
  (await hashed(file, createHash("blake2b512"))).digest();

/** The same of bytes in memory. */
export const digestOfBytes = (bytes: Buffer): Buffer => createHash("blake2b512").update(bytes).digest();

/**
 * SHA-256 of a file in hexadecimal, from its beginning, wherever the handle stands, or of its first `most` bytes. A failure of the file
 * system names the file.
 */
export const sha256Of = async (file: OpenFile, most?: number): Promise<string> =>
  (await hashed(file, createHash("sha256"), most)).digest("hex");

/** The same of a file that is not open; a link is none. */
export async function sha256At(path: string, most?: number): Promise<string> {
  const handle = await open(located(path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    return await sha256Of({ handle, path }, most);
  } finally {
    await handle.close();
  }
}

/** The next megabyte is read while the last is hashed. */
async function hashed({ handle, path }: OpenFile, hash: Hash, most = Number.POSITIVE_INFINITY): Promise<Hash> {
  try {
    // A small file has small memory.
    const length = Math.min(chunk, most, (await handle.stat()).size + 1);
    const read = (into: Buffer, at: number) => handle.read(into, 0, Math.min(length, most - at), at);
    let [filling, resting] = [Buffer.allocUnsafe(length || 1), Buffer.allocUnsafe(length || 1)];
    for (let position = 0, reading = read(filling, 0); ; ) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) return hash;
      position += bytesRead;
      [filling, resting] = [resting, filling];
      reading = read(filling, position);
      hash.update(resting.subarray(0, bytesRead));
    }
  } catch (error) {
    throw Object.assign(error as NodeJS.ErrnoException, { path });
  }
}
