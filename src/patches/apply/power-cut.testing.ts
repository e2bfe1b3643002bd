import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { withConnection } from "../../postgres/connect.ts";
import { serverOwner } from "../../postgres/runtime.ts";
import type { Sql } from "../../postgres/sql.ts";
import { parseTarget } from "../../postgres/target.ts";
import { disk, type FileSystem } from "../../testing/disk.ts";
import type { Run } from "../../testing/install.ts";
import { eventually, runProcess } from "../../testing/processes.ts";
import { contentOf, firstFiles, signedPatch, type TestPatch, treeOf } from "../install.testing.ts";
import { newSecretKey } from "../signature/keygen.ts";
import { addKey } from "../trust/keys.ts";

const bin = "/usr/lib/postgresql/15/bin";

/** An install on a machine whose power can be cut; its files are on one disk, its database on another. */
export interface Machine {
  readonly home: string;
  /** On the disk of the install's files. */
  readonly disk: string;
  quad(line: string, env?: Readonly<Record<string, string>>): Promise<Run>;
  patch(of: TestPatch): Promise<string>;
  /** Cuts the power, and starts it again. */
  powerCut(): Promise<void>;
  /** Its files, whose they are, and what is in its database. */
  state(): Promise<unknown>;
  /** Which patches the database has as applied. */
  applied(): Promise<readonly string[]>;
}

/** A machine with an install of that user, which trusts a vendor; gone when the test is over. */
export async function machine({ fileSystem, owner }: { fileSystem: FileSystem; owner: string }): Promise<Machine> {
  const root = mkdtempSync("/dev/shm/quad-machine-");
  const files = disk(join(root, "files"), fileSystem);
  const database = disk(join(root, "database"), "ext4");
  const server = await postgres(join(database.place, "data"), root);
  onTestFinished(async () => {
    await server.kill();
    for (const one of [files, database]) one.unmount();
    rmSync(root, { recursive: true, force: true });
  });
  await server.start();
  const url = (name: string) => `postgresql://quad@${encodeURIComponent(root)}/${name}`;
  const sql = <T>(work: (sql: Sql) => Promise<T>) => withConnection(parseTarget(url("install")), work);
  await withConnection(parseTarget(url("postgres")), (tx) => tx`create database install`);
  const home = join(files.place, "quad-platform");
  firstFiles(home);
  execFileSync("chown", ["-R", owner, home]);
  const environment = { QUAD_HOME: home, QUAD_DATABASE_URL: url("install") };
  const quad: Machine["quad"] = (line, env) => runProcess(line, { env: { ...environment, ...env } });
  const made = await quad("init --company Acme --root acme --admin admin@acme.com");
  if (made.code !== 0) throw new Error(made.stderr);
  const key = newSecretKey();
  await sql((tx) => addKey(tx, key.publicKey, { label: "the vendor" }));
  return {
    ...{ home, disk: files.place, quad },
    patch: (of) => signedPatch(of, files.place, key),
    async powerCut() {
      await server.kill();
      files.cut();
      database.cut();
      await server.start();
    },
    state: async () => ({ tree: treeOf(home), owners: ownersOf(home), database: await sql(contentOf) }),
    applied: () =>
      sql(async (tx) => {
        const rows = await tx<{ name: string }[]>`select name from QUAD_patches where rolled_back_at is null`;
        return rows.map(({ name }) => name);
      }),
  };
}

/** A Postgres that can be killed and started again; its data are made. */
async function postgres(data: string, sockets: string): Promise<{ start(): Promise<void>; kill(): Promise<void> }> {
  const owner = await serverOwner();
  const run = { ...owner, cwd: "/" };
  for (const path of [dirname(data), sockets]) if (owner) chownSync(path, owner.uid, owner.gid);
  execFileSync(join(bin, "initdb"), ["-D", data, "-U", "quad", "-A", "trust", "-E", "UTF8", "--locale=C"], run);
  let server: ChildProcess | undefined;
  const pidFile = join(data, "postmaster.pid");
  return {
    async start() {
      // As after a start of the machine; another process may have the number that is written in them.
      for (const left of [pidFile, join(sockets, ".s.PGSQL.5432.lock")]) rmSync(left, { force: true });
      // It answers before what it has committed is on the disk, where nobody asks for more, and then takes its time.
      const lazy = ["synchronous_commit=off", "wal_writer_delay=10s"];
      const settings = ["listen_addresses=", "dynamic_shared_memory_type=mmap", ...lazy].flatMap((one) => ["-c", one]);
      const log = join(sockets, "log");
      const out = openSync(log, "w");
      const started = spawn(join(bin, "postgres"), ["-D", data, "-k", sockets, ...settings], {
        ...run,
        stdio: ["ignore", out, out],
      });
      server = started;
      closeSync(out);
      const ready = () => existsSync(pidFile) && /^ready/m.test(readFileSync(pidFile, "utf8"));
      await eventually(() => ready() || started.exitCode !== null);
      if (ready()) return;
      server = undefined;
      throw new Error(`Postgres does not start:\n${readFileSync(log, "utf8")}`);
    },
    async kill() {
      const pid = server?.pid;
      if (pid === undefined) return;
      // So that it starts no more of them.
      process.kill(pid, "SIGSTOP");
      const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").match(/\d+/g) ?? [];
      const all = [pid, ...children.map(Number)];
      execFileSync("sh", ["-c", 'kill -s KILL "$@" 2>/dev/null || true', "sh", ...all.map(String)]);
      await eventually(() => all.every((one) => !alive(one)));
    },
  };
}

/** Whose each file is. */
const ownersOf = (home: string): readonly string[] =>
  execFileSync("find", [home, "-path", `${home}/.quad`, "-prune", "-o", "-printf", "%P %u\n"], { encoding: "utf8" })
    .split("\n")
    .sort();

const alive = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};
