import { usage } from "../../errors.ts";

/** A value, and where it was found, in words. */
export interface Found {
  readonly value: string;
  readonly source: string;
}

export type Lookup = (name: string) => Found | undefined;

const reference = /\$(?:(\$)|([A-Za-z_][A-Za-z0-9_]*)|\{)/g;
const inBraces = /^([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-?+])(.*))?$/s;

/**
 * Fills in variables as compose does: `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME-default}`, `${NAME:?message}`,
 * `${NAME?message}`, `${NAME:+other}`, `${NAME+other}`, each with others inside, and `$$` for a dollar sign. What is not
 * set is empty. `sources` says where the values were found. Throws a usage error that begins with `where` and shows no
 * value.
 */
export function interpolate(
  text: string,
  lookup: Lookup,
  where: string,
): { readonly value: string; readonly sources: readonly string[] } {
  const sources: string[] = [];
  const named = (name: string) => {
    const found = lookup(name);
    if (found) sources.push(found.source);
    return found?.value;
  };
  const expand = (part: string): string => {
    let value = "";
    let at = 0;
    reference.lastIndex = 0;
    for (let match = reference.exec(part); match; match = reference.exec(part)) {
      value += part.slice(at, match.index);
      at = reference.lastIndex;
      const [, dollar, name] = match;
      if (dollar) value += "$";
      else if (name) value += named(name) ?? "";
      else {
        const end = closingBrace(part, at, where);
        value += braced(part.slice(at, end));
        at = end + 1;
      }
      reference.lastIndex = at;
    }
    return value + part.slice(at);
  };
  const braced = (inside: string): string => {
    const [, name = "", operator = "", word = ""] = inBraces.exec(inside) ?? [];
    if (name === "") throw usage(`${where}: what stands in \${…} is not the name of a variable.`);
    const set = named(name);
    const counts = operator.startsWith(":") ? set !== undefined && set !== "" : set !== undefined;
    switch (operator.at(-1)) {
      case "-":
        return counts ? (set ?? "") : expand(word);
      case "+":
        return counts ? expand(word) : "";
      case "?":
        if (!counts) throw usage(`${where}: ${name} is not set${word === "" ? "" : `: ${expand(word)}`}.`);
    }
    return set ?? "";
  };
  return { value: expand(text), sources };
}

function closingBrace(text: string, from: number, where: string): number {
  let open = 1;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "}") open -= 1;
    else if (text[at] === "$" && text[at + 1] === "{") open += 1;
    if (open === 0) return at;
  }
  throw usage(`${where}: a \${ is never closed.`);
}
