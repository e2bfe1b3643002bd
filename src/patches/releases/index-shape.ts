import type { z } from "zod";
import { usage } from "../../errors.ts";
import { counted } from "../../terminal/style.ts";
import { manifestShape } from "../manifest.ts";

/** In bytes; nothing longer is an index. */
export const longestIndex = 8 * 1024 * 1024;

/** The names of the two files. */
export const indexFile = "index.json";
export const indexSignature = `${indexFile}.minisig`;

/** All patches that a vendor has published. */
export type Index = z.output<ReturnType<typeof indexShape>>;
/** One of them: what its manifest says of it, and its archive. */
export type Published = Index["patches"][number];

/** Reads an index, whose signature was checked. Throws a usage error that lists what is wrong with it. */
export async function parseIndex(bytes: Buffer, from: string): Promise<Index> {
  const { z } = await import("zod");
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw usage(`${from} is not JSON.`);
  }
  const { success, data, error } = indexShape(z).safeParse(value);
  if (success) return data;
  const { issues } = error;
  const mistakes = issues.slice(0, 20).map(({ path, message }) => `  ${path.join(".") || "the whole"}: ${message}`);
  throw usage(`${from} is no index of patches; it has ${counted(issues.length, "mistake")}.`, { detail: mistakes });
}

/** What an index may hold; nothing else is taken. */
function indexShape(zod: typeof z) {
  const { shape } = manifestShape(zod);
  const { name, version, channel, sequence, created, expires, platform, requires, conflicts, supersedes } = shape;
  const patch = zod.strictObject({
    ...{ name, version, channel, sequence },
    /** Of the archive, in bytes. */
    size: zod.int().min(1),
    /** Of the archive. */
    sha256: zod.string().regex(/^[0-9a-f]{64}$/, "is no SHA-256 in small hexadecimal digits"),
    ...{ created, expires, platform, requires, conflicts, supersedes },
    integration: shape.integration,
    notes: shape.notes,
    /** Listed, and not to be had any more. */
    withdrawn: zod.boolean().default(false),
  });
  return zod
    .strictObject({
      format: zod.literal(1),
      product: shape.product,
      /** Of the index: one more with each that is published. */
      sequence: zod.int().min(1),
      created: zod.iso.datetime(),
      expires: zod.iso.datetime(),
      patches: zod.array(patch).max(10_000),
    })
    .superRefine(({ patches }, context) => {
      for (const key of ["name", "sequence"] as const) {
        const twice = new Set(patches.map((one) => one[key])).size < patches.length;
        if (twice) context.addIssue({ code: "custom", path: ["patches"], message: `two have the same ${key}` });
      }
    });
}
