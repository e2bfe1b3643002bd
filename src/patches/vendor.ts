import { join, relative, resolve } from "node:path";
import { usage } from "../errors.ts";
import { replaceFile } from "../files/replace-file.ts";
import { onDisk } from "../postgres/disk-failures.ts";
import type { Sql } from "../postgres/sql.ts";
import { beyondExtracting } from "./adopt/lying.ts";
import { type Built, buildArchive } from "./archive/build.ts";
import { withArchive } from "./archive/open.ts";
import { readArchive, readManifest } from "./archive/read.ts";
import { readSource } from "./archive/source.ts";
import type { Checked } from "./render-vendor.ts";
import { formatPatchComment } from "./signature/patch-comment.ts";
import type { SecretKey } from "./signature/secret-key.ts";
import { signFile } from "./signature/sign.ts";
import { mustBeSigned, provenArchive } from "./trust/proof.ts";

/** What was signed, and with what. */
export interface Signed {
  readonly name: string;
  readonly sequence: number;
  readonly keyId: string;
  /** Where the signature is. */
  readonly signature: string;
}

/**
 * Builds the archive of a patch from the folder of its sources. Throws a usage error where it would lie among what is shipped, and as
 * `readSource` and `buildArchive` do.
 */
export const buildPatch = (folder: string, out: string): Promise<Built> =>
  onDisk(async () => {
    const files = join(folder, "files");
    if (!/^\.\.(\/|$)/.test(relative(resolve(files), resolve(out))))
      throw usage(`The archive would lie in ${files}, and be shipped with the next one.`, {
        hint: "Name another directory: --out DIR",
      });
    return buildArchive(await readSource(folder), out);
  });

/** Signs an archive: its `.minisig` is written beside it. Throws as `readManifest` does. */
export async function signArchive(archive: string, key: SecretKey): Promise<Signed> {
  const { name, sequence } = await withArchive(archive, (file) => readManifest(file));
  const trustedComment = formatPatchComment({ patch: name, sequence }, new Date());
  const untrustedComment = `signature of ${name} by the key ${key.publicKey.id}`;
  const signature = `${archive}.minisig`;
  await replaceFile(signature, await signFile(archive, key, { trustedComment, untrustedComment }));
  return { name, sequence, keyId: key.publicKey.id, signature };
}

/**
 * Checks an archive whole: its signature (or its hash), then that everything in it is as its manifest announces, and the number that was
 * signed is its own. Throws as `provenArchive` and `readArchive` do.
 */
export async function verifyArchive(sql: Sql, archive: string, unsigned: string | undefined): Promise<Checked> {
  const proof = await provenArchive(sql, archive, unsigned);
  const { manifest } = await withArchive(archive, (file) => readArchive(file, { name: proof.name }));
  mustBeSigned(manifest, proof);
  const { name, version, sequence, files } = manifest;
  const byHand = beyondExtracting(manifest) === undefined;
  return { name, version, sequence, sha256: proof.sha256, signedBy: proof.keyId, files: files.length, byHand };
}
