import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, chown, lstat, mkdir, open, readFile, rmdir, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { conflict, notFound, type QuadError, unreachable } from "../errors.ts";
import { isEmbedded, refuseForeign, superuser } from "./cluster.ts";
import { onDisk } from "./disk-failures.ts";
import { askToStop, type Postmaster, postmaster, readPidFile } from "./postmaster.ts";
import { findRuntime, type Owner, serverOwner } from "./runtime.ts";
import type { Sql } from "./sql.ts";
import { type ServerTarget, serverTarget } from "./target.ts";

const patience = 30_000;
const pause = () => new Promise((resolve) => setTimeout(resolve, 3));

/** A start can lose to another command's server that is gone by now; so many of them in a row are no coincidence. */
const failuresInARow = 5;
const longestLog = 1024 * 1024;

const dataOf = (directory: string) => join(directory, "data");
const logOf = (directory: string) => join(directory, "server.log");

/**
 * Connects to the server of an embedded install, and starts it first where nobody did. The server may be on its way down
 * under somebody else; then it is awaited and started again. Every connection holds a shared lock, by which the last one
 * to leave knows that it is. Throws unreachable (exit 6) with what the server said, at once where it cannot start.
 */
export async function joinEmbedded<Connection extends { readonly sql: Sql }>(
  directory: string,
  connect: (server: ServerTarget) => Connection,
): Promise<Connection> {
  await refuseForeign(directory);
  if (!isEmbedded(directory)) {
    throw notFound(`There is no embedded install in ${directory}.`, {
      hint: `Make one: quad init --embedded ${directory}`,
    });
  }
  const data = dataOf(directory);
  const deadline = Date.now() + patience;
  let refused: unknown;
  for (let failures = 0; Date.now() < deadline; await pause()) {
    const server = await postmaster(data);
    if (server?.ready) {
      const connection = connect(serverTarget({ host: server.sockets, user: superuser, dbname: "postgres" }));
      try {
        await connection.sql`select pg_advisory_lock_shared(1903522148, 3)`;
        // Whoever held the lock may have asked the server to stop: then nobody else gets in any more.
        if ((await postmaster(data))?.ready) return connection;
      } catch (error) {
        refused = error;
      }
      await connection.sql.end({ timeout: 0 }).catch(() => {});
      if (refused && !onItsWay.test(String((refused as { code?: unknown }).code))) throw refused;
    } else if (server === undefined) {
      const started = await onDisk(() => start(directory));
      failures = started ? 0 : failures + 1;
      if (failures === failuresInARow) break;
    }
  }
  throw await doesNotComeUp(directory, refused);
}

/** Starting, stopping, recovering, gone, or not there yet. */
const onItsWay = /^(57P0[123]|ECONN\w+|ENOENT|EPIPE|CONNECTION_\w+|CONNECT_TIMEOUT)$/;

/**
 * To be called before the connection is closed: asks the server to stop where nobody else is connected, quad or not.
 * Gives that server back, for `awaitEnd` after the connection is closed.
 */
export async function leaveEmbedded(sql: Sql, directory: string): Promise<Postmaster | undefined> {
  const [state] = await sql<[{ last: boolean | null }]>`
    select case when pg_advisory_unlock_shared(1903522148, 3) then pg_try_advisory_lock(1903522148, 3) end
      and not exists (select from pg_stat_activity where backend_type = 'client backend' and application_name <> 'quad') as last`;
  if (!state.last) return undefined;
  const server = await postmaster(dataOf(directory));
  if (server === undefined) return undefined;
  askToStop(server);
  // The lock is held until the server lets nobody in any more, so that nobody is kept waiting by one who slipped in.
  await until(async () => !(await readPidFile(dataOf(directory)))?.ready);
  return server;
}

/** Returns when that server is gone. */
export async function awaitEnd(directory: string, { pid, sockets }: Postmaster): Promise<void> {
  await until(async () => (await readPidFile(dataOf(directory)))?.pid !== pid);
  if (!sockets.startsWith(directory)) await rmdir(sockets).catch(() => {});
}

/** Stops the server of an embedded install, gently: whoever is connected finishes first. Returns when it is gone. */
export async function stopEmbedded(directory: string): Promise<void> {
  const server = await postmaster(dataOf(directory));
  if (server === undefined) return;
  askToStop(server);
  await awaitEnd(directory, server);
}

