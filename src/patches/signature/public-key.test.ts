import fc from "fast-check";
import { expect, test } from "vitest";
import { newSecretKey } from "./keygen.ts";
import { written } from "./minisign.testing.ts";
import { fingerprintOf, formatPublicKey, keyIdBytes, keyIdOf, parsePublicKey, publicKeyLine } from "./public-key.ts";

const [, line = ""] = written.publicKey.split("\n");

test("minisign's file and its second line are the same key, with the id that minisign prints", () => {
  const key = parsePublicKey(written.publicKey, "minisign.pub");
  expect(key.id).toBe("F1C1F57862A3239");
  expect(parsePublicKey(line, "the key")).toEqual(key);
  expect(parsePublicKey(`${line}\n`, "the key")).toEqual(key);
  expect(formatPublicKey(key)).toBe(written.publicKey);
  expect(publicKeyLine(key)).toBe(line);
});

test("a fingerprint is the sha256 of the key's bytes", () => {
  expect(fingerprintOf(parsePublicKey(line, "the key"))).toBe("SHA256:pqUXvTiR0TEQtKcE9CJpSHYY1fo9XgMspFTzp9Cssn0");
});

test("a new key comes back from its file", () => {
  const { publicKey } = newSecretKey();
  expect(parsePublicKey(formatPublicKey(publicKey), "the key")).toEqual(publicKey);
});

test("an id is read from its bytes, and written to them", () => {
  const bytes = fc.uint8Array({ minLength: 8, maxLength: 8 }).map((array) => Buffer.from(array));
  fc.assert(fc.property(bytes, (id) => keyIdBytes(keyIdOf(id)).equals(id)));
});

test.each([
  ["nothing", ""],
  ["a word", "minisign"],
  ["two lines without a comment", `comment\n${line}\n`],
  ["a third line", `${written.publicKey}${line}\n`],
  ["an empty line behind it", `${written.publicKey}\n`],
  ["a line that Windows ended", written.publicKey.replaceAll("\n", "\r\n")],
  ["a control character in its comment", written.publicKey.replace("minisign", "\u001b[2J")],
  ["an endless comment", written.publicKey.replace("minisign", "m".repeat(1500))],
  ["base64 that is too short", line.slice(0, -4)],
  ["base64 without its end", line.slice(0, -1)],
  ["base64 of URLs", line.replaceAll("+", "-").replace("G", "_")],
  ["a space before it", ` ${line}`],
  ["another algorithm", `RUQ${line.slice(3)}`],
  ["a secret key", written.openKey],
])("%s is no public key", (_, text) => {
  expect(() => parsePublicKey(text, "vendor.pub")).toThrow(
    expect.objectContaining({ code: "usage", message: "vendor.pub is no public key of minisign." }),
  );
});
