import { conflict, QuadError } from "../../errors.ts";
import { digestOf, digestOfBytes, type OpenFile } from "./digest.ts";
import { isSignedBy, type PublicKey } from "./public-key.ts";
import { globallySigned, parseSignature } from "./signature-file.ts";

/** Who signed a file, and what with it. */
export interface Verified {
  readonly key: PublicKey;
  /** The trusted comment. */
  readonly comment: string;
}

/**
 * Checks the signature of a file, the text of its `.minisig`, against the keys that are trusted. The file is read once, and last. It
 * stays open, so that what is used afterwards is the file that was checked. Throws a usage error where the signature cannot be
 * read, notAllowed (exit 3) where none of the keys signed it, and a conflict where the file or the comment is not what was signed.
 */
export const verifySignature = (file: OpenFile, minisig: string, keys: readonly PublicKey[]): Promise<Verified> =>
  verifyDigest(file.path, () => digestOf(file), minisig, keys);

/** The same of bytes in memory, which messages call `name`. */
export const verifyBytes = (
  name: string,
  bytes: Buffer,
  minisig: string,
  keys: readonly PublicKey[],
): Promise<Verified> => verifyDigest(name, async () => digestOfBytes(bytes), minisig, keys);

async function verifyDigest(
  path: string,
  digest: () => Promise<Buffer>,
  minisig: string,
  keys: readonly PublicKey[],
): Promise<Verified> {
  const said = parseSignature(minisig, path);
  const candidates = keys.filter(({ id }) => id === said.keyId);
  if (candidates.length === 0) {
    throw new QuadError("notAllowed", `${path} is signed by the key ${said.keyId}, which is not trusted here.`, {
      detail: keys.length === 0 ? "No key is trusted here." : `Trusted is ${keys.map(({ id }) => id).join(", ")}.`,
      hint: "Ask the vendor, by another way than the one the file came, whether the key is its own; then: quad patch trust add KEY",
    });
  }
  const key = candidates.find((one) => isSignedBy(one, globallySigned(said), said.globalSignature));
  if (!key) {
    throw conflict(`The signature of ${path} has been changed, or is not of the key ${said.keyId} that it names.`, {
      hint: anew,
    });
  }
  if (!isSignedBy(key, await digest(), said.signature)) {
    throw conflict(`${path} is not the file that was signed by the key ${key.id}.`, { hint: anew });
  }
  return { key, comment: said.trustedComment };
}

const anew = "Take both anew from where they are from, the file and its signature; do not use these.";
