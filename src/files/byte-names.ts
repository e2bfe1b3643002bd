/** Half of a surrogate pair by itself, which no text has that was UTF-8. */
const half = /[\udc80-\udcff]/u;

/**
 * A path as text, of one that has a character a byte: names need not be UTF-8. Of a name that is not, each byte beyond ASCII is half of a
 * surrogate pair, which JSON brings back as it was.
 */
export const asText = (path: string): string => path.split("/").map(nameAsText).join("/");

function nameAsText(name: string): string {
  const text = Buffer.from(name, "latin1").toString("utf8");
  if (Buffer.from(text, "utf8").toString("latin1") === name) return text;
  return name.replace(/[\x80-\xff]/g, (byte) => String.fromCharCode(0xdc00 + byte.charCodeAt(0)));
}

/** The path that such text is of, as the file system takes it. */
export function located(text: string): string | Buffer {
  if (!half.test(text)) return text;
  const bytes = text.split(/([\udc80-\udcff])/u);
  return Buffer.concat(
    bytes.map((part) => (half.test(part) ? Buffer.of(part.charCodeAt(0) - 0xdc00) : Buffer.from(part))),
  );
}
