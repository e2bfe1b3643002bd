import { basename } from "node:path";
import { conflict, QuadError } from "../../errors.ts";
import { shortFile } from "../../files/short-file.ts";
import type { Sql } from "../../postgres/sql.ts";
import { withArchive } from "../archive/open.ts";
import type { Manifest } from "../manifest.ts";
import { sha256Of } from "../signature/digest.ts";
import { parsePatchComment } from "../signature/patch-comment.ts";
import type { PublicKey } from "../signature/public-key.ts";
import { longestSignature } from "../signature/signature-file.ts";
import { verifySignature } from "../signature/verify.ts";
import { trustedKeys } from "./keys.ts";

/** Why an archive is believed. */
export interface Proof {
  readonly sha256: string;
  /** Whose signature it has; null where somebody said its hash. */
  readonly keyId: string | null;
  /** What the signature says that it is; undefined where there is none. */
  readonly name: string | undefined;
  readonly sequence: number | undefined;
}

/**
 * Checks an archive before a byte of it is parsed: its signature by a key that is trusted here, or the hash that somebody has of it
 * (`unsigned`). Throws not allowed where there is neither, and a conflict where it is not what was signed.
 */
export async function provenArchive(sql: Sql, path: string, unsigned: string | undefined): Promise<Proof> {
  if (unsigned !== undefined) {
    const sha256 = await withArchive(path, (file) => sha256Of(file));
    if (sha256 === unsigned) return { sha256, keyId: null, name: undefined, sequence: undefined };
    throw conflict(`${basename(path)} has the SHA-256 ${sha256}, not the one that was said.`, {
      hint: "Take it anew from where it is from.",
    });
  }
  return provenBy(await trustedKeys(sql), path);
}

/** The same of a signature by one of these keys. */
export function provenBy(keys: readonly PublicKey[], path: string): Promise<Proof> {
  return withArchive(path, async (file) => {
    const minisig = await shortFile(`${path}.minisig`, longestSignature);
    if (minisig === undefined) throw notSigned(basename(path));
    const { key, comment } = await verifySignature({ ...file, path: basename(path) }, minisig.toString(), keys);
    const { patch, sequence } = parsePatchComment(comment);
    return { sha256: await sha256Of(file), keyId: key.id, name: patch, sequence };
  });
}

const notSigned = (name: string) =>
  new QuadError("notAllowed", `${name} has no signature: ${name}.minisig is not beside it.`, {
    hint: "Until the vendor signs: quad patch apply … --unsigned --sha256 HEX, with the hash that the vendor tells you.",
  });

/** Refuses an archive whose number is another than the one that was signed with it. */
export function mustBeSigned({ name, sequence }: Manifest, { sequence: signed }: Proof): void {
  if (signed !== undefined && signed !== sequence)
    throw conflict(`${name} says that it has the number ${sequence}; signed was ${signed}.`, {
      hint: "Take both anew from where they are from, the archive and its signature.",
    });
}
