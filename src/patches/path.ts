import { usage } from "../errors.ts";
import { shortened } from "../terminal/style.ts";

const windowsDevice = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * The path of a file below the install directory: parts between single slashes, nothing that leads out of it, that another system or a
 * terminal reads in another way, or that is quad's own (`.quad/`, unless `own`). Throws a usage error.
 */
export function parsePatchPath(text: string, { own = false } = {}): string {
  const refuse = (why: string) => usage(`${JSON.stringify(shortened(text, 200))} is no path for a patch: ${why}.`);
  if (text === "") throw refuse("it is empty");
  if (Buffer.byteLength(text) > 1000) throw refuse("it is longer than 1,000 bytes");
  if (text !== text.normalize("NFC")) throw refuse("it is not in Unicode's normal form C");
  // Controls, surrogates by themselves, marks that turn text around, spaces that look like others, and what cannot be seen.
  if (/[\p{C}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\\]|(?! )\p{Zs}/u.test(text))
    throw refuse("it holds a backslash, or a character that cannot be seen");
  if (text.startsWith("/")) throw refuse("it is absolute");
  for (const part of text.split("/")) {
    if (part === "" || part === "." || part === "..")
      throw refuse(`it has ${part === "" ? "an empty part" : part} in it`);
    if (Buffer.byteLength(part) > 200) throw refuse("a part of it is longer than 200 bytes");
    if (/[ .]$/.test(part)) throw refuse("a part of it ends with a dot or a space");
    if (windowsDevice.test(part)) throw refuse(`${part} is a device on some systems`);
  }
  if (!own && folded(text).split("/")[0] === ".quad") throw refuse(".quad is quad's own");
  return text;
}

/** What two paths have in common that a file system without letter case takes for one. */
const folded = (path: string): string => path.normalize("NFKC").toUpperCase().toLowerCase();

/** The first two of these paths that cannot stand beside each other: the same but for letter case, or one inside of the other. */
export function clash(paths: Iterable<string>): readonly [string, string] | undefined {
  const seen = new Map<string, string>();
  for (const path of paths) {
    const before = seen.get(folded(path));
    if (before !== undefined) return [before, path];
    seen.set(folded(path), path);
  }
  for (const [name, path] of seen) {
    for (let slash = name.indexOf("/"); slash !== -1; slash = name.indexOf("/", slash + 1)) {
      const above = seen.get(name.slice(0, slash));
      if (above !== undefined) return [above, path];
    }
  }
  return undefined;
}
