import { execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { migrationsDirectory, packageRoot } from "../install/package.ts";
import { withConnection } from "../postgres/connect.ts";
import { migrate } from "../postgres/migrate.ts";
import { readSchema } from "../postgres/migrations.ts";
import { findRuntime, serverOwner } from "../postgres/runtime.ts";
import { parseTarget } from "../postgres/target.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The tests' Postgres server: the directory of its socket. Its superuser is `quad`. */
    sockets: string;
    /** How a database is cloned fastest, as CREATE DATABASE has it. */
    cloning: string;
  }
}

// Cloning a database takes 10 ms in memory, and up to 300 ms on a disk.
const memory = (): string =>
  existsSync("/dev/shm") && statfsSync("/dev/shm").bavail > 2 ** 19 ? "/dev/shm" : tmpdir();

/**
 * One Postgres server for the whole run, with fsync off, and a migrated database that tests are cloned from.
 * `QUAD_TEST_POSTGRES` names the bin directory of another server version.
 */
export default async function setup(project: TestProject): Promise<() => void> {
  const owner = await serverOwner();
  const directory = mkdtempSync(join(memory(), "quad-test-"));
  if (owner) chownSync(directory, owner.uid, owner.gid);
  const bin = process.env.QUAD_TEST_POSTGRES ?? join((await findRuntime(owner, tmpdir())).root, "bin");
  const data = join(directory, "data");
  execFileSync(
    join(bin, "initdb"),
    ["-D", data, "-U", "quad", "-E", "UTF8", "--locale=C", "-A", "trust", "--no-sync"],
    {
      ...owner,
      cwd: "/",
    },
  );
  const server = spawn(
    join(bin, "postgres"),
    [
      "-D",
      data,
      "-k",
      directory,
      "-c",
      "listen_addresses=",
      "-c",
      "fsync=off",
      "-c",
      "dynamic_shared_memory_type=mmap",
      "-c",
      "max_connections=300",
    ],
    {
      ...owner,
      cwd: "/",
      stdio: ["ignore", "ignore", "inherit"].map((io) => (process.env.DEBUG ? io : "ignore")) as never,
    },
  );
  const ready = () =>
    /^ready/m.test(existsSync(join(data, "postmaster.pid")) ? readFileSync(join(data, "postmaster.pid"), "utf8") : "");
  while (!ready() && server.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));

  const target = (database: string) => parseTarget(`postgresql://quad@${encodeURIComponent(directory)}/${database}`);
  await withConnection(target("postgres"), (sql) => sql`create database quad_template`);
  await withConnection(target("quad_template"), (sql) => migrate(sql, readSchema(migrationsDirectory(packageRoot()))));
  project.provide("sockets", directory);
  project.provide(
    "cloning",
    Number.parseInt(readFileSync(join(data, "PG_VERSION"), "utf8"), 10) >= 15 ? "strategy file_copy" : "",
  );

  return () => {
    server.kill("SIGQUIT");
    rmSync(directory, { recursive: true, force: true });
  };
}
