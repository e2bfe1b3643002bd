import { execFileSync } from "node:child_process";
import { chmodSync, linkSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { scratchDirectory } from "../../testing/processes.ts";
import { openBackup } from "../manifest.ts";
import { type BackupInstall, backupInstalls } from "../server.testing.ts";
import { unpackFiles } from "./unpack.ts";

const install = backupInstalls();

/** Every file below a directory but quad's own: type, mode, owner, size, time, target and what its names have in common. */
function treeOf(directory: string): readonly string[] {
  const format = "%y %m %U:%G %s %T@ %l %p\\0";
  const find = ["find", ".", "-path", "./.quad", "-prune", "-o", "!", "-type", "s", "-printf", format];
  const links =
    "find . -type f -links +1 -printf '%i %p\\0' | sort -z | awk -v RS='\\0' '{ i=$1; sub(/^[^ ]* /, \"\"); print (i in n) ? n[i] : (n[i]=$0), $0 }'";
  const run = (command: string, args: readonly string[]) =>
    execFileSync(command, args, { cwd: directory, encoding: "latin1", maxBuffer: 2 ** 26 });
  const sums = run("sh", ["-c", "find . -path ./.quad -prune -o -type f -print0 | sort -z | xargs -0 sha256sum -z"]);
  // The size of a directory is the file system's own.
  const files = run("find", find.slice(1))
    .split("\0")
    .map((line) => line.replace(/^(d \S+ \S+) \d+/, "$1"));
  return [
    ...files.filter((line) => !/ \.$/.test(line)).sort(),
    ...sums.split("\0"),
    ...run("sh", ["-c", links]).split("\n").sort(),
  ];
}

async function backedUpAndUnpacked({ json, env }: BackupInstall) {
  const made = await json("patch backup");
  const directory = scratchDirectory();
  await unpackFiles({ backup: await openBackup(made.path), identities: [], environment: env }, directory);
  return { made, directory };
}

test("hundreds of hard links across folders, odd names, modes, owners, times, pipes, empty directories: all of it comes back", async () => {
  const it = await install();
  const { home, put, quad } = it;
  for (let i = 0; i < 11; i += 1) {
    mkdirSync(join(home, "links", String(i)), { recursive: true });
    mkdirSync(join(home, "store", String(i)), { recursive: true });
  }
  for (let i = 0; i < 300; i += 1) {
    const first = put(`store/${i % 7}/file${i}`, `content ${i}`.repeat(i));
    linkSync(first, join(home, "links", String(i % 11), `link${i}`));
    if (i % 3 === 0) linkSync(first, join(home, "store", String((i + 1) % 7), `other${i}`));
  }
  for (const name of [
    "-rf",
    "--checkpoint-action=exec=false",
    "new\nline",
    "ünïcode",
    "back\\slash\\n",
    "*",
    "[a]",
    " ",
    "'\"",
    "C:",
  ])
    put(`odd/${name}`);
  writeFileSync(Buffer.concat([Buffer.from(`${home}/odd/`), Buffer.from([0xff, 0xfe])]), "not UTF-8");
  put(`long/${"d".repeat(200)}/${"e".repeat(200)}/f`);
  put("empty", "");
  mkdirSync(join(home, "empty directory"));
  symlinkSync("../outside", join(home, "symlink"));
  symlinkSync("x".repeat(300), join(home, "odd/long symlink"));
  execFileSync("mkfifo", [join(home, "pipe")]);
  chmodSync(put("setuid"), 0o4711);
  chmodSync(put("none"), 0);
  execFileSync("chown", ["12345:54321", put("theirs")]);
  execFileSync("touch", ["-d", "1990-01-01 00:00:00.123456789", put("old")]);
  const server = createServer().listen(join(home, "sock"));
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  for (const name of ["PG_VERSION", "base/1", "global/pg_control"]) put(`postgres-data/${name}`);
  put(".quad/run/staged/file");
  put(".quad/patches/some-1.0/patch.json");

  const { made, directory } = await backedUpAndUnpacked(it);
  const before = treeOf(home).filter((line) => !line.includes("postgres-data"));
  expect(treeOf(directory)).toEqual(before);
  expect(before.length).toBeGreaterThan(1000);
  expect(execFileSync("find", [".quad", "-type", "f"], { cwd: directory, encoding: "utf8" })).toBe(
    ".quad/patches/some-1.0/patch.json\n",
  );
  const { manifest } = await openBackup(made.path);
  expect(manifest.files.leftOut).toEqual(["postgres-data: the files of a Postgres", "sock: a socket"]);
  // By hand as well.
  const byHand = scratchDirectory();
  execFileSync("sh", ["-c", `zstd -dcq '${made.path}/files.tar.zst' | tar -xp --xattrs -C '${byHand}'`]);
  expect(treeOf(byHand)).toEqual(before);
  expect((await quad("patch backup verify latest")).code).toBe(0);
});

/** Puts a script before the system's tar that does something first. */
function beforeTar(it: BackupInstall, script: string): Readonly<Record<string, string>> {
  const bin = scratchDirectory();
  writeFileSync(join(bin, "tar"), `#!/bin/sh\ncd '${it.home}'\n${script}\ncd /\nexec /usr/bin/tar "$@"\n`, {
    mode: 0o755,
  });
  return { PATH: `${bin}:${it.env.PATH}` };
}

test("a file that is gone before it is read is named, and not in it", async () => {
  const it = await install();
  it.put("folder/new\nline");
  const made = await it.quad("patch backup", { env: beforeTar(it, "rm -r folder") });
  expect(made.stderr).toContain("folder/new\\u{a}line was gone before it could be read; it is not in it.\n");
  expect(made.code).toBe(0);
  expect((await it.quad("patch backup verify latest")).code).toBe(0);
});

test("a file that changes while it is read is read again, with all its names; one that goes on changing is named, with exit code 8", async () => {
  const it = await install();
  const large = it.put("large", "x".repeat(30_000_000));
  linkSync(large, join(it.home, "same"));
  const appends = "(while kill -0 $$ 2>/dev/null; do echo more >>large; done) &";
  const once = await it.quad("patch backup", {
    env: beforeTar(it, `[ -e ../marked ] || { touch ../marked; ${appends} }`),
  });
  expect([once.code, once.stderr.match(/large.*/g)]).toEqual([0, null]);
  const directory = scratchDirectory();
  const { name } = (await it.json("patch backup --list"))[0];
  const backup = await openBackup(join(it.backups, name));
  await unpackFiles({ backup, identities: [], environment: it.env }, directory);
  expect(treeOf(directory)).toEqual(treeOf(it.home));

  const always = await it.quad("patch backup", { env: beforeTar(it, appends) });
  expect(always).toMatchObject({ code: 8, stderr: expect.stringContaining("large changed each time it was read.\n") });
  expect((await it.quad("patch backup verify latest")).code).toBe(0);
});

test("a file that changed while it was read, and is gone when it is to be read again, is named", async () => {
  const it = await install();
  it.put("large", "x".repeat(30_000_000));
  const appends = "touch ../marked; (while kill -0 $$ 2>/dev/null; do echo more >>large; done) &";
  const made = await it.quad("patch backup", {
    env: beforeTar(it, `if [ -e ../marked ]; then rm large; else ${appends} fi`),
  });
  expect([made.code, made.stderr.match(/large.*/g)]).toEqual([
    0,
    ["large changed while it was read, and was gone when it was read again."],
  ]);
});
