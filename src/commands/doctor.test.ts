import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import type { Check } from "../install/doctor/check.ts";
import { mailInstall } from "../mail/install.testing.ts";
import { emptyInstall, runQuad, type TestInstall, testInstall } from "../testing/install.ts";
import { personalLogin } from "../testing/logins.ts";

const find = (checks: readonly Check[], name: string) => checks.find((check) => check.name === name);

/** The report with what differs from run to run taken out. */
const steady = (text: string, { url, directory }: TestInstall) =>
  text
    .replaceAll(directory, "HOME")
    .replaceAll(inject("sockets"), "SOCKETS")
    .replaceAll(new URL(url).pathname.slice(1), "DATABASE")
    .replace(process.versions.node, "NODE")
    .replace(/in \d+ ms/, "in N ms")
    .replace(/Postgres \d\S+/, "Postgres VERSION")
    .replace(/[\d.]+ s from/, "N s from")
    .replace(/(time zone +).*/, "$1ZONE");

/** A PATH on which backups find what they need, none of which does anything. */
function withPrograms(directory: string, left: readonly string[] = []): string {
  const bin = join(directory, "bin");
  mkdirSync(bin);
  for (const [name, said] of [
    ["tar", "tar (GNU tar) 1.34"],
    ["zstd", "*** Zstandard CLI (64-bit) v1.5.4, by Yann Collet ***"],
    ["pg_dump", "pg_dump (PostgreSQL) 99.1"],
  ] as const) {
    if (!left.includes(name)) writeFileSync(join(bin, name), `#!/bin/sh\necho '${said}'\n`, { mode: 0o755 });
  }
  return bin;
}

test("a sound install passes every check, and each setting says where it came from", async () => {
  const install = await testInstall();
  const { code, stdout, stderr } = await install.quad("doctor", { env: { PATH: withPrograms(install.directory) } });
  expect(stderr).toBe("");
  expect(code).toBe(0);
  expect(steady(stdout, install)).toMatchInlineSnapshot(`
    "✓ node             NODE
    ✓ install          HOME (QUAD_HOME)
    ✓ config           none: looked at HOME/quad.yaml, /etc/quad/quad.yaml
    ✓ compose file     none: looked at HOME/docker-compose.yml (there is none)
    - compose          skipped: there is no compose file.
    ✓ database         postgresql://quad@SOCKETS:5432/DATABASE (QUAD_DATABASE_URL)
    ✓ host             SOCKETS:5432 (QUAD_DATABASE_URL)
    ✓ database name    DATABASE (QUAD_DATABASE_URL)
    ✓ user             quad (QUAD_DATABASE_URL)
    ✓ password         none
    - vault client     skipped: bw is not on PATH; quad key exec, reveal and check need it.
    ✓ vault directory  /var/lib/quad/vault (default)
    ✓ vault password   asked for
    ✓ patch source     https://releases.quadframe.work/patches/ (default)
    - platform         skipped: its version is not known (QUAD_PLATFORM_VERSION, or the file VERSION).
    ✓ patch run        none was broken off
    ✓ audit directory  HOME/audit (QUAD_HOME)
    ✓ backups          none yet in HOME/.quad/backups (QUAD_HOME)
    ✓ backup keys      none; what is secret in a backup is in the clear
    ✓ tar              1.34
    ✓ zstd             1.5.4
    - mail server      skipped: none is set; mail waits until one is (QUAD_SMTP_URL).
    ✓ connection       in N ms
    ✓ server           Postgres VERSION
    ✓ pooler           none
    ✓ writable         primary, writable
    ✓ schema           up to date at migration 20
    ✓ privileges       quad may create in schema public of DATABASE
    ✓ logins           none but the owner's
    ✓ clock            N s from this host's
    ✓ time zone        ZONE
    ✓ pg_dump          HOME/bin/pg_dump
    ✓ kept databases   none
    29 checks passed, 4 skipped.
    "
  `);
});

test("a failing check carries its fix, and ends with exit code 8 after all are printed", async () => {
  const { quad, withSql } = await testInstall();
  await withSql((sql) => sql`delete from QUAD_migrations where number = (select max(number) from QUAD_migrations)`);
  const { code, stdout, stderr } = await quad("doctor");
  expect(code).toBe(8);
  expect(stdout).toMatch(/✗ schema +1 migration pending\.\n +→ quad migrate\n/);
  expect(stdout).toMatch(/✓ time zone/);
  expect(stderr).toBe("1 of 33 checks failed.\n");
});

