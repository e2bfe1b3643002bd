import fc from "fast-check";
import { expect, test } from "vitest";
import { nameOf } from "./name.ts";

const bytes = (text: string): string => Buffer.from(text, "utf8").toString("latin1");

test("UTF-8 stays as it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(nameOf(bytes(text))).toBe(text);
    }),
  );
});

test.each([
  ["feature/\xfcber", "feature/\\xfcber"],
  [`${bytes("ü")}\xff${bytes("\u{1f600}")}`, "ü\\xff\u{1f600}"],
  ["\xc0\xaf", "\\xc0\\xaf"],
  ["\xed\xa0\x80", "\\xed\\xa0\\x80"],
  ["\xf0\x9f\x98", "\\xf0\\x9f\\x98"],
])("the bytes of %j that are no UTF-8 are written out", (name, expected) => {
  expect(nameOf(name)).toBe(expected);
});

test("no two names become one", () => {
  const byte = fc.integer({ min: 1, max: 255 }).filter((code) => code !== 0x5c);
  fc.assert(
    fc.property(fc.array(byte), (codes) => {
      const back = bytes(nameOf(String.fromCharCode(...codes))).replace(/\\x(..)/g, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      );
      expect(back).toBe(String.fromCharCode(...codes));
    }),
  );
});
