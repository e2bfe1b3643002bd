import { exactBase64 } from "./base64.ts";
import { mistakeIn, untrustedPrefix } from "./comment.ts";

/** A key's file as minisign writes it: a comment, and the bytes in base64. */
export const formatKeyFile = (comment: string, bytes: Buffer): string =>
  `${untrustedPrefix}${comment}\n${bytes.toString("base64")}\n`;

/** The bytes of such a file, or of its second line alone; undefined where it is neither. */
export function parseKeyFile(text: string, length: number): Buffer | undefined {
  if (text.length > 2000) return undefined;
  const [line = "", comment = untrustedPrefix, ...more] = text.replace(/\n$/, "").split("\n").reverse();
  const whole = more.length === 0 && comment.startsWith(untrustedPrefix) && mistakeIn(comment) === undefined;
  return whole ? exactBase64(line, length) : undefined;
}
