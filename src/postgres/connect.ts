import postgres from "postgres";
import { QuadError, unreachable } from "../errors.ts";
import { cancelSession, dialOnce } from "./dial.ts";
import { asFailure } from "./failures.ts";
import type { Postmaster } from "./postmaster.ts";
import type { Sql } from "./sql.ts";
import type { ServerTarget, SessionAttrs, Target } from "./target.ts";
import { describeTarget } from "./target.ts";

/**
 * Opens one connection, lends it, and closes it whatever happens. An embedded Postgres is started for it, and stopped
 * by the last one out. Throws unreachable (exit 6), and turns every refusal of the server into a failure that can be
 * shown. An aborted `signal` cancels what runs.
 */
export async function withConnection<T>(
  target: Target,
  use: (sql: Sql) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  if (target.kind === "server") return lend(await openFirst(target), target, use, signal);
  const { awaitEnd, joinEmbedded, leaveEmbedded, runningServer } = await import("./embedded.ts");
  const { directory } = target;
  const join = () => joinEmbedded(directory, (server) => open(server, 0)).catch(refuse(target));
  let stopping: Postmaster | undefined;
  const leave = async (connection: Connection) => {
    stopping = await leaveEmbedded(connection.sql, directory);
  };
  const connection = await join();
  try {
    return await lend(connection, target, use, signal, () => leave(connection));
  } finally {
    if (signal?.aborted && (await runningServer(directory))) {
      const again = await join();
      await again.sql`select pg_terminate_backend(${connection.session()?.pid ?? 0}, 2000)`.catch(() => {});
      await lend(again, target, () => leave(again), undefined);
    }
    if (stopping) await awaitEnd(directory, stopping);
  }
}

/** A connection, and what it takes to cancel what runs on it. */
interface Connection {
  readonly sql: Sql;
  /** The server's number for it, once something has run. */
  readonly session: () => Session | undefined;
  readonly cancel: () => void;
}

async function lend<T>(
  { sql, cancel }: Connection,
  target: Target,
  use: (sql: Sql) => Promise<T>,
  signal: AbortSignal | undefined,
  before?: () => Promise<void>,
): Promise<T> {
  const hangUp = () => {
    cancel();
    sql.end({ timeout: 0 }).catch(() => {});
  };
  signal?.addEventListener("abort", hangUp);
  if (signal?.aborted) hangUp();
  try {
    return await use(sql).catch(refuse(target));
  } finally {
    signal?.removeEventListener("abort", hangUp);
    await before?.().catch(() => {});
    // Of a server's end of it nobody needs to wait; an embedded server is stopped next.
    const closed = sql.end({ timeout: 1 }).catch(() => {});
    if (before) await closed;
  }
}

const refuse =
  (target: Target) =>
  (error: unknown): never => {
    throw asFailure(error, describeTarget(target));
  };

/** The first host that answers and has the session attributes asked for. One host is taken as it is. */
async function openFirst(target: ServerTarget): Promise<Connection> {
  const attrs = target.targetSessionAttrs;
  if (target.hosts.length === 1 && attrs === "any") return open(target, 0);
  const passedOver: string[] = [];
  for (const [i, { host, port }] of target.hosts.entries()) {
    const connection = open(target, i);
    const { sql } = connection;
    try {
      const [state] = await sql<[{ readOnly: string; standby: boolean }]>`
        select current_setting('transaction_read_only') as "readOnly", pg_is_in_recovery() as standby`;
      if (suits(attrs, state.readOnly === "on", state.standby)) return connection;
      const is = state.standby ? "a standby" : state.readOnly === "on" ? "read-only" : "a primary that takes writes";
      passedOver.push(`${host}:${port} is ${is}.`);
    } catch (error) {
      const failure = asFailure(error, `${host}:${port}`);
      if (!(failure instanceof QuadError) || failure.code !== "unreachable") throw failure;
      passedOver.push(failure.message);
    }
    await sql.end({ timeout: 0 }).catch(() => {});
  }
  throw unreachable(`No host of ${describeTarget(target)} is ${attrs === "any" ? "answering" : attrs}.`, {
    detail: passedOver,
    hint: "See what was tried: quad doctor",
  });
}

const suits = (attrs: SessionAttrs, readOnly: boolean, standby: boolean): boolean =>
  ({ any: true, "read-write": !readOnly, "read-only": readOnly, primary: !standby, standby })[attrs];

function open(target: ServerTarget, i: number): Connection {
  const { host, port } = target.hosts[i] ?? { host: "localhost", port: 5432 };
  let lost = false;
  const dial = dialOnce(target, i);
  // Between a socket's error and its end postgres.js takes queries that it never answers.
  const socket = async () =>
    (await dial()).once("error", () => {
      lost = true;
    });
  const sql = postgres({
    host,
    port,
    ...({ socket } as object),
    user: target.user,
    password: target.password ?? "",
    database: target.database,
    ssl: false,
    target_session_attrs: "" as never,
    connect_timeout: target.connectTimeout,
    max: 1,
    // Unnamed statements and no look-up of types: pgbouncer gives each transaction another session.
    prepare: false,
    fetch_types: false,
    onnotice: () => {},
    onclose: () => {
      lost = true;
    },
    connection: { application_name: "quad", ...(target.options && { options: target.options }) },
    types: {
      numeric: { to: 1700, from: [1700], serialize: String, parse: Number },
      bigint: { to: 20, from: [20], serialize: String, parse: Number },
      date: { to: 1082, from: [1082], serialize: String, parse: String },
    },
  }) as unknown as Sql;
  return cancellable(
    sql,
    (session) => cancelSession(target, i, session),
    () => lost,
  );
}

interface Session {
  readonly pid: number;
  readonly secret: number;
}

/** A query of postgres.js, as far as it is looked into. */
interface Query {
  state?: Session | null;
  handler: (query: { reject(error: Error): void }) => void;
}

/**
 * Remembers a query that has run on the connection: from it postgres.js tells the session. On a connection that was lost a
 * query fails at once; postgres.js would wait for another connection, which there is not.
 */
function cancellable(plain: Sql, cancelIn: (session: Session) => void, isLost: () => boolean): Connection {
  let ran: Query | undefined;
  const sql = new Proxy(plain, {
    apply(call, self, words) {
      const query = Reflect.apply(call as never, self, words) as Query;
      if (isLost())
        query.handler = (one) =>
          one.reject(Object.assign(new Error("the connection was lost"), { code: "CONNECTION_CLOSED" }));
      if (!ran?.state) ran = query;
      return query;
    },
  });
  const session = () => ran?.state ?? undefined;
  return {
    sql,
    session,
    cancel() {
      const running = session();
      if (running) cancelIn(running);
    },
  };
}
