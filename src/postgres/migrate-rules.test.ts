import { expect, test } from "vitest";
import { emptyInstall } from "../testing/install.ts";
import { changedSchema, madeUpSchema, shippedSchema } from "../testing/migrations.ts";
import { migrate, migrationStatus } from "./migrate.ts";
import type { Schema } from "./migrations.ts";
import type { Sql } from "./sql.ts";

const emptyDatabase = () => emptyInstall({ template: "template1" });

const table = { "0001-one.sql": "create table QUAD_one (id integer)" };
const rules = (sql: string): Schema => madeUpSchema({ ...table, "rules/all.sql": sql });

const view = "create view QUAD_ones as select id from QUAD_one;";
const before = rules(`${view} create function quad_answer() returns integer language sql as 'select 41';`);
const after = rules(`${view} create function quad_answer(n integer) returns text language sql as 'select ''42''';`);

const functions = async (sql: Sql) => {
  const rows = await sql<{ name: string }[]>`
    select oid::regprocedure::text as name from pg_proc where pronamespace = 'public'::regnamespace order by 1`;
  return rows.map(({ name }) => name);
};

test("a rule whose signature changed is made again, and the old one is gone", async () => {
  const { withSql } = await emptyDatabase();
  await withSql((sql) => migrate(sql, before));
  expect(await withSql((sql) => migrationStatus(sql, after))).toMatchObject({ pending: [], rules: "outdated" });
  expect(await withSql((sql) => migrate(sql, after))).toEqual({ applied: [], rules: "applied", adopted: [] });
  expect(await withSql(functions)).toEqual(["quad_answer(integer)"]);
  expect(await withSql((sql) => migrate(sql, after))).toEqual({ applied: [], rules: "current", adopted: [] });
});

test("a rule that fails leaves the old ones, all of them", async () => {
  const { withSql } = await emptyDatabase();
  await withSql((sql) => migrate(sql, before));
  const broken = rules(`${view} create function quad_answer() returns nothing language sql as 'select 42';`);
  await expect(withSql((sql) => migrate(sql, broken))).rejects.toMatchObject({
    code: "undone",
    message: 'The rules were not changed: type "nothing" does not exist.',
  });
  expect(
    await withSql(
      (sql) => sql`select quad_answer() as answer from (select from QUAD_ones) v right join (select) one on true`,
    ),
  ).toEqual([{ answer: 41 }]);
  expect(await withSql((sql) => migrationStatus(sql, before))).toMatchObject({ rules: "current" });
});

test("what a customer has built on a rule is in the way, and named", async () => {
  const { withSql } = await emptyDatabase();
  await withSql((sql) => migrate(sql, before));
  await withSql((sql) => sql`create view report as select count(*) from QUAD_ones`);
  await expect(withSql((sql) => migrate(sql, after))).rejects.toMatchObject({
    code: "conflict",
    message: "The rules were not changed: cannot drop view quad_ones because other objects depend on it.",
    detail: ["view report depends on view quad_ones"],
    hint: ["Drop what depends on it, migrate, and make it again."],
  });
  expect(await withSql(functions)).toEqual(["quad_answer()"]);
});

test("nobody sees the rules half changed", async () => {
  const { withSql } = await emptyDatabase();
  await withSql((sql) => migrate(sql, before));
  let over = false;
  const seen = new Set<number>();
  const watching = withSql(async (sql) => {
    while (!over) {
      const [rules] = await sql<[{ n: number }]>`
        select (select count(*) from pg_proc where proname = 'quad_answer')
          + (select count(*) from pg_class where relname = 'quad_ones') as n`;
      seen.add(rules.n);
    }
  });
  for (let n = 0; n < 5; n += 1) {
    await withSql((sql) => migrate(sql, after));
    await withSql((sql) => migrate(sql, before));
  }
  over = true;
  await watching;
  expect([...seen]).toEqual([2]);
});

test("a changed rule of the shipped schema is exchanged under its rows", async () => {
  const { withSql, quad } = await emptyInstall();
  await quad("init --company Acme --root acme --admin admin@acme.com");
  const more = "create function quad_more(n integer) returns integer language sql as 'select n';";
  await withSql((sql) => migrate(sql, changedSchema({ "rules/zz-more.sql": more })));
  expect(await quad("domain list")).toMatchObject({ code: 8 });
  await withSql((sql) => migrate(sql, shippedSchema()));
  expect(await quad("domain list")).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\/acme\t/) });
  expect((await withSql(functions)).filter((name) => name.startsWith("quad_more"))).toEqual([]);
});

test("a trigger or a function of the customer's own outlives a change of the rules", async () => {
  const { withSql } = await emptyDatabase();
  await withSql(async (sql) => {
    await migrate(sql, before);
    await sql`create function own() returns trigger language plpgsql as 'begin return new; end'`;
    await sql`create trigger own before insert on QUAD_one for each row execute function own()`;
    await migrate(sql, after);
    expect(await sql`select tgname from pg_trigger where tgname = 'own'`).toEqual([{ tgname: "own" }]);
  });
});
