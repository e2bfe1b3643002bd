import { expect, test } from "vitest";
import { emptyInstall, type TestInstall } from "../testing/install.ts";
import { shippedSchema } from "../testing/migrations.ts";
import { pgbouncer } from "../testing/pgbouncer.ts";

/** An empty database whose commands go through a pgbouncer that lends two sessions, a transaction each. */
async function pooled(): Promise<TestInstall["quad"]> {
  const { quad, url } = await emptyInstall({ template: "template1" });
  const through = await pgbouncer({ default_pool_size: 2 });
  const env = { QUAD_DATABASE_URL: through(url.slice(url.lastIndexOf("/") + 1)) };
  return (line, options) => quad(line, { ...options, env: { ...env, ...options?.env } });
}

const init = "init --company Acme --root acme --admin admin@acme.com --plan enterprise";

test("an install is made, filled, imported into and examined through a pooler", async () => {
  const quad = await pooled();
  const run = async (line: string, stdin = "") => {
    const { code, stdout, stderr } = await quad(line, { stdin });
    expect([line, code, stderr]).toEqual([line, 0, ""]);
    return stdout;
  };
  expect(await run(init)).toMatch(/^Ready: Acme/);
  await run("domain create sales --parent acme --admin lead@acme.com");
  await run("domain create claims --parent sales");
  await run("member add dev@acme.com --domain claims --role developer --allocation 60");
  await run("domain move claims --to acme");
  const csv = "domain,email,role,allocation\n/acme/sales,qa@acme.com,QA,40\n";
  await run("org import --from csv -", csv);
  expect(await run("domain tree")).toMatch("claims");
  expect(await run("member list --domain sales")).toMatch("qa@acme.com");
  expect((await quad("doctor")).stdout).not.toMatch(/prepared statement|bug/);
  expect((await quad("member add dev@acme.com --domain sales --role qa --allocation 50")).code).toBe(5);
});

test("20 migrations at once through two sessions end in one clean schema", async () => {
  const quad = await pooled();
  const runs = await Promise.all(Array.from({ length: 20 }, () => quad("migrate --json")));
  expect(runs.map(({ code, stderr }) => [code, stderr])).toEqual(runs.map(() => [0, ""]));
  const applied = runs.flatMap(({ stdout }) => JSON.parse(stdout).applied.map((one: { number: number }) => one.number));
  expect(applied.sort((a, b) => a - b)).toEqual(shippedSchema().migrations.map(({ number }) => number));
  expect((await quad(init)).code).toBe(0);
});

test("20 writes at once through two sessions all come through", async () => {
  const quad = await pooled();
  await quad(init);
  const runs = await Promise.all(
    Array.from({ length: 20 }, (_, n) => quad(`domain create team-${n} --parent acme --admin lead-${n}@acme.com`)),
  );
  expect(runs.map(({ code, stderr }) => [code, stderr])).toEqual(runs.map(() => [0, ""]));
});

test("--as through a pooler is that person for the one command, and nobody after it", async () => {
  const quad = await pooled();
  await quad(init);
  await quad("domain create sales --parent acme --admin lead@acme.com");
  await quad("domain create claims --parent acme --admin other@acme.com");
  const runs = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      quad(
        n % 2
          ? `--as lead@acme.com member add dev-${n}@acme.com --domain sales --role qa`
          : `--as other@acme.com member add dev-${n}@acme.com --domain sales --role qa`,
      ),
    ),
  );
  expect(runs.map(({ code }) => code)).toEqual(runs.map((_, n) => (n % 2 ? 0 : 3)));
  expect((await quad("domain create legal --parent acme")).code).toBe(0);
});

test("--dry-run through a pooler changes nothing", async () => {
  const quad = await pooled();
  await quad(init);
  expect((await quad("domain create x --parent acme --dry-run")).code).toBe(0);
  expect((await quad("domain show x")).code).toBe(4);
  expect((await quad("migrate --dry-run")).stdout).toBe("Nothing would change: the schema is up to date.\n");
});

test("a pooler that is full is exit 6, with its words", async () => {
  const { quad, url } = await emptyInstall();
  const through = await pgbouncer({ default_pool_size: 1, max_client_conn: 1 });
  const env = { QUAD_DATABASE_URL: through(url.slice(url.lastIndexOf("/") + 1)) };
  const runs = await Promise.all(Array.from({ length: 10 }, () => quad("domain list", { env })));
  const refused = runs.filter(({ code }) => code !== 0);
  expect(refused.length).toBeGreaterThan(0);
  for (const { code, stderr } of refused) {
    expect(code).toBe(6);
    expect(stderr).toMatch(/^Postgres at \S+ refuses: no more connections allowed \(max_client_conn\)\.\n/);
  }
});
