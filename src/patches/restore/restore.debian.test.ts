import { execFileSync } from "node:child_process";
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { backupInstalls } from "../../backups/server.testing.ts";
import { withMaintenance } from "../../postgres/databases.ts";
import { runProcess } from "../../testing/processes.ts";
import { treeOf } from "../install.testing.ts";
import { aloneWithPatches } from "../runs/places.ts";
import { newSecretKey } from "../signature/keygen.ts";
import { addKey } from "../trust/keys.ts";
import { backUp, changed, stateOf } from "./back-up.testing.ts";

const install = backupInstalls();
const backedUp = async () => backUp(await install());

test("a backup brings back database and files as they were, the trail goes on, and the database of before is kept", async () => {
  const made = await backedUp();
  const { quad, home, before, target, sql } = made;
  await changed(made);
  const after = await stateOf(made);
  const entries = await sql((tx) => tx`select max(id) as last from QUAD_audit`);
  const plan = await quad("patch restore latest --dry-run");
  expect([plan.code, plan.stdout]).toEqual([
    0,
    expect.stringMatching(
      /\n {2}files {6}1 added, 3 replaced, 1 taken away .*\n {2}database {3}\d+ tables with [\d,.]+ rows; the one of now is kept as quad_kept_[0-9a-f]{12}\n$/,
    ),
  ]);
  expect(await stateOf(made)).toEqual(after);
  expect((await quad("patch restore latest")).code).toBe(2);
  const run = await quad("patch restore latest --yes");
  expect([run.code, run.stdout, run.code ? run.stderr : ""]).toEqual([
    0,
    expect.stringMatching(
      /^Restored 20\S+: [\d,.]+ rows, 5 files changed\.\nThe database of before is kept as quad_kept_/,
    ),
    "",
  ]);
  expect(await stateOf(made)).toEqual(before);
  expect(lstatSync(join(home, "empty")).mode & 0o777).toBe(0o750);
  // What was written of the later domain is gone, that it was written is not.
  const trail = await sql(
    (tx) =>
      tx`select table_name, action, command from QUAD_audit where id > ${(entries[0]?.last as number) - 1} order by id`,
  );
  expect(trail.at(-1)).toMatchObject({
    table_name: "quad_install",
    command: expect.stringMatching(/^quad patch restore 20/),
  });
  expect((await quad("audit verify")).code).toBe(0);
  expect((await quad("patch log")).stdout).toMatch(/^Restoring 20\S+, begun at .*: it is restored\.\n/);
  const kept = () =>
    withMaintenance(target, (tx) => tx`select datallowconn as open from pg_database where datname ~ '^quad_kept_'`);
  // Nobody writes into it any more.
  expect([...(await kept())]).toEqual([{ open: false }]);
  const doctor = async () =>
    (await quad("doctor")).stdout.split("\n").filter((line) => /kept d|pg_dump|--conf/.test(line));
  expect(await doctor()).toEqual([
    expect.stringMatching(/^✓ pg_dump +\/usr\/lib\/postgresql\/15\/bin\/pg_dump$/),
    expect.stringMatching(/^! kept databases +quad_kept_\w+: kept when another took its place$/),
    expect.stringMatching(/→ .* quad patch restore --confirm$/),
  ]);
  expect(await quad("patch restore --confirm --yes")).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Dropped quad_kept_/),
  });
  expect(await kept()).toHaveLength(0);
  expect(await doctor()).toEqual([
    expect.stringMatching(/^✓ pg_dump/),
    expect.stringMatching(/^✓ kept databases +none$/),
  ]);
  expect((await quad("patch restore --confirm --yes")).code).toBe(4);
});

test("files alone, or the database alone", async () => {
  const made = await backedUp();
  const { quad, before } = made;
  await changed(made);
  const after = await stateOf(made);
  expect((await quad("patch restore latest --yes --only-files")).code).toBe(0);
  expect(await stateOf(made)).toEqual({ tree: before.tree, database: after.database });
  expect((await quad("patch restore latest --yes --only-database")).code).toBe(0);
  expect(await stateOf(made)).toEqual(before);
  expect((await quad("patch restore --confirm --yes")).code).toBe(0);
  expect((await quad("patch restore latest --yes --only-database --only-files")).code).toBe(2);
});

