import fc from "fast-check";
import { expect, test } from "vitest";
import { written } from "./minisign.testing.ts";
import { formatPatchComment, parsePatchComment } from "./patch-comment.ts";

test("a patch's comment is read from what minisign signed, and written the same", () => {
  const patch = { product: "quad-platform", patch: "postman-beta-1.1", sequence: 7 };
  expect(parsePatchComment(written.trustedComment)).toEqual(patch);
  expect(formatPatchComment(patch, new Date(1_795_533_490_999))).toBe(written.trustedComment);
});

test("fields may stand in any order, with others between them", () => {
  const fields = ["product:quad-platform", "patch:a-1", "sequence:12", "file:a:b.tar.gz", "hashed", "timestamp:x"];
  const shuffled = fc.shuffledSubarray(fields, { minLength: fields.length });
  fc.assert(
    fc.property(shuffled, (some) => {
      const { patch, sequence } = parsePatchComment(some.join("\t"));
      return patch === "a-1" && sequence === 12;
    }),
  );
});

test.each([
  ["", "there is no product"],
  ["product:quad-platform\tpatch:a", "there is no sequence"],
  ["product:quad-platform\tsequence:1", "there is no patch"],
  ["patch:a\tsequence:1", "there is no product"],
  ["product:other\tpatch:a\tsequence:1", "the product is other"],
  ["product:quad-platform \tpatch:a\tsequence:1", "the product is quad-platform "],
  ["product:quad-platform\tpatch:a\tsequence:1\tpatch:b", '"patch" stands twice'],
  ["product:quad-platform\tpatch:a\tsequence:1\tfile:x\tfile:x", '"file" stands twice'],
  ["product:quad-platform\t\tpatch:a\tsequence:1\t", '"" stands twice'],
  ["product:quad-platform\tpatch:a\tsequence:0", '"0" is no sequence'],
  ["product:quad-platform\tpatch:a\tsequence:01", '"01" is no sequence'],
  ["product:quad-platform\tpatch:a\tsequence:1e3", '"1e3" is no sequence'],
  ["product:quad-platform\tpatch:a\tsequence: 1", '" 1" is no sequence'],
  ["product:quad-platform\tpatch:a\tsequence:9007199254740993", "9007199254740993 is too high a sequence"],
  ["product:quad-platform\tpatch:\tsequence:1", '"" is no patch'],
  ["Product:quad-platform\tpatch:a\tsequence:1", "there is no product"],
])("%j is no patch's", (comment, why) => {
  expect(() => parsePatchComment(comment)).toThrow(
    `What was signed is no patch of the platform: in its trusted comment ${why}.`,
  );
});

test("a name that is no patch's is neither written nor read", () => {
  expect(() => formatPatchComment({ patch: "a\tsequence:9", sequence: 1 })).toThrow("is no patch's name");
  expect(() => parsePatchComment("product:quad-platform\tpatch:../a\tsequence:1")).toThrow("is no patch's name");
});
