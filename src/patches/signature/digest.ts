import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";

const chunk = 2 ** 20;

/** A file that is open, and what messages call it. */
export interface OpenFile {
  readonly handle: FileHandle;
  readonly path: string;
}

/**
 * BLAKE2b-512 of a file, from its beginning, wherever the handle stands. The next megabyte is read while the last is hashed. A
 * failure of the file system names the file.
 */
export async function digestOf({ handle, path }: OpenFile): Promise<Buffer> {
  const hash = createHash("blake2b512");
  let [filling, resting] = [Buffer.allocUnsafe(chunk), Buffer.allocUnsafe(chunk)];
  try {
    for (let position = 0, reading = handle.read(filling, 0, chunk, 0); ; ) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) return hash.digest();
      position += bytesRead;
      [filling, resting] = [resting, filling];
      reading = handle.read(filling, 0, chunk, position);
      hash.update(resting.subarray(0, bytesRead));
    }
  } catch (error) {
    throw Object.assign(error as NodeJS.ErrnoException, { path });
  }
}