test("a person's own login needs no rights to change the schema, and is told to get none", async () => {
  const install = await testInstall();
  await install.quad("member add dev@massmutual.com --domain massmutual --role developer");
  const { code, stdout } = await (await personalLogin(install, "dev@massmutual.com")).quad("doctor --json");
  expect(code).toBe(0);
  expect(find(JSON.parse(stdout), "privileges")).toEqual({
    name: "privileges",
    state: "ok",
    found: "those of dev@massmutual.com, whose own login this is",
  });
});

test("a database without the schema is sent to init", async () => {
  const { quad } = await emptyInstall({ template: "template1" });
  expect((await quad("doctor")).stdout).toMatch(/✗ schema +There is none yet\.\n +→ quad init\n/);
});

test("a schema that this quad does not know is told in its own words", async () => {
  const { quad, withSql } = await testInstall();
  await withSql((sql) => sql`update QUAD_migrations set checksum = 'edited' where number = 1`);
  expect((await quad("doctor")).stdout).toMatch(/✗ schema +Migration 0001-install is not the one that was applied/);
  await withSql((sql) => sql`insert into QUAD_migrations (number, name, checksum) values (9999, 'later', 'x')`);
  expect((await quad("doctor")).stdout).toMatch(/✗ schema +This database is at migration 9999/);
});

test("--json gives the checks; what cannot run is skipped and no failure; the password is never shown", async () => {
  const { quad, directory } = await emptyInstall();
  const env = { QUAD_DATABASE_URL: "postgresql://quad:s3cret@127.0.0.1:1/platform" };
  const { code, stdout, stderr } = await quad("doctor --json", { env });
  const checks = JSON.parse(stdout) as Check[];
  expect(code).toBe(8);
  expect(find(checks, "connection")).toEqual({
    name: "connection",
    state: "failed",
    found: "Postgres at postgresql://quad@127.0.0.1:1/platform does not answer (ECONNREFUSED).",
    fix: "Start the server, or correct host and port (from QUAD_DATABASE_URL).",
  });
  expect(find(checks, "schema")).toEqual({
    name: "schema",
    state: "skipped",
    found: "skipped: there is no connection.",
  });
  expect(find(checks, "install")).toEqual({ name: "install", state: "ok", found: directory, source: "QUAD_HOME" });
  expect(find(checks, "password")).toMatchObject({ found: "***", source: "QUAD_DATABASE_URL" });
  expect(stdout + stderr).not.toContain("s3cret");
  expect(JSON.parse(stderr).error).toMatchObject({ code: "needsAttention", message: "1 of 33 checks failed." });
});

test("a database that does not exist is to be corrected or created", async () => {
  const { quad, url } = await emptyInstall();
  const checks = JSON.parse((await quad(["doctor", "--json", "--database-url", `${url}_no`])).stdout) as Check[];
  expect(find(checks, "connection")?.fix).toMatch(
    /^Correct the name \(from --database-url\), or create it: createdb quad_/,
  );
});

test("a config file with mistakes fails once, and what depends on it is skipped", async () => {
  const { directory } = await emptyInstall();
  writeFileSync(join(directory, "quad.yaml"), "database: x\n");
  const { code, stdout } = await runQuad("doctor --json", { env: { QUAD_HOME: directory } });
  const checks = JSON.parse(stdout) as Check[];
  expect(code).toBe(8);
  expect(checks.filter(({ state }) => state === "failed").map(({ name }) => name)).toEqual(["config"]);
  expect(find(checks, "config")?.found).toContain("quad.yaml:1: database is no setting");
  expect(find(checks, "database")?.found).toBe("skipped: the config file cannot be used.");
});

test("a config file that shows a password to others is warned about", async () => {
  const { directory, url } = await emptyInstall();
  const path = join(directory, "quad.yaml");
  writeFileSync(path, `database_url: ${url.replace("quad@", "quad:s3cret@")}\n`);
  chmodSync(path, 0o644);
  const run = () => runQuad("doctor", { env: { QUAD_HOME: directory } });
  expect((await run()).stdout).toContain(`others can read the password in it.\n`);
  chmodSync(path, 0o600);
  const { code, stdout } = await run();
  expect(code).toBe(0);
  expect(stdout).not.toContain("others can read");
});

