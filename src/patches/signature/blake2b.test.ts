import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { blake2bOfBlock } from "./blake2b.ts";

test("with 64 bytes it is Node's own", () => {
  const block = fc.uint8Array({ maxLength: 128 });
  const same = (data: Uint8Array) => blake2bOfBlock(data, 64).equals(createHash("blake2b512").update(data).digest());
  fc.assert(fc.property(block, same), { numRuns: 500 });
});

test("with 32 bytes it is b2sum's", () => {
  expect(blake2bOfBlock(Buffer.from("abc"), 32).toString("hex")).toBe(
    "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319",
  );
});

test("more than a block is not taken", () => {
  expect(() => blake2bOfBlock(Buffer.alloc(129), 32)).toThrow("A block of BLAKE2b has 128 bytes, not 129.");
});
