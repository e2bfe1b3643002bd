import { type Alias, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from "yaml";
import { shortened } from "../terminal/style.ts";
import type { Place, Problems } from "./problems.ts";
import type { Source } from "./sources.ts";

/** A value in a YAML file, with the place to name it by. */
export interface Value {
  readonly at: Place;
  readonly node: unknown;
}

/** One entry of a map. */
export interface Field extends Value {
  readonly key: string;
}

/**
 * A YAML file as it is read here: every scalar is text, whatever it looks like; keys come once; aliases are followed,
 * within bounds. What is not as wanted is a problem, and reads as empty.
 */
export interface Yaml {
  readonly root: Value;
  /** The entries of a map; `what` names it in problems. */
  fields(value: Value, what: string): readonly Field[];
  items(value: Value, what: string): readonly Value[];
  text(value: Value, what: string): string | undefined;
  kind(value: Value): "map" | "list" | "text" | "empty";
}

// A few aliases are a convenience, a million are an attack: "billion laughs".
const mostVisits = 1_000_000;
const mostErrors = 20;

/** Opens a YAML file; undefined, with problems, where it is not one document of YAML. */
export function openYaml({ file, text }: Source, problems: Problems): Yaml | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    schema: "failsafe",
    lineCounter: lines,
    prettyErrors: false,
    // Checked below, in linear time.
    uniqueKeys: false,
    logLevel: "error",
  });
  const at = (offset: number): Place => ({ file, line: Math.max(1, lines.linePos(offset).line) });
  for (const { code, message, pos } of document.errors.slice(0, mostErrors)) {
    problems.add(at(pos[0]), yamlError(code, message));
  }
  if (document.errors.length > 0) return undefined;

  const targets = aliasTargets(document.contents);
  let visits = 0;
  // Undefined where there is nothing to be had, and that has been said.
  const resolve = ({ node, at }: Value): { readonly node: unknown } | undefined => {
    visits += 1;
    if (visits === mostVisits) problems.add(at, `It unfolds to more than ${mostVisits.toLocaleString("en")} values.`);
    if (visits >= mostVisits) return undefined;
    if (!isAlias(node)) return { node };
    const target = targets.get(node);
    if (target === undefined) problems.add(at, `There is no anchor &${shortened(node.source)} before it.`);
    return target && { node: target };
  };
  const place = (node: unknown, otherwise: Place): Place => {
    const offset = (node as Node | null)?.range?.[0];
    return offset === undefined ? otherwise : at(offset);
  };

  return {
    root: { at: at(document.contents?.range?.[0] ?? 0), node: document.contents },
    fields(value, what) {
      const resolved = resolve(value);
      if (resolved === undefined || isEmpty(resolved.node)) return [];
      const { node } = resolved;
      if (!isMap(node)) {
        problems.add(value.at, `${what} has to be a map, KEY: VALUE.`);
        return [];
      }
      const seen = new Map<string, Field>();
      for (const pair of node.items) {
        const here = place(pair.key, value.at);
        const key = this.text({ node: pair.key, at: here }, `a key of ${what}`);
        if (key === undefined) continue;
        const first = seen.get(key);
        if (first) problems.add(here, `${quoted(key)} stands in ${what} twice; the first is on line ${first.at.line}.`);
        else seen.set(key, { key, at: here, node: pair.value });
      }
      return [...seen.values()];
    },
    items(value, what) {
      const resolved = resolve(value);
      if (resolved === undefined || isEmpty(resolved.node)) return [];
      const { node } = resolved;
      if (isSeq(node)) return node.items.map((item) => ({ node: item, at: place(item, value.at) }));
      problems.add(value.at, `${what} has to be a list.`);
      return [];
    },
    text(value, what) {
      const resolved = resolve(value);
      if (resolved === undefined) return undefined;
      if (isScalar(resolved.node)) return String(resolved.node.value);
      problems.add(value.at, `${what} has to be text.`);
      return undefined;
    },
    kind({ node }) {
      const target = isAlias(node) ? targets.get(node) : node;
      return isEmpty(target) ? "empty" : isMap(target) ? "map" : isSeq(target) ? "list" : "text";
    },
  };
}

/** A name from a file, as problems quote it. */
export const quoted = (text: string): string => JSON.stringify(shortened(text));

/** Nothing, as YAML's own schema writes it: a value left out, `~` or `null`. */
const isEmpty = (node: unknown): boolean =>
  node === null ||
  node === undefined ||
  (isScalar(node) && node.type === "PLAIN" && /^(~|null|Null|NULL)?$/.test(String(node.value)));

/** What each alias stands for: the last node before it that has the anchor. */
function aliasTargets(root: Node | null): ReadonlyMap<Alias, Node | undefined> {
  const targets = new Map<Alias, Node | undefined>();
  const anchors = new Map<string, Node>();
  visit(root, {
    Alias: (_, alias) => void targets.set(alias, anchors.get(alias.source)),
    Value: (_, node) => void (node.anchor && anchors.set(node.anchor, node)),
  });
  return targets;
}

function yamlError(code: string, message: string): string {
  if (code === "RESOURCE_EXHAUSTION") return "It is nested too deeply.";
  if (code === "MULTIPLE_DOCS") return "A second document begins here; one file is one document.";
  return `This is not YAML: ${shortened(message, 200)}`;
}
