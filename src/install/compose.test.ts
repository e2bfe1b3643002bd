// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how compose writes a variable
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { QuadError } from "../errors.ts";
import { composeTool } from "./compose/docker.ts";
import { servicesBesidePostgres } from "./compose/postgres.ts";
import { readProject } from "./compose/project.ts";
import { discoverPostgres } from "./compose.ts";

function install(files: Readonly<Record<string, string>>): string {
  const home = mkdtempSync(join(tmpdir(), "quad-compose-"));
  onTestFinished(() => rmSync(home, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), text);
  }
  return home;
}

/** What was found, as a URL with its password, and where each part came from. */
async function found(home: string, env: Readonly<Record<string, string>> = {}, service?: string) {
  const { database } = await discoverPostgres(home, env, service);
  if (database?.value.kind !== "server") return undefined;
  const { hosts, user, password, database: name } = database.value;
  const at = hosts.map(({ host, port }) => `${host}:${port}`).join(",");
  return { url: `${user}:${password}@${at}/${name}`, source: database.source, ...database.origins };
}

async function refusal(looked: Promise<unknown>, home: string) {
  const error = await looked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(QuadError);
  const { exitCode, message, hint } = error as QuadError;
  return {
    exitCode,
    message: message.replaceAll(home, "HOME"),
    hint: hint.map((line) => line.replaceAll(home, "HOME")),
  };
}

const db = (more: string) => `services:\n  db:\n    image: postgres:16\n${more.replace(/^/gm, "    ")}\n`;

test("user, password, database and port come from compose file and .env, each with its place", async () => {
  const home = install({
    "docker-compose.yml": db(
      "ports: ['127.0.0.1:${DB_PORT:-5433}:5432']\nenvironment:\n  POSTGRES_USER: quad\n  POSTGRES_PASSWORD: ${DB_PASSWORD:?}\n  POSTGRES_DB:",
    ),
    ".env": "DB_PASSWORD='p@ss'\nPOSTGRES_DB=platform\n",
  });
  expect(await found(home)).toEqual({
    url: "quad:p@ss@127.0.0.1:5433/platform",
    source: "docker-compose.yml: service db",
    host: "docker-compose.yml: service db: ports",
    user: "docker-compose.yml: POSTGRES_USER",
    password: ".env: DB_PASSWORD",
    dbname: ".env: POSTGRES_DB",
  });
  expect((await found(home, { DB_PASSWORD: "outer" }))?.password).toBe("DB_PASSWORD");
});

test("what is not set is the image's default", async () => {
  const home = install({ "compose.yaml": db("ports: [5432:5432]\nenvironment:\n  - POSTGRES_HOST_AUTH_METHOD=trust") });
  expect(await found(home)).toMatchObject({
    url: "postgres:undefined@127.0.0.1:5432/postgres",
    user: "the image's default",
  });
});

test("an env file of the service counts, and its environment wins", async () => {
  const home = install({
    "docker-compose.yml": db("ports: [5432:5432]\nenv_file: [./db.env]\nenvironment: [POSTGRES_USER=quad]"),
    "db.env": "POSTGRES_USER=other\nPOSTGRES_PASSWORD=secret\n",
  });
  expect(await found(home)).toMatchObject({
    url: "quad:secret@127.0.0.1:5432/quad",
    password: "./db.env: POSTGRES_PASSWORD",
  });
});

test("a password in a secret is read as the image reads it", async () => {
  const home = install({
    "docker-compose.yml": `${db("ports: [5432:5432]\nsecrets: [pw]\nenvironment: {POSTGRES_PASSWORD_FILE: /run/secrets/pw}")}secrets: {pw: {file: ./secrets/pw.txt}}\n`,
    "secrets/pw.txt": "from the file\n",
  });
  expect(await found(home)).toMatchObject({
    url: "postgres:from the file@127.0.0.1:5432/postgres",
    password: "./secrets/pw.txt",
  });
  rmSync(join(home, "secrets"), { recursive: true });
  expect(await found(home)).toMatchObject({ password: "none: /run/secrets/pw of the container cannot be read here" });
});

test.each([
  "postgres",
  "postgres:13-alpine",
  "docker.io/library/postgres@sha256:00",
  "postgis/postgis:16-3.4",
  "timescale/timescaledb-ha:pg16",
  "timescale/timescaledb:latest-pg16",
  "pgvector/pgvector:pg16",
  "bitnami/postgresql:16",
  "localhost:5000/acme/quad-postgres:1",
  "supabase/postgres",
])("%s is a Postgres", async (image) => {
  const home = install({ "docker-compose.yml": `services: {x: {image: "${image}", ports: [5432:5432]}}` });
  expect((await found(home))?.source).toBe("docker-compose.yml: service x");
});

test.each([
  "prom/postgres-exporter",
  "dpage/pgadmin4",
  "postgrest/postgrest",
  "bitnami/pgbouncer",
  "prodrigestivill/postgres-backup-local",
])("%s is none", async (image) => {
  const home = install({ "docker-compose.yml": `services: {x: {image: "${image}", ports: [5432:5432]}}` });
  expect(await discoverPostgres(home, {})).toMatchObject({ database: undefined });
});

