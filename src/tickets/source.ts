import { createReadStream } from "node:fs";
import { conflict, usage } from "../errors.ts";
import { shortened } from "../terminal/style.ts";

/** Bytes that are read from the beginning each time. */
export type Source = () => AsyncIterable<Uint8Array>;

/**
 * The bytes of a file, or of standard input (`-`), which is there only once: a second time is a conflict. Reading throws a usage
 * error where the file cannot be read.
 */
export function sourceOf(file: string, stdin: Source): Source {
  if (file !== "-") return () => bytesOf(file);
  let taken = false;
  return () => {
    if (taken) throw conflict("Somebody else was changing the same tickets.", { hint: "Run it again." });
    taken = true;
    return stdin();
  };
}

async function* bytesOf(file: string): AsyncGenerator<Uint8Array> {
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
