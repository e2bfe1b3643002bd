import { conflict, type QuadError } from "../../errors.ts";
import { parsePatchName } from "../manifest.ts";

const product = "quad-platform";

/** What the trusted comment of a patch says: which of the vendor's files is signed, so that none passes for another. */
export interface PatchComment {
  readonly product: typeof product;
  readonly patch: string;
  /** The vendor's running number, from 1 on. */
  readonly sequence: number;
}

/** The trusted comment of a patch, with the moment of its signing where one is given. */
export const formatPatchComment = ({ patch, sequence }: Omit<PatchComment, "product">, signed?: Date): string =>
  formatted(`patch:${parsePatchName(patch)}`, sequence, signed);

/** The trusted comment of the index of all patches, likewise. */
export const formatIndexComment = (sequence: number, signed: Date): string =>
  formatted("index:patches", sequence, signed);

function formatted(what: string, sequence: number, signed: Date | undefined): string {
  const fields = [`product:${product}`, what, `sequence:${sequence}`];
  if (signed) fields.push(`timestamp:${Math.floor(signed.getTime() / 1000)}`);
  return fields.join("\t");
}

/**
 * Reads the trusted comment of a patch, after `verifySignature` has returned it. Other fields may be there, each field once. Throws
 * a conflict where it is another file's, and a usage error where it names the patch as none is named.
 */
export function parsePatchComment(comment: string): PatchComment {
  const field = fieldsOf(comment, (why) =>
    conflict(`What was signed is no patch of the platform: in its trusted comment ${why}.`, {
      hint: "Take a patch from the vendor, with the signature that it has there.",
    }),
  );
  const sequence = field.sequence();
  return { product, patch: parsePatchName(field.text("patch", /./)), sequence };
}

/** Reads the trusted comment of an index likewise, and gives its number. Throws a conflict where it is another file's. */
export function parseIndexComment(comment: string): number {
  const field = fieldsOf(comment, (why) =>
    conflict(`What was signed is no index of the platform's patches: in its trusted comment ${why}.`, {
      hint: "Take index.json from the vendor, with the signature that it has there.",
    }),
  );
  field.text("index", /^patches$/);
  return field.sequence();
}

/** The fields of a comment of this product. Throws what `refuse` makes of a reason. */
function fieldsOf(comment: string, refuse: (why: string) => QuadError) {
  const fields = new Map<string, string>();
  for (const field of comment.split("\t")) {
    const [, name = "", value = ""] = /^([^:]*):?(.*)$/su.exec(field) ?? [];
    if (fields.has(name)) throw refuse(`${JSON.stringify(name)} stands twice`);
    fields.set(name, value);
  }
  const text = (name: string, shape: RegExp): string => {
    const value = fields.get(name);
    if (value === undefined) throw refuse(`there is no ${name}`);
    if (!shape.test(value)) throw refuse(`${JSON.stringify(value)} is no ${name}`);
    return value;
  };
  if (text("product", /./) !== product) throw refuse(`the product is ${fields.get("product")}`);
  return {
    text,
    sequence(): number {
      const sequence = Number(text("sequence", /^[1-9]\d*$/));
      if (!Number.isSafeInteger(sequence)) throw refuse(`${fields.get("sequence")} is too high a sequence`);
      return sequence;
    },
  };
}
