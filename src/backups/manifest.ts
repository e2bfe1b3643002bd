import { createHash } from "node:crypto";
import { lstat } from "node:fs/promises";
import { join } from "node:path";
import type { z } from "zod";
import { conflict, needsAttention, notFound, QuadError } from "../errors.ts";
import { replaceFile } from "../files/replace-file.ts";
import { shortFile } from "../files/short-file.ts";
import { syncPath } from "../files/sync-path.ts";
import { onDisk } from "../postgres/disk-failures.ts";

const format = 1;

/** What a manifest holds. Contents are nowhere in it, so that it is readable in an encrypted backup as well. */
async function shapeOf() {
  const { z } = await import("zod");
  const text = z.string();
  const whole = z.number().int().min(0);
  const sha256 = text.regex(/^[0-9a-f]{64}$/);
  return z.strictObject({
    format: z.literal(format),
    name: text,
    madeAt: z.iso.datetime(),
    quad: text,
    server: text,
    database: z.strictObject({
      name: text,
      bytes: whole,
      /** How rows are digested: servers before 14 know only their text. */
      digestOf: z.enum(["values", "text"]),
      tables: z.array(z.strictObject({ name: text, rows: whole, digest: text })),
      /** Sequences go on while the dump is made: the value before it and after it; null where none was drawn yet. */
      sequences: z.array(z.strictObject({ name: text, before: text.nullable(), after: text.nullable() })),
      largeObjects: z.strictObject({ rows: whole, digest: text }),
      /** How many there are of each kind. */
      objects: z.record(text, whole),
      /** The roles that own something in it, or may do something. */
      roles: z.array(text),
    }),
    files: z.strictObject({
      /** The install directory. */
      home: text,
      entries: whole,
      bytes: whole,
      leftOut: z.array(text),
    }),
    members: z.array(z.strictObject({ name: text.regex(/^[a-z][a-z.-]*$/), sha256, size: whole })),
    encryptedTo: z.array(text),
    warnings: z.array(text),
  });
}

type Shape = Awaited<ReturnType<typeof shapeOf>>;

/** What a backup says of itself. */
export type Manifest = z.infer<Shape>;
export type Content = Manifest["database"];
export type Member = Manifest["members"][number];

/** A backup whose manifest was read and is as it was written. */
export interface Backup {
  readonly directory: string;
  readonly manifest: Manifest;
}

const file = "manifest.json";
/** In bytes; a table or a file that is named in it takes some hundred. */
const longestManifest = 2 ** 28;

/** A manifest as it is written: with a hash of itself at the end. */
function textOf(manifest: unknown): string {
  const sha256 = createHash("sha256").update(JSON.stringify(manifest)).digest("hex");
  return `${JSON.stringify({ ...(manifest as object), sha256 }, null, 2)}\n`;
}

/** Writes the manifest, which is the last file of a backup, with a hash of itself. */
export async function writeManifest(directory: string, manifest: Manifest): Promise<void> {
  await replaceFile(join(directory, file), textOf(manifest), 0o600);
  await syncPath(join(directory, file));
}

/**
 * Opens a backup: reads its manifest, and sees that every member is there with its size. Throws not found where there is none, and
 * needs attention (exit 8) where it is damaged, and a conflict where it is of a quad that writes it otherwise.
 */
export async function openBackup(directory: string): Promise<Backup> {
  const manifest = await readManifest(directory);
  const problems: string[] = [];
  for (const { name, size } of manifest.members) {
    const found = await lstat(join(directory, name)).catch(() => undefined);
    if (!found?.isFile()) problems.push(`${name} is missing.`);
    else if (found.size !== size) problems.push(`${name} has ${found.size} bytes, not ${size}.`);
  }
  if (problems.length > 0) throw damaged(directory, problems);
  return { directory, manifest };
}

/** Needs attention (exit 8): a backup that is not as it was made. */
export const damaged = (directory: string, detail: readonly string[]) =>
  needsAttention(`The backup ${directory} is damaged.`, {
    detail,
    hint: "See the others: quad patch backup --list",
  });

async function readManifest(directory: string): Promise<Manifest> {
  const none = () =>
    notFound(`There is no backup in ${directory}.`, { hint: "See which there are: quad patch backup --list" });
  const bytes = await onDisk(() =>
    shortFile(join(directory, file), longestManifest).catch((error) => {
      if (error instanceof QuadError) throw damaged(directory, [`${file} is no file, or far too long.`]);
      throw error.code === "ENOTDIR" ? none() : error;
    }),
  );
  if (bytes === undefined) throw none();
  const text = bytes.toString();
  let said: Record<string, unknown> | null;
  try {
    said = JSON.parse(text) as Record<string, unknown> | null;
  } catch {
    throw damaged(directory, [`${file} is no JSON.`]);
  }
  const { sha256: _, ...rest } = said ?? {};
  if (textOf(rest) !== text) throw damaged(directory, [`${file} was changed after it was written.`]);
  const { data, error } = (await shapeOf()).safeParse(rest);
  if (data !== undefined) return data;
  const [issue] = error.issues;
  throw conflict(`The manifest of ${directory} cannot be read by this quad.`, {
    detail: `${issue?.path.join(".")}: ${issue?.message}`,
    hint: "It may be of a newer version: use the quad that made it.",
  });
}
