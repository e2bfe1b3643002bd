import { execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, onTestFinished } from "vitest";
import { withConnection } from "../postgres/connect.ts";
import { serverOwner } from "../postgres/runtime.ts";
import type { Sql } from "../postgres/sql.ts";
import { parseTarget, type ServerTarget } from "../postgres/target.ts";
import { type Run, type RunOptions, runQuad } from "../testing/install.ts";

const bin = "/usr/lib/postgresql/15/bin";

/** An install whose database is on a server that has a pg_dump. */
export interface BackupInstall {
  readonly home: string;
  /** Where its backups are. */
  readonly backups: string;
  readonly env: Readonly<Record<string, string>>;
  readonly target: ServerTarget;
  /** The directory of the server's socket. */
  readonly sockets: string;
  quad(line: string | readonly string[], options?: RunOptions): Promise<Run>;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is what the test looks at
  json(line: string | readonly string[]): Promise<any>;
  sql<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  put(path: string, content?: string): string;
}

/** Starts a Postgres of Debian's for the tests of a file; gives back what makes an install with a database of its own on it. */
export function backupInstalls(): () => Promise<BackupInstall> {
  let directory = "";
  const url = (database: string) => `postgresql://quad@${encodeURIComponent(directory)}/${database}`;
  const onServer = <T>(database: string, work: (sql: Sql) => Promise<T>) =>
    withConnection(parseTarget(url(database)), work);
  beforeAll(async () => {
    const owner = await serverOwner();
    directory = mkdtempSync("/dev/shm/quad-");
    if (owner) chownSync(directory, owner.uid, owner.gid);
    chmodSync(directory, 0o755);
    const data = join(directory, "data");
    const run = { ...owner, cwd: "/" };
    const login = ["-U", "quad", "-A", "trust"];
    execFileSync(join(bin, "initdb"), ["-D", data, ...login, "-E", "UTF8", "--locale=C", "--no-sync"], run);
    const settings = ["listen_addresses=", "fsync=off", "dynamic_shared_memory_type=mmap"].flatMap((one) => [
      "-c",
      one,
    ]);
    const server = spawn(join(bin, "postgres"), ["-D", data, "-k", directory, ...settings], {
      ...run,
      stdio: "ignore",
    });
    const pidFile = join(data, "postmaster.pid");
    while (!existsSync(pidFile) || !/^ready/m.test(readFileSync(pidFile, "utf8"))) {
      if (server.exitCode !== null) throw new Error("Debian's Postgres does not start.");
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await onServer("postgres", (sql) => sql`create database template_install`);
    const env = { QUAD_DATABASE_URL: url("template_install"), QUAD_HOME: directory };
    const made = await runQuad("init --company Acme --root acme --admin admin@acme.com", { env });
    if (made.code !== 0) throw new Error(made.stderr);
    return () => {
      server.kill("SIGQUIT");
      rmSync(directory, { recursive: true, force: true });
    };
  });
  return async () => {
    const root = mkdtempSync(join(directory, "install-"));
    const name = `install_${root.slice(-6).toLowerCase()}`;
    await onServer("postgres", (sql) => sql.unsafe(`create database ${name} template template_install`));
    onTestFinished(async () => {
      await onServer("postgres", (sql) => sql.unsafe(`drop database ${name} with (force)`));
      rmSync(root, { recursive: true, force: true });
    });
    const home = join(root, "home");
    const env = { PATH: process.env.PATH ?? "", QUAD_DATABASE_URL: url(name), QUAD_HOME: home };
    const quad: BackupInstall["quad"] = (line, options) =>
      runQuad(line, { ...options, env: { ...env, ...options?.env } });
    const put = (path: string, content = path) => {
      mkdirSync(join(home, path, ".."), { recursive: true });
      writeFileSync(join(home, path), content);
      return join(home, path);
    };
    put("app/server.js", "server 1");
    put(".env", "SECRET=1");
    return {
      ...{ home, backups: join(home, ".quad/backups"), env, sockets: directory, quad, put },
      target: parseTarget(url(name)) as ServerTarget,
      async json(line) {
        const { code, stdout, stderr } = await quad(typeof line === "string" ? `${line} --json` : [...line, "--json"]);
        if (code !== 0) throw new Error(`quad ${line} ended with ${code}: ${stderr}`);
        return JSON.parse(stdout);
      },
      sql: (work) => onServer(name, work),
    };
  };
}

/** A key of age's, and whom to encrypt to for it. */
export function newKey(directory: string, name: string): { readonly file: string; readonly recipient: string } {
  const file = join(directory, name);
  execFileSync("age-keygen", ["-o", file], { stdio: "ignore" });
  return { file, recipient: execFileSync("age-keygen", ["-y", file], { encoding: "utf8" }).trim() };
}
