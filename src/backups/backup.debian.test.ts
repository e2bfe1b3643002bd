import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { withConnection } from "../postgres/connect.ts";
import { withMaintenance } from "../postgres/databases.ts";
import { testInstall } from "../testing/install.ts";
import { scratchDirectory } from "../testing/processes.ts";
import { missingRoles, restoreInto } from "./database/restore.ts";
import { withServer } from "./database/server.ts";
import { openBackup } from "./manifest.ts";
import { type BackupInstall, backupInstalls } from "./server.testing.ts";

const install = backupInstalls();

test("a backup is one directory, nobody else's, with all that it takes, and verifying it finds it as it was", async () => {
  const { quad, backups, json } = await install();
  const made = await quad("patch backup");
  expect([made.code, made.code ? made.stderr : ""]).toEqual([0, ""]);
  expect(made.stderr.split("\n")[0]).toMatch(/^Without --encrypt-to passwords in \.env and the sessions/);
  expect(made.stdout).toMatch(/^Backed up to \/.*Z-[0-9a-f]{6}: \d+ rows of \d+ tables, 5 files, \d+ KB\.\n$/);
  const [name = ""] = readdirSync(backups).filter((one) => one.endsWith("Z") || /Z-/.test(one));
  expect(readdirSync(join(backups, name)).sort()).toEqual([
    "database.json.zst",
    "database.sql.zst",
    "files.jsonl.zst",
    "files.tar.zst",
    "manifest.json",
    "roles.sql.zst",
  ]);
  const modes = [name, ...readdirSync(join(backups, name)).map((file) => `${name}/${file}`)].map((path) =>
    (statSync(join(backups, path)).mode & 0o777).toString(8),
  );
  expect([modes[0], new Set(modes.slice(1))]).toEqual(["700", new Set(["600"])]);
  expect(await quad("patch backup verify latest")).toEqual({
    code: 0,
    stdout: expect.stringMatching(
      `^Verified ${name}: 5 members, \\d+ rows of \\d+ tables and 5 files are as they were.\n$`,
    ),
    stderr: expect.stringContaining("restoring the database"),
  });
  expect(await json("patch backup --list")).toMatchObject([
    { name, encrypted: false, whole: true, verifiedAt: expect.any(String), problems: [] },
  ]);
});

test("the vault's master password reaches no program, and is in nothing that one of them writes down", async () => {
  const { quad, backups, put, env } = await install();
  const bin = scratchDirectory();
  const seen = join(bin, "seen");
  for (const name of ["zstd", "tar", "docker", "docker-compose"])
    writeFileSync(join(bin, name), `#!/bin/sh\nenv >> '${seen}'\nPATH='${env.PATH}' exec ${name} "$@"\n`, {
      mode: 0o755,
    });
  put("docker-compose.yml", "services: {web: {image: web}}\n");
  chmodSync(put("scripts/backup.sh", `#!/bin/sh\nenv\nenv >> '${seen}'\n`), 0o755);
  const secret = { QUAD_VAULT_PASSWORD: "correct-horse", SEEN: "yes", PATH: `${bin}:${env.PATH}` };
  expect((await quad("patch backup", { env: secret })).code).toBe(0);
  const [name = ""] = readdirSync(backups).filter((one) => /Z-/.test(one));
  const log = readFileSync(join(backups, name, "own-script.log"), "utf8");
  for (const text of [log, readFileSync(seen, "utf8")]) {
    expect(text).toContain("SEEN=yes");
    expect(text).not.toContain("correct-horse");
  }
});

test("a table being written to, enums, partitions, large objects, a sequence that goes on: what comes back is what was dumped", async () => {
  const { sql, quad } = await install();
  await sql(async (db) => {
    await db
      .unsafe(`
      create type mood as enum ('fine', 'bad');
      create sequence drawn; select nextval('drawn'); create sequence never; create sequence down increment -1; select nextval('down');
      create table people (id serial primary key, mood mood, price numeric, at timestamptz, span interval, doc json, docs jsonb, raw bytea,
        list text[], real real, name text, upper text generated always as (upper(name)) stored);
      insert into people (mood, price, at, span, doc, docs, raw, list, real, name)
        select case i % 2 when 0 then 'fine' else 'bad' end::mood, i / 7.0, now() + i * interval '1 s', i * interval '1 s', '{"a": 1}', '{"a": 2}',
          decode(md5(i::text), 'hex'), array['a', null, i::text], i / 3.0, E'line\\n' || i from generate_series(1, 1000) i;
      alter table people drop column span;
      create table parted (at date, n int) partition by range (at);
      create table parted_1 partition of parted for values from ('2026-01-01') to ('2026-02-01');
      create table parted_2 partition of parted default;
      insert into parted select date '2026-01-20' + i, i from generate_series(1, 30) i;
      create table "Odd ""name""" ("a b" int, "select" text); insert into "Odd ""name""" values (1, null);
      create table nothing ();
      create unlogged table quick as select 1 as n;
      create materialized view seen as select count(*) from people;
      select lo_from_bytea(0, decode(repeat('ab', 1500000), 'hex')); select lo_create(0);
    `)
      .simple();
  });
  let stop = false;
  const writing = sql(async (db) => {
    while (!stop) await db.unsafe("insert into people (name) select 'more' || i from generate_series(1, 10) i");
  });
  const made = await quad("patch backup");
  stop = true;
  await writing;
  expect([made.code, made.code ? made.stderr : ""]).toEqual([0, ""]);
  const verified = await quad("patch backup verify latest");
  expect(verified).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Verified /) });
  await sql(async (db) => {
    expect(await db`select datname from pg_database where datname like 'quad\\_verify%'`).toEqual([]);
  });
});

