import { appendFileSync, existsSync, readdirSync, readFileSync, statSync, truncateSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { backupInstalls } from "../../backups/server.testing.ts";
import { withMaintenance } from "../../postgres/databases.ts";
import { eventually } from "../../testing/processes.ts";
import { listening } from "../../testing/tcp.ts";
import {
  placesBackAsItWas,
  placesBackFilling,
  placesBackWithoutRoom,
  placesForwardDumping,
} from "../apply/faults.testing.ts";
import { everyKindMigrating, type TestPatch } from "../install.testing.ts";
import { cramped, type DumpedInstall, dumpedInstall } from "./cramped.testing.ts";

const install = backupInstalls();
const made = () => dumpedInstall(install);

/** Where the server's directories cannot be seen: over a network. */
async function overNetwork({ sockets, env }: DumpedInstall): Promise<Readonly<Record<string, string>>> {
  const port = await listening((client) => {
    const upstream = connect(`${sockets}/.s.PGSQL.5432`).on("error", () => client.destroy());
    client
      .on("close", () => upstream.destroy())
      .pipe(upstream)
      .pipe(client);
  });
  const name = env.QUAD_DATABASE_URL?.split("/").at(-1);
  return { QUAD_DATABASE_URL: `postgresql://quad@127.0.0.1:${port}/${name}` };
}

const migrating = (up: string): TestPatch => ({
  name: "postman-db-1.0",
  files: { "app/more.js": "more" },
  migrations: { "1-up.sql": up },
  yaml: { migrations: [{ name: "collections", up: "1-up.sql" }] },
});

const isWell = async ({ quad, beside, home }: DumpedInstall) => {
  expect([await beside(), (await quad("patch status")).code]).toEqual([[], 0]);
  expect((await quad("audit verify")).code).toBe(0);
  const runs = readdirSync(join(home, ".quad/history")).flatMap((run) => readdirSync(join(home, ".quad/history", run)));
  expect(runs).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(database|trail|staged)/)]));
};

test("where the disk has no room for a copy the plan says so, and the patch is applied and rolled back with a dump", async () => {
  const it = await made();
  const { quad, patch, state, applied, json } = it;
  await cramped(it, 20);
  const before = await state();
  const archive = await patch(everyKindMigrating);
  const plan = await quad(`patch plan ${archive}`);
  expect([plan.code, plan.stdout]).toEqual([
    0,
    expect.stringMatching(
      /\n {2}the database is dumped \(\d+ MB\) and migrated: tables, rows\n {2}undoing that fills a fresh database from the dump; the server has \d+ MB free\n/,
    ),
  ]);
  expect(await json(`patch plan ${archive}`)).toMatchObject({ databaseCopy: 0, undo: { by: "dump", settled: true } });
  const run = await quad(`patch apply ${archive} --yes --no-backup`);
  expect([run.code, run.stderr]).toEqual([0, expect.not.stringMatching(/no room/)]);
  expect(await applied()).toEqual(["every-kind-1.0"]);
  await isWell(it);
  expect(await quad("patch rollback every-kind-1.0 --yes")).toMatchObject({ code: 0, stderr: expect.any(String) });
  expect([await state(), await applied()]).toEqual([before, []]);
  await isWell(it);
});

test.each(["on this host", "over a network"])(
  "undone without room for two databases, %s: the migrated one goes before it is filled from its dump, and the trail goes on",
  async (where) => {
    const it = await made();
    const { quad, patch, state, applied, sql, target } = it;
    const name = target.database;
    await withMaintenance(target, async (tx) => {
      for (const statement of [
        `revoke all on database ${name} from public`,
        `alter database ${name} set work_mem = '12345kB'`,
        `alter database ${name} connection limit 77`,
        `comment on database ${name} is 'it''s \\ ours'`,
      ])
        await tx.unsafe(statement);
    });
    await cramped(it, 20);
    const env = where === "on this host" ? {} : await overNetwork(it);
    const before = await state();
    const archive = await patch({
      ...everyKindMigrating,
      migrations: {
        ...everyKindMigrating.migrations,
        "2.sql": "update QUAD_companies set name = 'Other'; create table postman as select 1;",
      },
    });
    const run = await quad(`patch apply ${archive} --yes --no-backup`, {
      env: { ...env, QUAD_FAULT: "healthy.result:eio" },
    });
    const said = [
      ...(where === "on this host"
        ? []
        : [/The server has no room for a copy of the database install_\w+: a dump is taken/]),
      /The server has no room for two databases: quad_aside_\w+ is dropped before install_\w+ is filled from its dump/,
      /Everything is as it was before/,
    ];
    expect([run.code, run.stderr]).toEqual([
      7,
      expect.stringMatching(new RegExp(said.map((one) => one.source).join("[\\s\\S]*"))),
    ]);
    expect([await state(), await applied()]).toEqual([before, []]);
    // That the company had another name meanwhile is not forgotten, nor that the patch was tried.
    const entries = await sql(
      (tx) =>
        tx`select after ->> 'name' as name from QUAD_audit where action = 'update' and table_name = 'quad_companies'`,
    );
    expect(entries).toEqual([{ name: "Other" }]);
    expect((await quad("patch history")).stdout).toMatch(/^every-kind-1\.0\t1\t[\d-]+\tcame to nothing\t/);
    await isWell(it);
    expect((await quad(`patch apply ${archive} --yes --no-backup`, { env })).code).toBe(0);
    await isWell(it);
  },
);

