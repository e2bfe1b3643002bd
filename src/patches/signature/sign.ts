import { sign } from "node:crypto";
import { open } from "node:fs/promises";
import { digestOf, digestOfBytes } from "./digest.ts";
import type { SecretKey } from "./secret-key.ts";
import { formatSignature, globallySigned, type SignatureFile } from "./signature-file.ts";

/** Signs a file: the text of its `.minisig`. Throws a usage error where a comment cannot stand in it. */
export async function signFile(path: string, key: SecretKey, comments: Comments): Promise<string> {
  const handle = await open(path, "r");
  try {
    return signDigest(await digestOf({ handle, path }), key, comments);
  } finally {
    await handle.close();
  }
}

/** The same of bytes in memory. */
export const signBytes = (bytes: Buffer, key: SecretKey, comments: Comments): string =>
  signDigest(digestOfBytes(bytes), key, comments);

type Comments = Pick<SignatureFile, "trustedComment" | "untrustedComment">;

function signDigest(
  digest: Buffer,
  { publicKey, privateKey }: SecretKey,
  { trustedComment, untrustedComment }: Comments,
): string {
  const signature = sign(null, digest, privateKey);
  const globalSignature = sign(null, globallySigned({ signature, trustedComment }), privateKey);
  return formatSignature({ untrustedComment, keyId: publicKey.id, signature, trustedComment, globalSignature });
}
