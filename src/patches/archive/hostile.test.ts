import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { constants, deflateRawSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { scratchDirectory } from "../../testing/processes.ts";
import { archiveOf, built, contentsOf, tarOf } from "./archive.testing.ts";
import { stageArchive } from "./stage.ts";
import { block, headerOf, padding } from "./tar.ts";

/** Refused with a sentence, and nothing is left of it. */
async function refused(archive: string, about: unknown): Promise<string> {
  const directory = join(scratchDirectory(), "staged");
  const error = await stageArchive({ path: archive, directory }).then(
    () => ({ exitCode: 0, message: "it was taken" }),
    (thrown) => thrown,
  );
  expect([about, error.exitCode, error.message]).toEqual([about, expect.toBeOneOf([2, 5]), expect.any(String)]);
  expect([about, existsSync(directory)]).toEqual([about, false]);
  return error.message;
}

const folder = { files: { "app/a.js": "a".repeat(700), "app/b.js": "b" } };
const mtime = Date.parse("2026-01-20T00:00:00Z") / 1000;

/** An entry as `headerOf` writes it, with some bytes of its header written over, and its checksum made right again. */
function entry(path: string, content: string, over: readonly (readonly [number, string])[] = []): Buffer {
  const header = headerOf({ path, size: content.length, mode: 0o644, mtime });
  const last = header.subarray(header.length - block);
  for (const [at, text] of over) last.write(text, at, "latin1");
  last.fill(" ", 148, 156);
  const sum = last.reduce((all, byte) => all + byte, 0);
  last.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return Buffer.concat([header, Buffer.from(content), Buffer.alloc(padding(content.length))]);
}

/** The tar with something put before its end. */
async function withMore(...more: readonly Buffer[]): Promise<string> {
  const tar = await tarOf(folder);
  return archiveOf(Buffer.concat([tar.subarray(0, -2 * block), ...more, Buffer.alloc(2 * block)]));
}

test("cut off at any block, or anywhere in its compressed bytes", async () => {
  const tar = await tarOf(folder);
  for (let length = 0; length < tar.length; length += block)
    await refused(await archiveOf(tar.subarray(0, length)), length);
  const gz = readFileSync((await built(folder)).archive);
  const path = join(scratchDirectory(), "cut.tar.gz");
  for (let length = 0; length < gz.length; length += 7) {
    writeFileSync(path, gz.subarray(0, length));
    await refused(path, length);
  }
});

test("with any byte of it changed, compressed or not", async () => {
  const tar = await tarOf({ files: { "app/a.js": "a" } });
  const manifestEnd = tar.indexOf(0, block);
  for (let at = 0; at < tar.length; at += at % block < 300 ? 3 : 29) {
    // Another letter in the manifest makes the manifest of another patch; by its signature it is known from this one.
    if (at > block && at < manifestEnd) continue;
    const changed = Buffer.from(tar);
    changed[at] = (changed[at] ?? 0) ^ 1;
    await refused(await archiveOf(changed), at);
  }
  const gz = readFileSync((await built({ files: { "app/a.js": "a" } })).archive);
  const path = join(scratchDirectory(), "flipped.tar.gz");
  for (let at = 0; at < gz.length; at += 1) {
    const changed = Buffer.from(gz);
    changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
    writeFileSync(path, changed);
    await refused(path, at);
  }
});

test.each([
  ["a path that leads out", () => entry("../../etc/passwd", "x")],
  ["an absolute path", () => entry("/etc/passwd", "x")],
  [
    "a symbolic link",
    () =>
      entry("app/link", "", [
        [156, "2"],
        [157, "/etc/passwd"],
      ]),
  ],
  [
    "a hard link",
    () =>
      entry("app/link", "", [
        [156, "1"],
        [157, "app/a.js"],
      ]),
  ],
  ["a device", () => entry("app/null", "", [[156, "3"]])],
  ["a pipe", () => entry("app/pipe", "", [[156, "6"]])],
  ["a directory", () => entry("app/new", "", [[156, "5"]])],
  ["a sparse file", () => entry("app/sparse", "x", [[156, "S"]])],
  ["a global pax header", () => entry("pax", "19 path=etc/passwd\n", [[156, "g"]])],
  ["a pax header that says another size", () => entry("pax", "12 size=100\n", [[156, "x"]])],
  ["a file that is not listed", () => entry("app/more.js", "x")],
  ["a file twice", () => entry("app/b.js", "b")],
  ["the same in other letters", () => entry("app/B.js", "b")],
  ["a manifest twice", () => entry(".quad/patches/test-1.0/patch.json", "{}")],
  ["something that is no header", () => Buffer.alloc(block, 7)],
])("with %s in it", async (about, more) => {
  await refused(await withMore(more()), about);
});

test("with a file missing, another order, or another size, mode or time than is announced", async () => {
  const tar = await tarOf(folder);
  const find = (path: string) => tar.indexOf(Buffer.from(`${path}\0`));
  const [a, b] = [find("app/a.js"), find("app/b.js")];
  await refused(await archiveOf(Buffer.concat([tar.subarray(0, b), tar.subarray(b + 2 * block)])), "missing");
  const swapped = Buffer.concat([
    tar.subarray(0, a),
    tar.subarray(b, b + 2 * block),
    tar.subarray(a, b),
    tar.subarray(b + 2 * block),
  ]);
  await refused(await archiveOf(swapped), "order");
  for (const [at, text] of [
    [100, "0000755"],
    [124, "00000000002"],
    [136, "00000000000"],
    [108, "0001750"],
  ] as const) {
    const changed = Buffer.concat([
      tar.subarray(0, b),
      entry("app/b.js", "b", [[at, text]]),
      tar.subarray(b + 2 * block),
    ]);
    await refused(await archiveOf(changed), text);
  }
});

test("with something behind its end, or compressed in another way", async () => {
  const tar = await tarOf(folder);
  const gz = readFileSync((await built(folder)).archive);
  const path = join(scratchDirectory(), "more.tar.gz");
  for (const [about, bytes] of [
    ["bytes", Buffer.concat([gz, Buffer.from("x")])],
    ["zeros", Buffer.concat([gz, Buffer.alloc(10)])],
    ["another member", Buffer.concat([gz, gz])],
    [
      "another program's gzip",
      Buffer.concat([gzipSync(tar).subarray(0, 9), Buffer.from([3]), gzipSync(tar).subarray(10)]),
    ],
    ["no gzip", tar],
    ["nothing", Buffer.alloc(0)],
  ] as const) {
    writeFileSync(path, bytes);
    await refused(path, about);
  }
  await refused(await archiveOf(Buffer.concat([tar, Buffer.alloc(block)])), "more zeros in the tar");
});

test("with ten gigabytes of zeros, or a million entries, it is refused at the first that is not announced", async () => {
  const tar = await tarOf(folder);
  const head = tar.subarray(0, -2 * block);
  const bomb = Buffer.concat([head, headerOf({ path: "app/zeros", size: 2 ** 33 - 1, mode: 0o644, mtime })]);
  const crowd = Buffer.concat(Array.from({ length: 10_000 }, (_, i) => entry(`app/${i}`, "")));
  for (const [about, archive] of [
    ["zeros", longArchive(bomb, Buffer.alloc(64 * 1024 * 1024), 160)],
    ["zeros behind the end", longArchive(tar, Buffer.alloc(64 * 1024 * 1024), 160)],
    ["entries", longArchive(head, crowd, 100)],
  ] as const) {
    const begin = performance.now();
    await refused(archive, about);
    expect(performance.now() - begin).toBeLessThan(10_000);
  }
});

/** An archive that ends with the same again and again, which is compressed only once. */
function longArchive(first: Buffer, more: Buffer, times: number): string {
  const flushed = { finishFlush: constants.Z_FULL_FLUSH };
  const path = join(scratchDirectory(), "test-1.0.tar.gz");
  const again = deflateRawSync(more, flushed);
  const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
  const pieces = [header, deflateRawSync(first, flushed), ...Array.from({ length: times }, () => again)];
  writeFileSync(path, Buffer.concat([...pieces, deflateRawSync(Buffer.alloc(0)), Buffer.alloc(8)]));
  return path;
}

test("with a manifest that is none, too long, or another patch's", async () => {
  const tar = await tarOf(folder);
  const path = ".quad/patches/test-1.0/patch.json";
  const rest = tar.subarray(tar.indexOf(Buffer.from("app/a.js\0")));
  for (const manifest of [
    "",
    "{}",
    "[]",
    "null",
    "{",
    "\ud800",
    JSON.stringify({ format: 1, name: "x" }),
    `"${"x".repeat(100_000)}"`,
  ])
    await refused(await archiveOf(Buffer.concat([entry(path, manifest), rest])), manifest.slice(0, 20));
  await refused(
    await archiveOf(Buffer.concat([headerOf({ path, size: 2 ** 33 - 1, mode: 0o644, mtime }), rest])),
    "long",
  );
  await refused(await archiveOf(rest), "no manifest");
  const { archive } = await built(folder);
  await expect(
    stageArchive({ path: archive, directory: join(scratchDirectory(), "s"), name: "other-1.0" }),
  ).rejects.toMatchObject({ code: "conflict" });
  expect(Object.keys(await contentsOf(archive))).toHaveLength(3);
});