test("by hand it is the one or the other", async () => {
  const it = await made();
  const { quad, patch, state, oid } = it;
  const archive = await patch(everyKindMigrating);
  const resize = await cramped(it, 20);
  const before = await state();
  const full = await quad(`patch apply ${archive} --yes --no-backup --undo-by clone`);
  expect([full.code, full.stderr]).toEqual([7, expect.stringMatching(/No space left on device/)]);
  expect(await state()).toEqual(before);
  resize(200);
  // With room beside it is filled before the other goes.
  const own = await oid();
  const env = { QUAD_FAULT: "healthy.result:eio" };
  const dumped = await quad(`patch apply ${archive} --yes --no-backup --undo-by dump`, { env });
  expect([dumped.code, dumped.stderr]).toEqual([7, expect.not.stringMatching(/no room/)]);
  expect(await state()).toEqual(before);
  expect(await oid()).not.toBe(own);
  await isWell(it);
  expect((await quad(`patch apply ${archive} --undo-by magic`)).code).toBe(2);
  expect((await quad("patch rollback --undo-by dump")).code).toBe(2);
  expect((await quad(`patch apply ${archive} --yes --no-backup --undo-by dump`)).code).toBe(0);
  expect((await quad("patch rollback every-kind-1.0 --yes --undo-by dump", { env })).code).toBe(7);
  expect(await it.applied()).toEqual(["every-kind-1.0"]);
  expect((await quad("patch rollback every-kind-1.0 --yes --undo-by dump")).code).toBe(0);
  expect(await state()).toEqual(before);
  await isWell(it);
});

test.each([
  ["select nextval('numbers'), setval('numbers', 1000); create table x (y text); select 1/0;", true],
  ["create table x (y text); commit; select 1/0;", false],
  ["rollback; create table x (y text); select 1/0;", false],
  ["do $$ begin perform 1;\nend $$; select 1/0;", false],
])("what failed by itself is renamed back, unless its script can have committed something: %s", async (up, same) => {
  const it = await made();
  const { quad, patch, state, sql, oid } = it;
  await sql((tx) => tx`create sequence numbers start 5`);
  const [before, own] = [await state(), await oid()];
  const run = await quad(`patch apply ${await patch(migrating(up))} --yes --no-backup --undo-by dump`);
  expect([run.code, run.stderr]).toEqual([7, expect.stringMatching(/division by zero[\s\S]*Everything is as it was/)]);
  expect([await state(), (await oid()) === own]).toEqual([before, same]);
  expect(await sql((tx) => tx`select nextval('numbers')::int as n`)).toEqual([{ n: 5 }]);
  expect((await quad("patch history")).stdout).toMatch(/^postman-db-1\.0\t1\t[\d-]+\tcame to nothing\t/);
  await isWell(it);
});

test("what others have written is not dropped for want of room", async () => {
  const it = await made();
  const { quad, patch, state, beside } = it;
  const resize = await cramped(it, 20);
  const before = await state();
  const archive = await patch(migrating("create table x (y text);"));
  const env = { QUAD_FAULT: "committed.act:eio,healthy.undone:eio" };
  expect((await quad(`patch apply ${archive} --yes --no-backup`, { env })).code).toBe(8);
  await quad("domain create newwork --parent acme");
  const stuck = await quad("patch rollback");
  expect([stuck.code, stuck.stderr]).toEqual([
    8,
    expect.stringMatching(
      /Others have written \d+ entries of the trail since, and the server has no room to keep them/,
    ),
  ]);
  expect(await beside()).toEqual([expect.stringMatching(/^quad_aside_/)]);
  resize(200);
  const undone = await quad("patch rollback");
  expect([undone.code, undone.stderr]).toEqual([0, expect.stringMatching(/is kept as quad_kept_/)]);
  expect(await state()).toEqual(before);
  expect((await quad("patch restore --confirm --yes")).code).toBe(0);
  await isWell(it);
});

test("what was written before a run of a patch that came to nothing once is in its dump, and in nobody's way", async () => {
  const it = await made();
  const { quad, patch, state } = it;
  await cramped(it, 20);
  // Its word makes a commit of its own possible, so the database is filled anew.
  const archive = await patch(migrating("create table x (y text); select 1 / 0; -- commit"));
  const run = () => quad(`patch apply ${archive} --yes --no-backup --allow-older`);
  expect((await run()).code).toBe(7);
  await quad("domain create newwork --parent acme");
  const before = await state();
  const again = await run();
  expect([again.code, again.stderr]).toEqual([7, expect.stringMatching(/Everything is as it was before\.\n$/)]);
  expect(await state()).toEqual(before);
  await isWell(it);
});