/** The process id of the server that runs on an embedded install now. */
export const runningServer = async (directory: string): Promise<number | undefined> =>
  (await postmaster(dataOf(directory)))?.pid;

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + patience; Date.now() < deadline; await pause()) if (await condition()) return;
}

/** Starts the server. False when it ended by itself, and nobody else's runs instead. */
async function start(directory: string): Promise<boolean> {
  const data = dataOf(directory);
  const owner = await clusterOwner(data);
  const { root, major } = await findRuntime(owner, directory);
  await refuseOtherMajor(directory, major);
  const sockets = await socketDirectory(directory, owner);
  const log = await openLog(directory, owner);
  const { size } = await log.stat();
  const settings = {
    listen_addresses: "",
    unix_socket_directories: sockets,
    unix_socket_permissions: "0700",
    // In the data directory, where it goes with it: /dev/shm is small in containers, and keeps what a killed server left.
    dynamic_shared_memory_type: "mmap",
    // A server of one command: processes that it would start and stop for nothing take as long as the command.
    io_method: "sync",
    max_logical_replication_workers: "0",
  };
  const server = spawn(
    join(root, "bin", "postgres"),
    ["-D", data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    { ...owner, cwd: "/", detached: true, stdio: ["ignore", log.fd, log.fd] },
  );
  // Listened for before anything is awaited: a server that cannot start is gone in a moment.
  let over = false;
  for (const event of ["exit", "error"]) {
    server.once(event, () => {
      over = true;
    });
  }
  server.unref();
  await log.close();
  let running: Postmaster | undefined;
  await until(async () => {
    running = await postmaster(data);
    return over || running?.ready === true;
  });
  if (running !== undefined || !over) return true;
  // Processes of a server that was killed can be there a moment longer.
  return (await readFile(logOf(directory), "utf8")).slice(size).includes("still in use");
}

/** The user whose the cluster is, and for whom root starts the server; undefined for oneself. */
async function clusterOwner(data: string): Promise<Owner | undefined> {
  const owner = await serverOwner();
  if (owner === undefined) return undefined;
  const { uid, gid } = await stat(data);
  return uid === 0 ? owner : { uid, gid };
}

async function refuseOtherMajor(directory: string, major: number): Promise<void> {
  const made = (await readFile(join(dataOf(directory), "PG_VERSION"), "utf8")).trim();
  if (made === String(major)) return;
  throw conflict(
    `${directory} was made by Postgres ${made || "of no version"}; the one that comes with this quad is ${major}.`,
    { hint: "Move it over with pg_dump of the old version, or use the quad that made it." },
  );
}

async function openLog(directory: string, owner: Owner | undefined) {
  const path = logOf(directory);
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  const log = await open(path, size > longestLog ? "w" : "a", 0o600);
  if (owner) await log.chown(owner.uid, owner.gid);
  return log;
}

async function doesNotComeUp(directory: string, cause?: unknown): Promise<QuadError> {
  const log = await readFile(logOf(directory), "utf8").catch(() => "");
  const stale = await readPidFile(dataOf(directory));
  const inTheWay = stale !== undefined && (await postmaster(dataOf(directory))) === undefined;
  return unreachable(`The embedded Postgres in ${directory} does not come up.`, {
    detail: log.trim().split("\n").slice(-3),
    hint: inTheWay
      ? `Process ${stale.pid} is not its server; if none runs anywhere else, remove ${dataOf(directory)}/postmaster.pid.`
      : `Its log: ${logOf(directory)}`,
    cause,
  });
}

/**
 * A socket's path holds 107 bytes at most, and a comma in it would begin another one: then it is kept in the temporary directory.
 */
async function socketDirectory(directory: string, owner: Owner | undefined): Promise<string> {
  const uid = owner?.uid ?? process.getuid?.() ?? 0;
  const inside = join(directory, "run");
  const name = createHash("sha256").update(directory).digest("hex").slice(0, 16);
  const path = Buffer.byteLength(inside) <= 80 && !/[,"]/.test(inside) ? inside : join(tmpdir(), `quad-${uid}-${name}`);
  await mkdir(path, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  // In the temporary directory anybody could have put something there first.
  const found = await lstat(path);
  if (!found.isDirectory()) throw conflict(`${path} is not a directory, and in the way.`);
  if (owner && found.uid === 0) await chown(path, owner.uid, owner.gid);
  else if (found.uid !== uid) throw conflict(`${path} belongs to another user.`);
  await chmod(path, 0o700);
  return path;
}
