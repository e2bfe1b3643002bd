import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { existsSync } from "node:fs";
import { open, readFile, rename } from "node:fs/promises";
import { needsAttention, notFound, usage } from "../errors.ts";
import type { CheckpointFiles } from "./checkpoint-places.ts";

/** What signs checkpoints: an Ed25519 key that stays in its file. */
export interface SigningKey {
  readonly publicKey: KeyObject;
  readonly fingerprint: string;
  /** The signature in base64. */
  sign(text: string): string;
}

/** Reads the install's private key. Throws needs attention where it is gone. */
export async function readSigningKey({ checkpoints, privateKey }: CheckpointFiles): Promise<SigningKey> {
  if (!existsSync(privateKey)) {
    throw needsAttention(`The key ${privateKey}, which signed ${checkpoints}, is gone.`, {
      hint: "Put it back from a backup; or begin with a new one: quad audit seal --anew",
    });
  }
  return signingKey(parseKey(privateKey, await readFile(privateKey, "utf8"), createPrivateKey));
}

/** Makes a pair: the private key for its owner alone, the public one beside it. A file appears whole or not at all. */
export async function makeSigningKey(files: CheckpointFiles): Promise<SigningKey> {
  const { privateKey } = generateKeyPairSync("ed25519");
  await writeWhole(files.privateKey, privateKey.export({ type: "pkcs8", format: "pem" }) as string, 0o600);
  const key = signingKey(privateKey);
  await writePublicKey(files, key);
  return key;
}

/** Puts the public key beside the private one. */
export const writePublicKey = (files: CheckpointFiles, { publicKey }: SigningKey): Promise<void> =>
  writeWhole(files.publicKey, publicKey.export({ type: "spki", format: "pem" }) as string, 0o644);

/** Reads a public key. Throws not found, and a usage error where the file holds none. */
export async function readPublicKey(file: string): Promise<KeyObject> {
  if (!existsSync(file)) {
    throw notFound(`There is no public key ${file}, so that no signature can be checked.`, {
      hint: [
        "Name a copy of it: --public-key FILE",
        "From the private key beside it, the next seal makes it again: quad audit seal",
      ],
    });
  }
  return parseKey(file, await readFile(file, "utf8"), createPublicKey);
}

/** As ssh shows a key: sha256 of its public part, in base64. */
export const fingerprintOf = (publicKey: KeyObject): string =>
  `SHA256:${createHash("sha256")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest("base64")
    .replace(/=+$/, "")}`;

function signingKey(privateKey: KeyObject): SigningKey {
  const publicKey = createPublicKey(privateKey);
  return {
    publicKey,
    fingerprint: fingerprintOf(publicKey),
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString("base64"),
  };
}

function parseKey(file: string, pem: string, create: (pem: string) => KeyObject): KeyObject {
  try {
    const key = create(pem);
    if (key.asymmetricKeyType === "ed25519") return key;
  } catch (cause) {
    throw usage(`${file} holds no key.`, { hint: "It is an Ed25519 key in PEM.", cause });
  }
  throw usage(`${file} holds another kind of key.`, { hint: "It is an Ed25519 key in PEM." });
}

async function writeWhole(file: string, text: string, mode: number): Promise<void> {
  const beside = `${file}.new`;
  const handle = await open(beside, "w", mode);
  try {
    await handle.chmod(mode);
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, file);
}
