import { expect, test } from "vitest";
import { isAffordable, minisignCost, scryptParameters } from "./key-derivation.ts";

test.each([
  ["minisign's", 2n ** 25n, 2n ** 30n, 2 ** 20, 1],
  ["libsodium's interactive", 524288n, 16777216n, 2 ** 14, 1],
  ["much time and little memory", 2n ** 25n, 2n ** 24n, 2 ** 14, 64],
  ["little time and much memory", 32768n, 2n ** 30n, 2 ** 10, 1],
  ["a memory that is no power of two", 2n ** 25n, 3_000_000n, 2 ** 11, 512],
  ["nothing", 0n, 0n, 2, 512],
])("of %s limits, scrypt's parameters are libsodium's", (_, operations, memory, N, p) => {
  expect(scryptParameters({ operations, memory })).toEqual({ N, r: 8, p });
});

test("what costs more than minisign's own is not tried", () => {
  const highest = 2n ** 64n - 1n;
  expect(isAffordable(minisignCost)).toBe(true);
  expect(isAffordable({ operations: 0n, memory: highest })).toBe(true);
  expect(isAffordable({ operations: highest, memory: 0n })).toBe(false);
  expect(isAffordable({ operations: highest, memory: highest })).toBe(false);
  expect(isAffordable({ operations: 2n ** 26n, memory: 2n ** 31n })).toBe(false);
});
