import { execFileSync } from "node:child_process";
import { chmodSync, lstatSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scratchDirectory } from "../testing/processes.ts";
import { replaceFile } from "./replace-file.ts";

test("a new file is what the umask leaves of it, one that was there keeps its mode, and one may be said", async () => {
  const directory = scratchDirectory();
  const path = join(directory, "report");
  await replaceFile(path, "one");
  expect(statSync(path).mode & 0o777).toBe(0o666 & ~process.umask());
  chmodSync(path, 0o640);
  await replaceFile(path, "two");
  expect([readFileSync(path, "utf8"), statSync(path).mode & 0o777]).toEqual(["two", 0o640]);
  await replaceFile(path, "three", 0o600);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("through a link the file that it leads to is written, and the link stays", async () => {
  const directory = scratchDirectory();
  const [real, path] = [join(directory, "real"), join(directory, "link")];
  writeFileSync(real, "old");
  symlinkSync("real", path);
  await replaceFile(path, "new");
  expect([readFileSync(real, "utf8"), lstatSync(path).isSymbolicLink()]).toEqual(["new", true]);
});

test("a pipe is written into, and is a pipe afterwards", async () => {
  const path = join(scratchDirectory(), "pipe");
  execFileSync("mkfifo", [path]);
  const [text] = await Promise.all([readFile(path, "utf8"), replaceFile(path, "through it")]);
  expect([text, statSync(path).isFIFO()]).toEqual(["through it", true]);
});

test("what cannot be written names the path, and leaves nothing behind", async () => {
  const path = join(scratchDirectory(), "no", "where");
  await expect(replaceFile(path, "x")).rejects.toMatchObject({ code: "ENOENT", path });
});
