import { usage } from "../../errors.ts";
import { type Found, interpolate, type Lookup } from "./interpolate.ts";

/** One variable of an env file. */
export interface EnvLine {
  readonly name: string;
  /** Undefined where the line has only a name: the value is the environment's. */
  readonly value: string | undefined;
  /** In single quotes: variables are not filled in. */
  readonly literal: boolean;
  readonly line: number;
}

const start = /^(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*(?:([=:])[ \t]*|(?=\r?$|#))/;
const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\", $: "$$" };

/**
 * Reads an env file as compose does: `export`, comments, single and double quotes over several lines, escapes in double
 * quotes. Throws a usage error with file and line that shows no value.
 */
export function parseEnvFile(text: string, file: string): readonly EnvLine[] {
  const lines: EnvLine[] = [];
  const source = text.replace(/^\ufeff/, "").split("\n");
  for (let i = 0; i < source.length; i += 1) {
    const line = i + 1;
    const row = (source[i] ?? "").trim();
    if (row === "" || row.startsWith("#")) continue;
    const match = start.exec(row);
    if (!match) throw usage(`${file}:${line} is not a line of the form NAME=VALUE.`);
    const [all, name = "", sign] = match;
    const rest = row.slice(all.length);
    const quote = rest[0];
    if (sign === undefined) {
      lines.push({ name, value: undefined, literal: true, line });
    } else if (quote === '"' || quote === "'") {
      const untilEnd = [rest, ...source.slice(i + 1)].join("\n");
      const quoted = (quote === '"' ? /^"((?:[^"\\]|\\.)*)"/s : /^'((?:[^'\\]|\\.)*)'/s).exec(untilEnd);
      if (!quoted) throw usage(`${file}:${line}: the ${quote} after ${name} is never closed.`);
      const [whole, inside = ""] = quoted;
      i += whole.split("\n").length - 1;
      const value =
        quote === '"'
          ? inside.replace(/\\(.)/gs, (kept, char: string) => escapes[char] ?? kept)
          : inside.replaceAll("\\'", "'");
      lines.push({ name, value, literal: quote === "'", line });
    } else {
      lines.push({ name, value: rest.replace(/(^|\s+)#.*$/, "").trimEnd(), literal: false, line });
    }
  }
  return lines;
}

/**
 * The variables of an env file with their values filled in. A variable of `outer` fills in before one that stands further
 * up in the file.
 */
export function readEnvLines(lines: readonly EnvLine[], file: string, outer: Lookup): ReadonlyMap<string, Found> {
  const variables = new Map<string, Found>();
  for (const { name, value, literal, line } of lines) {
    if (value === undefined) {
      const found = outer(name);
      if (found) variables.set(name, found);
      continue;
    }
    const lookup: Lookup = (other) => outer(other) ?? variables.get(other);
    const filled = literal ? value : interpolate(value, lookup, `${file}:${line}: ${name}`).value;
    variables.set(name, { value: filled, source: `${file}: ${name}` });
  }
  return variables;
}
