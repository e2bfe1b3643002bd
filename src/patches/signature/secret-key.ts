import { createPrivateKey, createPublicKey, type KeyObject, randomBytes } from "node:crypto";
import { QuadError, usage } from "../../errors.ts";
import { blake2bOfBlock } from "./blake2b.ts";
import { type Cost, isAffordable, keyStream, minisignCost } from "./key-derivation.ts";
import { formatKeyFile, parseKeyFile } from "./key-file.ts";
import { keyIdBytes, keyIdOf, type PublicKey } from "./public-key.ts";

/** A secret key of minisign. Its secret is in a KeyObject, which neither logs nor JSON show. */
export interface SecretKey {
  readonly publicKey: PublicKey;
  readonly privateKey: KeyObject;
}

/** A password that covers a key in its file, and what each try of it costs: minisign's cost where none is said. */
export interface Protection {
  readonly password: string;
  readonly cost?: Cost;
}

// "Ed", "Sc" or zeros, "B2", the salt, the two limits; then what the password covers: the id, the seed, the public key, a checksum.
const headLength = 54;
const bodyLength = 104;

/**
 * Reads the file of a secret key; its password is asked for where it has one. Throws notAllowed (exit 3) for a wrong password, and a
 * usage error for what is no such file. No message holds anything of it.
 */
export async function parseSecretKey(
  text: string,
  from: string,
  askPassword: () => Promise<string>,
): Promise<SecretKey> {
  const bytes = parseKeyFile(text, headLength + bodyLength);
  const algorithms = bytes?.toString("latin1", 0, 6);
  if (!bytes || !(algorithms === "EdScB2" || algorithms === "Ed\0\0B2")) {
    throw usage(`${from} is no secret key of minisign.`, {
      hint: "It has two lines, as minisign -G writes them to minisign.key.",
    });
  }
  const [head, body] = [bytes.subarray(0, headLength), bytes.subarray(headLength)];
  if (algorithms === "Ed\0\0B2") {
    // minisign -W writes no checksum; it leaves one that was there.
    const key = body.subarray(72).every((byte) => byte === 0) || hasItsChecksum(body) ? keyOf(body) : undefined;
    if (!key) throw damaged(from);
    return key;
  }
  const cost = { operations: head.readBigUInt64LE(38), memory: head.readBigUInt64LE(46) };
  if (!isAffordable(cost)) {
    throw usage(`${from} asks for more memory or time than minisign ever does.`, { hint: anotherCopy });
  }
  const plain = covered(body, await keyStream(await askPassword(), head.subarray(6, 38), cost, bodyLength));
  if (!hasItsChecksum(plain)) {
    throw new QuadError("notAllowed", `The password of ${from} is wrong.`, {
      hint: "Run it again with the right one.",
    });
  }
  const key = keyOf(plain);
  if (!key) throw damaged(from);
  return key;
}

/** The file of a secret key, covered by a password where there is one, else as `minisign -W` writes it. */
export async function formatSecretKey(key: SecretKey, protection?: Protection): Promise<string> {
  const comment = "minisign encrypted secret key";
  const { d = "", x = "" } = key.privateKey.export({ format: "jwk" });
  const identity = Buffer.concat([
    keyIdBytes(key.publicKey.id),
    ...[d, x].map((part) => Buffer.from(part, "base64url")),
  ]);
  if (!protection) {
    const head = Buffer.alloc(headLength);
    head.write("Ed\0\0B2", "latin1");
    return formatKeyFile(comment, Buffer.concat([head, identity, Buffer.alloc(32)]));
  }
  const { password, cost = minisignCost } = protection;
  if (password === "") throw usage("The password is empty.", { hint: "Give one, or say that the key has none." });
  const head = Buffer.concat([Buffer.from("EdScB2"), randomBytes(32), Buffer.alloc(16)]);
  head.writeBigUInt64LE(cost.operations, 38);
  head.writeBigUInt64LE(cost.memory, 46);
  const stream = await keyStream(password, head.subarray(6, 38), cost, bodyLength);
  return formatKeyFile(
    comment,
    Buffer.concat([head, covered(Buffer.concat([identity, checksumOf(identity)]), stream)]),
  );
}

const covered = (bytes: Buffer, stream: Buffer): Buffer => Buffer.from(bytes.map((byte, i) => byte ^ (stream[i] ?? 0)));

const checksumOf = (identity: Buffer): Buffer => blake2bOfBlock(Buffer.concat([Buffer.from("Ed"), identity]), 32);

const hasItsChecksum = (body: Buffer): boolean => checksumOf(body.subarray(0, 72)).equals(body.subarray(72));

/** The key in what the password covers; undefined where its two halves do not belong together. */
function keyOf(body: Buffer): SecretKey | undefined {
  const [seed, bytes] = [body.subarray(8, 40), Buffer.from(body.subarray(40, 72))];
  const jwk = { kty: "OKP", crv: "Ed25519", d: seed.toString("base64url"), x: bytes.toString("base64url") };
  const privateKey = createPrivateKey({ key: jwk, format: "jwk" });
  const { x } = createPublicKey(privateKey).export({ format: "jwk" });
  return x === jwk.x ? { publicKey: { id: keyIdOf(body), bytes }, privateKey } : undefined;
}

const anotherCopy = "Take another copy of it.";

const damaged = (from: string) => usage(`The secret key ${from} is damaged.`, { hint: anotherCopy });
