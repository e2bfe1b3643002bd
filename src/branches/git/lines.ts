/** A line beyond this is cut: no name or address that is of use is as long. */
const longest = 64 * 1024;

/** Calls `take` with each line, without its end, until `take` returns false. */
export async function eachLine(
  stream: AsyncIterable<Uint8Array>,
  take: (line: string) => boolean | undefined,
): Promise<void> {
  let rest: string[] = [];
  let length = 0;
  const keep = (part: string) => {
    if (length < longest) rest.push(part.slice(0, longest - length));
    length += part.length;
  };
  for await (const chunk of stream) {
    // One character a byte: what is no UTF-8 is kept as it is.
    const parts = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString("latin1").split("\n");
    const last = parts.pop() ?? "";
    for (const part of parts) {
      keep(part);
      const line = rest.length === 1 ? (rest[0] ?? "") : rest.join("");
      rest = [];
      length = 0;
      if (take(line) === false) return;
    }
    keep(last);
  }
  if (length > 0) take(rest.join(""));
}
