import { expect, test } from "vitest";
import { complaintsOf } from "./complaints.ts";

const ended = (code: number | null, ...said: readonly string[]) =>
  complaintsOf({ ...{ name: "tar", code, signal: null, said, missing: undefined } });

test.each([
  ["tar: ./a: File removed before we read it", { path: "a", about: "gone" }],
  ["tar: ./a: Cannot stat: No such file or directory", { path: "a", about: "gone" }],
  ["/bin/tar: ./a/b: Cannot open: No such file or directory", { path: "a/b", about: "gone" }],
  ["tar: ./a: file changed as we read it", { path: "a", about: "changed" }],
  ["tar: ./a: File shrank by 1 byte; padding with zeros", { path: "a", about: "changed" }],
  ["tar: ./a: File shrank by 70000 bytes; padding with zeros", { path: "a", about: "changed" }],
  ["tar: ./a: Cannot open: Permission denied", { path: "a", about: "unreadable" }],
  [
    "tar: ./new\\nline \\303\\274 \\\\n: file changed as we read it",
    { path: "new\nline \xc3\xbc \\n", about: "changed" },
  ],
])("%s", (line, complaint) => {
  expect(ended(1, line, "tar: Exiting with failure status due to previous errors")).toEqual([complaint]);
});

test("what is about no file, or not known, is more than a complaint", () => {
  const changed = "tar: ./a: file changed as we read it";
  for (const line of [
    "tar: ./a: Read error at byte 0, while reading 512 bytes: Input/output error",
    "tar: -: Wrote only 4096 of 65536 bytes",
    "tar: Exiting with failure status due to previous errors",
  ])
    expect([line, ended(2, line)]).toEqual([line, undefined]);
  expect(ended(2, changed, "tar: Error is not recoverable: exiting now")).toBeUndefined();
  expect([ended(0, changed), ended(137, changed), ended(null, changed)]).toEqual([undefined, undefined, undefined]);
});
