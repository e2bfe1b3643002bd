import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { withConnection } from "../../postgres/connect.ts";
import { parseTarget } from "../../postgres/target.ts";
import { eventually } from "../../testing/processes.ts";
import { type PatchInstall, patchInstall } from "../install.testing.ts";

const migrating = (up: string, more: object = {}) => ({
  name: "postman-db-1.0",
  files: { "app/more.js": "more" },
  migrations: { "1-up.sql": up, "1-down.sql": "drop table postman_collections" },
  yaml: { migrations: [{ name: "collections", up: "1-up.sql", down: "1-down.sql", reversible: true, ...more }] },
});

const good = "create table postman_collections (name text); insert into postman_collections values ('first');";

/** Databases that runs of this install have left beside its own. */
const beside = ({ withSql }: PatchInstall) =>
  withSql(async (sql) => {
    const rows = await sql<{ name: string }[]>`
      select d.datname as name from pg_database d join QUAD_patches p
        on d.datname ~ '^quad_(before|aside)_' and right(d.datname, 12) = left(replace(p.id::text, '-', ''), 12)`;
    return rows.map(({ name }) => name);
  });
const collections = ({ withSql }: PatchInstall) =>
  withSql(async (sql) => {
    const [{ there }] = await sql<[{ there: string | null }]>`select to_regclass('postman_collections')::text as there`;
    return there === null
      ? null
      : sql`select name from postman_collections`.then((rows) => rows.map((row) => row.name));
  });

test("a patch that migrates does so with its own row, and its rollback migrates back", async () => {
  const install = await patchInstall();
  const { quad, patch, applied, tree } = install;
  const before = tree();
  const archive = await patch(migrating(good));
  const plan = await quad(`patch plan ${archive}`);
  expect([plan.code, plan.stdout]).toEqual([
    0,
    expect.stringMatching(/the database is copied \([\d.]+ MB\) and migrated: collections/),
  ]);
  const run = await quad(`patch apply ${archive} --yes`);
  expect([run.code, run.stderr.split("\n").filter((line) => /database/.test(line))]).toEqual([
    0,
    [
      expect.stringMatching(/^ +[\d.]+ s {2}copying the database …$/),
      expect.stringMatching(/s {2}migrating the database …$/),
    ],
  ]);
  expect(await collections(install)).toEqual(["first"]);
  expect(await applied()).toEqual(["postman-db-1.0"]);
  expect(await beside(install)).toEqual([]);
  expect(tree()).toMatchObject({ ".quad/patches/postman-db-1.0/migrations/1-up.sql": `644 ${good}` });
  expect(await quad("patch rollback postman-db-1.0 --yes")).toMatchObject({ code: 0 });
  expect([await collections(install), await applied(), await beside(install)]).toEqual([null, [], []]);
  expect(tree()).toEqual(before);
});

test.each([
  ["select 1/0;", /\nThe migration collections failed: division by zero \(22012\)\.\n/],
  [`${good} commit; select 1/0;`, /division by zero/],
  [`${good} commit;`, /ends the transaction that it is run in/],
  [`${good} rollback; begin;`, /ends the transaction that it is run in/],
  ["copy QUAD_domains from stdin;", /a migration cannot COPY FROM STDIN/],
  ["create database x;", /cannot run inside a transaction block/],
  ["drop schema public cascade; drop table nothing;", /does not exist/],
])("what a migration has done that fails is taken back, whatever it does: %s", async (up, why) => {
  const install = await patchInstall();
  const { quad, patch, tree, json, applied } = install;
  const before = tree();
  const audit = (await json("audit list --limit 1000")).length;
  const run = await quad(`patch apply ${await patch(migrating(up))} --yes`);
  expect([run.code, run.stderr]).toEqual([7, expect.stringMatching(why)]);
  expect(run.stderr).toMatch(/Everything is as it was before\.\n/);
  expect([await collections(install), await beside(install), tree(), await applied()]).toEqual([null, [], before, []]);
  // That it was tried is on record, and the trail is whole.
  expect((await quad("patch history")).stdout).toMatch(/^postman-db-1\.0\t1\t[\d-]+\tcame to nothing\t/);
  expect((await json("audit list --limit 1000")).length).toBeGreaterThan(audit);
  expect((await quad("audit verify")).code).toBe(0);
});

