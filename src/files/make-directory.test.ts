import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scratchDirectory } from "../testing/processes.ts";
import { makeDirectory } from "./make-directory.ts";

test("what is missing is made with its mode, and the first of it given", async () => {
  const directory = scratchDirectory();
  mkdirSync(join(directory, "there"));
  expect(await makeDirectory(join(directory, "there/a/b/c"), 0o700)).toBe(join(directory, "there/a"));
  for (const made of ["there/a", "there/a/b/c"]) expect(statSync(join(directory, made)).mode & 0o777).toBe(0o700);
  expect(await makeDirectory(join(directory, "there/a"))).toBeUndefined();
  expect(await makeDirectory("/")).toBeUndefined();
});

test("many that make the same at once all succeed", async () => {
  const directory = join(scratchDirectory(), "a/b/c/d");
  await Promise.all(Array.from({ length: 50 }, () => makeDirectory(directory)));
  expect(existsSync(directory)).toBe(true);
});

test.each([
  ["file", "EEXIST"],
  ["file/below", "ENOTDIR"],
  ["file/far/below", "ENOTDIR"],
])("a file in the way is said: %s", async (path, code) => {
  const directory = scratchDirectory();
  writeFileSync(join(directory, "file"), "");
  await expect(makeDirectory(join(directory, path))).rejects.toMatchObject({ code });
});

test("where no directory can be made at all, that is said, and not tried for ever", async () => {
  await expect(makeDirectory("/proc/nothing/below")).rejects.toMatchObject({ code: "ENOENT" });
});
