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

function unreadable(file: string, { code, message }: NodeJS.ErrnoException): string {
  if (code === "ENOENT" || code === "ENOTDIR") return `There is no file ${file}.`;
  if (code === "EACCES" || code === "EPERM") return `The file ${file} may not be read.`;
  if (code === "EISDIR") return `${file} is a directory; name a file.`;
  if (code === "ENAMETOOLONG") return `${file} is too long for the name of a file.`;
  return `The file ${file} cannot be read: ${shortened(message, 200)}.`;
}
