import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { inject, onTestFinished } from "vitest";
import { main } from "../main.ts";
import { withConnection } from "../postgres/connect.ts";
import type { Sql } from "../postgres/sql.ts";
import { parseTarget } from "../postgres/target.ts";

/** What one command line printed, and its exit code. */
export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface TestInstall {
  /** Runs a command line in this process, without a terminal, as a script would. */
  quad(line: string | readonly string[], options?: RunOptions): Promise<Run>;
  /** Runs a command line with `--json` and gives back its value; fails the test when it fails. */
  // biome-ignore lint/suspicious/noExplicitAny: the shape is what the test looks at
  json(line: string): Promise<any>;
  /** Runs `work` on a connection of its own, as the install's owner. */
  withSql<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  readonly url: string;
  /** A directory of this test's own. */
  readonly directory: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly signal?: AbortSignal;
}

let databases = 0;

/** A database of this test's own with the schema and nothing in it; dropped when the test is over. */
export async function emptyInstall(options: { template?: string } = {}): Promise<TestInstall> {
  const { drop, ...install } = await createInstall(options);
  onTestFinished(drop);
  return install;
}

/** The same for the tests of a file that only read: `beforeAll` makes it and returns `drop`. */
export async function createInstall({
  template = "quad_template",
} = {}): Promise<TestInstall & { drop(): Promise<void> }> {
  databases += 1;
  const name = `quad_${process.pid}_${Math.random().toString(36).slice(2, 10)}_${databases}`;
  const url = (database: string) => `postgresql://quad@${encodeURIComponent(inject("sockets"))}/${database}`;
  const maintenance = <T>(work: (sql: Sql) => Promise<T>) => withConnection(parseTarget(url("postgres")), work);
  await maintenance((sql) => sql.unsafe(`create database ${name} template ${template} ${inject("cloning")}`));
  const directory = mkdtempSync(join(tmpdir(), "quad-"));
  const quad: TestInstall["quad"] = (line, options) =>
    runQuad(line, { ...options, env: { QUAD_DATABASE_URL: url(name), QUAD_HOME: directory, ...options?.env } });
  return {
    quad,
    async json(line) {
      const { code, stdout, stderr } = await quad(`${line} --json`);
      if (code !== 0) throw new Error(`quad ${line} ended with ${code}: ${stderr}`);
      return JSON.parse(stdout);
    },
    withSql: (work) => withConnection(parseTarget(url(name)), work),
    url: url(name),
    directory,
    async drop() {
      rmSync(directory, { recursive: true, force: true });
      await maintenance((sql) => sql.unsafe(`drop database ${name} with (force)`));
    },
  };
}

/** The spec's self-hosted company, initialised: root `massmutual`, its QUAD_ADMIN, a plan without a limit. */
export async function testInstall({ plan = "enterprise", model = "self-hosted" } = {}): Promise<TestInstall> {
  const install = await emptyInstall();
  const done = await install.quad([
    ...words("init --root massmutual --admin it-admin@massmutual.com --display-name"),
    "Mass Mutual",
    ...words(`--plan ${plan} --model ${model} --company`),
    "Massachusetts Mutual Life Insurance",
  ]);
  if (done.code !== 0) throw new Error(done.stderr);
  return install;
}

/** Runs a command line of quad in this process with captured streams. */
export async function runQuad(
  line: string | readonly string[],
  { env = {}, stdin = "", signal }: RunOptions = {},
): Promise<Run> {
  const written = { stdout: "", stderr: "" };
  const sink = (name: "stdout" | "stderr") => ({
    write: (text: string) => {
      written[name] += text;
      return true;
    },
  });
  const code = await main({
    argv: typeof line === "string" ? words(line) : line,
    env,
    stdin: () => Readable.from([stdin]) as unknown as NodeJS.ReadStream,
    stdout: sink("stdout"),
    stderr: sink("stderr"),
    async runProgram([program = "", ...args], environment) {
      const done = spawnSync(program, args, { env: environment as NodeJS.ProcessEnv, encoding: "utf8" });
      written.stdout += done.stdout;
      written.stderr += done.stderr;
      return done.status ?? 128;
    },
    ...(signal && { signal }),
  });
  return { code, ...written };
}

/** The words of a command line; single and double quotes hold a word together. */
export const words = (line: string): readonly string[] =>
  [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, bare]) => single ?? double ?? bare ?? "");