test("an image of the install's own is a Postgres by its environment, a client of one is not", async () => {
  const home = install({
    "docker-compose.yml":
      "services:\n  app: {build: ., environment: {POSTGRES_HOST: store, POSTGRES_PASSWORD: x}}\n" +
      "  store: {build: ./store, ports: [5432:5432], environment: {POSTGRES_PASSWORD: x}}\n",
  });
  expect((await found(home))?.source).toBe("docker-compose.yml: service store");
});

const platform = (url: string, more = "") =>
  `services:\n  quad-platform: {image: quadframe/platform, environment: {DATABASE_URL: "${url}"}}\n` +
  `  db: {image: postgres, ports: [5433:5432], environment: {POSTGRES_PASSWORD: root, POSTGRES_DB: other}}\n${more}`;

test("the platform's own URL comes first; a service's name becomes its published port", async () => {
  const home = install({
    "docker-compose.yml": platform("postgres://app:${PW}@db:5432/platform?schema=public&sslmode=disable"),
    ".env": "PW=x",
  });
  expect(await found(home)).toEqual({
    url: "app:x@127.0.0.1:5433/platform",
    source: ".env: PW (service quad-platform)",
    host: "docker-compose.yml: service db: ports",
  });
});

test("a URL without a password gets the one of its user in the container", async () => {
  const home = install({ "docker-compose.yml": platform("postgresql://postgres@db/platform") });
  expect(await found(home)).toMatchObject({
    url: "postgres:root@127.0.0.1:5433/platform",
    password: "docker-compose.yml: POSTGRES_PASSWORD",
  });
});

test("a URL that leads out of the compose file is that server", async () => {
  const home = install({
    "docker-compose.yml": "services: {quad: {image: quad}}",
    ".env": "DATABASE_URL=postgresql+asyncpg://app:x@db.example.com/platform",
  });
  expect(await found(home)).toMatchObject({ url: "app:x@db.example.com:5432/platform", source: ".env: DATABASE_URL" });
});

test("several databases are listed, with the setting that chooses", async () => {
  const two = "services:\n  a: {image: postgres, ports: [5433:5432]}\n  b: {image: postgres, ports: [5434:5432]}\n";
  const home = install({ "docker-compose.yml": two });
  expect(await refusal(found(home), home)).toEqual({
    exitCode: 6,
    message: "HOME/docker-compose.yml has several Postgres services: a, b.",
    hint: [
      "Choose one in quad.yaml: postgres_service: NAME",
      "Or name the database: database_url in quad.yaml, or QUAD_DATABASE_URL",
    ],
  });
  expect(await found(home, {}, "b")).toMatchObject({ url: "postgres:undefined@127.0.0.1:5434/postgres" });
  expect((await refusal(found(home, {}, "c"), home)).message).toBe(
    "postgres_service is c; HOME/docker-compose.yml has the services a, b.",
  );
  const urls = install({
    "docker-compose.yml": `${two}  x: {image: x, environment: {DATABASE_URL: postgres://u@a/x}}\n  y: {image: y, environment: {DATABASE_URL: postgres://u@b/y}}\n`,
  });
  expect((await refusal(found(urls), urls)).message).toBe(
    "HOME/docker-compose.yml names several databases: x uses x on a; y uses y on b.",
  );
});

test("what the database is reached by is not among the services that can be stopped", async () => {
  const stoppable = async (compose: string, wanted?: string, dotenv = "") => {
    const project = await readProject(install({ "docker-compose.yml": compose, ".env": dotenv }), {});
    return project && servicesBesidePostgres(project, wanted);
  };
  const chosen = "services: {app: {image: a}, storage: {image: acme/store, environment: {POSTGRES_PASSWORD: x}}}";
  expect(await stoppable(chosen)).toEqual(["app", "storage"]);
  expect(await stoppable(chosen, "storage")).toEqual(["app"]);
  const pooler = "  pooler: {image: pgbouncer, hostname: pool}\n";
  expect(await stoppable(platform("postgres://quad:x@pool:6432/quad", pooler))).toEqual(["quad-platform"]);
  const named = "services: {app: {image: a}, storage: {image: acme/store}}";
  expect(await stoppable(named, undefined, "DATABASE_URL=postgres://quad:x@storage/quad\n")).toEqual(["app"]);
  expect(await stoppable(named, undefined, "DATABASE_URL=postgres://quad:x@storage:none/quad\n")).toHaveLength(2);
});

test("the override beside the file counts", async () => {
  const home = install({
    "docker-compose.yml": db("environment: {POSTGRES_PASSWORD: one}"),
    "docker-compose.override.yml": "services: {db: {ports: [5444:5432], environment: [POSTGRES_PASSWORD=two]}}",
  });
  expect((await found(home))?.url).toBe("postgres:two@127.0.0.1:5444/postgres");
});

