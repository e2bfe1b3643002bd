import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { QuadError } from "../../errors.ts";
import { scratchDirectory } from "../../testing/processes.ts";
import { archiveOf, contentsOf } from "./archive.testing.ts";
import { stageArchive } from "./stage.ts";

// Archives that others might write: nothing here is made by the code that it tests.

interface Fields {
  readonly mode?: string;
  readonly size?: string;
  readonly type?: string;
  readonly link?: string;
  readonly more?: (header: Buffer) => void;
}

/** Header, content, and what fills up the last block. */
function entry(path: string, content: Buffer | string = "", fields: Fields = {}): Buffer {
  const bytes = Buffer.from(content);
  const { mode = "0000644", size = bytes.length.toString(8).padStart(11, "0"), type = "0", link = "", more } = fields;
  const header = Buffer.alloc(512);
  header.write(path, 0, 100);
  header.write(`${mode}\x000000000\x000000000\0${size}\0${mtime}\0        ${type}${link}`, 100);
  header.write("ustar\x0000", 257);
  header.write("0000000\x000000000\0", 329);
  more?.(header);
  const sum = header.reduce((all, byte) => all + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return Buffer.concat([header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}

const created = "2026-01-20T10:00:00Z";
const mtime = (Date.parse(created) / 1000).toString(8);

const files = { "a.txt": "first", "b/c.txt": "second" };

/** A manifest that lists these files, and says more of itself, and of each. */
function manifest(listed: Readonly<Record<string, string>> = files, more: object = {}, each: object = {}): string {
  const list = Object.entries(listed).map(([path, content]) => {
    const sha256 = createHash("sha256").update(content).digest("hex");
    return { action: "add", path, sha256, size: Buffer.byteLength(content), mode: "0644", ...each };
  });
  return JSON.stringify({
    ...{ format: 1, product: "quad-platform", name: "test-1.0", version: "1.0", channel: "beta", sequence: 7 },
    ...{ created, files: list, restart: { mode: "restart" }, ...more },
  });
}

const first = (text: string | Buffer, fields: Fields = {}) => entry(".quad/patches/test-1.0/patch.json", text, fields);
const end = Buffer.alloc(1024);
const listed = first(manifest());
const a = entry("a.txt", "first");
const c = entry("b/c.txt", "second");

/** Refused before anything is written beside the staging directory, and that is gone. */
async function refused(...tar: readonly Buffer[]): Promise<QuadError> {
  const beside = scratchDirectory();
  const archive = await archiveOf(Buffer.concat(tar));
  const failure = await stageArchive({ path: archive, directory: join(beside, "staged"), name: "test-1.0" }).then(
    () => ({ code: "taken" }),
    (error) => error,
  );
  expect(readdirSync(beside)).toEqual([]);
  return failure;
}

test("what is exactly as it is listed is taken", async () => {
  const found = await contentsOf(await archiveOf(Buffer.concat([listed, a, c, end])));
  expect(Object.keys(found).slice(1)).toEqual(Object.keys(files));
});

const link = { type: "1", link: "../../etc/passwd" };
const pax = (record: string, type = "x") =>
  Buffer.concat([entry("././@PaxHeader", `${record.length + 3} ${record}`, { type }), a]);

const strange: readonly (readonly [string, Buffer])[] = [
  ["a path that leads out", entry("../evil", "first")],
  ["a path that leads out in the end", entry("b/../../evil", "first")],
  ["an absolute path", entry("/tmp/evil", "first")],
  ["a dot before its path", entry("./a.txt", "first")],
  ["letters of another case", entry("A.txt", "first")],
  ["what cannot be seen in its path", entry("a\u200b.txt", "first")],
  ["a hard link", entry("a.txt", "", link)],
  ["a hard link with content", entry("a.txt", "first", link)],
  ["a symbolic link", entry("a.txt", "", { ...link, type: "2" })],
  ["a symbolic link to a directory", entry("b", "", { type: "2", link: "/etc" })],
  ["a character device", entry("a.txt", "", { type: "3" })],
  ["a block device", entry("a.txt", "", { type: "4" })],
  ["a directory", entry("b/", "", { type: "5", mode: "0000755" })],
  ["a pipe", entry("a.txt", "", { type: "6" })],
  ["a contiguous file", entry("a.txt", "first", { type: "7" })],
  ["a file as they were before ustar", entry("a.txt", "first", { type: "\0" })],
  ["a sparse file of GNU's", entry("a.txt", "first", { type: "S" })],
  ["a long name of GNU's", Buffer.concat([entry("././@LongLink", "../../evil\0", { type: "L" }), a])],
  ["a long link of GNU's", Buffer.concat([entry("././@LongLink", "../../evil\0", { type: "K" }), a])],
  ["a volume's name", entry("a.txt", "", { type: "V" })],
  ["a global pax header", pax("path=../evil\n", "g")],
  ["a pax path that is not needed", pax("path=a.txt\n")],
  ["a pax path that leads out", pax("path=../evil\n")],
  ["a pax size", pax("size=1024\n")],
  ["a pax link", pax("linkpath=/etc/passwd\n")],
  ["a sparse file of pax", pax("GNU.sparse.size=99999\n")],
  ["a set-uid file", entry("a.txt", "first", { mode: "0004644" })],
  ["another mode", entry("a.txt", "first", { mode: "0000755" })],
  ["another size", entry("a.txt", "first!")],
  ["a size in base 256", entry("a.txt", "first", { more: (header) => header.writeUInt32BE(0x80000000, 124) })],
  ["a size below zero", entry("a.txt", "first", { size: "-0000000005" })],
  ["8 GB", entry("a.txt", "first", { size: "77777777777" })],
  ["another time", entry("a.txt", "first", { more: (header) => header.write("00000000001", 136) })],
  ["another owner", entry("a.txt", "first", { more: (header) => header.write("0001750", 108) })],
  ["an owner's name", entry("a.txt", "first", { more: (header) => header.write("root", 265) })],
  ["bytes behind its name", entry("a.txt\0../evil", "first")],
  ["bytes at its header's end", entry("a.txt", "first", { more: (header) => header.write("x", 511) })],
  ["a prefix", entry("a.txt", "first", { more: (header) => header.write("../evil", 345) })],
  ["another content", entry("a.txt", "First")],
  ["bytes that fill up its block", Buffer.concat([a.subarray(0, -1), Buffer.from("x")])],
  ["another manifest", first(manifest({}))],
  ["a block of zeros", Buffer.alloc(512)],
  ["noise", Buffer.alloc(512, "noise")],
];

test.each(strange)("%s is refused in the place of a file, and behind the last", async (_, other) => {
  expect(await refused(listed, other, c, end)).toMatchObject({ code: "conflict" });
  expect(await refused(listed, a, c, other, end)).toMatchObject({ code: "conflict" });
});

test("what is missing, there twice, or in another order is refused, in words", async () => {
  const said: string[] = [];
  for (const tar of [[a], [a, a, c], [c, a], [a, c, c], [entry("a.txt", "", { ...link, type: "2" }), c]])
    said.push((await refused(listed, ...tar, end)).message.replace(/^.* is damaged, or no archive of a patch: /, ""));
  expect(said).toEqual([
    'where "b/c.txt" (6 bytes, mode 0644) should be, there is its end.',
    'where "b/c.txt" (6 bytes, mode 0644) should be, there is a file "a.txt" (5 bytes, mode 0644).',
    'where "a.txt" (5 bytes, mode 0644) should be, there is a file "b/c.txt" (6 bytes, mode 0644).',
    'it holds more than it lists: a file "b/c.txt" (6 bytes, mode 0644).',
    'where "a.txt" (5 bytes, mode 0644) should be, there is a symbolic link "a.txt".',
  ]);
});

test("a manifest of another name, in another place, or written in another way is refused", async () => {
  const text = manifest();
  for (const head of [
    entry("patch.json", text),
    entry("./.quad/patches/test-1.0/patch.json", text),
    entry(".quad/patches/other/patch.json", text),
    first(manifest(files, { name: "other" })),
    first(text, { mode: "0000600" }),
    first(text, { size: "77777777777" }),
    first(text, { type: "2", link: "x" }),
    first(manifest(files, { created: "2026-01-20T10:00:01Z" })),
  ])
    expect(await refused(head, a, c, end)).toMatchObject({ code: "conflict" });
});

const one = JSON.parse(manifest()).files[0];
const listing = (...paths: readonly string[]) => manifest({}, { files: paths.map((path) => ({ ...one, path })) });

test.each([
  ["not UTF-8", Buffer.from([0x22, 0xff, 0x22])],
  ["with a byte order mark", `\ufeff${manifest()}`],
  ["with a key that is none", manifest(files, { more: 1 })],
  ["for another product", manifest(files, { product: "other" })],
  ["of another format", manifest(files, { format: 2 })],
  ["with sizes as text", manifest(files, {}, { size: "5" })],
  ["with a size below zero", manifest(files, {}, { size: -1 })],
  ["with a size that no header has room for", manifest(files, {}, { size: 2 ** 33 })],
  ["with a mode that gives more than permissions", manifest(files, {}, { mode: "4755" })],
  ["with a mode that lets nobody read", manifest(files, {}, { mode: "0000" })],
  ["with a time that no header has room for", manifest(files, { created: "9999-01-01T00:00:00Z" })],
  ["with a migration elsewhere", manifest(files, { migrations: [{ name: "m", up: "../a.sql" }] })],
  [
    "with migrations alike but for letter case",
    manifest(files, { migrations: [{ name: "m", up: "a.sql", down: "A.sql" }] }),
  ],
  ["with a path that leads out", listing("../evil")],
  ["with a path in quad's own directory", listing(".QUAD/run/journal")],
  ["with paths alike but for letter case", listing("a.txt", "A.txt")],
  ["with paths that some take for the same", listing("straße", "STRASSE")],
  ["with paths that differ in the form of a letter", listing("ας", "ασ")],
  ["with a file inside of a file", listing("a", "A/b")],
  ["with more than fits into memory", `{"files":[${"{},".repeat(1_300_000)}{}]}`],
  ["with a hundred thousand mistakes", manifest({}, { files: Array.from({ length: 100_000 }, () => ({})) })],
])("a manifest %s is a usage error", async (_, text) => {
  expect(await refused(first(text), a, c, end)).toMatchObject({ code: "usage" });
});

test("migrations are exactly those that are named, behind the manifest", async () => {
  const named = first(manifest(files, { migrations: [{ name: "m", up: "b.sql", down: "a.sql" }] }));
  const sql = (name: string, fields = {}) => entry(`.quad/patches/test-1.0/migrations/${name}`, "select 1", fields);
  const [down, up, other] = [sql("a.sql"), sql("b.sql"), sql("c.sql")];
  await contentsOf(await archiveOf(Buffer.concat([named, down, up, a, c, end])));
  for (const tar of [[up, down], [down], [down, up, other], [down, down, up], [down, other], []])
    expect(await refused(named, ...tar, a, c, end)).toMatchObject({ code: "conflict" });
  expect(await refused(named, a, c, down, up, end)).toMatchObject({ code: "conflict" });
  const long = await refused(named, sql("a.sql", { size: "77777777777" }), up, a, c, end);
  expect(long.message).toContain("its migrations are longer than 67108864 bytes");
  // It is all of them that are not to be longer.
  const half = entry(".quad/patches/test-1.0/migrations/a.sql", "-".repeat(2 ** 26));
  expect((await refused(named, half, up, a, c, end)).message).toContain("its migrations are longer than");
});
