import { inspect } from "node:util";
import { expect, test } from "vitest";
import { QuadError } from "../../errors.ts";
import type { Cost } from "./key-derivation.ts";
import { newSecretKey } from "./keygen.ts";
import { unasked, written } from "./minisign.testing.ts";
import { formatPublicKey, parsePublicKey } from "./public-key.ts";
import { formatSecretKey, parseSecretKey } from "./secret-key.ts";

/** As little as libsodium knows. */
const cost: Cost = { operations: 32768n, memory: 0n };
const says = (password: string) => () => Promise.resolve(password);
const bytesOf = (text: string) => Buffer.from(text.split("\n")[1] ?? "", "base64");
const fileOf = (bytes: Buffer) => `untrusted comment: \n${bytes.toString("base64")}\n`;

test("a key that minisign encrypted is read with its password", async () => {
  const key = await parseSecretKey(written.encryptedKey, "k", says(written.password));
  expect(formatPublicKey(key.publicKey)).toBe(written.publicKey);
});

test("a key that minisign has never encrypted is read without one, and written the same", async () => {
  const key = await parseSecretKey(written.openKey, "k", unasked);
  expect(key.publicKey).toEqual(parsePublicKey(written.openPublicKey, "p"));
  expect(await formatSecretKey(key)).toBe(written.openKey);
});

test("a key that minisign has taken the password from is read, by its checksum", async () => {
  const key = await parseSecretKey(written.uncoveredKey, "k", unasked);
  expect(formatPublicKey(key.publicKey)).toBe(written.publicKey);
  const bytes = bytesOf(written.uncoveredKey);
  for (const at of [54, 157]) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    await expect(parseSecretKey(fileOf(changed), "k", unasked)).rejects.toThrow("The secret key k is damaged.");
  }
});

test("a new key comes back from its file, with a password and without", async () => {
  const key = newSecretKey();
  for (const protection of [undefined, { password: "pässword", cost }]) {
    const back = await parseSecretKey(await formatSecretKey(key, protection), "k", says("pässword"));
    expect(back.publicKey).toEqual(key.publicKey);
    expect(back.privateKey.equals(key.privateKey)).toBe(true);
  }
});

test("two files of one key and one password have nothing in common", async () => {
  const key = newSecretKey();
  const [one, two] = await Promise.all([1, 2].map(() => formatSecretKey(key, { password: "x", cost })));
  const body = (text = "") => bytesOf(text).subarray(54).toString("hex");
  expect(body(one)).not.toBe(body(two));
});

test("a wrong password is said", async () => {
  const text = await formatSecretKey(newSecretKey(), { password: "right", cost });
  await expect(parseSecretKey(text, "minisign.key", says("wrong"))).rejects.toMatchObject({
    code: "notAllowed",
    message: "The password of minisign.key is wrong.",
  });
  await expect(formatSecretKey(newSecretKey(), { password: "", cost })).rejects.toThrow("The password is empty.");
});

test("every bit of an encrypted key counts, from its salt to its checksum", async () => {
  const bytes = bytesOf(await formatSecretKey(newSecretKey(), { password: "x", cost }));
  const counted = [...bytes.keys()].filter((at) => at < 38 || at >= 54);
  for (const at of counted) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(at) ^ (1 << (at % 8)), at);
    await expect(parseSecretKey(fileOf(changed), "k", says("x"))).rejects.toBeInstanceOf(QuadError);
  }
});

test("each bit of the two halves of an open key counts", async () => {
  const bytes = bytesOf(written.openKey);
  for (let bit = 62 * 8; bit < 126 * 8; bit += 1) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    await expect(parseSecretKey(fileOf(changed), "k", unasked)).rejects.toThrow("The secret key k is damaged.");
  }
});

test("a file that asks for all the memory there is, is refused before its password is asked for", async () => {
  const bytes = bytesOf(written.encryptedKey);
  bytes.fill(0xff, 38, 54);
  await expect(parseSecretKey(fileOf(bytes), "k", unasked)).rejects.toThrow(
    "k asks for more memory or time than minisign ever does.",
  );
});

test.each([
  ["nothing", ""],
  ["a public key", written.publicKey],
  ["a key without its end", written.openKey.slice(0, -5)],
  ["another key derivation", written.openKey.replace("RWQAAE", "RWQBAE")],
])("%s is no secret key", async (_, text) => {
  await expect(parseSecretKey(text, "k", unasked)).rejects.toThrow("k is no secret key of minisign.");
});

test("neither a key that is printed nor an error shows the secret or the password", async () => {
  const key = await parseSecretKey(written.openKey, "k", unasked);
  const seed = bytesOf(written.openKey).subarray(62, 94);
  const damaged = bytesOf(written.openKey);
  damaged.fill(0, 94, 126);
  const failures = await Promise.all(
    [
      parseSecretKey(fileOf(damaged), "k", unasked),
      parseSecretKey(`${written.openKey}x`, "k", unasked),
      parseSecretKey(written.encryptedKey, "k", says("pass phrase")),
    ].map((work) => work.catch((error) => error)),
  );
  const shown = [key, ...failures].map((one) => inspect(one, { depth: 9, showHidden: true }) + JSON.stringify(one));
  expect(failures.every((one) => one instanceof QuadError)).toBe(true);
  const secrets = [
    "pass phrase",
    ...(["hex", "base64", "base64url"] as const).map((form) => seed.toString(form).slice(0, 40)),
  ];
  for (const secret of [...secrets, seed.toString("hex").replace(/..(?=.)/g, "$& ")])
    expect(shown.join()).not.toContain(secret);
});
