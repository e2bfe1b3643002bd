import type { z } from "zod";
import { usage } from "../errors.ts";
import { clash, parsePatchPath } from "./path.ts";

/** Where a patch says what it is, in its archive and in the install directory afterwards. */
export const manifestPath = (name: string): string => `.quad/patches/${name}/patch.json`;

/** Where the archive has a migration of a patch. */
export const migrationPath = (name: string, file: string): string => `.quad/patches/${name}/migrations/${file}`;

/** A manifest is read into memory; nothing longer is one. */
export const longestManifest = 32 * 1024 * 1024;

/** What a patch says of itself in `patch.json`. */
export type Manifest = z.output<ReturnType<typeof manifestShape>>;
export type PatchFile = Manifest["files"][number];

/** A patch's name, as in postman-beta-1.1: what an archive is called without .tar.gz. Throws a usage error. */
export function parsePatchName(text: string): string {
  if (patchName.test(text) && text.length <= 100) return text;
  throw usage(`${JSON.stringify(text.slice(0, 120))} is no patch's name.`, {
    hint: "As in postman-beta-1.1: small letters, digits, dots and single hyphens.",
  });
}

const patchName = /^[a-z0-9]+([.-][a-z0-9]+)*$/;

/** Reads a manifest. Throws a usage error that lists everything that is wrong with it. */
export async function parseManifest(text: string, from: string): Promise<Manifest> {
  if (mightHoldMoreThan(mostValues, text)) throw usage(`${from} is no manifest of a patch: it holds too much.`);
  const { z } = await import("zod");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw usage(`${from} is not JSON.`);
  }
  const shape = manifestShape(z);
  const { success, data, error } = shape.safeParse(untilMistakes(value, shape.shape.files));
  if (success) return data;
  const mistakes = error.issues
    .slice(0, 20)
    .map(({ path, message }) => `  ${path.join(".") || "the whole"}: ${message}`);
  throw usage(`${from} is no manifest of a patch.`, { detail: mistakes });
}

// A hundred thousand files with their seven keys, and what else there is; more would not fit into memory.
const mostValues = 1_200_000;

/** Whether there may be more than so many values in a JSON text: it has a comma before, or a bracket around, each. */
function mightHoldMoreThan(most: number, text: string): boolean {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x2c || code === 0x5b || code === 0x7b) count += 1;
  }
  return count > most;
}

/** The files only as far as the first thousand among which there are mistakes: a million mistakes would not fit into memory. */
function untilMistakes(value: unknown, shape: z.ZodType): unknown {
  const files = (value as { files?: unknown } | null)?.files;
  if (!Array.isArray(files)) return value;
  for (let end = 1000; end < files.length; end += 1000)
    if (!shape.safeParse(files.slice(end - 1000, end)).success)
      return { ...(value as object), files: files.slice(0, end) };
  return value;
}

/** The manifest's JSON Schema (draft 2020-12), for those who write one. */
export async function manifestJsonSchema(): Promise<object> {
  const { z } = await import("zod");
  return z.toJSONSchema(manifestShape(z), { io: "input" });
}