test("nothing is dropped for a dump that cannot be read whole", async () => {
  const it = await made();
  const { quad, patch, state, beside, home } = it;
  await cramped(it, 20);
  const before = await state();
  const env = { QUAD_FAULT: "healthy.result:eio,migrated.undo:eio" };
  const archive = await patch(migrating("create table x (y text);"));
  expect((await quad(`patch apply ${archive} --yes --no-backup`, { env })).code).toBe(8);
  const dump = join(home, ".quad/run/database/dump/database.sql.zst");
  const [whole, size] = [readFileSync(dump), statSync(dump).size];
  truncateSync(dump, size - 1);
  appendFileSync(dump, "x");
  const stuck = await quad("patch rollback");
  expect([stuck.code, stuck.stderr]).toEqual([8, expect.stringMatching(/The backup .*dump is damaged\./)]);
  expect(await beside()).toEqual([expect.stringMatching(/^quad_aside_/)]);
  truncateSync(dump, 0);
  appendFileSync(dump, whole);
  expect((await quad("patch rollback")).code).toBe(0);
  expect(await state()).toEqual(before);
  await isWell(it);
});

test("a login that could not give it back from a dump is told before anything is migrated", async () => {
  const it = await made();
  const { quad, patch, sql, state, target } = it;
  const role = `other_${target.database}`;
  await sql(async (tx) => {
    await tx.unsafe(`create role ${role}`);
    await tx.unsafe(`create table x (y text); alter table x owner to ${role}`);
    await tx.unsafe(`create role ${role}_login login createdb in role pg_signal_backend, pg_read_all_settings`);
    await tx.unsafe(`alter database ${target.database} owner to ${role}_login`);
    await tx.unsafe(`alter schema public owner to ${role}_login`);
  });
  onTestFinished(() => withMaintenance(target, (tx) => tx.unsafe(`drop role ${role}, ${role}_login`)).then(() => {}));
  onTestFinished(() =>
    sql((tx) => tx.unsafe(`drop owned by ${role}; reassign owned by ${role}_login to quad`)).then(() => {}),
  );
  const tables = await sql(
    (tx) => tx<{ name: string }[]>`
      select c.oid::regclass::text as name from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
        and relowner = 'quad'::regrole`,
  );
  await sql(async (tx) => {
    for (const { name } of tables) await tx.unsafe(`alter table ${name} owner to ${role}_login`);
  });
  const before = await state();
  const run = await quad(`patch apply ${await patch(migrating("select 1;"))} --yes --no-backup --undo-by dump`, {
    env: { QUAD_DATABASE_URL: `postgresql://${role}_login@${encodeURIComponent(it.sockets)}/${target.database}` },
  });
  expect([run.code, run.stderr]).toEqual([
    7,
    expect.stringMatching(
      /could not be given back from a dump\.\n(.*\n)* {2}other_\w+_login is no member of other_\w+, which owns some of it/,
    ),
  ]);
  expect(await state()).toEqual(before);
});

test("what fails anywhere on the way, or while it is undone, leaves everything as it was", async () => {
  const it = await made();
  const { quad, patch, state, applied } = it;
  const archive = await patch(everyKindMigrating);
  const before = await state();
  const apply = (fault: string) =>
    quad(`patch apply ${archive} --yes --allow-older --no-backup --undo-by dump`, { env: { QUAD_FAULT: fault } });
  for (const place of placesForwardDumping) {
    const run = await apply(`${place}:eio`);
    expect([place, run.code, run.stderr]).toEqual([place, 7, expect.stringMatching(/made to fail at/)]);
    expect([place, await state(), await applied()]).toEqual([place, before, []]);
  }
  const failing = "healthy.result:eio";
  for (const fault of [
    ...placesBackFilling.map((place) => `${failing},${place}:eio`),
    ...placesBackWithoutRoom.map((place) => `${failing},migrated.fill:enospc,${place}:eio`),
    ...placesBackAsItWas.map((place) => `migrated.script@2:eio,${place}:eio`),
  ]) {
    const run = await apply(fault);
    expect([fault, run.code, run.stderr]).toEqual([fault, 8, expect.any(String)]);
    expect([fault, (await quad("patch rollback")).code]).toEqual([fault, 0]);
    expect([fault, await state(), await applied()]).toEqual([fault, before, []]);
  }
  await isWell(it);
}, 600_000);

test("interrupted while it is dumped, it undoes everything by itself", async () => {
  const it = await made();
  const { patch, state, sql, home, quad } = it;
  await sql((tx) => tx`create table long as select i, md5(i::text) from generate_series(1, 500000) i`);
  const before = await state();
  const stop = new AbortController();
  const archive = await patch(everyKindMigrating);
  const running = quad(`patch apply ${archive} --yes --no-backup --undo-by dump`, { signal: stop.signal });
  await eventually(() => existsSync(join(home, ".quad/run/database/.partial-dump/database.sql.zst")));
  stop.abort();
  const run = await running;
  expect([run.code, run.stderr]).toEqual([
    130,
    expect.stringMatching(/Interrupted\.\nEverything is as it was before\.\n/),
  ]);
  expect(await state()).toEqual(before);
  await isWell(it);
});