test("an install's compose file leads to the database that the platform uses", async () => {
  const { directory, url } = await testInstall();
  writeFileSync(join(directory, "docker-compose.yml"), "services: {quad-platform: {image: quad, env_file: .env}}\n");
  writeFileSync(join(directory, ".env"), `DATABASE_URL=${url}\n`);
  const { code, stdout } = await runQuad("doctor", { env: { QUAD_HOME: directory, PATH: "/nowhere" } });
  expect(code).toBe(0);
  expect(stdout).toContain("(.env: DATABASE_URL (service quad-platform))");
  expect(stdout).toMatch(/! compose +Neither docker-compose nor docker compose is installed\./);
});

test("a Postgres of the compose file that does not answer is to be started", async () => {
  const { directory } = await emptyInstall();
  writeFileSync(join(directory, "compose.yml"), "services: {db: {image: postgres, ports: ['127.0.0.1:1:5432']}}\n");
  const { stdout } = await runQuad("doctor", { env: { QUAD_HOME: directory, PATH: "/nowhere" } });
  expect(stdout).toContain(`→ Start it: cd ${directory} && docker-compose up -d db\n`);
});

test("an install directory that does not exist fails where it was named", async () => {
  const { quad } = await testInstall();
  const { code, stdout } = await quad("doctor --home /not/there");
  expect(code).toBe(8);
  expect(stdout).toMatch(/✗ install +\/not\/there does not exist\. \(--home\)\n/);
});

test("an embedded install shows its server, its files and its disk", async () => {
  const { directory } = await emptyInstall();
  const embedded = join(directory, "embedded");
  chmodSync(directory, 0o755);
  const env = { QUAD_HOME: directory, QUAD_DATABASE_URL: `pg:${embedded}` };
  const none = await runQuad("doctor", { env });
  expect(none.stdout).toContain(`There is no embedded install in ${embedded}.\n`);
  expect(none.stdout).toMatch(/→ Make one: quad init --embedded/);
  await runQuad(["init", "--embedded", embedded, "--company", "Acme", "--root", "acme", "--admin", "a@acme.com"], {
    env,
  });
  const { code, stdout } = await runQuad("doctor", { env });
  expect(code).toBe(0);
  expect(stdout).toMatch(/✓ embedded server +does not run between commands; log: .*server\.log\n/);
  expect(stdout).toMatch(/✓ embedded files +.*mode 0700\n/);
  chmodSync(join(embedded, "data"), 0o755);
  expect((await runQuad("doctor", { env })).stdout).toMatch(
    /✗ embedded files +.*; others can get in\.\n +→ chmod 0700/,
  );
});

test("the mail server is asked, and its password is not shown", async () => {
  const login = { user: "quad", password: "s3cret" };
  const { quad, env, server, directory } = await mailInstall({ login });
  const PATH = withPrograms(directory);
  const lines = async (more: Readonly<Record<string, string>> = {}) =>
    (await quad("doctor", { env: { ...env, PATH, ...more } })).stdout
      .split("\n")
      .filter((line) => /mail s|→/.test(line))
      .map((line) => line.replace(/:\d{4,5}/, ":PORT"));
  expect(await lines()).toEqual([
    "✓ mail server      smtp://quad:***@localhost:PORT (QUAD_SMTP_URL)",
    "✓ mail sender      integrations@quadframe.work (QUAD_MAIL_FROM)",
  ]);
  expect(server.arrived).toEqual([]);
  expect(await lines({ QUAD_SMTP_URL: server.url.replace("s3cret", "wr0ng"), QUAD_MAIL_FROM: "" })).toEqual([
    expect.stringMatching(
      /^✗ mail server +The mail server smtp:\/\/quad:\*\*\*@localhost:PORT \(QUAD_SMTP_URL\) does not let this login in: 535 /,
    ),
    expect.stringMatching(/→ Correct the user and the password/),
    "✓ mail sender      whoever a mail is about",
  ]);
});