test("the files that COMPOSE_FILE names count, by their paths too, and the environment's before those of .env", async () => {
  const home = install({
    "docker-compose.yml": db("environment: {POSTGRES_PASSWORD: one}"),
    "prod.yml": db("environment: {POSTGRES_PASSWORD: two}\nports: [5444:5432]"),
    ".env": "COMPOSE_FILE=other.yml\n",
  });
  expect((await found(home, { COMPOSE_FILE: "docker-compose.yml:prod.yml" }))?.url).toMatch("two@127.0.0.1:5444");
  writeFileSync(join(home, ".env"), `COMPOSE_FILE=${home}/prod.yml\n`);
  const { files, database } = await discoverPostgres(home, {});
  expect([files, database?.source]).toEqual([[join(home, "prod.yml")], `${home}/prod.yml: service db`]);
});

test.each([
  ["services: [", "HOME/docker-compose.yml:1 is not a compose file: it is not a YAML map."],
  ["just text", "HOME/docker-compose.yml is not a compose file: it is not a YAML map."],
  ["version: '3'", "HOME/docker-compose.yml has no services."],
  ["services: nothing", "HOME/docker-compose.yml has no services."],
  [db("ports: ['${PORT:?say which}:5432']"), "docker-compose.yml: service db: PORT is not set: say which."],
  [db("env_file: db.env"), "HOME/db.env does not exist."],
  [
    `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nservices: {d: *c}`,
    "HOME/docker-compose.yml is not a compose file: it is not a YAML map.",
  ],
])("%j is refused in a sentence", async (text, message) => {
  const home = install({ "docker-compose.yml": text });
  expect(await refusal(found(home), home)).toMatchObject({ exitCode: 6, message });
});

test("without a compose file nothing is found, and what was looked at is told", async () => {
  const home = install({});
  expect(await discoverPostgres(home, {})).toEqual({
    database: undefined,
    files: [],
    lookedAt: `${home}/docker-compose.yml (there is none)`,
  });
});

/** A docker that says what the test wants; the real one is driven by compose.docker.test.ts. */
function fakeDocker(home: string, script: string): Readonly<Record<string, string>> {
  mkdirSync(join(home, "bin"));
  writeFileSync(join(home, "bin", "docker"), `#!/bin/sh\n${script}\n`);
  chmodSync(join(home, "bin", "docker"), 0o755);
  return { PATH: `${join(home, "bin")}:/nowhere` };
}

test.each([
  [
    "echo 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock.' >&2; exit 1",
    "the docker daemon is not running",
  ],
  [
    "echo 'permission denied while trying to connect' >&2; exit 1",
    "this user may not talk to the docker daemon (root may, and the group docker)",
  ],
  ['[ "$1" = ps ] && exit 0; [ "$1" = compose ] && [ "$2" = version ] && echo 2.24.0; exit 0', "it is not running"],
  [
    '[ "$1" = ps ] && printf \'abc\\thome_db_1\\texited\\tdb\\t1.29.2\\n\' && exit; echo \'[{"Name":"/home_db_1","State":{"Running":false,"Status":"exited"}}]\'',
    "container home_db_1 is exited",
  ],
])("a docker that fails (%s) is named as the reason", async (script, reason) => {
  const home = install({ "docker-compose.yml": db("") });
  expect(await refusal(found(home, fakeDocker(home, script)), home)).toEqual({
    exitCode: 6,
    message: `Service db publishes no port, and docker does not tell its address: ${reason}.`,
    hint: [
      "Start it: cd HOME && docker-compose up -d db",
      'Or publish it on this host only: ports: ["127.0.0.1:5432:5432"]',
    ],
  });
});

test("a compose that is there and does not say its version is not called missing", async () => {
  const home = install({ "docker-compose.yml": db("") });
  const env = fakeDocker(home, "[ \"$1\" = ps ] && printf 'abc\\thome_db_1\\trunning\\tdb\\t1.29.2\\n'; exit 0");
  const program = join(home, "bin/docker-compose");
  writeFileSync(program, "#!/bin/sh\necho no python >&2\nexit 1\n", { mode: 0o755 });
  await expect(composeTool(home, env)).rejects.toThrow(
    "The container home_db_1 was made by compose 1.29.2, and docker-compose version failed: no python.",
  );
  rmSync(program);
  await expect(composeTool(home, env)).rejects.toThrow(
    "The container home_db_1 was made by compose 1.29.2, but docker-compose 1.x is not installed.",
  );
});

test("a docker that is not there is named as the reason", async () => {
  const home = install({ "docker-compose.yml": db("") });
  expect((await refusal(found(home, { PATH: "/nowhere" }), home)).message).toContain("docker is not installed");
});

test("a port that docker chose is found on this host", async () => {
  const home = install({ "docker-compose.yml": db("ports: ['5432']") });
  const env = fakeDocker(
    home,
    '[ "$1" = ps ] && printf \'abc\\thome_db_1\\trunning\\tdb\\t2.24.0\\n\' && exit; echo \'[{"Name":"/home_db_1","State":{"Running":true},"NetworkSettings":{"Ports":{"5432/tcp":[{"HostIp":"0.0.0.0","HostPort":"49153"}]}}}]\'',
  );
  expect(await found(home, env)).toMatchObject({
    url: "postgres:undefined@127.0.0.1:49153/postgres",
    host: "port of container home_db_1",
  });
});
