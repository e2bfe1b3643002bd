import fc from "fast-check";
import { expect, test } from "vitest";
import { QuadError } from "../../errors.ts";
import { written } from "./minisign.testing.ts";
import { formatSignature, longestSignature, parseSignature } from "./signature-file.ts";

const lines = written.signature.split("\n") as [string, string, string, string, string];
const withLine = (i: number, line: string) => lines.with(i, line).join("\n");

test("what minisign wrote is read, and written the same", () => {
  const signature = parseSignature(written.signature, "f");
  expect(signature).toMatchObject({
    untrustedComment: "made by minisign 0.11",
    keyId: "F1C1F57862A3239",
    trustedComment: written.trustedComment,
  });
  expect(formatSignature(signature)).toBe(written.signature);
});

test("minisign's old kind is refused in its own words", () => {
  expect(() => parseSignature(written.legacySignature, "f")).toThrow(
    "The signature of f is of minisign's old kind, which does not sign a hash, and is not taken.",
  );
});

const four = "it does not have four whole lines";
const second = "its second line is not the base64 of a signature";
const fourth = "its fourth line is not the base64 of a signature";
const unseen = "a comment in it holds a character that cannot be seen";

test.each([
  ["nothing", "", four],
  ["one line", lines[0], four],
  ["three lines", lines.slice(0, 3).join("\n"), four],
  ["a last line without its end", written.signature.trimEnd(), four],
  ["an empty line behind it", `${written.signature}\n`, four],
  ["something behind it", `${written.signature}more`, four],
  ["two signatures", written.signature.repeat(2), four],
  ["a mark before it", `\ufeff${written.signature}`, 'its first line does not begin with "untrusted comment: "'],
  ["lines that Windows ended", written.signature.replaceAll("\n", "\r\n"), unseen],
  ["no untrusted comment", withLine(0, "comment: x"), 'its first line does not begin with "untrusted comment: "'],
  ["no trusted comment", withLine(2, lines[0]), 'its third line does not begin with "trusted comment: "'],
  ["a tab in the untrusted comment", withLine(0, `${lines[0]}\t`), unseen],
  ["an escape in the untrusted comment", withLine(0, `${lines[0]}\u001b[31m`), unseen],
  ["a NUL in the trusted comment", withLine(2, `${lines[2]}\0`), unseen],
  ["text that is turned around", withLine(2, `${lines[2]}\u202e`), unseen],
  ["a line that only Unicode ends", withLine(2, `${lines[2]}\u2028`), unseen],
  ["half a character", withLine(2, `${lines[2]}\ud800`), unseen],
  ["a long comment", withLine(0, `${lines[0]}${"x".repeat(1000)}`), "a comment in it is longer than 1,000 bytes"],
  ["far too much", "x".repeat(longestSignature + 1), "it is longer than 4,096 bytes"],
  ["a short signature", withLine(1, lines[1].slice(4)), second],
  ["a long signature", withLine(1, `AAAA${lines[1]}`), second],
  ["spaces in base64", withLine(1, ` ${lines[1]}`), second],
  ["base64 that ends early", withLine(1, lines[1].replace(/..$/, "==")), second],
  ["bits that base64 does not need", withLine(1, lines[1].replace(/M=$/, "N=")), second],
  ["no signature of the comment", withLine(3, ""), fourth],
  ["an algorithm that is none", withLine(1, `QUJD${lines[1].slice(4)}`), "its algorithm is none of minisign's"],
])("%s is refused", (_, text, why) => {
  expect(() => parseSignature(text, "f")).toThrow(
    expect.objectContaining({ code: "usage", message: `The signature of f cannot be read: ${why}.` }),
  );
});

test("of any text, what is read is written the same, or it is refused", () => {
  const piece = fc.constantFrom(...lines, "", "\n", "\t", "=", "trusted comment: ", "untrusted comment: ");
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(fc.oneof(piece, fc.string({ maxLength: 5 }))).map((pieces) => pieces.join("\n")),
    fc
      .tuple(fc.nat(written.signature.length), fc.nat(3), fc.string({ unit: "binary", maxLength: 3 }))
      .map(([at, length, put]) => written.signature.slice(0, at) + put + written.signature.slice(at + length)),
  );
  const holds = (signature: string) => {
    try {
      return formatSignature(parseSignature(signature, "f")) === signature;
    } catch (error) {
      return error instanceof QuadError && error.code === "usage";
    }
  };
  fc.assert(fc.property(text, holds), { numRuns: 2000 });
});

test("a comment that could not be read is not written", () => {
  const signature = parseSignature(written.signature, "f");
  expect(() => formatSignature({ ...signature, trustedComment: "one\ntwo" })).toThrow(
    'The comment "one\\ntwo" holds a character that cannot be seen.',
  );
  expect(() => formatSignature({ ...signature, untrustedComment: "a\tb" })).toThrow("cannot be seen");
});
