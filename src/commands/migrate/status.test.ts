import { expect, test } from "vitest";
import { emptyInstall } from "../../testing/install.ts";
import { shippedSchema } from "../../testing/migrations.ts";

const { migrations } = shippedSchema();

test("status tells what is applied and what is not, and changes nothing", async () => {
  const { quad, withSql } = await emptyInstall({ template: "template1" });
  const empty = await quad("migrate status");
  expect(empty.stdout).toMatch(/^ {2}pending {2}0001-install\n/);
  expect(empty.stdout).toMatch(/\n {2}pending {2}rules\nBring it up to date: quad migrate\n$/);
  expect(await withSql((sql) => sql`select relname from pg_class where relname like 'quad%'`)).toEqual([]);

  await quad("migrate");
  const done = await quad("migrate status");
  expect(done.stdout).toMatch(/^ {2}applied {2}0001-install {2}\d{4}-\d\d-\d\dT\S+Z\n/);
  expect(done.stdout).toMatch(/\n {2}applied {2}rules\nThe schema is up to date\.\n$/);

  await withSql((sql) => sql`update QUAD_rules set checksum = 'older'`);
  expect((await quad("migrate status")).stdout).toMatch(
    /\n {2}pending {2}rules \(changed since\)\nBring it up to date: quad migrate\n$/,
  );
});

test("as JSON it has what is applied, what is pending, and the rules", async () => {
  const { json } = await emptyInstall();
  const status = await json("migrate status");
  expect(status).toMatchObject({ pending: [], rules: "current", adopts: [] });
  expect(status.applied).toEqual(
    migrations.map(({ number, name, checksum }) => ({ number, name, checksum, appliedAt: expect.any(String) })),
  );
});

test("tables that stand there already are named as to be adopted", async () => {
  const { quad, withSql } = await emptyInstall({ template: "template1" });
  await withSql((sql) => sql`create table QUAD_companies (id uuid)`);
  expect((await quad("migrate status")).stdout).toMatch(
    /1 table stands there already and would be adopted: quad_companies/,
  );
});
