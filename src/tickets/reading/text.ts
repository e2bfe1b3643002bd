import { Unreadable } from "./problems.ts";

// Small enough that the rows of a piece are no burden, whatever the input hands over at once.
const pieceSize = 65_536;

/**
 * The text of a file in pieces, its line ends all `\n`, without a byte-order mark. It is UTF-8, or UTF-16 with a byte-order mark.
 * Throws Unreadable with the line where the bytes are no text, after the text before it.
 */
export async function* textOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decode: ReturnType<typeof createDecoder> | undefined;
  for await (const piece of piecesOf(input)) {
    decode ??= createDecoder(encodingOf(piece));
    yield* decode(piece, { stream: true });
  }
  if (decode) yield* decode(new Uint8Array(), { stream: false });
}

/** The bytes in pieces that are not too large; the first has the four bytes that tell what it is. */
async function* piecesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | undefined = new Uint8Array();
  for await (const chunk of input) {
    const bytes: Uint8Array = head ? Buffer.concat([head, chunk]) : chunk;
    head = bytes.length < 4 ? bytes : undefined;
    for (let at = 0; head === undefined && at < bytes.length; at += pieceSize) yield bytes.subarray(at, at + pieceSize);
  }
  if (head && head.length > 0) yield head;
}

type Encoding = "utf-8" | "utf-16le" | "utf-16be";

function encodingOf([a, b, c, d]: Uint8Array): Encoding {
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if (a === 0x50 && b === 0x4b && c === 3 && d === 4)
    throw new Unreadable(1, "It is a workbook (.xlsx) or another archive, not text; export it as CSV.");
  if (a === 0 || b === 0)
    throw new Unreadable(1, "It is no text, or UTF-16 without a byte-order mark; save it as UTF-8.");
  return "utf-8";
}

function createDecoder(encoding: Encoding) {
  // The strict one tells only that there is something wrong; the lenient one marks where, which is too early by lines at most
  // if the file has the mark itself (U+FFFD) shortly before.
  const strict = new TextDecoder(encoding, { fatal: true });
  const lenient = new TextDecoder(encoding);
  let line = 1;
  let carriageReturn = "";
  const withLineFeeds = (decoded: string, more: boolean) => {
    const text = carriageReturn + decoded;
    // Its line feed may come in the next piece.
    carriageReturn = more && text.endsWith("\r") ? "\r" : "";
    const lines = text.slice(0, text.length - carriageReturn.length).replace(/\r\n?/g, "\n");
    line += occurrences(lines, "\n");
    return lines;
  };
  return function* (bytes: Uint8Array, options: { stream: boolean }): Generator<string> {
    const decoded = lenient.decode(bytes, options);
    try {
      strict.decode(bytes, options);
    } catch {
      yield withLineFeeds(decoded.slice(0, decoded.indexOf("\ufffd")), false);
      const name = encoding === "utf-8" ? "UTF-8" : "UTF-16";
      throw new Unreadable(line, `Its bytes are not ${name}; save it as UTF-8 (in Excel: "CSV UTF-8").`);
    }
    yield withLineFeeds(decoded, options.stream);
  };
}

function occurrences(text: string, wanted: string): number {
  let count = 0;
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) count += 1;
  return count;
}
