import { createHash, type Hash } from "node:crypto";
import type { Entry, EntryType } from "./entry.ts";

const block = 512;
/** A path and an attribute may be long; more than this is no header of ours. */
const longestPax = 16 * 1024 * 1024;

const types: Readonly<Record<string, EntryType>> = {
  "\0": "file",
  "0": "file",
  "1": "link",
  "2": "symlink",
  "3": "device",
  "4": "device",
  "5": "directory",
  "6": "fifo",
};

/** Reads a tar stream as it goes by: every entry, its contents hashed. It reads what GNU tar writes with `--format=posix`. */
export class TarReader {
  readonly #onEntry: (entry: Entry) => void;
  #header: Buffer = Buffer.alloc(0);
  #pax: Map<string, Buffer> = new Map();
  #paxBody: Buffer[] | undefined;
  #entry: Omit<Entry, "sha256"> | undefined;
  #hash: Hash | undefined;
  /** Of the body that is read now: its own bytes, and those that fill its last block. */
  #left = 0;
  #padding = 0;
  #ended = false;
  #used = 0;

  constructor(onEntry: (entry: Entry) => void) {
    this.#onEntry = onEntry;
  }

  /** How many of the bytes belong to entries so far: all but a header that is not whole yet, and the zeros behind the last entry. */
  get used(): number {
    return this.#used;
  }

  /** Whether the zeros behind the last entry have come. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Takes the next bytes, whose memory may be used again afterwards. Throws an Error for what is no tar. */
  push(chunk: Buffer): void {
    for (let at = 0; at < chunk.length && !this.#ended; ) {
      if (this.#left > 0) at += this.#use(this.#body(chunk.subarray(at, at + this.#left)));
      else if (this.#padding > 0) {
        const skipped = Math.min(this.#padding, chunk.length - at);
        this.#padding -= skipped;
        at += this.#use(skipped);
      } else {
        const part = chunk.subarray(at, at + block - this.#header.length);
        const header = this.#header.length === 0 ? part : Buffer.concat([this.#header, part]);
        at += part.length;
        if (header.length < block) {
          this.#header = Buffer.from(header);
          return;
        }
        this.#header = Buffer.alloc(0);
        if (header.every((byte) => byte === 0)) this.#ended = true;
        else {
          this.#use(block);
          this.#begin(header);
        }
      }
    }
  }

  #use(bytes: number): number {
    this.#used += bytes;
    return bytes;
  }

  /** Throws an Error where the stream ended in the middle of an entry. */
  end(): void {
    if (!this.#ended || this.#left > 0 || this.#paxBody) throw new Error("it ends in the middle");
  }

  #begin(header: Buffer): void {
    if (checksum(header) !== octal(header, 148, 8)) throw new Error("a header of it is damaged");
    const kind = String.fromCharCode(header[156] ?? 0);
    const size = Number(this.#pax.get("size")?.toString() ?? octal(header, 124, 12));
    if (kind === "x") {
      if (size > longestPax) throw new Error("a header of it is longer than any may be");
      this.#paxBody = [];
      this.#expect(size);
      if (size === 0) this.#finish();
      return;
    }
    const type = types[kind];
    if (type === undefined) throw new Error(`an entry of it is of a kind that nobody wrote: ${JSON.stringify(kind)}`);
    const prefix = text(header, 345, 155);
    const name = (prefix === "" ? "" : `${prefix}/`) + text(header, 0, 100);
    const target = this.#pax.get("linkpath")?.toString("latin1") ?? text(header, 157, 100);
    this.#entry = {
      path: plainPath(this.#pax.get("path")?.toString("latin1") ?? name),
      type,
      size: type === "file" ? size : 0,
      mode: octal(header, 100, 8) & 0o7777,
      uid: Number(this.#pax.get("uid")?.toString() ?? octal(header, 108, 8)),
      gid: Number(this.#pax.get("gid")?.toString() ?? octal(header, 116, 8)),
      mtime: this.#pax.get("mtime")?.toString() ?? String(octal(header, 136, 12)),
      ...(type === "link" && { target: plainPath(target) }),
      ...(type === "symlink" && { target }),
    };
    this.#pax = new Map();
    if (type === "file") this.#hash = createHash("sha256");
    this.#expect(type === "file" ? size : 0);
    if (this.#left === 0) this.#finish();
  }

  #expect(size: number): void {
    this.#left = size;
    this.#padding = (block - (size % block)) % block;
  }

  #body(bytes: Buffer): number {
    if (this.#paxBody) this.#paxBody.push(Buffer.from(bytes));
    else this.#hash?.update(bytes);
    this.#left -= bytes.length;
    if (this.#left === 0) this.#finish();
    return bytes.length;
  }

  #finish(): void {
    if (this.#paxBody) {
      this.#pax = readPax(Buffer.concat(this.#paxBody));
      this.#paxBody = undefined;
      return;
    }
    const entry = this.#entry;
    if (entry === undefined) return;
    const sha256 = this.#hash?.digest("hex");
    this.#hash = undefined;
    this.#entry = undefined;
    this.#onEntry({ ...entry, ...(sha256 !== undefined && { sha256 }) });
  }
}

/** The sum of a header's bytes, its own field taken as blanks. */
function checksum(header: Buffer): number {
  let sum = 8 * 32;
  for (let i = 0; i < 148; i += 1) sum += header[i] ?? 0;
  for (let i = 156; i < block; i += 1) sum += header[i] ?? 0;
  return sum;
}

/** Records of `LENGTH KEY=VALUE\n`, the length counting itself. */
function readPax(body: Buffer): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (let at = 0; at < body.length; ) {
    const space = body.indexOf(0x20, at);
    const length = Number(body.toString("latin1", at, space));
    const equals = body.indexOf(0x3d, space);
    if (space < 0 || equals < 0 || !(length > 0)) throw new Error("a header of it is damaged");
    found.set(body.toString("latin1", space + 1, equals), body.subarray(equals + 1, at + length - 1));
    at += length;
  }
  return found;
}

const plainPath = (path: string): string => path.replace(/^\.\//, "").replace(/\/+$/, "") || ".";

function text(header: Buffer, at: number, length: number): string {
  const field = header.subarray(at, at + length);
  const end = field.indexOf(0);
  return field.toString("latin1", 0, end < 0 ? length : end);
}

/** A number in octal digits, or, where it does not fit, in bytes. */
function octal(header: Buffer, at: number, length: number): number {
  const field = header.subarray(at, at + length);
  if (((field[0] ?? 0) & 0x80) !== 0) {
    return field.subarray(1).reduce((value, byte) => value * 256 + byte, (field[0] ?? 0) & 0x7f);
  }
  return Number.parseInt(field.toString("latin1").replace(/\0/g, " ").trim() || "0", 8);
}