test.each(["role", "session authorization"])(
  "a migration that leaves another %s has none of it left behind it",
  async (what) => {
    const install = await patchInstall();
    const archive = await install.patch(migrating(`${good}; set ${what} pg_monitor;`));
    expect((await install.quad(`patch apply ${archive} --yes`)).code).toBe(0);
    expect([await collections(install), await install.applied()]).toEqual([["first"], ["postman-db-1.0"]]);
  },
);

test("roles that a migration leaves behind are named: they are the server's", async () => {
  const { quad, patch } = await patchInstall();
  const role = `quad_left_${process.pid}`;
  onTestFinished(async () => {
    await (await patchInstall()).withSql((sql) => sql.unsafe(`drop role ${role}`));
  });
  const run = await quad(`patch apply ${await patch(migrating(`create role ${role}; commit; select 1/0;`))} --yes`);
  expect([run.code, run.stderr]).toEqual([
    7,
    // Other tests make some of theirs at the same time.
    expect.stringMatching(
      new RegExp(`^\\d+ roles? came with it, which the server has and no undo takes back: .*\\b${role}\\b`, "m"),
    ),
  ]);
});

test("mail that went out of a database that is undone is held in the one of before", async () => {
  const { quad, patch, withSql } = await patchInstall();
  await withSql(
    (sql) => sql`
      insert into QUAD_outbox (company_id, recipient_email, template, data, occasion)
      select id, occasion || '@acme.com', 'request-started', '{}', occasion from QUAD_companies, unnest(array['sent', 'untried']) occasion`,
  );
  const archive = await patch(
    migrating("update QUAD_outbox set status = 'sent', attempts = 1, sent_at = now() where occasion = 'sent';"),
  );
  const run = await quad(`patch apply ${archive} --yes`, { env: { QUAD_FAULT: "healthy.result:eio" } });
  expect(run.code).toBe(7);
  expect(run.stderr).toContain("1 mail may have gone out since, and is held: quad mail list --held\n");
  expect(await withSql((sql) => sql`select occasion, status from QUAD_outbox order by 1`)).toEqual([
    { occasion: "sent", status: "held" },
    { occasion: "untried", status: "waiting" },
  ]);
});

test("where nobody can tell what went out of a database that is undone, all that waits is held", async () => {
  const { quad, patch, withSql } = await patchInstall();
  await withSql(
    (sql) => sql`
      insert into QUAD_outbox (company_id, recipient_email, template, data, occasion)
      select id, 'a@acme.com', 'request-started', '{}', 'a' from QUAD_companies`,
  );
  const archive = await patch(migrating("alter table QUAD_outbox rename attempts to tries;"));
  const run = await quad(`patch apply ${archive} --yes`, { env: { QUAD_FAULT: "healthy.result:eio" } });
  expect([run.code, run.stderr]).toEqual([7, expect.stringContaining("The trail since could not be brought over (")]);
  expect(await withSql((sql) => sql`select status from QUAD_outbox`)).toEqual([{ status: "held" }]);
});

test("what the trail has since the copy stays, and so does what is sealed of it", async () => {
  const install = await patchInstall();
  const { quad, patch, withSql } = install;
  expect((await quad("audit seal")).code).toBe(0);
  const archive = await patch(
    migrating(
      "select set_config('quad.command', 'a migration', true), set_config('search_path', '', false); update public.QUAD_companies set name = 'Other';",
    ),
  );
  const run = await quad(`patch apply ${archive} --yes`, { env: { QUAD_FAULT: "healthy.result:eio" } });
  expect(run.code).toBe(7);
  const [company] = await withSql((sql) => sql`select name from QUAD_companies`);
  expect(company?.name).toBe("Massachusetts Mutual Life Insurance");
  const entries = await withSql(
    (sql) =>
      sql`select id, after ->> 'name' as name from QUAD_audit where table_name = 'quad_companies' and action = 'update'`,
  );
  expect(entries.map(({ name }) => name)).toEqual(["Other"]);
  const tried = await withSql(
    (sql) => sql`select action, command from QUAD_audit where table_name = 'quad_patches' order by id`,
  );
  expect(tried.map(({ action, command }) => `${action} ${command}`)).toEqual([
    "insert quad patch apply postman-db-1.0",
    "insert quad patch apply postman-db-1.0",
    "update quad patch apply postman-db-1.0",
  ]);
  expect((await quad("audit seal")).code).toBe(0);
  expect(await quad("audit verify")).toMatchObject({ code: 0 });
});

