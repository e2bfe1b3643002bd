import { createReadStream } from "node:fs";
import { usage } from "../errors.ts";
import { shortened } from "../terminal/style.ts";

/** The bytes of a file as they come. Throws a usage error where it cannot be read. */
export async function* bytesOf(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(file) as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw usage(unreadable(JSON.stringify(shortened(file)), error as NodeJS.ErrnoException), { cause: error });
  }
}

/** All of a short file, or stream. Throws what `tooLong` makes where there are more bytes than `most`. */
export async function wholeOf(
  bytes: AsyncIterable<Uint8Array | string>,
  most: number,
  tooLong: () => Error,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    const read = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    length += read.length;
    if (length > most) throw tooLong();
    chunks.push(read);
  }
  return Buffer.concat(chunks);
}

function unreadable(file: string, { code, message }: NodeJS.ErrnoException): string {
  if (code === "ENOENT" || code === "ENOTDIR") return `There is no file ${file}.`;
  if (code === "EACCES" || code === "EPERM") return `The file ${file} may not be read.`;
  if (code === "EISDIR") return `${file} is a directory; name a file.`;
  if (code === "ENAMETOOLONG") return `${file} is too long for the name of a file.`;
  return `The file ${file} cannot be read: ${shortened(message, 200)}.`;
}
