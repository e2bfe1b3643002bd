import { conflict } from "../errors.ts";
import { bytesOf } from "../files/bytes.ts";

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
