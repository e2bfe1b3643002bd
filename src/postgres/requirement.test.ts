import { expect, test } from "vitest";
import { emptyInstall, testInstall } from "../testing/install.ts";
import { shippedSchema } from "../testing/migrations.ts";

const latest = shippedSchema().migrations.length;

const commands = [
  "domain list",
  "member list",
  "role list",
  "domain create x --parent y",
  "domain move x --to y --dry-run",
];

test("commands refuse a database without the schema, and say what to run", async () => {
  const { quad } = await emptyInstall({ template: "template1" });
  for (const line of commands) {
    expect(await quad(line)).toEqual({
      code: 8,
      stdout: "",
      stderr: "This database has no QUAD schema yet.\nMake it ready: quad init\n",
    });
  }
});

test("commands refuse an older schema, and say what to run; then they go on", async () => {
  const { quad, withSql } = await testInstall();
  await withSql((sql) => sql`update QUAD_rules set checksum = 'older'`);
  for (const line of commands) {
    expect(await quad(line)).toEqual({
      code: 8,
      stdout: "",
      stderr: "The schema of this database is older than this quad.\nBring it up to date: quad migrate\n",
    });
  }
  expect((await quad("migrate")).stdout).toBe("  applied  rules\nThe schema is up to date now.\n");
  expect((await quad("domain list")).code).toBe(0);
});

test("commands refuse a newer schema", async () => {
  const { quad, withSql } = await testInstall();
  await withSql((sql) => sql`insert into QUAD_migrations (number, name, checksum) values (9999, 'later', 'x')`);
  for (const line of [...commands, "migrate", "migrate --dry-run", "migrate status"]) {
    expect(await quad(line)).toEqual({
      code: 5,
      stdout: "",
      stderr: `This database is at migration 9999; this quad knows them up to ${latest}.\nUse a newer quad.\n`,
    });
  }
});

test("a table that has the name of quad's history and is somebody else's is said to be so", async () => {
  for (const foreign of ["QUAD_migrations (version text)", "QUAD_rules (rule text)"]) {
    const { quad, withSql } = await emptyInstall({ template: "template1" });
    await withSql((sql) => sql.unsafe(`create table ${foreign}`));
    for (const line of ["migrate", "migrate --dry-run", "init --company Acme --root acme --admin admin@acme.com"]) {
      expect(await quad(line)).toMatchObject({
        code: 5,
        stderr: expect.stringMatching(
          /^There is a table quad_migrations or quad_rules here that quad did not make\.\nIts columns are others: column "\w+" does not exist\.\nRename it, or give quad a database or a schema of its own\.\n$/,
        ),
      });
    }
    expect([5, 8]).toContain((await quad("domain list")).code);
    expect(
      await withSql((sql) => sql`select count(*) as n from pg_class where relname like 'quad%' and relkind = 'r'`),
    ).toEqual([{ n: 1 }]);
  }
});