test("grants, settings and owner of the database are those of before, whichever way it went", async () => {
  const install = await patchInstall();
  const { quad, patch, withSql, url } = install;
  const name = new URL(url.replace(/@[^/]*/, "@x")).pathname.slice(1);
  const role = `r_${name}`;
  const server = parseTarget(url.replace(/\/[^/]*$/, "/postgres"));
  await withConnection(server, async (sql) => {
    for (const statement of [
      `create role ${role}`,
      `revoke all on database ${name} from public`,
      `grant connect, temp on database ${name} to ${role} with grant option`,
      `alter database ${name} set work_mem = '12345kB'`,
      `alter database ${name} set search_path = public, "strange, name"`,
      `alter role ${role} in database ${name} set statement_timeout = '5min'`,
      `alter database ${name} connection limit 77`,
      `comment on database ${name} is 'it''s \\ ours'`,
    ])
      await sql.unsafe(statement);
  });
  onTestFinished(() =>
    withConnection(parseTarget(url), async (sql) => {
      await sql.unsafe(`drop owned by ${role}; alter role ${role} reset all; drop role if exists ${role}`);
    }).catch(() => {}),
  );
  const properties = () =>
    withSql(async (sql) => {
      const [row] = await sql`
        select datacl::text, datconnlimit, datallowconn, pg_get_userbyid(datdba) as owner, shobj_description(oid, 'pg_database') as comment,
          (select json_agg(json_build_array(setrole::regrole, setconfig) order by setrole) from pg_db_role_setting where setdatabase = d.oid) as settings
        from pg_database d where datname = current_database()`;
      return row;
    });
  const before = await properties();
  for (const fault of ["", "healthy.result:eio"]) {
    const archive = await patch(migrating(good));
    const run = await quad(`patch apply ${archive} --yes --allow-older`, { env: { QUAD_FAULT: fault } });
    expect([run.code, run.stderr]).toEqual([fault ? 7 : 0, expect.any(String)]);
    expect(await properties()).toEqual(before);
    if (!fault) expect((await quad("patch rollback postman-db-1.0 --yes")).code).toBe(0);
  }
});

test("whoever is connected is sent away, and let in again afterwards", async () => {
  const { quad, patch, url } = await patchInstall();
  await withConnection(parseTarget(url), async (sql) => {
    await sql`select 1`;
    expect((await quad(`patch apply ${await patch(migrating(good))} --yes`)).code).toBe(0);
    await expect(sql`select 1`).rejects.toThrow();
  }).catch(() => {});
  expect(await withConnection(parseTarget(url), (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }]);
});