test("waiting times and versions that somebody has said are shown, and where", async () => {
  const { quad, env, directory } = await mailInstall();
  const more = { QUAD_SMTP_CA: join(directory, "ca.pem"), QUAD_SMTP_TIMEOUT: "5", QUAD_PATCH_TIMEOUT: "7" };
  writeFileSync(more.QUAD_SMTP_CA, "");
  const version = { ...more, QUAD_PLATFORM_VERSION: "1.2.3" };
  const { stdout } = await quad("doctor", { env: { ...env, ...version, PATH: withPrograms(directory) } });
  expect(stdout.split("\n").filter((line) => /timeout|authority|platform /.test(line))).toEqual([
    "✓ patch timeout    7 s (QUAD_PATCH_TIMEOUT)",
    "✓ platform         1.2.3 (QUAD_PLATFORM_VERSION)",
    `✓ mail authority   ${more.QUAD_SMTP_CA} (QUAD_SMTP_CA)`,
    "✓ mail timeout     5 s (QUAD_SMTP_TIMEOUT)",
  ]);
});

test("what backups lack is said, and a damaged one", async () => {
  const { quad, directory } = await testInstall();
  const name = "2026-02-01T023000Z-0f3e5a";
  mkdirSync(join(directory, "backups", name), { recursive: true });
  writeFileSync(join(directory, "quad.yaml"), "backup_dir: backups\nbackup_encrypt_to: [age1one, age1two]\n");
  const PATH = withPrograms(directory, ["zstd"]);
  writeFileSync(join(PATH, "tar"), "#!/bin/sh\necho 'tar (busybox) 1.35.0'\n");
  const { code, stdout } = await quad("doctor --json", { env: { PATH } });
  const checks = JSON.parse(stdout) as Check[];
  expect(code).toBe(0);
  expect(["backups", "backup keys", "tar", "zstd"].map((one) => find(checks, one))).toEqual([
    {
      name: "backups",
      state: "warning",
      found: `1 in ${directory}/backups, the newest of 2026-02-01T02:30Z, which is damaged.`,
      source: join(directory, "quad.yaml"),
      fix: "See what of: quad patch backup --list",
    },
    { name: "backup keys", state: "ok", found: "age1one, age1two", source: join(directory, "quad.yaml") },
    { name: "tar", state: "warning", found: "It is not GNU tar.", fix: "apt-get install tar" },
    {
      name: "zstd",
      state: "warning",
      found: "zstd does not run: no backups without it.",
      fix: "apt-get install zstd",
    },
  ]);
});

test("where the trail cannot be sealed is said before it has to be", async () => {
  const { quad, directory } = await testInstall();
  const at = async (QUAD_AUDIT_DIR: string) =>
    find(JSON.parse((await quad("doctor --json", { env: { QUAD_AUDIT_DIR } })).stdout), "audit directory");
  expect(await at(join(directory, "to/be/made"))).toEqual({
    name: "audit directory",
    state: "ok",
    found: join(directory, "to/be/made"),
    source: "QUAD_AUDIT_DIR",
  });
  expect(await at("/dev/null/audit")).toEqual({
    name: "audit directory",
    state: "warning",
    found: "/dev/null/audit cannot be written by this user: what is new in the trail is not sealed.",
    source: "QUAD_AUDIT_DIR",
    fix: "Run it as its owner, or name another: audit_dir in quad.yaml, or QUAD_AUDIT_DIR",
  });
});

test("where what runs have left cannot be read, it is said", async () => {
  const { quad, directory } = await testInstall();
  mkdirSync(join(directory, ".quad"));
  writeFileSync(join(directory, ".quad/history"), "");
  const { code, stdout } = await quad("doctor --json", { env: { PATH: withPrograms(directory) } });
  expect(code).toBe(0);
  expect(find(JSON.parse(stdout) as Check[], "kept databases")).toMatchObject({
    state: "skipped",
    found: `skipped: ${directory}/.quad/history is not a directory, and in the way.`,
  });
});

test("a program that does not end is waited for a while", async () => {
  const { quad, directory } = await testInstall();
  const PATH = withPrograms(directory);
  writeFileSync(join(PATH, "zstd"), "#!/bin/sh\nexec /bin/sleep 100\n");
  const { code, stdout } = await quad("doctor --json", { env: { PATH } });
  expect(code).toBe(0);
  expect(find(JSON.parse(stdout) as Check[], "zstd")).toMatchObject({
    state: "warning",
    found: "zstd does not run: no backups without it.",
  });
});
