import { QuadError } from "../errors.ts";
import { broken, visible } from "../terminal/style.ts";
import type { Data, Shape, Value } from "./shapes.ts";

const longestLine = 1000;
const longestText = 20_000;

/**
 * What templates are given: what others wrote, without what would break out of a line or turn text around, broken into lines where it may have
 * several; what is missing filled in; what follows from it added. Throws invalid input for a key that is missing or of another kind.
 */
export function prepare(name: string, given: unknown, shape: Shape): Data {
  const { sample, optional = [], defaults = {}, lines = {}, derive } = shape;
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw new QuadError("usage", `The data of ${name} is no map.`);
  const data: Record<string, Value> = {};
  for (const [key, example] of Object.entries(sample)) {
    const value = (given as Record<string, unknown>)[key] ?? defaults[key];
    if (value === undefined) {
      if (optional.includes(key)) continue;
      throw new QuadError("usage", `A mail ${name} says its ${key}, and there is none.`, {
        hint: `See what it is made of: quad mail preview ${name} --json`,
      });
    }
    const read = asExample(value, example, key, lines);
    if (read === undefined) throw new QuadError("usage", `The ${key} of a mail ${name} is of another kind.`);
    data[key] = read;
  }
  return { ...data, ...derive?.(data) };
}

/** Reads a value as its example is; undefined where it is of another kind. */
function asExample(
  value: unknown,
  example: Value,
  key: string,
  lines: Readonly<Record<string, number>>,
): Value | undefined {
  if (typeof example === "boolean") return typeof value === "boolean" ? value : undefined;
  if (!Array.isArray(example)) {
    if (typeof value === "number") return value;
    return typeof value === "string" ? asText(value, lines[key]) : undefined;
  }
  if (!Array.isArray(value)) return undefined;
  const [first] = example;
  const read = value.map((one) => {
    if (typeof first !== "object") return typeof one === "string" ? asText(one, lines[key]) : undefined;
    if (typeof one !== "object" || one === null) return undefined;
    const entries = Object.keys(first).map((name) => {
      const text = (one as Record<string, unknown>)[name];
      return [name, typeof text === "string" ? asText(text, lines[`${key}.${name}`]) : undefined] as const;
    });
    return entries.some(([, text]) => text === undefined) ? undefined : (Object.fromEntries(entries) as Data);
  });
  return read.some((one) => one === undefined) ? undefined : (read as readonly (string | Data)[]);
}

const asText = (text: string, width: number | undefined): string =>
  width === undefined ? oneLine(text, longestLine) : severalLines(text, width);

/** One line that shows what it holds: line breaks are spaces, what cannot be seen is written out, what is too long is cut. */
export function oneLine(text: string, most: number): string {
  const flat = visible(
    whole(text)
      .replace(/[\s\u0085\u2028\u2029]+/gu, " ")
      .trim(),
  );
  const characters = [...flat];
  return characters.length <= most ? flat : `${characters.slice(0, most - 1).join("")}…`;
}

/** A text as it may stand in a header: a line, and none that mail programs would decode into something else. */
export const headerText = (text: string): string => oneLine(text.replaceAll("=?", "= ?"), 200);

function severalLines(text: string, width: number): string {
  const cut = text.length <= longestText ? text : `${text.slice(0, longestText)}…`;
  return whole(cut)
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
    .replaceAll("\t", "  ")
    .trim()
    .split("\n")
    .flatMap((line) => broken(visible(line.trimEnd()), width))
    .join("\n");
}

/** Without halves of characters, which no mail can hold. */
const whole = (text: string): string => text.replace(/\p{Cs}/gu, "\ufffd");