test("the install directory may be a link, also one on another file system", async () => {
  const made = await backedUp();
  const { quad, before } = made;
  await changed(made);
  const directory = mkdtempSync(join(tmpdir(), "quad-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  // The trail's checkpoints are below it by another name.
  const env = { QUAD_HOME: join(directory, "platform"), QUAD_AUDIT_DIR: join(made.home, "trail") };
  symlinkSync(made.home, env.QUAD_HOME);
  made.put("trail/later");
  expect(await quad("patch restore latest --yes --only-files", { env })).toMatchObject({ code: 0 });
  const { tree } = await stateOf(made);
  expect(tree).toEqual({ ...before.tree, "trail/": "755", "trail/later": tree["trail/later"] });
  expect(tree["trail/later"]).toBeDefined();
});

test("what is unpacked is on the disk before anything takes its place", async () => {
  const { quad, put, home, env, backups } = await install();
  put("config/later/app.yaml", "level: info");
  symlinkSync("nowhere", join(home, "current"));
  const before = treeOf(home);
  execFileSync("mkfifo", [join(home, "queue")]);
  expect((await quad("patch backup")).code).toBe(0);
  for (const name of ["config", "current", "queue"]) rmSync(join(home, name), { recursive: true });
  const programs = mkdtempSync(join(tmpdir(), "quad-"));
  onTestFinished(() => rmSync(programs, { recursive: true }));
  // It notes what was in its place by then, and fails, so that each is brought onto the disk by itself.
  const sync = `#!/bin/sh\necho "$@" "$(ls ${home})" >> ${programs}/log\nexit 1\n`;
  writeFileSync(join(programs, "sync"), sync, { mode: 0o755 });
  const run = await runProcess("patch restore latest --yes --only-files", {
    env: { ...env, PATH: `${programs}:${env.PATH}` },
  });
  expect([run.code, run.code ? run.stderr : ""]).toEqual([0, ""]);
  expect(readFileSync(join(programs, "log"), "utf8")).toBe(`-f ${join(backups, "../run/staged")} app\n`);
  expect(lstatSync(join(home, "queue")).isFIFO()).toBe(true);
  rmSync(join(home, "queue"));
  expect(treeOf(home)).toEqual(before);
});

test("names of files that are no UTF-8 come back, byte for byte, and are given back by an undo", async () => {
  const { quad, put, home, env } = await install();
  const at = (name: string) => Buffer.from(join(home, name), "latin1");
  const state = () =>
    execFileSync("sh", ["-c", "find . -path ./.quad -prune -o -printf '%p %y %m %l\n' -o -type f -exec cat {} +"], {
      cwd: home,
      encoding: "latin1",
    })
      .split("\n")
      .sort();
  put("gr\u00fc\u00df/\u{1f600}");
  for (const name of ["caf\xe9", "na\xefve", "same \xff"]) writeFileSync(at(name), "before");
  mkdirSync(at("d\xe9p\xf4t"), { mode: 0o750 });
  writeFileSync(at("d\xe9p\xf4t/\xfc"), "before");
  symlinkSync(Buffer.from("\xe9", "latin1"), at("link \xe9"));
  const before = state();
  expect((await quad("patch backup")).code).toBe(0);
  rmSync(at("d\xe9p\xf4t"), { recursive: true });
  rmSync(at("link \xe9"));
  symlinkSync(Buffer.from("\xe8", "latin1"), at("link \xe9"));
  writeFileSync(at("caf\xe9"), "edited");
  renameSync(at("na\xefve"), at("na\xecve"));
  mkdirSync(join(home, "gr\u00fc\u00df/neu"));
  writeFileSync(at(`${Buffer.from("gr\u00fc\u00df/neu").toString("latin1")}/\xe4`), "after");
  const after = state();
  const line = "patch restore latest --yes --only-files";
  for (const place of ["swapped.rename@3", "rights.act"]) {
    expect((await quad(line, { env: { QUAD_FAULT: `${place}:eio` } })).code).toBe(7);
    expect(state()).toEqual(after);
    await runProcess(line, { env: { ...env, QUAD_FAULT: `${place}:kill` } });
    expect((await quad("patch rollback")).code).toBe(0);
    expect(state()).toEqual(after);
  }
  expect(await quad(line)).toMatchObject({ code: 0, stdout: expect.stringMatching(/, 6 files|: 6 files changed/) });
  expect(state()).toEqual(before);
});

test("what was found out about a vendor since stays known, and nothing of a run that was broken off is let go", async () => {
  const made = await backedUp();
  const { quad, sql, env } = made;
  const key = newSecretKey();
  await sql((tx) => addKey(tx, key.publicKey, { label: "the vendor" }));
  await quad("patch backup");
  await sql(async (tx) => {
    await tx`insert into QUAD_patch_indexes (source, key_id, sequence) values ('stick', ${key.publicKey.id}, 7)`;
    await tx`
      insert into QUAD_patches (name, version, channel, sequence, sha256, key_id, rolled_back_at, undone_at)
      select name, '1.0', 'beta', 3, repeat('0', 64), ${key.publicKey.id}, undone_at, undone_at
      from (values ('applied-1.0', null), ('tried-1.0', current_timestamp)) p (name, undone_at)`;
  });
  await quad(`patch trust revoke ${key.publicKey.id} --because lost --yes`);
  expect((await quad("patch restore latest --yes --only-database")).code).toBe(0);
  const [row] = await sql((tx) => tx`select revoked_because from QUAD_patch_keys`);
  expect(row).toEqual({ revoked_because: "lost" });
  expect(await sql((tx) => tx`select source, sequence from QUAD_patch_indexes`)).toEqual([
    { source: "stick", sequence: 7 },
  ]);
  // What it did is not there any more; of what came to nothing there was nothing.
  expect(await sql((tx) => tx`select name, rolled_back_at is not null as back from QUAD_patches`)).toEqual([
    { name: "applied-1.0", back: true },
  ]);
  await runProcess("patch restore latest --yes", { env: { ...env, QUAD_FAULT: "exchanged.aside:kill" } });
  expect((await quad("patch restore --confirm --yes")).code).toBe(8);
  expect(await quad("patch backup --prune --keep-last 1 --yes")).toMatchObject({
    code: 8,
    stderr: expect.stringMatching(/^Restoring 20\S+ was broken off\.\n/),
  });
  expect((await quad("patch rollback")).code).toBe(0);
  expect((await quad("patch restore --confirm --yes")).code).toBe(0);
});

test("a key that was revoked stays so where the backup has not the one that vouched for it", async () => {
  const { quad, sql } = await backedUp();
  const [first, second, third] = [newSecretKey(), newSecretKey(), newSecretKey()].map(({ publicKey }) => publicKey);
  await sql(async (tx) => {
    for (const [key, by] of [
      [first, null],
      [second, first],
      [third, second],
    ] as const)
      await tx`
        insert into QUAD_patch_keys (key_id, public_key, label, vouched_by)
        values (${key?.id ?? ""}, ${key?.id ?? ""}, 'the vendor', ${by?.id ?? null})`;
    await tx`
      update QUAD_patch_keys set revoked_at = now(), revoked_because = 'lost' where key_id in (${second?.id ?? ""}, ${third?.id ?? ""})`;
  });
  const run = await quad("patch restore latest --yes --only-database");
  expect([run.code, run.code ? run.stderr : ""]).toEqual([0, ""]);
  const keys = await sql((tx) => tx`select key_id, vouched_by from QUAD_patch_keys order by vouched_by nulls first`);
  expect([...keys]).toEqual([
    { key_id: second?.id, vouched_by: null },
    { key_id: third?.id, vouched_by: second?.id },
  ]);
  expect((await quad("patch restore --confirm --yes")).code).toBe(0);
});

test("an entry of the trail that was not committed yet when the backup was made is brought over, too", async () => {
  const { quad, sql } = await backedUp();
  // It took its number before others that the backup has.
  const [{ id }] = await sql(
    (tx) => tx<[{ id: string }]>`select nextval(pg_get_serial_sequence('quad_audit', 'id'))::text as id`,
  );
  await quad("domain create marketing --parent acme --admin lead@acme.com");
  await quad("patch backup");
  await sql(
    (tx) => tx`
      insert into QUAD_audit overriding system value
      select (jsonb_populate_record(a, jsonb_build_object('id', ${id}::text))).* from QUAD_audit a order by a.id desc limit 1`,
  );
  expect((await quad("patch restore latest --yes --only-database")).code).toBe(0);
  expect(await sql((tx) => tx`select from QUAD_audit where id = ${id}`)).toHaveLength(1);
  expect((await quad("patch restore --confirm --yes")).code).toBe(0);
});

test("mail that waited in the backup and may have gone out since is held, and what did not is not", async () => {
  const { quad, sql, json } = await backedUp();
  const write = (name: string) =>
    sql(
      (tx) => tx`
        insert into QUAD_outbox (company_id, recipient_email, template, data, occasion)
        select id, ${`${name}@acme.com`}, 'request-started', '{}', ${name} from QUAD_companies`,
    );
  await write("sent");
  await write("untried");
  await quad("patch backup");
  await sql((tx) => tx`update QUAD_outbox set status = 'sent', attempts = 1, sent_at = now() where occasion = 'sent'`);
  await write("later");
  const run = await quad("patch restore latest --yes --only-database");
  expect([run.code, run.stderr]).toEqual([
    0,
    expect.stringContaining("1 mail may have gone out since, and is held: quad mail list --held\n"),
  ]);
  const states = await json("mail list");
  expect(states.map(({ to, status }: { to: string; status: string }) => [to, status]).sort()).toEqual([
    ["sent@acme.com", "held"],
    ["untried@acme.com", "waiting"],
  ]);
  expect((await quad("patch restore --confirm --yes")).code).toBe(0);
});

test("on a bare host an empty database is there, or none", async () => {
  const made = await backedUp();
  const { quad, before, target } = made;
  for (const again of [true, false]) {
    await withMaintenance(target, async (sql) => {
      await sql.unsafe(`drop database "${target.database}" with (force)`);
      if (again) await sql.unsafe(`create database "${target.database}"`);
    });
    const run = await quad("patch restore latest --yes");
    expect([again, run.code, run.code ? run.stderr : ""]).toEqual([again, 0, ""]);
    expect(await stateOf(made)).toEqual(before);
  }
  await quad("patch restore --confirm --yes");
});

test("a role that a server lacks is made with the members that are there already", async () => {
  const { quad, json, target, sql } = await install();
  const { database } = target;
  const [group, member] = [`${database}_group`, `${database}_member`];
  const onServer = (text: string) => withMaintenance(target, (tx) => tx.unsafe(text));
  await onServer(`create role ${group}; create role ${member} login; grant ${group} to ${member}`);
  await sql((tx) => tx.unsafe(`create table owned (n int); alter table owned owner to ${group}`));
  await json("patch backup");
  await onServer(`drop database ${database} with (force)`);
  const members = () =>
    onServer(`select member::regrole::text as member from pg_auth_members where roleid = to_regrole('${group}')`);
  try {
    // The member is there already, as on a host where the platform's login was made beforehand.
    await onServer(`drop role ${group}`);
    expect((await quad("patch restore latest --yes --only-database")).code).toBe(0);
    expect([...(await members())]).toEqual([{ member }]);
  } finally {
    await sql((tx) => tx.unsafe("drop table owned"));
    await onServer(`drop role ${group}; drop role ${member}`);
  }
});

test("owners and groups come back, of files and of directories, and what was downloaded since stays", async () => {
  const { quad, home, put, json } = await install();
  const places = ["first", "second"].flatMap((name) => [join(home, name), put(`${name}/file`)]);
  for (const place of places) chownSync(place, 12, 34);
  await json("patch backup");
  for (const [i, place] of places.entries()) chownSync(place, i < 2 ? 56 : 12, i < 2 ? 34 : 56);
  const later = put(".quad/downloads/later-1.0.tar.gz");
  expect((await quad("patch restore latest --yes --only-files")).code).toBe(0);
  const owners = places.map((place) => [lstatSync(place).uid, lstatSync(place).gid]);
  expect(owners).toEqual(places.map(() => [12, 34]));
  expect(existsSync(later)).toBe(true);
});

test("a backup from elsewhere comes back where none was made yet", async () => {
  const { quad, home, json, put } = await install();
  const { path } = await json(["patch", "backup", "--out", join(home, "../mnt")]);
  const before = treeOf(home);
  put("app/server.js", "server 2");
  expect(existsSync(join(home, ".quad/backups"))).toBe(false);
  expect(await quad(["patch", "restore", path, "--yes", "--only-files"])).toMatchObject({ code: 0 });
  expect(treeOf(home)).toEqual(before);
});

test("backups stay where they are, wherever in the install that is", async () => {
  const { quad, home, json, put } = await install();
  const { path } = await json(["patch", "backup", "--out", join(home, "copies")]);
  put("later.js");
  const beside = await json(["patch", "backup", "--out", home]);
  expect((await quad(["patch", "restore", path, "--yes", "--only-files"])).code).toBe(0);
  expect(existsSync(join(home, "later.js"))).toBe(false);
  for (const backup of [path, beside.path]) expect((await quad(["patch", "backup", "verify", backup])).code).toBe(0);
});

test("the backup that is restored is not removed, while that goes on or was broken off", async () => {
  const { quad, path, env, home } = await backedUp();
  await quad("patch backup");
  const restore = ["patch", "restore", path, "--yes", "--only-files"];
  await runProcess(restore, { env: { ...env, QUAD_FAULT: "staged.intent:kill" } });
  const made = await quad("patch backup --keep-last 1");
  expect([made.code, made.stderr]).toEqual([0, expect.stringContaining("and no backup is removed.")]);
  expect((await quad("patch resume")).code).toBe(0);
  await aloneWithPatches(home, async () => {
    expect((await quad("patch backup --prune --keep-last 1 --yes")).code).toBe(9);
  });
  expect(existsSync(path)).toBe(true);
  expect((await quad("patch backup --prune --keep-last 1 --yes")).stdout).toMatch(/^Removed 2 older backups/);
});

test("what is mounted in the install and differs is named before anything is stopped, and what does not differ stays", async () => {
  const { quad, home, put, json } = await install();
  const mounted = join(home, "uploads");
  mkdirSync(mounted);
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", mounted]);
  onTestFinished(() => void execFileSync("umount", [mounted]));
  put("uploads/one");
  await json("patch backup");
  put("app/server.js", "server 2");
  expect((await quad("patch restore latest --yes --only-files")).code).toBe(0);
  for (const change of [() => put("uploads/two"), () => rmSync(join(mounted, "one"))]) {
    change();
    expect(await quad("patch restore latest --only-files --dry-run")).toMatchObject({
      code: 5,
      stderr: `${mounted} is on another file system than ${home}, and differs from the backup.\nUnmount it, or leave the files alone: --only-database\n`,
    });
    rmSync(join(mounted, "two"), { force: true });
  }
});

test("a directory that the backup has not stays where something is mounted there", async () => {
  const { quad, home, put, json } = await install();
  await json("patch backup");
  const mounted = join(home, "cache");
  mkdirSync(mounted);
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", mounted]);
  onTestFinished(() => void execFileSync("umount", [mounted]));
  put("app/server.js", "server 2");
  expect(await quad("patch restore latest --yes --only-files")).toMatchObject({ code: 0 });
  expect([readFileSync(join(home, "app/server.js"), "utf8"), existsSync(mounted)]).toEqual(["server 1", true]);
});