test("restored into a new database it has the owner, the grants, the settings and the comment of the old one", async () => {
  const { sql, quad, json, target, env } = await install();
  const { database } = target;
  await sql((db) =>
    db
      .unsafe(`
      do $$ begin
        if not exists (select from pg_roles where rolname = 'Some "body"') then create role "Some ""body""" login password 'secret'; end if;
      end $$;
      alter database ${database} owner to "Some ""body""";
      revoke connect on database ${database} from public; grant connect on database ${database} to "Some ""body""" with grant option;
      alter database ${database} set search_path = "$user", public, "odd, name"; alter database ${database} set quad.note = 'it''s';
      alter role "Some ""body""" in database ${database} set statement_timeout = '5s';
      alter role "Some ""body""" in database ${database} set search_path = '';
      alter role quad in database ${database} set search_path = "$user", "50%, ""odd""", public;
      grant pg_monitor to "Some ""body""";
      comment on database ${database} is 'the platform''s'; alter database ${database} connection limit 7;
      create table owned (n int); alter table owned owner to "Some ""body"""; grant select on owned to public;
    `)
      .simple(),
  );
  const { path } = await json("patch backup");
  const reading = { backup: await openBackup(path), identities: [], environment: env };
  const other = `${database}_back`;
  const facts = (name: string) =>
    sql(async (db) => {
      const [row] = await db`
        select pg_get_userbyid(datdba) as owner, datconnlimit, datcollate, shobj_description(oid, 'pg_database') as comment,
          (select array_agg(a::text order by a::text) from unnest(datacl) a) as acl,
          (select json_agg(json_build_array(setrole, setconfig) order by setrole) from pg_db_role_setting where setdatabase = d.oid) as settings
        from pg_database d where datname = ${name}`;
      return row;
    });
  await withServer(target, async (db, server) => {
    await restoreInto(reading, { sql: db, server, environment: env }, other);
    try {
      expect(await facts(other)).toEqual(await facts(database));
      const owner = await withConnection(
        { ...target, database: other },
        (there) => there`select tableowner as owner from pg_tables where tablename = 'owned'`,
      );
      expect([...owner]).toEqual([{ owner: 'Some "body"' }]);
      await expect(restoreInto(reading, { sql: db, server, environment: env }, other)).rejects.toMatchObject({
        code: "conflict",
      });
    } finally {
      await db.unsafe(`drop database ${other} with (force)`);
    }
    await db.unsafe(
      `drop table owned; alter database ${database} owner to quad; drop owned by "Some ""body"""; drop role "Some ""body"""`,
    );
    await expect(restoreInto(reading, { sql: db, server, environment: env }, other)).rejects.toMatchObject({
      code: "conflict",
      message: 'This server has no role Some "body", which the database in the backup needs.',
    });
    const roles = await missingRoles(reading, db);
    expect(roles).toEqual([
      'CREATE ROLE "Some ""body""";',
      expect.stringMatching(/^ALTER ROLE "Some ""body""" WITH .* LOGIN .* PASSWORD 'SCRAM-SHA-256\$/),
      // Not by whom: that is a superuser of the server that it is from.
      'GRANT pg_monitor TO "Some ""body""";',
    ]);
    for (const statement of roles) await db.unsafe(statement);
    await restoreInto(reading, { sql: db, server, environment: env }, other);
    await db.unsafe(`drop database ${other}; `);
    await db.unsafe(`drop role "Some ""body"""`);
  });
  expect((await quad("patch backup --list")).stdout.split("\n")).toHaveLength(2);
});

test("a backup of an older server is verified and restored on a newer one", async () => {
  const { quad, json, home } = await install();
  const { path } = await json("patch backup");
  const { url } = await testInstall();
  // The scripts of the dump are run by whatever psql there is.
  const programs = join(home, "../programs");
  mkdirSync(programs);
  writeFileSync(join(programs, "pg_dump"), '#!/bin/sh\necho "pg_dump (PostgreSQL) 18.0"\n', { mode: 0o755 });
  symlinkSync("/usr/lib/postgresql/15/bin/psql", join(programs, "psql"));
  const env = { QUAD_DATABASE_URL: url, PATH: `${programs}:${process.env.PATH}` };
  for (const line of [`backup verify ${path}`, `restore ${path} --only-database --yes`, "restore --confirm --yes"])
    expect(await quad(`patch ${line}`, { env })).toMatchObject({ code: 0 });
});

test("where psql is older than the dump that is said, and the backup is not called damaged", async () => {
  const { quad, json, home } = await install();
  const { path } = await json("patch backup");
  const { url } = await testInstall();
  const programs = join(home, "../programs");
  mkdirSync(programs);
  for (const [name, script] of [
    ["pg_dump", 'echo "pg_dump (PostgreSQL) 18.0"'],
    ["psql", "printf '%s\\n' 'psql:<stdin>:5: error: invalid command \\restrict' >&2; exit 3"],
  ] as const)
    writeFileSync(join(programs, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const env = { QUAD_DATABASE_URL: url, PATH: `${programs}:${process.env.PATH}` };
  expect(await quad(`patch backup verify ${path}`, { env })).toMatchObject({
    code: 5,
    stderr: expect.stringContaining(
      "The psql that is there is older than the dump, and does not know its \\restrict.\nInstall the newest minor version",
    ),
  });
  expect(await json("patch backup --list")).toMatchObject([{ whole: true, verifiedAt: null }]);
});

test("the install's own script may fail: that is a warning, and what it said is kept", async () => {
  const { quad, put, json, backups } = await install();
  chmodSync(put("scripts/backup.sh", "#!/bin/sh\necho half done\nexit 3\n"), 0o755);
  const made = await quad("patch backup");
  const [{ name }] = await json("patch backup --list");
  expect([made.code, made.stderr]).toEqual([
    0,
    expect.stringContaining("The install's own script scripts/backup.sh failed: exit code 3"),
  ]);
  expect(readFileSync(join(backups, name, "own-script.log"), "utf8")).toBe("half done\n");
});

test("of backups that are made one right after the other the latest is the last", async () => {
  const { json } = await install();
  const made: string[] = [];
  for (let i = 0; i < 4; i += 1) made.unshift((await json("patch backup")).name);
  const listed: { name: string }[] = await json("patch backup --list");
  expect(listed.map(({ name }) => name)).toEqual(made);
});

test("a database may have any name", async () => {
  const { quad, target, sockets } = await install();
  const name = `${target.database} = 'a' "b" \\ %`;
  const quoted = `"${name.replaceAll('"', '""')}"`;
  const env = { QUAD_DATABASE_URL: `postgresql://quad@${encodeURIComponent(sockets)}/${encodeURIComponent(name)}` };
  await withMaintenance(target, (db) => db.unsafe(`create database ${quoted} template template_install`));
  try {
    for (const line of ["backup", "backup verify latest", "restore latest --yes", "restore --confirm --yes"])
      expect(await quad(`patch ${line}`, { env })).toMatchObject({ code: 0 });
  } finally {
    await withMaintenance(target, (db) => db.unsafe(`drop database ${quoted} with (force)`));
  }
});

test("a database that is closed for writing is backed up, and the backup verified", async () => {
  const it = await install();
  await it.sql((db) => db.unsafe(`alter database "${it.target.database}" set default_transaction_read_only = on`));
  for (const line of ["backup", "backup verify latest"]) {
    const { code, stderr } = await it.quad(`patch ${line}`);
    expect([line, code, code ? stderr : ""]).toEqual([line, 0, ""]);
  }
});

test("a subscription in the dump does not keep the databases that it is restored into", async () => {
  const { quad, sql, target, path } = await subscribed();
  expect((await quad("patch backup verify latest")).code).toBe(0);
  expect((await quad("patch restore latest --yes", { env: { QUAD_FAULT: "exchanged.act:eio" } })).code).toBe(7);
  expect((await quad(["patch", "restore", path, "--yes"])).code).toBe(0);
  const [row] = await sql(
    (db) => db`select subenabled, subslotname from pg_subscription where subname = 'other''s "feed'`,
  );
  expect(row).toEqual({ subenabled: false, subslotname: "feed" });
  const left = await withMaintenance(
    target,
    (db) => db`select datname from pg_database where datname ~ '^quad_(verify|fresh)_'`,
  );
  expect(left).toEqual([]);
  await dropSubscription(sql);
  expect((await quad("patch restore --confirm --yes")).code).toBe(0);
});

/** An install that had a subscription when it was backed up, and has none now: with one its database would not be exchanged. */
async function subscribed() {
  const it = await install();
  await it.sql((db) =>
    db.unsafe(
      `create subscription "other's ""feed" connection 'host=nowhere' publication p with (connect = false, slot_name = 'feed')`,
    ),
  );
  const { path } = await it.json("patch backup");
  await dropSubscription(it.sql);
  return { ...it, path };
}

const dropSubscription = (sql: BackupInstall["sql"]) =>
  sql(async (db) => {
    await db.unsafe(`alter subscription "other's ""feed" set (slot_name = none)`);
    await db.unsafe(`drop subscription "other's ""feed"`);
  });

test("older ones go as --keep-last and --keep-daily say, the one that was verified stays, and --dry-run only shows it", async () => {
  const { quad, json, backups } = await install();
  const names: string[] = [];
  for (const day of ["20260110", "20260111", "20260112", "20260112"]) {
    const { name, path } = await json("patch backup");
    // As if it had been made then.
    const older = `${day.replace(/(....)(..)(..)/, "$1-$2-$3")}T12000${names.length}Z-00000${names.length}`;
    renameSync(path, join(backups, older));
    names.push(older);
    expect(name).toMatch(/^\d{4}-\d\d-\d\dT\d{6}Z-[0-9a-f]{6}$/);
  }
  const [oldest = "", second = "", third = "", newest = ""] = names;
  expect((await quad(["patch", "backup", "verify", oldest])).code).toBe(0);
  const there = () => readdirSync(backups).filter((name) => name !== ".lock");
  expect(await quad("patch backup --prune --keep-daily 1 --dry-run")).toEqual({
    code: 0,
    stdout: `Would remove 2 older backups: ${third}, ${second}.\n2 backups are kept.\n`,
    stderr: "Nothing was changed: --dry-run.\n",
  });
  expect(there()).toEqual(names);
  expect(await quad("patch backup --prune --keep-daily 1 --yes")).toMatchObject({ code: 0, stderr: "" });
  expect(there()).toEqual([oldest, newest]);
  const made = await json("patch backup --keep-last 1");
  expect(made.removed).toEqual([newest]);
  expect(there()).toEqual([oldest, made.name]);
  expect(await quad("patch backup --list")).toEqual({
    code: 0,
    stdout: expect.stringMatching(
      `^${made.name}\t\\d+ KB\tin the clear\tnever\twhole\n${oldest}\t\\d+ KB\tin the clear\t20\\S+Z\twhole\n$`,
    ),
    stderr: "",
  });
});

test("a backup that is made while the clock is behind an older one stays when others go, and that is said", async () => {
  const { quad, json, backups } = await install();
  const { path } = await json("patch backup");
  const ahead = "2099-01-01T000000Z-000000";
  renameSync(path, join(backups, ahead));
  const made = await quad("patch backup --keep-last 1");
  expect([made.code, made.stderr]).toEqual([
    0,
    expect.stringContaining(`The backup ${ahead} bears a later time than this one: latest is that one.\n`),
  ]);
  expect(made.stdout).not.toContain("Removed");
  const [, name = ""] = /(\S+): \d+ rows/.exec(made.stdout) ?? [];
  expect(readdirSync(backups)).toEqual([".lock", basename(name), ahead]);
  expect((await quad("patch backup --prune --keep-last 1 --yes")).code).toBe(0);
});

test("where the server lacks a tablespace that is said, and the backup is not called damaged", async () => {
  const { quad, json, sql } = await install();
  await sql(async (tx) => {
    await tx`set allow_in_place_tablespaces = on`;
    await tx`create tablespace elsewhere location ''`;
    await tx`create table afar (n int) tablespace elsewhere`;
  });
  expect((await quad("patch backup")).code).toBe(0);
  await sql(async (tx) => {
    await tx`drop table afar`;
    await tx`drop tablespace elsewhere`;
  });
  const verified = await quad("patch backup verify latest");
  expect([verified.code, verified.stderr]).toEqual([
    5,
    expect.stringMatching(
      /^This server lacks something that the backup needs: .*"default_tablespace": "elsewhere"\.\nMake it/m,
    ),
  ]);
  expect(await json("patch backup --list")).toMatchObject([{ whole: true, verifiedAt: null }]);
});
