import fc from "fast-check";
import { expect, test } from "vitest";
import { clash, parsePatchPath } from "./path.ts";

test.each(["app/server.js", "Größe/東京 1.txt", ".env", "a", "a/.hidden/b-c_d", "…/x"])("%j is a path", (path) => {
  expect(parsePatchPath(path)).toBe(path);
});

test.each([
  ["", "."],
  ...[
    "/etc/passwd",
    "../x",
    "a/../b",
    "a/./b",
    "a//b",
    "a/",
    "./a",
    "a\\b",
    "a\u0000b",
    "a\nb",
    "a\u202eb",
    "a\u200bb",
  ].map((path) => [path, "."]),
  ...[
    "e\u0301.txt",
    "con",
    "a/NUL.txt",
    "lpt1",
    "dot.",
    "space ",
    ".quad/x",
    ".QUAD/x",
    "\ud800",
    `${"x".repeat(201)}`,
  ].map((path) => [path, "."]),
  [`${"abcdefghi/".repeat(101)}x`, "."],
])("%j is none", (path) => {
  expect(() => parsePatchPath(path)).toThrow(expect.objectContaining({ exitCode: 2 }));
});

test("of two paths that a file system may take for one, or one in the other, it is said", () => {
  expect(clash(["a/b", "c"])).toBeUndefined();
  expect(clash(["a/b", "A/B"])).toEqual(["a/b", "A/B"]);
  expect(clash(["a/b", "A"])).toEqual(["A", "a/b"]);
  expect(clash(["ﬁle", "file"])).toEqual(["ﬁle", "file"]);
});

test("whatever is taken stays below the directory, and is one line that a terminal shows as it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (text) => {
      let path: string;
      try {
        path = parsePatchPath(text);
      } catch {
        return;
      }
      expect(path).toBe(text);
      expect(path.split("/").every((part) => part !== "" && part !== "." && part !== "..")).toBe(true);
      expect(path).not.toMatch(/[\p{Cc}\p{Cf}\\]/u);
    }),
    { numRuns: 2000 },
  );
});
