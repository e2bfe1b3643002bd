import type { Ended } from "../programs.ts";

/** What tar says of a file. */
export interface Complaint {
  /** As in `Entry`. */
  readonly path: string;
  readonly about: "gone" | "changed" | "unreadable";
}

const sayings: readonly (readonly [RegExp, Complaint["about"]])[] = [
  [/^\S*tar: (.+): File removed before we read it$/, "gone"],
  [/^\S*tar: (.+): Cannot (?:stat|open|readlink): No such file or directory$/, "gone"],
  [/^\S*tar: (.+): file changed as we read it$/, "changed"],
  [/^\S*tar: (.+): File shrank by \d+ bytes?; padding with zeros$/, "changed"],
  [/^\S*tar: (.+): Cannot (?:open|read|stat|readlink): Permission denied$/, "unreadable"],
];

/** What tar complained of where files are all it complained of; undefined where something else is wrong. */
export function complaintsOf({ code, said }: Ended): readonly Complaint[] | undefined {
  if (code !== 1 && code !== 2) return undefined;
  const complaints: Complaint[] = [];
  for (const line of said) {
    if (/^\S*tar: Exiting with failure status due to previous errors$/.test(line)) continue;
    const known = sayings.flatMap(([pattern, about]) => {
      const quoted = pattern.exec(line)?.[1];
      return quoted === undefined ? [] : [{ path: unquoted(quoted).replace(/^\.\//, ""), about }];
    });
    if (known.length === 0) return undefined;
    complaints.push(...known);
  }
  return complaints.length > 0 ? complaints : undefined;
}

const escapes: Readonly<Record<string, string>> = { a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

/** A name as `--quoting-style=escape` writes it, a character a byte. */
const unquoted = (name: string): string =>
  name.replace(/\\(?:([0-7]{3})|(.))/g, (_, octal: string | undefined, letter = "") =>
    octal === undefined ? (escapes[letter] ?? letter) : String.fromCharCode(Number.parseInt(octal, 8)),
  );
