import { sign } from "node:crypto";
import { open } from "node:fs/promises";
import { digestOf } from "./digest.ts";
import type { SecretKey } from "./secret-key.ts";
import { formatSignature, globallySigned, type SignatureFile } from "./signature-file.ts";

/** Signs a file: the text of its `.minisig`. Throws a usage error where a comment cannot stand in it. */
export async function signFile(
  path: string,
  { publicKey, privateKey }: SecretKey,
  { trustedComment, untrustedComment }: Pick<SignatureFile, "trustedComment" | "untrustedComment">,
): Promise<string> {
  const handle = await open(path, "r");
  try {
    const signature = sign(null, await digestOf({ handle, path }), privateKey);
    const globalSignature = sign(null, globallySigned({ signature, trustedComment }), privateKey);
    return formatSignature({ untrustedComment, keyId: publicKey.id, signature, trustedComment, globalSignature });
  } finally {
    await handle.close();
  }
}
