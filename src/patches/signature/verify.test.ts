import { appendFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { QuadError } from "../../errors.ts";
import { newSecretKey } from "./keygen.ts";
import { opened, scratchFile, written } from "./minisign.testing.ts";
import { parsePublicKey } from "./public-key.ts";
import { signFile } from "./sign.ts";
import { verifySignature } from "./verify.ts";

const vendor = parsePublicKey(written.publicKey, "vendor.pub");
const comments = { trustedComment: written.trustedComment, untrustedComment: "of a patch" };
const [{ publicKey: stranger }, own] = [newSecretKey(), newSecretKey()];

const flipped = (content: Uint8Array, bit: number): Buffer => {
  const changed = Buffer.from(content);
  changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
  return changed;
};

test("what minisign signed is verified, with the key and the comment", async () => {
  const file = await opened(scratchFile(written.signed));
  expect(await verifySignature(file, written.signature, [stranger, vendor])).toEqual({
    key: vendor,
    comment: written.trustedComment,
  });
});

test("it is read from its beginning, wherever the handle stands, and can be read on", async () => {
  const file = await opened(scratchFile(written.signed));
  await file.handle.read(Buffer.alloc(5), 0, 5);
  await verifySignature(file, written.signature, [vendor]);
  expect(await file.handle.readFile("utf8")).toBe(written.signed.slice(5));
});

test.each([0, 1, 128, 2 ** 20 - 1, 2 ** 20, 2 ** 20 + 1, 3 * 2 ** 20 + 7])("a file of %i bytes", async (size) => {
  const path = scratchFile(Buffer.alloc(size, "quad"));
  const signature = await signFile(path, own, comments);
  const { key } = await verifySignature(await opened(path), signature, [own.publicKey]);
  expect(key).toEqual(own.publicKey);
  appendFileSync(path, "\0");
  await expect(verifySignature(await opened(path), signature, [own.publicKey])).rejects.toMatchObject({
    code: "conflict",
    message: `${path} is not the file that was signed by the key ${own.publicKey.id}.`,
  });
});

test("whose key is not among the trusted ones is refused, before the file is read", async () => {
  const path = scratchFile(written.signed);
  const file = await opened(path);
  await file.handle.close();
  await expect(verifySignature(file, written.signature, [stranger])).rejects.toMatchObject({
    exitCode: 3,
    message: `${path} is signed by the key F1C1F57862A3239, which is not trusted here.`,
    detail: [`Trusted is ${stranger.id}.`],
  });
  await expect(verifySignature(file, written.signature, [])).rejects.toMatchObject({
    detail: ["No key is trusted here."],
  });
});

test("another key with the same id passes for nobody's, and stands in nobody's way", async () => {
  const file = await opened(scratchFile(written.signed));
  const namesake = { ...stranger, id: vendor.id };
  await expect(verifySignature(file, written.signature, [namesake])).rejects.toMatchObject({
    exitCode: 5,
    message: `The signature of ${file.path} has been changed, or is not of the key ${vendor.id} that it names.`,
  });
  expect((await verifySignature(file, written.signature, [namesake, vendor])).key).toEqual(vendor);
});

test("no comment of one signature goes with another", async () => {
  const path = scratchFile(written.signed);
  const sign = async (trustedComment: string) =>
    (await signFile(path, own, { ...comments, trustedComment })).split("\n");
  const [one, two] = [await sign("sequence:1"), await sign("sequence:2")];
  const mixed = one.with(2, two[2] ?? "").join("\n");
  await expect(verifySignature(await opened(path), mixed, [own.publicKey])).rejects.toThrow("has been changed");
  const other = scratchFile("another file");
  const elsewhere = (await signFile(other, own, comments)).split("\n");
  const borrowed = one
    .with(2, elsewhere[2] ?? "")
    .with(3, elsewhere[3] ?? "")
    .join("\n");
  await expect(verifySignature(await opened(path), borrowed, [own.publicKey])).rejects.toThrow("has been changed");
});

test("every flipped bit of a signature is refused, but for those of the untrusted comment", async () => {
  const file = await opened(scratchFile(written.signed));
  const bytes = Buffer.from(written.signature);
  const free = { from: "untrusted comment: ".length, to: bytes.indexOf("\n") };
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const work = verifySignature(file, flipped(bytes, bit).toString("utf8"), [vendor]);
    const outcome = await work.then(
      ({ comment }) => comment,
      (error) => error,
    );
    const at = bit >> 3;
    if (at >= free.from && at < free.to && outcome === written.trustedComment) continue;
    expect(outcome, `bit ${bit}`).toBeInstanceOf(QuadError);
  }
});

test("every flipped bit of a file is refused", async () => {
  const content = Buffer.from(written.signed);
  for (let bit = 0; bit < content.length * 8; bit += 1) {
    const file = await opened(scratchFile(flipped(content, bit)));
    await expect(verifySignature(file, written.signature, [vendor])).rejects.toMatchObject({ code: "conflict" });
  }
});

test("of any file and comment what is signed is verified, and no other file or comment", async () => {
  const comment = fc.string({ unit: "grapheme", maxLength: 40 }).filter((text) => !/[\p{C}\u2028\u2029]/u.test(text));
  const signing = fc.tuple(fc.uint8Array({ maxLength: 300 }), comment, comment);
  const holds = async (
    [content, trustedComment, untrustedComment]: [Uint8Array, string, string],
    [otherContent, otherComment]: [Uint8Array, string, string],
  ) => {
    const path = scratchFile(content);
    const text = await signFile(path, own, { trustedComment, untrustedComment });
    const verified = await verifySignature(await opened(path), text, [own.publicKey]);
    expect(verified).toEqual({ key: own.publicKey, comment: trustedComment });
    const refused = async (file: string, signature: string) =>
      expect(verifySignature(await opened(file), signature, [own.publicKey])).rejects.toMatchObject({
        code: "conflict",
      });
    if (!Buffer.from(content).equals(Buffer.from(otherContent))) await refused(scratchFile(otherContent), text);
    const replaced = text.split("\n").with(2, `trusted comment: ${otherComment}`).join("\n");
    if (trustedComment !== otherComment) await refused(path, replaced);
  };
  await fc.assert(fc.asyncProperty(signing, signing, holds), { numRuns: 100 });
});

test("what the file system refuses names the file", async () => {
  const directory = await opened("/");
  const signature = await signFile(scratchFile(""), own, comments);
  await expect(verifySignature(directory, signature, [own.publicKey])).rejects.toMatchObject({
    code: "EISDIR",
    path: "/",
  });
  await expect(signFile("/nonexistent/file", own, comments)).rejects.toMatchObject({ code: "ENOENT" });
});
