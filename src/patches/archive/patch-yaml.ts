import { readFile } from "node:fs/promises";
import { type Document, isNode, isScalar } from "yaml";
import type { z } from "zod";
import { notFound, usage } from "../../errors.ts";
import { visible } from "../../terminal/style.ts";

/** What is said of a path beside its content. */
interface Note {
  readonly action?: "add" | "replace" | "delete" | undefined;
  readonly mode?: string | undefined;
  readonly policy?: "replace" | "config" | undefined;
  readonly replaces?: readonly string[] | undefined;
}

/** A patch.yaml that could be read; its keys but `files` are the manifest's, and not checked yet. */
export interface PatchYaml {
  readonly path: string;
  readonly keys: Readonly<Record<string, unknown>>;
  readonly notes: ReadonlyMap<string, Note>;
  /** What is wrong with its `files`, each with its line. */
  readonly mistakes: readonly string[];
  /** Says something about a key, with the line of the nearest that is there. */
  at(path: readonly PropertyKey[], text: string): string;
}

/** Reads a patch.yaml. Throws not found where there is none, and a usage error with every line that is no YAML. */
export async function readPatchYaml(path: string): Promise<PatchYaml> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT" && error.code !== "ENOTDIR") throw error;
    throw notFound(`There is no ${path}.`, { hint: "Name the folder of a patch, such as patches/postman-beta-1.1." });
  });
  const [{ LineCounter, parseDocument }, { z }] = await Promise.all([import("yaml"), import("zod")]);
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const line = (offset: number, text: string) => visible(`${path}:${counter.linePos(offset).line}: ${text}`);
  if (document.errors.length > 0)
    throw usage(`${path} is not YAML.`, { detail: document.errors.map(({ pos, message }) => line(pos[0], message)) });
  asWritten(document);
  const value = plain(document);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw usage(`${path} is no patch.yaml: it is no map of keys.`);
  const at = (keys: readonly PropertyKey[], text: string) => line(nearest(document, keys), text);
  const { files = {}, ...keys } = value as Record<string, unknown>;
  const { success, data, error } = notesShape(z).safeParse(files);
  const mistakes = error?.issues.map((issue) => {
    const [file, key] = issue.path.map(String);
    const about = file === undefined ? "files" : key === undefined ? `files, ${file}` : `files, ${file}, ${key}`;
    return at(["files", ...issue.path], `${about}: ${issue.message}`);
  });
  return { path, keys, notes: new Map(success ? Object.entries(data) : []), mistakes: mistakes ?? [], at };
}

const notesShape = (zod: typeof z) =>
  zod.record(
    zod.string(),
    zod.strictObject({
      action: zod.enum(["add", "replace", "delete"]).optional(),
      mode: zod.string().optional(),
      policy: zod.enum(["replace", "config"]).optional(),
      replaces: zod.array(zod.string()).optional(),
    }),
  );

/** A version of 1.10 and a mode of 0600 are no numbers. */
function asWritten(document: Document.Parsed): void {
  const files = document.get("files");
  const paths = isNode(files) && "items" in files ? (files.items as { key: unknown }[]).map(({ key }) => key) : [];
  for (const path of [["version"], ...paths.map((key) => ["files", isScalar(key) ? key.value : key, "mode"])]) {
    const node = document.getIn(path, true);
    if (isScalar(node) && typeof node.value === "number" && node.source !== undefined) node.value = node.source;
  }
}

function plain(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}

/** Where the key stands, or the nearest above it that is there. */
function nearest(document: Document.Parsed, keys: readonly PropertyKey[]): number {
  for (let length = keys.length; length > 0; length -= 1) {
    const node = document.getIn(keys.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}
