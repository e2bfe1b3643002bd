import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject, onTestFinished } from "vitest";
import { packageRoot } from "../install/package.ts";
import { findInstall } from "../install/settings.ts";
import { withConnection } from "../postgres/connect.ts";
import type { Sql } from "../postgres/sql.ts";
import { type RunOptions, runQuad } from "../testing/install.ts";
import { buildArchive } from "./archive/build.ts";
import { readSource } from "./archive/source.ts";
import { contentOf } from "./install.testing.ts";
import { newSecretKey } from "./signature/keygen.ts";
import { fingerprintOf, formatPublicKey } from "./signature/public-key.ts";
import { signArchive } from "./vendor.ts";

interface StackOptions {
  /** A port of this host on which the platform is published. */
  readonly port?: number;
  /** A second service before it, labelled to show a page while the platform is down. */
  readonly proxy?: boolean;
  /** How the install is begun. */
  readonly init?: readonly string[];
  /** Called with the directory below which the install will be, before anything is there. */
  readonly prepare?: (root: string) => void;
}

const acme = ["--company", "Acme", "--root", "acme", "--admin", "admin@acme.com"];

/** A stack as the vendor ships it: the platform, which reads files of the install directory, and its Postgres. */
export async function stack({ port, proxy = false, init = acme, prepare }: StackOptions = {}) {
  const root = mkdtempSync(join(tmpdir(), "quad-stack-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  prepare?.(root);
  // Compose names a project after its directory, and others run on the same engine.
  const home = join(root, `quad-platform-${randomUUID().slice(0, 8)}`);
  mkdirSync(join(home, "integrations"), { recursive: true });
  const env = { PATH: process.env.PATH ?? "", DOCKER_HOST: inject("dockerHost"), QUAD_HOME: home };
  const docker = (program: string, ...args: readonly string[]) =>
    execFileSync(program, args, { cwd: home, env: { ...process.env, ...env }, stdio: "pipe" }).toString();
  onTestFinished(() => void docker("docker-compose", "down", "--volumes", "--timeout", "1"));
  writeFileSync(
    join(home, "docker-compose.yml"),
    `version: "3.8"
services:
  db:
    image: quad-test/postgres:15.1
    environment: { POSTGRES_PASSWORD: secret }
  quad-platform:
    image: quad-test/platform:2
    volumes: ["./integrations:/integrations:ro"]
    stop_grace_period: 1s
${port === undefined ? "" : `    ports: ["127.0.0.1:${port}:3000"]\n`}${proxy ? proxyService : ""}`,
  );
  if (proxy) mkdirSync(join(home, "proxy"));
  docker("docker-compose", "up", "-d");
  const quad = (line: string | readonly string[], options: RunOptions = {}) =>
    runQuad(line, { ...options, env: { ...env, ...options.env } });
  const key = newSecretKey();
  writeFileSync(join(root, "vendor.pub"), formatPublicKey(key.publicKey));
  for (let tries = 0; ; tries += 1) {
    const { code, stderr } = await quad(["init", ...init]);
    if (code === 0) break;
    if (tries > 100) throw new Error(stderr);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const trusted = await quad([
    "patch",
    "trust",
    "add",
    join(root, "vendor.pub"),
    "--fingerprint",
    fingerprintOf(key.publicKey),
  ]);
  expect([trusted.code, trusted.stderr]).toEqual([0, ""]);
  /** Builds and signs one of the sources that ship, or another made from one of them. */
  async function archive(from: string, change?: (source: string) => void): Promise<string> {
    let source = join(packageRoot(), "patches", from);
    if (change) {
      const other = join(root, "sources", `${from}-${Math.random()}`);
      cpSync(source, other, { recursive: true });
      source = other;
      change(source);
    }
    const { archive: path } = await buildArchive(await readSource(source), root);
    await signArchive(path, key);
    return path;
  }
  /** What the platform says of an integration, from inside of its network. */
  async function health(): Promise<unknown> {
    const id = docker("docker-compose", "ps", "-q", "quad-platform").trim();
    const address = docker(
      "docker",
      "inspect",
      "-f",
      "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}",
      id,
    ).trim();
    const response = await fetch(`http://${address}:3000/api/integrations/postman/health`);
    return response.ok ? response.json() : response.status;
  }
  const container = () => docker("docker-compose", "ps", "-q", "quad-platform").trim();
  async function withSql<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const { value: target } = await findInstall({}, env, root).database();
    return withConnection(target, work);
  }
  /** The tables of its database and what is in them, but the trail and the patches' own. */
  const database = (): Promise<unknown> => withSql(contentOf);
  return { quad, home, archive, key, health, container, docker, database, withSql, env };
}

const proxyService = `  proxy:
    image: quad-test/platform:2
    volumes: ["./proxy:/proxy:ro"]
    stop_grace_period: 1s
    labels: { quad.maintenance: proxy/maintenance.html }
`;

/** Changes a file of a patch's sources. */
export const edit = (source: string, file: string, from: RegExp, to: string) =>
  writeFileSync(join(source, file), readFileSync(join(source, file), "utf8").replace(from, to));
