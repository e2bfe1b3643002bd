import { createHash, createPublicKey, verify } from "node:crypto";
import { usage } from "../../errors.ts";
import { formatKeyFile, parseKeyFile } from "./key-file.ts";

/** A public key of minisign. Its id is no secret and no proof: another key can bear the same. */
export interface PublicKey {
  /** In upper case hexadecimal, without leading zeros, as minisign prints it. */
  readonly id: string;
  /** The 32 bytes of the Ed25519 key. */
  readonly bytes: Buffer;
}

/** Reads a public key: minisign's file of two lines, or the second of them alone. Throws a usage error. */
export function parsePublicKey(text: string, from: string): PublicKey {
  const bytes = parseKeyFile(text, 42);
  if (bytes?.toString("latin1", 0, 2) !== "Ed") {
    throw usage(`${from} is no public key of minisign.`, {
      hint: "It has two lines, as minisign -G writes them to minisign.pub; or is the second of them alone, which begins with RW.",
    });
  }
  return { id: keyIdOf(bytes.subarray(2, 10)), bytes: bytes.subarray(10) };
}

/** The key in one line of base64, as `minisign -P` takes it. */
export const publicKeyLine = (key: PublicKey): string => encoded(key).toString("base64");

/** The key as minisign's file has it. */
export const formatPublicKey = (key: PublicKey): string => formatKeyFile(`minisign public key ${key.id}`, encoded(key));

/** What people compare, as ssh shows a key: sha256 of the key's 32 bytes, in base64. */
export const fingerprintOf = ({ bytes }: PublicKey): string =>
  `SHA256:${createHash("sha256").update(bytes).digest("base64").replace(/=+$/, "")}`;

/** A key's id from the eight bytes that files have of it. */
export const keyIdOf = (bytes: Buffer): string => bytes.readBigUInt64LE().toString(16).toUpperCase();

/** The eight bytes of a key's id. */
export function keyIdBytes(id: string): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(`0x${id}`));
  return bytes;
}

/** Whether this key signed that. */
export function isSignedBy({ bytes }: PublicKey, data: Buffer, signature: Buffer): boolean {
  const jwk = { kty: "OKP", crv: "Ed25519", x: bytes.toString("base64url") };
  return verify(null, data, createPublicKey({ key: jwk, format: "jwk" }), signature);
}

const encoded = ({ id, bytes }: PublicKey): Buffer => Buffer.concat([Buffer.from("Ed"), keyIdBytes(id), bytes]);
