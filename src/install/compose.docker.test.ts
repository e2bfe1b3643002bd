// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how compose writes a variable
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject, onTestFinished, test } from "vitest";
import { type Run, runQuad } from "../testing/install.ts";

const env = () => ({ PATH: process.env.PATH ?? "", DOCKER_HOST: inject("dockerHost") });

/** An install whose compose file has this Postgres service; it runs until the test is over. */
function composeInstall(postgres: string, dotenv: string) {
  const home = mkdtempSync(join(tmpdir(), "quad-docker-"));
  const compose = (...args: readonly string[]) =>
    execFileSync("docker-compose", args, { cwd: home, env: { ...process.env, ...env() }, stdio: "pipe" }).toString();
  onTestFinished(() => {
    compose("down", "--volumes", "--timeout", "1");
    rmSync(home, { recursive: true });
  });
  const service = ["image: quad-test/postgres:18", "environment:", "  POSTGRES_PASSWORD: ${DB_PASSWORD:?}", postgres];
  const indented = service.join("\n").replace(/^/gm, "    ");
  writeFileSync(join(home, "docker-compose.yml"), `version: "3.8"\nservices:\n  db:\n${indented}\n`);
  writeFileSync(join(home, ".env"), dotenv);
  compose("up", "-d");
  const quad = (...words: readonly string[]) => runQuad(["--home", home, ...words], { env: env() });
  return { home, compose, quad };
}

/** Runs a command until Postgres has come up. */
async function patiently(run: () => Promise<Run>): Promise<Run> {
  for (let attempt = 0; ; attempt += 1) {
    const done = await run();
    if (done.code !== 6 || attempt === 100) return done;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const init = ["init", "--company", "Acme", "--root", "acme", "--admin", "admin@acme.com"];

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test("a published port: init and domain create need no other setting than the install directory", async () => {
  const port = await freePort();
  const { quad, home } = composeInstall(
    '  POSTGRES_USER: quad\n  POSTGRES_DB: platform\nports: ["127.0.0.1:${DB_PORT}:5432"]',
    `DB_PASSWORD='top $ecret'\nDB_PORT=${port}\n`,
  );
  expect(await patiently(() => quad(...init))).toMatchObject({ code: 0, stderr: "" });
  expect(await quad("domain", "create", "sales", "--parent", "acme")).toEqual({
    code: 0,
    stdout: "Created /acme/sales.\n",
    stderr: "",
  });
  const { code, stdout } = await quad("doctor");
  expect(code).toBe(0);
  expect(stdout).toContain(`postgresql://quad@127.0.0.1:${port}/platform (docker-compose.yml: service db)\n`);
  expect(stdout).toMatch(/✓ password +\*\*\* \(\.env: DB_PASSWORD\)\n/);
  expect(stdout).not.toContain("$ecret");
  expect((await runQuad("domain create hr --parent acme", { env: { ...env(), QUAD_HOME: home } })).code).toBe(0);
});

test("an unpublished port is reached by the container's address, and compose is chosen by its label", async () => {
  const { quad, compose, home } = composeInstall("", "DB_PASSWORD=secret\n");
  expect(await patiently(() => quad(...init))).toMatchObject({ code: 0, stderr: "" });
  expect((await quad("domain", "create", "sales", "--parent", "acme")).code).toBe(0);
  const { code, stdout } = await quad("doctor");
  expect(code).toBe(0);
  expect(stdout).toMatch(/✓ host +[\d.]+:5432 \(address of container \S+_db_1\)\n/);
  expect(stdout).toMatch(/✓ compose +docker-compose 1\.\S+ \(container \S+_db_1 was made by compose 1\.\S+\)\n/);

  const elsewhere = `${home}-link`;
  symlinkSync(home, elsewhere);
  onTestFinished(() => rmSync(elsewhere));
  expect((await runQuad("domain create hr --parent acme", { env: { ...env(), QUAD_HOME: elsewhere } })).code).toBe(0);

  compose("stop", "--timeout", "1");
  const stopped = await quad("domain", "create", "ops", "--parent", "acme");
  expect(stopped).toMatchObject({ code: 6, stdout: "" });
  expect(stopped.stderr).toMatch(
    /^Service db publishes no port, and docker does not tell its address: container \S+_db_1 is exited\.\nStart it: cd /,
  );

  compose("rm", "--force");
  expect((await quad("doctor")).stdout).toMatch(
    /✗ compose file +Service db publishes no port, .*: it is not running\.\n/,
  );
});

test("a port that docker chooses is found", async () => {
  const { quad } = composeInstall('ports: ["5432"]', "DB_PASSWORD=secret\n");
  expect(await patiently(() => quad(...init))).toMatchObject({ code: 0, stderr: "" });
  expect((await quad("doctor")).stdout).toMatch(/✓ host +127\.0\.0\.1:\d+ \(port of container \S+_db_1\)\n/);
});
