import { generateKeyPairSync, randomBytes } from "node:crypto";
import { open, rm } from "node:fs/promises";
import { conflict } from "../../errors.ts";
import { formatPublicKey, keyIdOf, type PublicKey } from "./public-key.ts";
import { formatSecretKey, type Protection, type SecretKey } from "./secret-key.ts";

/** Where the two halves of a new key go. */
export interface KeyFiles {
  readonly secretKey: string;
  readonly publicKey: string;
}

/** A new key with a random id. */
export function newSecretKey(): SecretKey {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const { x = "" } = publicKey.export({ format: "jwk" });
  return { publicKey: { id: keyIdOf(randomBytes(8)), bytes: Buffer.from(x, "base64url") }, privateKey };
}

/**
 * Makes a key in minisign's files, the secret one for its owner alone. Throws a conflict where one of the files exists: both are
 * written, or none.
 */
export async function makeKeyPair(files: KeyFiles, protection?: Protection): Promise<PublicKey> {
  const key = newSecretKey();
  await writeNew(files.secretKey, await formatSecretKey(key, protection), 0o600);
  try {
    await writeNew(files.publicKey, formatPublicKey(key.publicKey), 0o644);
  } catch (error) {
    await rm(files.secretKey, { force: true });
    throw error;
  }
  return key.publicKey;
}

async function writeNew(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, "wx", mode).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
    throw conflict(`${path} exists already, and no key is written over it.`, {
      hint: "Name another file, or move this one away.",
    });
  });
  try {
    await file.writeFile(text);
    await file.sync();
  } catch (error) {
    await rm(path, { force: true });
    throw Object.assign(error as NodeJS.ErrnoException, { path });
  } finally {
    await file.close();
  }
}
