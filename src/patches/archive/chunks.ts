import type { OpenFile } from "../signature/digest.ts";

/** How much is read, compressed and decompressed at once: each time a thread is handed something, and answers. */
export const chunkSize = 1024 * 1024;

/** The bytes of a file between two positions, each chunk in memory of its own; it ends early where the file does. */
export async function* chunksOf(file: OpenFile, from: number, to: number): AsyncGenerator<Buffer> {
  for (let at = from; at < to; ) {
    const chunk = await bytesAt(file, at, Math.min(chunkSize, to - at));
    if (chunk.length === 0) return;
    at += chunk.length;
    yield chunk;
  }
}

/** At most so many bytes of a file; none only at its end. A failure of the file system names the file. */
export async function bytesAt({ handle, path }: OpenFile, position: number, length: number): Promise<Buffer> {
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, position);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw Object.assign(error as NodeJS.ErrnoException, { path });
  }
}
