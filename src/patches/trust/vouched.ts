import { open, readFile } from "node:fs/promises";
import { usage } from "../../errors.ts";
import type { PublicKey } from "../signature/public-key.ts";
import { verifySignature } from "../signature/verify.ts";

/**
 * The id of the trusted key that signed the file of a new one. Throws a usage error where a file cannot be read, not allowed and a conflict
 * where none did.
 */
export async function vouchedBy(path: string, minisig: string, keys: readonly PublicKey[]): Promise<string> {
  const cannotRead = (error: NodeJS.ErrnoException) =>
    usage(`${error.path ?? path} cannot be read (${error.code}).`, { cause: error });
  const text = await readFile(minisig, "utf8").catch((error) => {
    throw cannotRead(error);
  });
  const handle = await open(path, "r").catch((error) => {
    throw cannotRead(error);
  });
  try {
    return (await verifySignature({ handle, path }, text, keys)).key.id;
  } finally {
    await handle.close();
  }
}
