import { expect, test } from "vitest";
import { emptyInstall } from "../../testing/install.ts";
import { shippedSchema } from "../../testing/migrations.ts";
import { runProcess } from "../../testing/processes.ts";

const emptyDatabase = () => emptyInstall({ template: "template1" });
const names = shippedSchema().migrations.map(({ number, name }) => `${String(number).padStart(4, "0")}-${name}`);
const lines = (verb: string) => [...names, "rules"].map((name) => `  ${verb}  ${name}\n`).join("");

test("an empty database gets every file and the rules, and a second run finds nothing to do", async () => {
  const { quad } = await emptyDatabase();
  expect(await quad("migrate")).toEqual({
    code: 0,
    stdout: `${lines("applied")}The schema is up to date now.\n`,
    stderr: "",
  });
  expect(await quad("migrate")).toEqual({ code: 0, stdout: "The schema is up to date.\n", stderr: "" });
});

test("--dry-run names what it would do, and changes nothing", async () => {
  const { quad, withSql } = await emptyDatabase();
  expect(await quad("migrate --dry-run")).toEqual({
    code: 0,
    stdout: `${lines("would apply")}Nothing was changed.\n`,
    stderr: "",
  });
  expect(await withSql((sql) => sql`select relname from pg_class where relname like 'quad%'`)).toEqual([]);
  await quad("migrate");
  const before = await withSql(
    (sql) => sql`select oid, xmin::text from pg_class where relname like 'quad%' order by oid`,
  );
  expect((await quad("migrate --dry-run")).stdout).toBe("Nothing would change: the schema is up to date.\n");
  expect(
    await withSql((sql) => sql`select oid, xmin::text from pg_class where relname like 'quad%' order by oid`),
  ).toEqual(before);
});

test("as JSON it is what was done", async () => {
  const { json } = await emptyDatabase();
  const migrations = shippedSchema().migrations.map(({ number, name }) => ({ number, name }));
  expect(await json("migrate")).toEqual({ applied: migrations, rules: "applied", adopted: [] });
  expect(await json("migrate --dry-run")).toEqual({ applied: [], rules: "current", adopted: [] });
});

test("20 processes at once on an empty database end in one clean schema", async () => {
  const { url, quad } = await emptyDatabase();
  const runs = await Promise.all(
    Array.from({ length: 20 }, () => runProcess("migrate", { env: { QUAD_DATABASE_URL: url } })),
  );
  expect(runs.map(({ code, stderr }) => [code, stderr])).toEqual(runs.map(() => [0, ""]));
  const applied = runs.flatMap(({ stdout }) => [...stdout.matchAll(/ {2}applied {2}(\S+)/g)].map(([, name]) => name));
  expect(applied.sort()).toEqual([...names, "rules"].sort());
  expect((await quad("init --company Acme --root acme --admin admin@acme.com")).code).toBe(0);
});

test("who may not create gets a sentence", async () => {
  const { url, quad, withSql } = await emptyDatabase();
  const role = `guest_${Math.random().toString(36).slice(2)}`;
  await withSql((sql) => sql.unsafe(`revoke create on schema public from public; create role ${role} login`).simple());
  const run = await quad("migrate", { env: { QUAD_DATABASE_URL: url.replace("quad@", `${role}@`) } });
  await withSql((sql) => sql.unsafe(`drop role ${role}`));
  expect(run).toEqual({
    code: 3,
    stdout: "",
    stderr: `Postgres refuses: permission denied for schema public.
It takes the rights of the install's owner. See whose connection this is: quad doctor
`,
  });
});
