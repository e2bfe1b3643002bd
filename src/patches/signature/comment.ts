/** How the first line of each of minisign's files begins. */
export const untrustedPrefix = "untrusted comment: ";

/**
 * What is wrong with a comment; undefined where nothing is. Tabs separate the fields of a trusted one. The length is in bytes, and
 * minisign itself reads no more of an untrusted one.
 */
export function mistakeIn(comment: string, { tabs = false } = {}): string | undefined {
  if (Buffer.byteLength(comment) > 1000) return "is longer than 1,000 bytes";
  const rest = tabs ? comment.replaceAll("\t", "") : comment;
  if (/[\p{C}\u2028\u2029]/u.test(rest)) return "holds a character that cannot be seen";
  return undefined;
}
