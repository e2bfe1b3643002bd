import { expect, test } from "vitest";
import { emptyInstall } from "../testing/install.ts";
import { madeUpSchema, shippedSchema } from "../testing/migrations.ts";
import { migrate, migrationStatus, rehearse } from "./migrate.ts";
import type { Schema } from "./migrations.ts";
import type { Sql } from "./sql.ts";

const emptyDatabase = () => emptyInstall({ template: "template1" });

const one = { "0001-one.sql": "create table QUAD_one (id integer)" };
const two = { "0002-two.sql": "create table QUAD_two (id integer)" };
const three = { "0003-three.sql": "create table QUAD_three (id integer)" };
const none = { "rules/none.sql": "select 1" };

const waysIn: readonly ((sql: Sql, schema: Schema) => Promise<unknown>)[] = [migrate, rehearse, migrationStatus];

/** Whatever stands in the schema, a line each. */
const standing = async (sql: Sql) => {
  const rows = await sql<{ what: string }[]>`
    select relname as what from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v')
    union all select proname || pg_get_function_arguments(oid) from pg_proc where pronamespace = 'public'::regnamespace
    order by 1`;
  return rows.map(({ what }) => what);
};

test("the shipped files are numbered from 1 without a gap", () => {
  const { migrations } = shippedSchema();
  expect(migrations.map(({ number }) => number)).toEqual(migrations.map((_, i) => i + 1));
});

test("20 runs at once on an empty database end in one clean schema", async () => {
  const { withSql } = await emptyDatabase();
  const fresh = await emptyInstall();
  const runs = await Promise.all(Array.from({ length: 20 }, () => withSql((sql) => migrate(sql, shippedSchema()))));
  const { migrations } = shippedSchema();
  expect(runs.flatMap(({ applied }) => applied.map(({ number }) => number)).sort((a, b) => a - b)).toEqual(
    migrations.map(({ number }) => number),
  );
  expect(runs.filter(({ rules }) => rules === "applied").length).toBe(1);
  expect(await withSql(standing)).toEqual(await fresh.withSql(standing));
  expect(await withSql((sql) => sql`select count(*) as n from QUAD_migrations`)).toEqual([{ n: migrations.length }]);
});

test("each file is a transaction: one that fails leaves those before it and nothing of itself", async () => {
  const { withSql } = await emptyDatabase();
  const broken = { "0002-two.sql": `${two["0002-two.sql"]}; insert into QUAD_one values ('no number')` };
  await expect(withSql((sql) => migrate(sql, madeUpSchema({ ...one, ...broken, ...none })))).rejects.toMatchObject({
    code: "undone",
    message: 'Migration 0002-two failed and was undone: invalid input syntax for type integer: "no number".',
  });
  expect(await withSql(standing)).toEqual(["quad_migrations", "quad_one", "quad_rules"]);
  const done = await withSql((sql) => migrate(sql, madeUpSchema({ ...one, ...two, ...none })));
  expect(done).toMatchObject({ applied: [{ number: 2, name: "two" }], rules: "applied" });
});

test("a history that was edited, has a gap or is newer is refused by every way in, and nothing is changed", async () => {
  const { withSql } = await emptyDatabase();
  await withSql((sql) => migrate(sql, madeUpSchema({ ...one, ...three, ...none })));
  const before = await withSql(standing);
  const refusals = [
    {
      schema: madeUpSchema({ "0001-one.sql": "create table QUAD_won (id integer)", ...three, ...none }),
      message: "Migration 0001-one is not the one that was applied to this database.",
    },
    {
      schema: madeUpSchema({ ...three, ...none }),
      message: "Migration 0001-one is not the one that was applied to this database.",
    },
    {
      schema: madeUpSchema({ ...one, ...two, ...three, ...none }),
      message: "Migration 0002-two was never applied to this database, and later ones were.",
    },
    {
      schema: madeUpSchema({ ...one, ...two, ...none }),
      message: "This database is at migration 3; this quad knows them up to 2.",
    },
  ];
  for (const { schema, message } of refusals) {
    for (const way of waysIn) {
      await expect(withSql((sql) => way(sql, schema))).rejects.toMatchObject({ code: "conflict", message });
    }
  }
  expect(await withSql(standing)).toEqual(before);
});

test("a schema whose name needs quotes is as good as any other", async () => {
  const { withSql, quad, url } = await emptyDatabase();
  await withSql((sql) => sql`create schema "My ""Schema"`);
  const within = `${url}?options=${encodeURIComponent('-c search_path="My\\ ""Schema"')}`;
  const env = { QUAD_DATABASE_URL: within };
  expect(await quad("init --company Acme --root acme --admin admin@acme.com", { env })).toMatchObject({ code: 0 });
  expect(await quad("domain list", { env })).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\/acme\t/) });
  expect(await quad("migrate status", { env })).toMatchObject({ stdout: expect.stringMatching(/is up to date\.\n$/) });
  expect(await withSql(standing)).toEqual([]);
  const [trigger] = await withSql(
    (sql) => sql`select count(*) > 10 as many from pg_trigger where tgname = 'quad_touch_updated_at'`,
  );
  expect(trigger).toEqual({ many: true });
});