/** What the manifest may hold; nothing else is taken. */
export function manifestShape(zod: typeof z) {
  const name = zod.string().max(100).regex(patchName, "is no patch's name");
  const names = zod.array(name).max(1000).default([]);
  const sha256 = zod.string().regex(/^[0-9a-f]{64}$/, "is no SHA-256 in small hexadecimal digits");
  const moment = zod.iso.datetime();
  const line = zod.string().min(1).max(200);
  const service = zod
    .string()
    .max(100)
    .regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]*$/, "is no service of a compose file");
  const path = zod.string().superRefine((text, context) => {
    try {
      parsePatchPath(text);
    } catch (error) {
      context.addIssue({ code: "custom", message: (error as Error).message });
    }
  });
  // Its owner can read it: it is hashed again where it lies.
  const mode = zod.string().regex(/^0[4-7][0-7]{2}$/, "is no mode such as 0644");
  const policy = zod.enum(["replace", "config"]).default("replace");
  const replaces = zod.array(sha256).max(100).default([]);
  // What the header of a tar file has digits for: 8 GiB.
  const size = zod
    .int()
    .min(0)
    .max(2 ** 33 - 1);
  const file = zod.discriminatedUnion("action", [
    zod.strictObject({ action: zod.literal("add"), path, sha256, size, mode, policy, replaces }),
    zod.strictObject({ action: zod.literal("replace"), path, sha256, size, mode, policy, replaces }),
    zod.strictObject({ action: zod.literal("delete"), path, replaces, policy }),
  ]);
  const migration = zod.strictObject({
    name: zod.string().max(100).regex(patchName, "is no migration's name"),
    /** A file of the archive's own migrations folder. */
    up: sqlFile(zod),
    down: sqlFile(zod).optional(),
    /** Whether its down migration gives back what was there, rows included. */
    reversible: zod.boolean().default(false),
    /** In seconds. */
    lock_timeout: zod.int().min(1).max(3600).default(10),
  });
  const check = zod.strictObject({
    service,
    /** On the port in the container. */
    port: zod.int().min(1).max(65535).default(3000),
    path: zod
      .string()
      .max(500)
      .regex(/^\/[!-~]*$/, "is no path of a URL"),
    /** What the answer has to hold, key for key. */
    expect: zod.record(zod.string(), zod.json()),
    /** In seconds, from the start on. */
    deadline: zod.int().min(1).max(3600).default(60),
    /** In a row. */
    successes: zod.int().min(1).max(100).default(3),
  });
  return zod
    .strictObject({
      format: zod.literal(1),
      product: zod.literal("quad-platform"),
      name,
      version: zod
        .string()
        .max(50)
        .regex(/^\d+(\.\d+){0,3}(-[a-z0-9.]+)?$/, "is no version"),
      channel: zod.enum(["beta", "prod"]),
      /** The vendor's running number: what is lower than one seen is old. */
      sequence: zod.int().min(1),
      /** The time of all files in the archive. */
      created: moment.refine((text) => /^(19[7-9]|20|21)/.test(text), "is not between 1970 and 2199"),
      expires: moment.optional(),
      /** Versions of the platform that it fits, as npm writes ranges. */
      platform: zod.string().max(200).default("*"),
      requires: names,
      conflicts: names,
      supersedes: names,
      files: zod.array(file).max(100_000),
      migrations: zod.array(migration).max(1000).default([]),
      restart: zod.strictObject({
        mode: zod.enum(["restart", "down-up"]),
        services: zod.array(service).max(100).default([]),
      }),
      health: zod.array(check).max(20).default([]),
      integration: zod
        .strictObject({
          name: zod
            .string()
            .max(63)
            .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "is no slug"),
          display_name: line,
          role: line,
        })
        .optional(),
      notes: zod.array(zod.string().max(1000)).max(100).default([]),
    })
    .superRefine(({ files, migrations }, context) => {
      const refuse = (key: string, message: string) => context.addIssue({ code: "custom", path: [key], message });
      const both = clash(files.map((one) => one.path));
      if (both) refuse("files", `${both[0]} and ${both[1]} cannot stand beside each other`);
      const sql = clash(new Set(migrations.flatMap(({ up, down }) => (down === undefined ? [up] : [up, down]))));
      if (sql) refuse("migrations", `${sql[0]} and ${sql[1]} cannot stand beside each other`);
      const twice = migrations.find((one, i) => migrations.findIndex((other) => other.name === one.name) !== i);
      if (twice) refuse("migrations", `${twice.name} is there twice`);
      const missing = migrations.find((one) => one.reversible && one.down === undefined);
      if (missing) refuse("migrations", `${missing.name} says that it is reversible, and has no down migration`);
    });
}

const sqlFile = (zod: typeof z) =>
  zod
    .string()
    .max(100)
    .regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]*\.sql$/, "is no SQL file of the patch's migrations folder");
