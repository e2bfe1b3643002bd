/** The bytes of a base64 text; undefined where it is not exactly what `length` bytes are written as. */
export function exactBase64(text: string, length: number): Buffer | undefined {
  const bytes = Buffer.from(text, "base64");
  return bytes.length === length && bytes.toString("base64") === text ? bytes : undefined;
}
