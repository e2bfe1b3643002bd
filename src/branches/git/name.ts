// A character of UTF-8 in bytes, or else (captured) a byte that belongs to none.
const piece =
  /[\x00-\x7f]+|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}|([\x80-\xff])/g;

/**
 * A name of git's, which is bytes, as text: UTF-8 stays as it is, and a byte that is none is written `\xNN`. No ref has a
 * backslash, so that no two names become one.
 * @param bytes a character a byte
 */
export function nameOf(bytes: string): string {
  if (/^[\x00-\x7f]*$/.test(bytes)) return bytes;
  return bytes.replace(piece, (part, invalid: string | undefined) =>
    invalid === undefined
      ? Buffer.from(part, "latin1").toString("utf8")
      : `\\x${invalid.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}
