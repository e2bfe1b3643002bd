import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { pgbouncer } from "../testing/pgbouncer.ts";
import { eventually, scratchDirectory, startQuad } from "../testing/processes.ts";
import { type BackupInstall, backupInstalls } from "./server.testing.ts";

const install = backupInstalls();

/** A PATH on which this script stands before a program of the system's. */
function instead(it: BackupInstall, program: string, script: string): Readonly<Record<string, string>> {
  const bin = scratchDirectory();
  writeFileSync(join(bin, program), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { PATH: `${bin}:${it.env.PATH}` };
}

/** What is in the directory of the backups, apart from their lock. */
const left = (directory: string) =>
  existsSync(directory) ? readdirSync(directory).filter((name) => name !== ".lock") : [];

/** An install whose dump is longer than any pipe holds, and a zstd that does not begin to read until it is let. */
async function stalling() {
  const it = await install();
  await it.sql((db) => db`create table long as select i, md5(i::text) from generate_series(1, 50000) i`);
  const gate = join(it.home, "../gate");
  writeFileSync(gate, "");
  onTestFinished(() => rmSync(gate, { force: true }));
  const env = instead(it, "zstd", `while [ -e '${gate}' ]; do sleep 0.01; done\nexec /usr/bin/zstd "$@"`);
  /** The session of pg_dump, once it waits for its reader. */
  const dumping = () =>
    eventually(() =>
      it.sql(async (db) => {
        const [row] = await db<{ pid: number }[]>`
          select pid from pg_stat_activity
          where application_name like 'quad-backup-%' and wait_event in ('ClientWrite', 'ClientRead')
            and clock_timestamp() - state_change > interval '0.3 s' and datname = current_database()`;
        return row?.pid;
      }),
    );
  const sessions = () =>
    it.sql(
      (db) =>
        db`select 1 from pg_stat_activity where application_name like 'quad-backup-%' and datname = current_database()`,
    );
  return { it, env, dumping, sessions, open: () => rmSync(gate) };
}

test("interrupted, nothing is left, neither files nor sessions", async () => {
  const { it, env, dumping, sessions } = await stalling();
  const interrupt = new AbortController();
  const running = it.quad("patch backup", { env, signal: interrupt.signal });
  await dumping();
  expect(left(it.backups)).toEqual([expect.stringMatching(/^\.partial-/)]);
  interrupt.abort();
  const { code, stderr } = await running;
  expect([code, stderr]).toEqual([130, expect.stringMatching(/Interrupted; nothing of the backup is left\.\n$/)]);
  expect(left(it.backups)).toEqual([]);
  await eventually(sessions, (rows) => rows.length === 0);
});

test("a pg_dump that dies midway leaves nothing, and says what it said", async () => {
  const { it, env, dumping, open } = await stalling();
  const running = it.quad("patch backup", { env });
  const pid = await dumping();
  await it.sql((db) => db`select pg_terminate_backend(${pid})`);
  open();
  const { code, stderr } = await running;
  expect([code, stderr]).toEqual([6, expect.stringMatching(/pg_dump failed: /)]);
  expect(left(it.backups)).toEqual([]);
});

test("killed midway, nothing of it is called a backup, and the next run takes it away", async () => {
  const { it, env, dumping, sessions, open } = await stalling();
  const { child, ended } = startQuad("patch backup", { env: { ...it.env, ...env } });
  await dumping();
  child.kill("SIGKILL");
  await ended;
  open();
  expect(left(it.backups)).toEqual([expect.stringMatching(/^\.partial-/)]);
  expect(await it.quad("patch backup --list")).toEqual({ code: 0, stdout: "", stderr: "" });
  expect((await it.quad("patch backup verify latest")).code).toBe(4);
  await eventually(sessions, (rows) => rows.length === 0);
  expect((await it.quad("patch backup")).code).toBe(0);
  expect(left(it.backups)).toEqual([expect.stringMatching(/Z-[0-9a-f]{6}$/)]);
});

test("a second one at the same time is told that there is a first", async () => {
  const { it, env, dumping, open } = await stalling();
  const running = it.quad("patch backup", { env });
  await dumping();
  expect(await it.quad("patch backup")).toMatchObject({ code: 9 });
  open();
  expect((await running).code).toBe(0);
});

test.each([
  ["zstd", "head -c 1000 >/dev/null; exit 3", /zstd failed: exit code 3\n/],
  // Which of the two is seen first is a matter of moments.
  ["zstd", "head -c 1000 >/dev/null; kill -9 $$", /zstd (failed: it was ended by SIGKILL|reads no more\.)\n/],
  ["tar", '/usr/bin/tar "$@" | head -c 3000; exit 2', /tar failed: exit code 2\n/],
  ["tar", '/usr/bin/tar "$@" | head -c 3000; exit 0', /tar left out .* and does not say why\.\n/],
  ["tar", "echo tar: disk on fire >&2; exit 2", /tar failed: disk on fire\n/],
])("a %s that ends early leaves nothing: %s", async (program, script, said) => {
  const it = await install();
  for (let i = 0; i < 20; i += 1) it.put(`app/${i}`);
  const { code, stderr } = await it.quad("patch backup", { env: instead(it, program, script) });
  expect([code, stderr]).toEqual([6, expect.stringMatching(said)]);
  expect(left(it.backups)).toEqual([]);
});

test.each([
  ["zstd", "zstd"],
  ["tar", "tar"],
  ["mkfifo", "coreutils"],
])("without %s it says what to install", async (program, owner) => {
  const it = await install();
  const bin = scratchDirectory();
  for (const name of ["zstd", "tar", "mkfifo"]) if (name !== program) symlinkSync(`/usr/bin/${name}`, join(bin, name));
  const { code, stderr } = await it.quad("patch backup", { env: { PATH: bin } });
  expect([code, stderr]).toEqual([
    6,
    expect.stringMatching(`There is no ${program} on this host\\.\nInstall it: apt-get install ${owner}\n$`),
  ]);
  expect(left(it.backups)).toEqual([]);
});

test("a disk that fills ends it with nothing left of it, and what was there stays", async () => {
  const it = await install();
  expect((await it.quad("patch backup")).code).toBe(0);
  const small = scratchDirectory();
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", small]);
  onTestFinished(() => void execFileSync("umount", [small]));
  expect((await it.quad(["patch", "backup", "--out", small])).code).toBe(0);
  const before = left(small);
  writeFileSync(it.put("large"), randomBytes(5_000_000));
  const { code, stderr } = await it.quad(["patch", "backup", "--out", small]);
  expect([code, stderr]).toEqual([6, expect.stringMatching(/There is no room on the disk for what zstd writes\.\n$/)]);
  expect(left(small)).toEqual(before);
  expect((await it.quad(["patch", "backup", "--out", small, "verify", "latest"])).code).toBe(0);
});

test("a file that this user cannot read is named, and nothing is left", async () => {
  const it = await install();
  it.put("secret/file");
  execFileSync("chmod", ["755", join(it.home, "..")]);
  execFileSync("chmod", ["600", join(it.home, "secret/file")]);
  execFileSync("chown", ["-R", "65534", join(it.home, "..")]);
  execFileSync("chown", ["0", join(it.home, "secret/file")]);
  mkdirSync(it.backups, { recursive: true });
  execFileSync("chown", ["-R", "65534", join(it.home, ".quad")]);
  const { ended } = startQuad("patch backup", { env: it.env, plainUser: true });
  const { code, stderr } = await ended;
  expect([code, stderr]).toEqual([
    3,
    expect.stringMatching(/secret\/file cannot be read by this user\.\nBack up as root, or as the owner/),
  ]);
  expect(left(it.backups)).toEqual([]);
});

test("a verification that is interrupted leaves no database, and one that is killed leaves it to the next", async () => {
  const { it } = await stalling();
  await it.sql((db) => db`insert into long select i, md5(i::text) from generate_series(1, 200000) i`);
  expect((await it.quad("patch backup")).code).toBe(0);
  const scratch = () => it.sql((db) => db`select datname from pg_database where datname like 'quad\\_verify\\_%'`);
  const made = () => eventually(scratch, (rows) => rows.length > 0);
  const interrupt = new AbortController();
  const running = it.quad("patch backup verify latest", { signal: interrupt.signal });
  await made();
  interrupt.abort();
  const { code, stderr } = await running;
  expect([code, stderr]).toEqual([130, expect.stringMatching(/Interrupted; the scratch database is gone\.\n$/)]);
  expect(await scratch()).toEqual([]);
  const { child, ended } = startQuad("patch backup verify latest", { env: it.env });
  await made();
  expect((await it.quad("patch backup verify latest")).code).toBe(9);
  child.kill("SIGKILL");
  await ended;
  expect(await scratch()).toHaveLength(1);
  expect(await it.json("patch backup --list")).toMatchObject([{ whole: true, verifiedAt: null }]);
  // The lock ends with the killed one's session.
  await eventually(
    () => it.quad("patch backup verify latest"),
    (run) => run.code !== 9,
  );
  expect(await it.json("patch backup --list")).toMatchObject([{ whole: true, verifiedAt: expect.any(String) }]);
  expect(await scratch()).toEqual([]);
});

test("installs that share a server verify their backups one after the other", async () => {
  const [{ it: one }, other] = [await stalling(), await install()];
  await one.sql((db) => db`insert into long select i, md5(i::text) from generate_series(1, 200000) i`);
  for (const { quad } of [one, other]) expect((await quad("patch backup")).code).toBe(0);
  const running = one.quad("patch backup verify latest");
  await eventually(
    () => one.sql((db) => db`select datname from pg_database where datname like 'quad\\_verify\\_%'`),
    (rows) => rows.length > 0,
  );
  const refused = await other.quad("patch backup verify latest");
  expect([refused.code, refused.stderr]).toEqual([
    9,
    expect.stringMatching(/Another quad verifies a backup on this server\.\nWait until it has ended\.\n$/),
  ]);
  expect((await running).code).toBe(0);
  expect((await other.quad("patch backup verify latest")).code).toBe(0);
});

test("a backup is not verified through a pooler, and is past one", async () => {
  const it = await install();
  expect((await it.quad("patch backup")).code).toBe(0);
  const name = it.target.database;
  const through = (await pgbouncer({}, it.sockets))(name);
  const refused = await it.quad("patch backup verify latest", { env: { QUAD_DATABASE_URL: through } });
  expect([refused.code, refused.stderr]).toEqual([
    5,
    expect.stringMatching(/A pooler stands between quad and the server, and a backup is not verified through it\.\n/),
  ]);
  expect((await it.quad("patch backup verify latest")).code).toBe(0);
});
