import { createCipheriv, createDecipheriv, hkdfSync } from "node:crypto";
import { readFile } from "node:fs/promises";
import { QuadError, usage } from "../errors.ts";

/** How much age encrypts at once, and the tag behind it. */
const chunkSize = 64 * 1024;
const tagSize = 16;
const nonceSize = 16;
const longestHeader = 64 * 1024;

/** Throws a usage error for what is no recipient of age, or for recipients that cannot be in one file. */
export async function mustBeRecipients(recipients: readonly string[]): Promise<void> {
  for (const recipient of recipients) {
    if (!/^age1[0-9a-z]+$/.test(recipient)) throw noRecipient(recipient);
    const { Encrypter } = await import("age-encryption");
    try {
      new Encrypter().addRecipient(recipient);
    } catch {
      throw noRecipient(recipient);
    }
  }
  if (new Set(recipients.map((recipient) => recipient.startsWith("age1pq1"))).size > 1)
    throw usage("Recipients of age1pq1… and others cannot be mixed: the backup would be as weak as the others.");
}

const noRecipient = (text: string) =>
  usage(`${/SECRET/i.test(text) ? "A secret key" : text.slice(0, 80)} is no recipient of age.`, {
    hint: "It is what age-keygen prints as the public key, as in age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
  });

/**
 * Encrypts in age's format, version 1. The header, with the recipients' keys in it, is the library's; the contents go through Node's own
 * ChaCha20-Poly1305, which is nine times as fast. A key that is made for this file alone and then forgotten is one more
 * recipient: with it every chunk is decrypted again at once, and compared.
 */
export async function* encrypted(
  bytes: AsyncIterable<Uint8Array>,
  recipients: readonly string[],
): AsyncGenerator<Buffer> {
  const { Decrypter, Encrypter, generateHybridIdentity, generateX25519Identity, identityToRecipient } = await import(
    "age-encryption"
  );
  const own = await (recipients[0]?.startsWith("age1pq1") ? generateHybridIdentity() : generateX25519Identity());
  const encrypter = new Encrypter();
  for (const recipient of [...recipients, await identityToRecipient(own)]) encrypter.addRecipient(recipient);
  const empty = Buffer.from(await encrypter.encrypt(new Uint8Array()));
  const header = empty.subarray(0, headerLength(empty));
  const decrypter = new Decrypter();
  decrypter.addIdentity(own);
  const nonce = empty.subarray(header.length, header.length + nonceSize);
  const key = streamKey(await decrypter.decryptHeader(header), nonce);
  yield Buffer.concat([header, nonce]);
  for await (const { chunk, i, last } of chunksOf(bytes, chunkSize)) {
    const cipher = createCipheriv("chacha20-poly1305", key, chunkNonce(i, last), { authTagLength: tagSize });
    const sealed = Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
    if (!opened(key, sealed, i, last).equals(chunk)) throw new Error("what was encrypted does not decrypt");
    yield sealed;
  }
}

/** Decrypts what age has encrypted. Throws what `cannot` makes of a reason where no identity fits, or where a byte is not as it was. */
export async function* decrypted(
  bytes: AsyncIterable<Uint8Array>,
  identities: readonly string[],
  cannot: (why: string) => Error,
): AsyncGenerator<Buffer> {
  const { Decrypter } = await import("age-encryption");
  const source = bytes[Symbol.asyncIterator]();
  let begin: Buffer = Buffer.alloc(0);
  for (let length = 0; ; ) {
    length = headerLength(begin);
    if (length > 0 && begin.length >= length + nonceSize) break;
    const next = begin.length > longestHeader ? undefined : await source.next();
    if (next === undefined || next.done) throw cannot("it does not begin as age begins a file");
    begin = Buffer.concat([begin, next.value]);
  }
  const header = begin.subarray(0, headerLength(begin));
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  const fileKey = await decrypter.decryptHeader(header).catch((error: Error) => {
    throw cannot(
      /no identity/.test(error.message) ? "none of the identities is one it is encrypted to" : error.message,
    );
  });
  const rest = begin.subarray(header.length);
  const key = streamKey(fileKey, rest.subarray(0, nonceSize));
  async function* remaining() {
    yield rest.subarray(nonceSize);
    for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
  }
  for await (const { chunk, i, last } of chunksOf(remaining(), chunkSize + tagSize)) {
    let plain: Buffer;
    try {
      plain = opened(key, chunk, i, last);
    } catch {
      throw cannot("it was changed, or cut off");
    }
    yield plain;
  }
}

/** Whether one of the identities is one that a file is encrypted to, by its beginning; true as well where that is damaged. */
export async function fits(begin: Buffer, identities: readonly string[]): Promise<boolean> {
  const { Decrypter } = await import("age-encryption");
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  return decrypter.decryptHeader(begin.subarray(0, headerLength(begin))).then(
    () => true,
    (error: Error) => !/no identity/.test(error.message),
  );
}

/** The secret keys in a file as age-keygen writes it. Throws a usage error where there are none. */
export async function readIdentities(path: string): Promise<readonly string[]> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw usage(`${path} cannot be read (${error.code}).`, { cause: error });
  });
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.startsWith("#"));
  const other = lines.findIndex((line) => !/^AGE-SECRET-KEY-[0-9A-Z-]+$/.test(line.trim()));
  if (lines.length === 0 || other >= 0) {
    throw usage(`${path} holds ${lines.length === 0 ? "no identity" : "something that is no identity"} of age.`, {
      hint: "It is the file that age-keygen writes; one with a passphrase is decrypted first: age -d FILE",
    });
  }
  const { Decrypter } = await import("age-encryption");
  const identities = lines.map((line) => line.trim());
  try {
    for (const identity of identities) new Decrypter().addIdentity(identity);
  } catch (error) {
    if (error instanceof QuadError) throw error;
    throw usage(`${path} holds a damaged identity of age.`);
  }
  return identities;
}

/** The length of a header with its last line; 0 where it is not whole. */
function headerLength(bytes: Buffer): number {
  const mac = bytes.indexOf("\n--- ");
  return mac < 0 ? 0 : bytes.indexOf("\n", mac + 1) + 1;
}

const streamKey = (fileKey: Uint8Array, nonce: Uint8Array): Buffer =>
  Buffer.from(hkdfSync("sha256", fileKey, nonce, "payload", 32));

/** Eleven bytes of the chunk's number, and one that says whether it is the last. */
function chunkNonce(i: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(i), 3);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

function opened(key: Buffer, sealed: Buffer, i: number, last: boolean): Buffer {
  const decipher = createDecipheriv("chacha20-poly1305", key, chunkNonce(i, last), { authTagLength: tagSize });
  decipher.setAuthTag(sealed.subarray(-tagSize));
  return Buffer.concat([decipher.update(sealed.subarray(0, -tagSize)), decipher.final()]);
}

/** Bytes in pieces of one size. The last piece is shorter or as long, and there is one even where there are no bytes. */
async function* chunksOf(bytes: AsyncIterable<Uint8Array>, size: number) {
  let held: Buffer = Buffer.alloc(0);
  let i = 0;
  for await (const chunk of bytes) {
    held = held.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length) : Buffer.concat([held, chunk]);
    // A full piece waits until it is known that it is not the last.
    let from = 0;
    for (; held.length - from > size; from += size, i += 1)
      yield { chunk: held.subarray(from, from + size), i, last: false };
    held = held.subarray(from);
  }
  yield { chunk: held, i, last: true };
}
