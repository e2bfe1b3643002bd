import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject, onTestFinished, test } from "vitest";
import { type Run, runQuad } from "../../../testing/install.ts";

test("with a Postgres in a container its own pg_dump is run there, no password in any argument, and the images are written down", async () => {
  const home = mkdtempSync(join(tmpdir(), "quad-docker-"));
  const env = {
    // Without any Postgres of this host.
    PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    DOCKER_HOST: inject("dockerHost"),
    QUAD_HOME: home,
  };
  const compose = (...args: readonly string[]) =>
    execFileSync("docker-compose", args, { cwd: home, env: { ...process.env, ...env }, stdio: "pipe" }).toString();
  onTestFinished(() => {
    compose("down", "--volumes", "--timeout", "1");
    rmSync(home, { recursive: true });
  });
  writeFileSync(
    join(home, "docker-compose.yml"),
    `version: "3.8"
services:
  db:
    image: quad-test/postgres:15.1
    environment: { POSTGRES_PASSWORD: "top $$ecret", POSTGRES_USER: quad, POSTGRES_DB: platform }
`,
  );
  compose("up", "-d");
  const quad = (line: string): Promise<Run> => runQuad(line, { env });
  for (let tries = 0; ; tries += 1) {
    const { code, stderr } = await quad("init --company Acme --root acme --admin admin@acme.com");
    if (code === 0) break;
    if (tries > 100) throw new Error(stderr);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  // What is run goes by a docker that writes its arguments down.
  const bin = mkdtempSync(join(tmpdir(), "quad-bin-"));
  onTestFinished(() => rmSync(bin, { recursive: true }));
  writeFileSync(join(bin, "docker"), `#!/bin/sh\necho "$*" >>'${bin}/log'\nPATH='${env.PATH}' exec docker "$@"\n`, {
    mode: 0o755,
  });
  const made = await runQuad("patch backup --json", { env: { ...env, PATH: `${bin}:${env.PATH}` } });
  expect([made.code, made.code ? made.stderr : ""]).toEqual([0, ""]);
  const log = readFileSync(join(bin, "log"), "utf8");
  expect(log).toMatch(/^exec -i .*-e PGPASSWORD .* [0-9a-f]{64} pg_dump -Fp /m);
  expect(log).not.toContain("ecret");
  const { path } = JSON.parse(made.stdout);
  expect(readdirSync(path)).toContain("images.json");
  expect(JSON.parse(readFileSync(join(path, "images.json"), "utf8"))).toEqual([
    {
      service: "db",
      container: expect.stringMatching(/_db_1$/),
      image: "quad-test/postgres:15.1",
      id: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      digests: [],
    },
  ]);
  const verified = await quad("patch backup verify latest");
  expect([verified.code, verified.stdout, verified.code ? verified.stderr : ""]).toEqual([
    0,
    expect.stringMatching(/^Verified /),
    "",
  ]);
  // A container that is stopped has no database to dump.
  compose("stop", "--timeout", "1");
  expect((await quad("patch backup")).code).toBe(6);
  expect(readdirSync(join(home, ".quad/backups")).filter((name) => name !== ".lock")).toHaveLength(1);
});
