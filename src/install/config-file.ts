import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Document, Node } from "yaml";
import type { z } from "zod";
import { QuadError, usage } from "../errors.ts";
import { parseTarget } from "../postgres/target.ts";
import { visible } from "../terminal/style.ts";
import type { Environment } from "./setting.ts";

/** The config file that was found, and what it sets. */
export interface ConfigFile {
  readonly path: string;
  readonly values: {
    /** `pg:DIR` is absolute here; in the file it is relative to it. */
    readonly database_url?: string | undefined;
    /** The compose service that is the install's Postgres, where several could be meant. */
    readonly postgres_service?: string | undefined;
    /** Where the trail's checkpoints are kept; absolute here, in the file relative to it. */
    readonly audit_dir?: string | undefined;
    /** Where backups are kept; absolute here, in the file relative to it. */
    readonly backup_dir?: string | undefined;
    /** Whom backups are encrypted to: recipients of age. */
    readonly backup_encrypt_to?: readonly string[] | undefined;
    /** The Bitwarden CLI; absolute here, in the file relative to it. */
    readonly bw?: string | undefined;
    /** Where it keeps its login; absolute here, in the file relative to it. */
    readonly vault_dir?: string | undefined;
    /** A file with the master password; absolute here, in the file relative to it. */
    readonly vault_password_file?: string | undefined;
    /** In seconds. */
    readonly vault_timeout?: number | undefined;
    /** Where patches come from: a URL, or a directory or file, which is absolute here and in the file relative to it. */
    readonly patch_source?: string | undefined;
    /** In seconds. */
    readonly patch_timeout?: number | undefined;
    /** The server that takes mail: smtp://… or smtps://… */
    readonly smtp_url?: string | undefined;
    /** Who signed its certificate; absolute here, in the file relative to it. */
    readonly smtp_ca?: string | undefined;
    /** In seconds. */
    readonly smtp_timeout?: number | undefined;
    /** Whom mail is from: an address, or `Name <address>`. */
    readonly mail_from?: string | undefined;
  };
}

/** Where a config file is looked for, unless `QUAD_CONFIG` names it. */
export const configFiles = (home: string): readonly string[] => [join(home, "quad.yaml"), "/etc/quad/quad.yaml"];

/**
 * Reads `$QUAD_CONFIG`, `<home>/quad.yaml` or `/etc/quad/quad.yaml`, the first there is. Throws a usage error that lists
 * every mistake with its line.
 */
export async function readConfigFile(env: Environment, home: string): Promise<ConfigFile | undefined> {
  const named = env.QUAD_CONFIG ? resolve(env.QUAD_CONFIG) : undefined;
  if (named !== undefined && !existsSync(named)) throw usage(`QUAD_CONFIG names ${named}, which does not exist.`);
  const path = named ?? configFiles(home).find((file) => existsSync(file));
  if (path === undefined) return undefined;
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw usage(`${path} cannot be read (${error.code}).`, { cause: error });
  });
  return { path, values: await parseConfig(text, path) };
}

async function parseConfig(text: string, path: string): Promise<ConfigFile["values"]> {
  const [{ LineCounter, parseDocument }, { z }] = await Promise.all([import("yaml"), import("zod")]);
  const file = () =>
    z
      .string()
      .min(1)
      .transform((name) => resolve(dirname(path), name))
      .optional();
  const seconds = () => z.number().min(1).max(3600).optional();
  const shape = z.strictObject({
    database_url: z
      .string()
      .transform(databaseUrl(dirname(path)))
      .optional(),
    postgres_service: z.string().min(1).optional(),
    audit_dir: file(),
    backup_dir: file(),
    backup_encrypt_to: z.array(z.string().min(1)).min(1).optional(),
    bw: file(),
    vault_dir: file(),
    vault_password_file: file(),
    vault_timeout: seconds(),
    patch_source: z
      .string()
      .min(1)
      .transform((source) => (/^https?:/i.test(source) ? source : resolve(dirname(path), source)))
      .optional(),
    patch_timeout: seconds(),
    smtp_url: z.string().min(1).optional(),
    smtp_ca: file(),
    smtp_timeout: seconds(),
    mail_from: z.string().min(1).optional(),
  });
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const line = (node: Node | undefined) => counter.linePos(node?.range?.[0] ?? 0).line;
  const mistakes = document.errors.map(({ pos, message }) => ({ line: counter.linePos(pos[0]).line, message }));
  if (mistakes.length === 0) {
    const { success, data, error } = shape.safeParse(plain(document) ?? {});
    if (success) return data;
    const keys = Object.keys(shape.shape);
    for (const issue of error.issues) mistakes.push(...(await inWords(issue, document, line, keys)));
  }
  const sorted = mistakes.sort((a, b) => a.line - b.line);
  throw usage(`${path} has ${sorted.length === 1 ? "a mistake" : `${sorted.length} mistakes`}.`, {
    detail: sorted.map((mistake) => visible(`${path}:${mistake.line}: ${mistake.message}`)),
  });
}

function plain(document: Document.Parsed): unknown {
  try {
    return document.toJS();
  } catch {
    return "aliases without end";
  }
}

/** Makes `pg:DIR` relative to the file, and refuses what is no database URL. */
const databaseUrl = (directory: string) => (url: string, ctx: z.core.$RefinementCtx<string>) => {
  const absolute = /^pg:(?!\/)./.test(url) ? `pg:${resolve(directory, url.slice("pg:".length))}` : url;
  try {
    parseTarget(absolute);
  } catch (error) {
    if (!(error instanceof QuadError)) throw error;
    ctx.addIssue({ code: "custom", message: [error.message, ...error.hint].join(" ") });
  }
  return absolute;
};

async function inWords(
  issue: z.core.$ZodIssue,
  document: Document.Parsed,
  line: (node: Node | undefined) => number,
  keys: readonly string[],
): Promise<readonly { readonly line: number; readonly message: string }[]> {
  if (issue.code === "unrecognized_keys") {
    const { nearest } = await import("../values/near.ts");
    return Promise.all(
      issue.keys.map(async (key) => {
        const [near] = await nearest(key, keys, { spellings: (one) => [one], most: 4 });
        const suggestion = near === undefined ? `there are ${keys.join(", ")}.` : `did you mean ${near}?`;
        return { line: line(keyNode(document, key)), message: `${key} is no setting; ${suggestion}` };
      }),
    );
  }
  const node = document.getIn(issue.path as string[], true) as Node | undefined;
  const name = issue.path.join(".");
  if (issue.code === "custom") return [{ line: line(node), message: `${name}: ${issue.message}` }];
  const wanted = /_timeout$/.test(name)
    ? "a number of seconds, 1 to 3600"
    : issue.code === "invalid_type" && issue.expected === "object"
      ? "a map of settings"
      : name === "backup_encrypt_to"
        ? "a list of one recipient or more"
        : "text";
  return [{ line: line(node), message: `${name === "" ? "the file" : name} has to be ${wanted}.` }];
}

function keyNode(document: Document.Parsed, key: string): Node | undefined {
  const pairs = (document.contents as { items?: readonly { key: Node }[] } | null)?.items ?? [];
  return pairs.map((pair) => pair.key).find((node) => String(node) === key);
}
