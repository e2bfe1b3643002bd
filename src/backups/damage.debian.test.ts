import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { restoreInto } from "./database/restore.ts";
import { withServer } from "./database/server.ts";
import { unpackFiles } from "./files/unpack.ts";
import { openBackup } from "./manifest.ts";
import { type BackupInstall, backupInstalls } from "./server.testing.ts";

const install = backupInstalls();

const shell = (script: string, cwd: string) => execFileSync("sh", ["-c", script], { cwd });

/** Puts another file in a member's place, and makes the manifest say that it was so from the beginning. */
function forge(path: string, member: string): void {
  const { sha256: _, ...manifest } = JSON.parse(readFileSync(join(path, "manifest.json"), "utf8"));
  const bytes = readFileSync(join(path, member));
  const said = manifest.members.find(({ name }: { name: string }) => name === member);
  said.size = bytes.length;
  said.sha256 = createHash("sha256").update(bytes).digest("hex");
  const sha256 = createHash("sha256").update(JSON.stringify(manifest)).digest("hex");
  writeFileSync(join(path, "manifest.json"), `${JSON.stringify({ ...manifest, sha256 }, null, 2)}\n`);
}

async function backedUp(it: BackupInstall) {
  const { path, name } = await it.json("patch backup");
  let copies = 0;
  const copy = (change: (path: string) => void) => {
    copies += 1;
    const other = join(it.backups, name.replace(/.{6}$/, String(copies).padStart(6, "0")));
    cpSync(path, other, { recursive: true });
    change(other);
    return other;
  };
  return { path: path as string, copy };
}

test("a flipped byte, a byte too few and a missing file are found in each member, and remembered by the list", async () => {
  const it = await install();
  const { path, copy } = await backedUp(it);
  const files = readdirSync(path);
  expect(files).toHaveLength(6);
  for (const file of files) {
    const changes = {
      flipped: (at: string) => {
        const bytes = readFileSync(join(at, file));
        const middle = Math.floor(bytes.length / 2);
        bytes[middle] = (bytes[middle] ?? 0) ^ 1;
        writeFileSync(join(at, file), bytes);
      },
      cut: (at: string) => truncateSync(join(at, file), readFileSync(join(at, file)).length - 1),
      missing: (at: string) => rmSync(join(at, file)),
    };
    for (const [what, change] of Object.entries(changes)) {
      const other = copy(change);
      const { code, stdout, stderr } = await it.quad(["patch", "backup", "verify", other]);
      expect([file, what, code]).toEqual([file, what, file === "manifest.json" && what === "missing" ? 4 : 8]);
      if (code === 8) expect(stdout + stderr).toContain(file);
    }
  }
  const list = await it.json("patch backup --list");
  expect(list.filter(({ whole }: { whole: boolean }) => whole)).toMatchObject([{ verifiedAt: null }]);
  expect(list).toHaveLength(19);
});

test("a backup whose manifest is anything else is damaged, and the others are listed, found and kept beside it", async () => {
  const it = await install();
  const { path, copy } = await backedUp(it);
  for (const text of ["", "null", "[]", "{}", "7"]) {
    const other = copy((at) => writeFileSync(join(at, "manifest.json"), text));
    expect([text, (await it.quad(["patch", "restore", other, "--dry-run"])).code]).toEqual([text, 8]);
  }
  // What was written down of verifying it, and is none, is as if nobody had.
  for (const text of ["", "null", "{}", '{"at":"yesterday","problems":[]}', '{"at":"2026-02-01","problems":7}']) {
    writeFileSync(join(path, "verified.json"), text);
    const { code, stdout } = await it.quad("patch backup --list");
    expect([text, code, stdout.split("\n").length]).toEqual([text, 0, 7]);
  }
  const list = await it.json("patch backup --list");
  expect(list.map(({ whole }: { whole: boolean }) => whole).sort()).toEqual([false, false, false, false, false, true]);
  expect((await it.json("patch restore latest --dry-run")).name).toBe(basename(path));
});

