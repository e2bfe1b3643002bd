import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { scratchDirectory } from "../../testing/processes.ts";
import { treeOf } from "../install.testing.ts";
import { clash, parsePatchPath } from "../path.ts";
import { built } from "./archive.testing.ts";
import { stageArchive } from "./stage.ts";

const here = (...parts: readonly string[]) => join(scratchDirectory(), ...parts);
const unpacked = (archive: string, environment: NodeJS.ProcessEnv = {}) => {
  const directory = scratchDirectory();
  execFileSync("tar", ["-xzf", archive], { cwd: directory, env: { ...process.env, ...environment } });
  return directory;
};

test("files have the modes that are announced, whatever the umask is", async () => {
  const files = { private: { mode: "0600" }, shared: { mode: "0666" }, "bin/run": { mode: "0751" } };
  const contents = Object.fromEntries(Object.keys(files).map((path) => [path, "x"]));
  const { archive } = await built({ files: contents, yaml: { files } });
  const directory = here("staged");
  await stageArchive({ path: archive, directory, name: "test-1.0" });
  for (const [path, { mode }] of Object.entries(files))
    expect([path, statSync(join(directory, path)).mode & 0o7777]).toEqual([path, Number.parseInt(mode, 8)]);
});

test("paths that are too long for a header, and in any letters, come out of any tar in any locale", async () => {
  const long = `${"d".repeat(150)}/${"東京".repeat(30)}/${"é".repeat(90)}.txt`;
  const { archive } = await built({ files: { [long]: "x", [`${"a".repeat(120)}.js`]: "y", "ü/ö.txt": "z" } });
  const directory = here("staged");
  await stageArchive({ path: archive, directory });
  expect(Object.keys(treeOf(directory))).toContain(long);
  for (const locale of ["C", "C.UTF-8"])
    expect(treeOf(unpacked(archive, { LC_ALL: locale }))).toEqual(treeOf(directory));
});

test("random trees are staged as the system's tar unpacks them", async () => {
  const part = fc.string({ unit: fc.constantFrom(..."ab0-_.ü東😀 "), minLength: 1, maxLength: 40 });
  const path = fc
    .array(part, { minLength: 1, maxLength: 5 })
    .map((parts) => parts.join("/").normalize("NFC"))
    .filter(isPath);
  const tree = fc
    .dictionary(path, fc.uint8Array({ maxLength: 1500 }), { minKeys: 1, maxKeys: 12, noNullPrototype: true })
    .filter((files) => clash(Object.keys(files)) === undefined);
  await fc.assert(
    fc.asyncProperty(tree, async (files) => {
      const contents = Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path, Buffer.from(bytes)]));
      const { archive, entries } = await built({ files: contents });
      const directory = here("staged");
      await stageArchive({ path: archive, directory });
      expect(treeOf(directory)).toEqual(treeOf(unpacked(archive)));
      expect(Object.keys(treeOf(directory)).filter((path) => !path.endsWith("/"))).toHaveLength(entries);
    }),
    { numRuns: 15 },
  );
});

function isPath(text: string): boolean {
  try {
    return parsePatchPath(text) === text;
  } catch {
    return false;
  }
}

test("files larger than what is read at once are whole", async () => {
  const files = Object.fromEntries(
    [0, 1, 511, 512, 513, 262_144, 1_048_576, 5_000_001].map((size) => [`${size}`, letters(size)]),
  );
  const { archive } = await built({ files });
  const directory = here("staged");
  await stageArchive({ path: archive, directory });
  expect(treeOf(directory)).toEqual(treeOf(unpacked(archive)));
});

const letters = (size: number) => Buffer.from(Array.from({ length: size }, (_, i) => (i * 7919) % 253));

test("an interrupted one leaves nothing behind", async () => {
  const { archive } = await built({ files: Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`f${i}`, "x"])) });
  for (const after of [0, 1, 5, 20]) {
    const interrupt = new AbortController();
    const beside = scratchDirectory();
    if (after === 0) interrupt.abort();
    else setTimeout(() => interrupt.abort(), after);
    const staging = stageArchive({ path: archive, directory: join(beside, "staged"), signal: interrupt.signal });
    await expect(staging).rejects.toMatchObject({ code: "cancelled" });
    expect(readdirSync(beside)).toEqual([]);
  }
});

test("it goes into a directory of its own: one that is there stays as it is", async () => {
  const { archive } = await built();
  const directory = here("staged");
  mkdirSync(directory);
  writeFileSync(join(directory, "mine"), "");
  await expect(stageArchive({ path: archive, directory })).rejects.toMatchObject({
    code: "conflict",
    message: `${directory} exists already; files are staged in a directory that does not.`,
  });
  expect(readdirSync(directory)).toEqual(["mine"]);
});

test("an archive that is not there, or is no file, is refused without waiting", async () => {
  const root = scratchDirectory();
  execFileSync("mkfifo", [join(root, "pipe")]);
  mkdirSync(join(root, "folder"));
  for (const [name, code] of [
    ["nothing", "notFound"],
    ["pipe", "usage"],
    ["folder", "usage"],
  ]) {
    const staging = stageArchive({ path: join(root, String(name)), directory: join(root, "staged") });
    await expect(staging, name).rejects.toMatchObject({ code });
  }
  expect(existsSync(join(root, "staged"))).toBe(false);
});

test("an archive of another patch is refused", async () => {
  const { archive } = await built();
  const directory = here("staged");
  await expect(stageArchive({ path: archive, directory, name: "other-1.0" })).rejects.toMatchObject({
    code: "conflict",
    message: `${archive} is test-1.0, not other-1.0.`,
  });
  expect(existsSync(directory)).toBe(false);
});
