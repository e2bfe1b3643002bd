/** What a file of an install is. */
export type EntryType = "file" | "link" | "symlink" | "directory" | "fifo" | "device";

/**
 * A file as it is in an archive. A path is relative to the install directory, `.` for that itself, a character a byte: names need not be
 * UTF-8.
 */
export interface Entry {
  readonly path: string;
  readonly type: EntryType;
  /** In bytes; 0 of what is no file. */
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** In seconds, as exact as the file system has it. */
  readonly mtime: string;
  /** What a link or a symlink leads to. */
  readonly target?: string | undefined;
  /** Of a file. */
  readonly sha256?: string | undefined;
}

/** A path as it is shown. */
export const spelled = (path: string): string => Buffer.from(path, "latin1").toString("utf8");

/** A line of the list of files, without its end. */
export function writeEntry(entry: Entry): string {
  return `${JSON.stringify({ ...entry, path: textOf(entry.path), ...(entry.target !== undefined && { target: textOf(entry.target) }) })}`;
}

/** Reads a line of the list of files. */
export function readEntry(line: string): Entry {
  const { path, target, ...rest } = JSON.parse(line) as Omit<Entry, "path" | "target"> & { path: Text; target?: Text };
  return { ...rest, path: bytesOf(path), ...(target !== undefined && { target: bytesOf(target) }) };
}

/** A name in JSON: text, or where it is no UTF-8 its bytes in hexadecimal. */
type Text = string | { readonly hex: string };

function textOf(path: string): Text {
  const bytes = Buffer.from(path, "latin1");
  const text = bytes.toString("utf8");
  return Buffer.from(text, "utf8").equals(bytes) ? text : { hex: bytes.toString("hex") };
}

const bytesOf = (text: Text): string =>
  (typeof text === "string" ? Buffer.from(text, "utf8") : Buffer.from(text.hex, "hex")).toString("latin1");