test("a copy of the database may take longer than the install's own statements", async () => {
  const { quad, patch, url } = await patchInstall();
  const archive = await patch(migrating(good));
  const name = new URL(url.replace(/@[^/]*/, "@x")).pathname.slice(1);
  const env = { QUAD_DATABASE_URL: `${url}?options=${encodeURIComponent("-c statement_timeout=2s")}` };
  const maintenance = parseTarget(url.replace(/\/[^/]*$/, "/postgres"));
  await withConnection(maintenance, async (sql) => {
    // Whoever copies it waits until this is committed.
    await sql.unsafe(`begin; comment on database ${name} is 'ours'`).simple();
    const run = quad(`patch apply ${archive} --yes`, { env });
    await withConnection(maintenance, (other) =>
      eventually(async () => {
        const copying = await other`
          select from pg_stat_activity where query ~ ${`template "${name}"`} and wait_event_type = 'Lock'`;
        return copying.length;
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 2500));
    await sql`commit`;
    expect(await run).toMatchObject({ code: 0 });
  });
});

test("what may not be exchanged is said before anything is changed", async () => {
  const { quad, patch, withSql, tree, url } = await patchInstall();
  const archive = await patch(migrating(good));
  const before = tree();
  const name = `weak_${Math.random().toString(36).slice(2)}`;
  await withSql((sql) => sql.unsafe(`create role ${name} login in role quad`));
  onTestFinished(() => withSql((sql) => sql.unsafe(`drop role ${name}`)).then(() => {}));
  const run = await quad(`patch plan ${archive}`, { env: { QUAD_DATABASE_URL: url.replace("quad@", `${name}@`) } });
  expect([run.code, run.stderr]).toEqual([
    5,
    expect.stringMatching(
      new RegExp(
        `cannot be copied and given back\\.\n  ${name} may not create databases: alter role ${name} createdb\n  ${name} may not end others' sessions`,
      ),
    ),
  ]);
  const own = new URL(url.replace(/@[^/]*/, "@x")).pathname.slice(1);
  await withSql((sql) => sql.unsafe(`alter database ${own} is_template true`));
  expect(await quad(`patch apply ${archive} --yes`)).toMatchObject({
    code: 5,
    stderr: expect.stringContaining(
      `${own} is a template, which cannot be dropped: alter database ${own} is_template false`,
    ),
  });
  await withSql((sql) => sql.unsafe(`alter database ${own} is_template false`));
  expect(tree()).toEqual(before);
});

test("a patch whose vendor does not say that it can be migrated back is not rolled back by it", async () => {
  const { quad, patch } = await patchInstall();
  expect((await quad(`patch apply ${await patch(migrating(good, { reversible: false }))} --yes`)).code).toBe(0);
  expect(await quad("patch rollback postman-db-1.0 --yes")).toMatchObject({
    code: 5,
    stderr: expect.stringMatching(
      /^postman-db-1\.0 migrated the database, and its vendor does not say that it can be migrated back\.\n {2}collections\n/,
    ),
  });
});

test("a patch that has migrated goes after a later one that has, whatever their files", async () => {
  const { quad, patch } = await patchInstall();
  await quad(`patch apply ${await patch(migrating(good))} --yes`);
  const later = {
    ...migrating("alter table postman_collections add column size integer;"),
    ...{ name: "postman-db-1.1", sequence: 2, files: { "app/other.js": "other" } },
  };
  expect((await quad(`patch apply ${await patch(later)} --yes`)).code).toBe(0);
  expect(await quad("patch rollback postman-db-1.0 --yes")).toMatchObject({
    code: 5,
    stderr: expect.stringMatching(/^postman-db-1\.1 builds on postman-db-1\.0\.\n/),
  });
});

test("two installs on one database do not patch it at once", async () => {
  const { quad, patch, directory, home } = await patchInstall();
  const archive = await patch(migrating("select pg_sleep(0.5);"));
  const other = join(directory, "other-home");
  mkdirSync(other);
  const runs = await Promise.all([
    quad(`patch apply ${archive} --yes`),
    quad(`patch apply ${archive} --yes`, { env: { QUAD_HOME: other } }),
  ]);
  expect(runs.map(({ code }) => code).sort()).toEqual([0, expect.toBeOneOf([5, 9])]);
  expect([home, other].map((one) => existsSync(join(one, "app/more.js"))).sort()).toEqual([false, true]);
});

/** The name of an install's database, and SQL that ends the session which holds the lock on it. */
function lockOf({ url }: PatchInstall) {
  const name = new URL(url.replace(/@[^/]*/, "@x")).pathname.slice(1);
  return {
    key: `hashtext('${name}')`,
    ends: `select pg_terminate_backend(pid, 5000) from pg_locks where locktype = 'advisory' and granted
      and classid = 1903522148 and objid = (hashtext('${name}')::bigint & 4294967295)::oid;`,
    maintenance: parseTarget(url.replace(/\/[^/]*$/, "/postgres")),
  };
}

test("a lock that was lost is noticed before the next step, and everything is undone under another", async () => {
  const install = await patchInstall();
  const { quad, patch, tree, applied, database } = install;
  const before = [tree(), await database()];
  const run = await quad(`patch apply ${await patch(migrating(`${good} ${lockOf(install).ends}`))} --yes`);
  expect([run.code, run.stderr]).toEqual([
    7,
    expect.stringMatching(
      /\nThe lock on the database quad_\w+ was lost: the server ended its session\.\nEverything is as it was/,
    ),
  ]);
  expect([tree(), await database(), await applied(), await beside(install)]).toEqual([...before, [], []]);
});

test("where another has taken the lock meanwhile nothing is undone under its hands, and it is later", async () => {
  const install = await patchInstall();
  const { quad, patch, tree, applied, database } = install;
  const { key, ends, maintenance } = lockOf(install);
  const archive = await patch(migrating(`${good} ${ends}`));
  const before = [tree(), await database()];
  await withConnection(maintenance, async (sql) => {
    const waiting = quad(`patch apply ${archive} --yes`);
    // It has the lock when the first has it no more.
    await eventually(async () => {
      const [held] = await sql`
        select 1 from pg_locks where locktype = 'advisory' and granted and classid = 1903522148
          and objid = (${sql.unsafe(key)}::bigint & 4294967295)::oid`;
      return held;
    });
    await sql`select pg_advisory_lock(1903522148, ${sql.unsafe(key)})`;
    const run = await waiting;
    expect([run.code, run.stderr]).toEqual([
      8,
      expect.stringMatching(/\nUndoing the step \w+ failed: Another quad is at work on the database quad_/),
    ]);
    expect((await quad("patch rollback")).code).toBe(9);
  });
  expect((await quad("patch rollback")).code).toBe(0);
  expect([tree(), await database(), await applied(), await beside(install)]).toEqual([...before, [], []]);
});

test("what others have written before it is undone is kept, and a run is undone nowhere else", async () => {
  const install = await patchInstall();
  const { quad, patch, withSql, url } = install;
  const archive = await patch(migrating(good));
  const env = { QUAD_FAULT: "committed.act:eio,healthy.undone:eio" };
  expect((await quad(`patch apply ${archive} --yes`, { env })).code).toBe(8);
  await quad("domain create newwork --parent massmutual");
  const elsewhere = await quad("patch rollback", {
    env: { QUAD_DATABASE_URL: url.replace(/\/[^/]*$/, "/quad_template") },
  });
  expect([elsewhere.code, elsewhere.stderr]).toEqual([
    5,
    expect.stringMatching(/^postman-db-1\.0 was begun on the same server, on its database /),
  ]);
  const undone = await quad("patch rollback");
  expect([undone.code, undone.stderr]).toEqual([
    0,
    expect.stringMatching(
      /Others have written \d+ entries of the trail since; the database that has them is kept as quad_kept_/,
    ),
  ]);
  expect((await quad("domain show newwork")).code).toBe(4);
  const kept = () =>
    withSql((sql) => sql`select 1 from pg_database where datname = ${/quad_kept_\w+/.exec(undone.stderr)?.[0] ?? ""}`);
  expect(await kept()).toHaveLength(1);
  expect((await quad("patch restore --confirm --yes")).code).toBe(0);
  expect(await kept()).toHaveLength(0);
});

test("what was written before a run of a patch that came to nothing once is no reason to keep its database", async () => {
  const { quad, patch } = await patchInstall();
  const archive = await patch(migrating("select 1 / 0;"));
  const run = () => quad(`patch apply ${archive} --yes --allow-older`);
  expect((await run()).code).toBe(7);
  await quad("domain create newwork --parent massmutual");
  const again = await run();
  expect([again.code, again.stderr]).toEqual([7, expect.not.stringContaining("Others have written")]);
  expect((await quad("domain show newwork")).code).toBe(0);
  expect((await quad("patch restore --confirm --yes")).code).toBe(4);
});

test("databases whose names want quotes are copied and given back as well", async () => {
  const install = await patchInstall();
  const { quad, patch, url } = install;
  const name = new URL(url.replace(/@[^/]*/, "@x")).pathname.slice(1);
  const odd = `${name} "Qu.ad"`;
  const server = parseTarget(url.replace(/\/[^/]*$/, "/postgres"));
  const rename = (from: string, to: string) =>
    withConnection(server, (sql) =>
      sql.unsafe(`alter database "${from.replaceAll('"', '""')}" rename to "${to.replaceAll('"', '""')}"`),
    );
  await rename(name, odd);
  const env = { QUAD_DATABASE_URL: url.replace(/\/[^/]*$/, `/${encodeURIComponent(odd)}`) };
  const archive = await patch(migrating(good));
  expect((await quad(`patch apply ${archive} --yes`, { env: { ...env, QUAD_FAULT: "healthy.act:eio" } })).code).toBe(7);
  expect((await quad(`patch apply ${archive} --yes`, { env })).code).toBe(0);
  await rename(odd, name);
});