test("a row, a table, a sequence's value and a large object that the dump has lost are named, although every hash is right", async () => {
  const it = await install();
  await it.sql((db) =>
    db
      .unsafe(`
      create table kept (id serial, word text); insert into kept (word) values ('one'), ('two'), ('three');
      create table gone (n int); create index kept_word on kept (word); select lo_from_bytea(0, 'large');
    `)
      .simple(),
  );
  const { path, copy } = await backedUp(it);
  expect((await it.quad(["patch", "backup", "verify", path])).code).toBe(0);
  const dumpWithout = (script: string) =>
    copy((at) => {
      shell(`zstd -dcq database.sql.zst | ${script} >dump && zstd -qf dump -o database.sql.zst && rm dump`, at);
      forge(at, "database.sql.zst");
    });
  const cases: readonly (readonly [string, string])[] = [
    ["sed '/^2\\ttwo$/d'", "  table public.kept has 2 rows, not 3\n"],
    ["sed 's/^2\\ttwo$/2\\tzwo/'", "  table public.kept has 3 rows, but not the same ones\n"],
    [
      "sed '/^CREATE TABLE public.gone/,/;$/d; /^COPY public.gone/,/^\\\\\\.$/d; /public.gone/d'",
      "table public.gone is missing\n",
    ],
    [
      "sed \"s/setval('public.kept_id_seq', 3/setval('public.kept_id_seq', 2/\"",
      "  sequence public.kept_id_seq is at 2, not at 3\n",
    ],
    ["sed '/lowrite/d'", "  the large objects are not the same ones\n"],
    ["sed '/INDEX kept_word/d'", "indexes, not "],
    ["head -n 500", "its dump cannot be restored"],
  ];
  for (const [script, expected] of cases) {
    const found = await it.quad(["patch", "backup", "verify", dumpWithout(script)]);
    if (script === "head -n 500") expect(found.code).toBe(8);
    else expect([script, found.code, found.stdout]).toEqual([script, 8, expect.stringContaining(expected)]);
  }
  await it.sql(async (db) => {
    expect(await db`select datname from pg_database where datname like 'quad\\_verify%'`).toEqual([]);
  });
});

test("what is damaged is neither restored nor unpacked, and a database that comes back differently is dropped", async () => {
  const it = await install();
  await it.sql((db) => db`create table kept as select 1 as n`);
  const { copy } = await backedUp(it);
  const reading = async (path: string) => ({ backup: await openBackup(path), identities: [], environment: it.env });
  const name = `${it.target.database}_back`;
  const restore = async (path: string) =>
    withServer(it.target, async (sql, server) =>
      restoreInto(await reading(path), { sql, server, environment: it.env }, name),
    );
  const flip = (at: string, file: string) => {
    const bytes = readFileSync(join(at, file));
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    writeFileSync(join(at, file), bytes);
  };
  const damaged = { code: "needsAttention" };
  await expect(restore(copy((at) => flip(at, "database.sql.zst")))).rejects.toMatchObject(damaged);
  const into = join(it.home, "../unpacked");
  await expect(unpackFiles(await reading(copy((at) => flip(at, "files.tar.zst"))), into)).rejects.toMatchObject(
    damaged,
  );
  expect(existsSync(into)).toBe(false);
  const less = copy((at) => {
    shell("zstd -dcq database.sql.zst | sed '/^COPY public.kept/{n;d}' >dump && zstd -qf dump -o database.sql.zst", at);
    rmSync(join(at, "dump"));
    forge(at, "database.sql.zst");
  });
  await expect(restore(less)).rejects.toMatchObject({ ...damaged, detail: ["table public.kept has 0 rows, not 1"] });
  expect(await it.sql((db) => db`select 1 from pg_database where datname = ${name}`)).toEqual([]);
});

test("a file that the archive has lost, changed or gained is named, although every hash is right", async () => {
  const it = await install();
  it.put("app/one");
  const { copy } = await backedUp(it);
  const archiveWith = (script: string) =>
    copy((at) => {
      shell(
        `mkdir t && zstd -dcq files.tar.zst | tar -xp -C t && (cd t && ${script}) && find t -printf './%P\\0' | sed -z 's#^./$#.#' | tar -c --format=posix --pax-option=delete=atime,delete=ctime --no-recursion --null -C t -T - | zstd -q >new && mv new files.tar.zst && rm -r t`,
        at,
      );
      forge(at, "files.tar.zst");
    });
  for (const [script, expected] of [
    ["rm app/one", "app/one is missing, or not as it is listed"],
    ["echo other >app/one", "app/one is missing, or not as it is listed"],
    ["chmod 700 app/one", "app/one is missing, or not as it is listed"],
    ["echo more >app/two", "app/two is in the archive, and not in its list"],
  ] as const) {
    const found = await it.quad(["patch", "backup", "verify", archiveWith(script)]);
    expect([script, found.code, found.stdout]).toEqual([script, 8, expect.stringContaining(expected)]);
  }
});

test("a member that is cut off or garbled inside is damage, although every hash is right, and is remembered", async () => {
  const it = await install();
  const { path, copy } = await backedUp(it);
  const files = readdirSync(path).filter((name) => name.endsWith(".zst"));
  expect(files).toHaveLength(5);
  for (const [i, file] of files.entries()) {
    const change = i % 2 === 0 ? `truncate -s -4 ${file}` : `echo more >>${file}`;
    const other = copy((at) => {
      shell(change, at);
      forge(at, file);
    });
    const { code, stdout } = await it.quad(["patch", "backup", "verify", other]);
    expect([change, code, stdout]).toEqual([change, 8, expect.stringContaining(`  ${file} cannot be decompressed: `)]);
  }
  const list = await it.json("patch backup --list");
  expect(list.filter(({ whole }: { whole: boolean }) => whole)).toMatchObject([{ name: basename(path) }]);
});
