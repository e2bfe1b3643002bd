import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { QuadError } from "../errors.ts";
import { describeTarget } from "../postgres/target.ts";
import { findInstall, type SettingFlags } from "./settings.ts";

function directory(): string {
  const made = mkdtempSync(join(tmpdir(), "quad-settings-"));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

async function found(home: string, env: Readonly<Record<string, string>> = {}, flags: SettingFlags = {}) {
  const install = findInstall({ home, ...flags }, { HOME: home, ...env }, join(home, "state"));
  const { value, source, origins, warnings } = await install.database();
  const password = value.kind === "server" ? value.password : undefined;
  return { url: describeTarget(value), source, password, origins, warnings };
}

test("flag, environment, libpq's environment, config file, compose file, embedded install: the first wins", async () => {
  const home = directory();
  mkdirSync(join(home, "state", "embedded", "data"), { recursive: true });
  expect((await found(home)).source).toBe("the embedded install in its default place");
  writeFileSync(join(home, "docker-compose.yml"), "services: {db: {image: postgres, ports: [5433:5432]}}");
  expect((await found(home)).source).toBe("docker-compose.yml: service db");
  writeFileSync(join(home, "quad.yaml"), "database_url: postgresql://a@config/quad");
  expect((await found(home)).source).toBe(join(home, "quad.yaml"));
  const libpq = { PGHOST: "libpq", PGUSER: "quad" };
  expect((await found(home, libpq)).source).toBe("PGHOST, PGUSER");
  const env = { ...libpq, QUAD_DATABASE_URL: "postgresql://environment" };
  expect((await found(home, env)).source).toBe("QUAD_DATABASE_URL");
  expect((await found(home, env, { databaseUrl: "postgresql://flag" })).source).toBe("--database-url");
});

test("patches come from where the environment says, else the config file, else the vendor's server", async () => {
  const home = directory();
  const patches = (env: Readonly<Record<string, string>> = {}) => findInstall({ home }, env, home).patches();
  expect(await patches()).toEqual({
    source: { value: "https://releases.quadframe.work/patches/", source: "default" },
    timeout: { value: 30, source: "default" },
  });
  const path = join(home, "quad.yaml");
  writeFileSync(path, "patch_source: stick\npatch_timeout: 5\n");
  expect(await patches()).toEqual({
    source: { value: join(home, "stick"), source: path },
    timeout: { value: 5, source: path },
  });
  writeFileSync(path, "patch_source: https://mirror.example.com/quad\n");
  expect((await patches()).source.value).toBe("https://mirror.example.com/quad");
  const env = { QUAD_PATCH_SOURCE: "/media/usb", QUAD_PATCH_TIMEOUT: "60" };
  expect(await patches(env)).toEqual({
    source: { value: "/media/usb", source: "QUAD_PATCH_SOURCE" },
    timeout: { value: 60, source: "QUAD_PATCH_TIMEOUT" },
  });
  await expect(patches({ QUAD_PATCH_TIMEOUT: "soon" })).rejects.toMatchObject({ exitCode: 2 });
});

test("each part says where it came from", async () => {
  const env = { PGUSER: "quad", PGPASSWORD: "secret", PGPORT: "5433" };
  expect(await found(directory(), env, { databaseUrl: "postgresql://db.example.com/platform" })).toEqual({
    url: "postgresql://quad@db.example.com:5433/platform",
    source: "--database-url",
    password: "secret",
    origins: { user: "PGUSER", password: "PGPASSWORD" },
    warnings: undefined,
  });
  expect((await found(directory(), { PGHOST: "db" })).origins).toEqual({
    host: "PGHOST",
    user: "default",
    password: "none",
    dbname: "default",
  });
});

test("the password file gives the password where nothing else does", async () => {
  const home = directory();
  const path = join(home, ".pgpass");
  writeFileSync(path, "db:*:*:*:secret\n");
  chmodSync(path, 0o600);
  expect(await found(home, { PGHOST: "db" })).toMatchObject({
    password: "secret",
    origins: { password: `${path}, line 1` },
  });
  expect(await found(home, { PGHOST: "db", PGPASSWORD: "other" })).toMatchObject({ password: "other" });
  expect(await found(home, { PGHOST: "db", PGPASSFILE: "/not/there" })).toMatchObject({ password: undefined });
  chmodSync(path, 0o644);
  expect(await found(home, { PGHOST: "db" })).toMatchObject({
    password: undefined,
    warnings: [`${path} is not used: others can read it. Mend it: chmod 0600 ${path}`],
  });
});

test("PGSERVICE names a service of libpq's service file", async () => {
  const home = directory();
  writeFileSync(
    join(home, ".pg_service.conf"),
    "# services\n[other]\nhost=no\n[quad]\nhost = db\nuser=quad\nkeepalives=1\n",
  );
  expect(await found(home, { PGSERVICE: "quad", PGDATABASE: "platform" })).toMatchObject({
    url: "postgresql://quad@db:5432/platform",
    source: `PGSERVICE: quad in ${join(home, ".pg_service.conf")}, PGDATABASE`,
  });
  await expect(found(home, { PGSERVICE: "missing" })).rejects.toThrow(
    "PGSERVICE is missing, which no service file describes.",
  );
});

test("without any database it lists what was looked at", async () => {
  const home = directory();
  const error = (await found(home).catch((thrown: unknown) => thrown)) as QuadError;
  expect(error.exitCode).toBe(6);
  expect([error.message, ...error.detail, ...error.hint].join("\n").replaceAll(home, "HOME")).toBe(
    [
      "No Postgres is configured, and none was found.",
      "Looked at: --database-url, QUAD_DATABASE_URL, PGHOST and its like, the config file (there is none), " +
        "HOME/docker-compose.yml (there is none), HOME/state/embedded (there is none).",
      "On an install's host: quad --home DIR doctor",
      "Anywhere: export QUAD_DATABASE_URL=postgresql://USER:PASSWORD@HOST/DATABASE",
      "Without a server: quad init --embedded",
    ].join("\n"),
  );
});

test("checkpoints are kept where it is said, else beside an embedded server, in the install, or with quad's own files", async () => {
  const home = directory();
  const kept = async (env: Readonly<Record<string, string>>, at = home) =>
    findInstall({ home: at }, { HOME: home, ...env }, join(home, "state")).auditDirectory();
  const server = { QUAD_DATABASE_URL: "postgresql://db/quad" };
  expect(await kept(server, join(home, "none"))).toEqual({ value: join(home, "state", "audit"), source: "default" });
  expect(await kept(server)).toEqual({ value: join(home, "audit"), source: "--home" });
  const embedded = { QUAD_DATABASE_URL: `pg:${home}/own` };
  expect(await kept(embedded)).toEqual({ value: join(home, "own", "audit"), source: "QUAD_DATABASE_URL" });
  writeFileSync(join(home, "quad.yaml"), "audit_dir: worm\n");
  expect(await kept(embedded)).toEqual({ value: join(home, "worm"), source: join(home, "quad.yaml") });
  expect(await kept({ ...embedded, QUAD_AUDIT_DIR: "/mnt/worm" })).toEqual({
    value: "/mnt/worm",
    source: "QUAD_AUDIT_DIR",
  });
});
