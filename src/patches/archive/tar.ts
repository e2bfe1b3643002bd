/** What the header of an entry says; all else in it is always the same. */
export interface Header {
  readonly path: string;
  readonly size: number;
  /** Permissions alone. */
  readonly mode: number;
  /** In seconds since 1970. */
  readonly mtime: number;
}

/** Entries lie in blocks of so many bytes. */
export const block = 512;

/** With so many zeros an archive ends. */
export const ending = 2 * block;

/** How many zeros follow a content of this size. */
export const padding = (size: number): number => (block - (size % block)) % block;

/**
 * The header of a regular file, byte for byte: ustar, owned by root, without names; where ustar has no room for the path, after a pax
 * header that holds the path alone. There is one way to write an entry, so that what reads it has only to compare.
 */
export function headerOf({ path, size, mode, mtime }: Header): Buffer {
  const bytes = Buffer.from(path);
  const split = splitOf(bytes);
  if (split !== undefined) return ustar({ ...split, size, mode, mtime, type: "0" });
  const record = paxRecord("path", path);
  return Buffer.concat([
    ustar({ name: Buffer.from("././@PaxHeader"), size: record.length, mode: 0o644, mtime, type: "x" }),
    record,
    Buffer.alloc(padding(record.length)),
    ustar({ name: bytes.subarray(0, nameLength), size, mode, mtime, type: "0" }),
  ]);
}

const nameLength = 100;
const prefixLength = 155;

/** The path in ustar's two fields; undefined where it does not fit. */
function splitOf(path: Buffer): { readonly name: Buffer; readonly prefix?: Buffer } | undefined {
  if (path.length <= nameLength) return { name: path };
  const slash = path.indexOf("/", path.length - nameLength - 1);
  if (slash === -1 || slash > prefixLength) return undefined;
  return { name: path.subarray(slash + 1), prefix: path.subarray(0, slash) };
}

interface Fields {
  readonly name: Buffer;
  readonly prefix?: Buffer;
  readonly size: number;
  readonly mode: number;
  readonly mtime: number;
  readonly type: "0" | "x";
}

function ustar({ name, prefix, size, mode, mtime, type }: Fields): Buffer {
  const header = Buffer.alloc(block);
  name.copy(header, 0);
  header.write(`${octal(mode, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0${octal(size, 11)}\0${octal(mtime, 11)}\0`, 100);
  header.write(`        ${type}`, 148);
  header.write("ustar\x0000", 257);
  header.write(`${octal(0, 7)}\0${octal(0, 7)}\0`, 329);
  prefix?.copy(header, 345);
  let sum = 0;
  for (const byte of header) sum += byte;
  header.write(`${octal(sum, 6)}\0 `, 148);
  return header;
}

function octal(value: number, digits: number): string {
  const text = value.toString(8).padStart(digits, "0");
  // A manifest's sizes and times have room; anything else is a mistake of this program.
  if (text.length > digits || !/^[0-7]+$/.test(text)) throw new Error(`${value} has no ${digits} octal digits.`);
  return text;
}

/** A record of a pax header begins with its own length. */
function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + 1;
  while (String(length).length + rest !== length) length = String(length).length + rest;
  return Buffer.from(`${length} ${key}=${value}\n`);
}

/** What a header that is there says, as far as it can be told; to be compared before it is believed. */
export interface FoundHeader {
  readonly path: string;
  readonly size: number;
  /** As in "a symbolic link". */
  readonly kind: string;
  readonly mode: string;
}

/** Reads a block as a header; undefined where it is zeros, or none. */
export function foundHeader(bytes: Buffer): FoundHeader | undefined {
  if (bytes.length < block || bytes.toString("latin1", 257, 262) !== "ustar") return undefined;
  const text = (from: number, length: number) => {
    const field = bytes.subarray(from, from + length);
    const end = field.indexOf(0);
    return field.toString("utf8", 0, end === -1 ? length : end);
  };
  const prefix = text(345, prefixLength);
  const size = text(124, 12);
  const type = String.fromCharCode(bytes[156] ?? 0);
  return {
    path: prefix === "" ? text(0, nameLength) : `${prefix}/${text(0, nameLength)}`,
    size: /^[0-7]{11}$/.test(size) ? Number.parseInt(size, 8) : Number.NaN,
    kind: kinds[type] ?? "an entry of an unknown kind",
    mode: text(100, 8).replace(/^0+(?=[0-7]{4}$)/, ""),
  };
}

/** What an entry has to be. */
export const regularFile = "a file";

const kinds: Readonly<Record<string, string>> = {
  "0": regularFile,
  "1": "a hard link",
  "2": "a symbolic link",
  "3": "a device",
  "4": "a device",
  "5": "a directory",
  "6": "a pipe",
  L: "a long name as GNU's tar writes it",
  K: "a long link as GNU's tar writes it",
  S: "a sparse file",
  g: "a header for all entries",
  x: "a pax header",
};
