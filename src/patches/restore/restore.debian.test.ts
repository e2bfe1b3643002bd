import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type BackupInstall, backupInstalls } from "../../backups/server.testing.ts";
import { withMaintenance } from "../../postgres/databases.ts";
import { runProcess } from "../../testing/processes.ts";
import { contentOf, treeOf } from "../install.testing.ts";
import { newSecretKey } from "../signature/keygen.ts";
import { addKey } from "../trust/keys.ts";

const install = backupInstalls();

/** An install with some files and people, and its backup. */
async function backedUp() {
  const made = await install();
  const { put, home, quad, sql } = made;
  put("config/app.yaml", "level: info");
  chmodSync(put("config/secret", "shh"), 0o640);
  mkdirSync(join(home, "empty"), { mode: 0o750 });
  symlinkSync("app/server.js", join(home, "current"));
  await quad("domain create sales --parent acme --admin lead@acme.com");
  const { path } = await made.json("patch backup");
  return { ...made, path, before: await stateOf(made), sql };
}

const stateOf = async ({ home, sql }: BackupInstall) => ({ tree: treeOf(home), database: await sql(contentOf) });

/** Files and rows that came, changed and went since. */
async function changed({ put, home, quad }: BackupInstall) {
  put("config/app.yaml", "level: debug");
  chmodSync(join(home, "config/secret"), 0o600);
  put("later/deep/file.js", "later");
  rmSync(join(home, "app/server.js"));
  rmSync(join(home, "current"));
  symlinkSync("elsewhere", join(home, "current"));
  execFileSync("rmdir", [join(home, "empty")]);
  await quad("domain create later --parent acme --admin lead@acme.com");
}

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
  const kept = () => withMaintenance(target, (tx) => tx`select datname from pg_database where datname ~ '^quad_kept_'`);
  expect(await kept()).toHaveLength(1);
  expect(await quad("patch restore --confirm --yes")).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Dropped quad_kept_/),
  });
  expect(await kept()).toHaveLength(0);
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

const places = [
  ...["filled", "staged", "announced", "quiesced", "exchanged", "directories", "swapped", "committed"].flatMap((step) =>
    ["intent", "act", "result"].map((at) => `${step}.${at}`),
  ),
  ...["exchanged.aside", "exchanged.carried", "swapped.rename@3"],
];

test("killed anywhere, it is undone, or brought to its end", async () => {
  const made = await backedUp();
  const { quad, before, env } = made;
  await changed(made);
  const after = await stateOf(made);
  for (const place of [
    "filled.result",
    "exchanged.aside",
    "exchanged.carried",
    "exchanged.result",
    "swapped.rename@2",
  ]) {
    const killed = await runProcess("patch restore latest --yes", { env: { ...env, QUAD_FAULT: `${place}:kill` } });
    expect([place, killed.code, (await quad("patch status")).code]).toEqual([place, 137, 8]);
    expect([place, (await quad("patch rollback")).code]).toEqual([place, 0]);
    expect([place, await stateOf(made)]).toEqual([place, after]);
  }
  for (const place of ["exchanged.carried", "swapped.act", "committed.done"]) {
    await runProcess("patch restore latest --yes", { env: { ...env, QUAD_FAULT: `${place}:kill` } });
    expect(await quad("patch resume")).toMatchObject({ code: 0, stdout: expect.stringMatching("Brought to its end") });
    expect([place, await stateOf(made)]).toEqual([place, before]);
    await changed(made);
  }
  expect((await quad("patch restore --confirm --yes")).stdout.split("\n")).toHaveLength(4);
});

test("whatever fails, everything is as it was", async () => {
  const made = await backedUp();
  const { quad, before, target, path } = made;
  await changed(made);
  const after = await stateOf(made);
  for (const place of places) {
    const run = await quad("patch restore latest --yes", { env: { QUAD_FAULT: `${place}:eio` } });
    expect([place, run.code, run.stderr]).toEqual([
      place,
      7,
      expect.stringMatching(`made to fail at ${place.split("@")[0]}\n`),
    ]);
    expect([place, await stateOf(made)]).toEqual([place, after]);
  }
  for (const place of ["exchanged.undo", "exchanged.freed", "exchanged.undone", "filled.undo", "directories.undo"]) {
    const env = { QUAD_FAULT: `committed.act:eio,${place}:eio` };
    expect([place, (await quad("patch restore latest --yes", { env })).code]).toEqual([place, 8]);
    expect([place, (await quad("patch rollback")).code]).toEqual([place, 0]);
    expect([place, await stateOf(made)]).toEqual([place, after]);
  }
  const left = await withMaintenance(
    target,
    (sql) => sql`select datname from pg_database where datname ~ '^quad_(kept|fresh)_'`,
  );
  expect(left).toEqual([]);
  // A damaged one is refused before anything is changed.
  writeFileSync(join(path, "database.sql.zst"), readFileSync(join(path, "database.sql.zst")).subarray(1));
  expect((await quad("patch restore latest --yes")).code).toBe(8);
  expect(await stateOf(made)).toEqual(after);
  expect(existsSync(join(made.home, ".quad/run"))).toBe(false);
  expect(before).not.toEqual(after);
});

test("what was found out about a vendor since stays known, and nothing of a run that was broken off is let go", async () => {
  const made = await backedUp();
  const { quad, sql, env } = made;
  const key = newSecretKey();
  await sql((tx) => addKey(tx, key.publicKey, { label: "the vendor" }));
  await quad("patch backup");
  await quad(`patch trust revoke ${key.publicKey.id} --because lost --yes`);
  expect((await quad("patch restore latest --yes --only-database")).code).toBe(0);
  const [row] = await sql((tx) => tx`select revoked_because from QUAD_patch_keys`);
  expect(row).toEqual({ revoked_because: "lost" });
  await runProcess("patch restore latest --yes", { env: { ...env, QUAD_FAULT: "exchanged.aside:kill" } });
  expect((await quad("patch restore --confirm --yes")).code).toBe(8);
  expect((await quad("patch rollback")).code).toBe(0);
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
