import { join } from "node:path";
import { QuadError, unreachable } from "../../errors.ts";
import type { Environment } from "../../install/setting.ts";
import { withConnection } from "../../postgres/connect.ts";
import { postmaster } from "../../postgres/postmaster.ts";
import type { Sql } from "../../postgres/sql.ts";
import { type ServerTarget, serverTarget, type Target } from "../../postgres/target.ts";

/**
 * Lends a connection, and the one server that it leads to as other programs are to be told of it: a snapshot is known to one server of a
 * cluster alone. An embedded server runs as long as `use` does. Throws unreachable (exit 6).
 */
export async function withServer<T>(
  target: Target,
  use: (sql: Sql, server: ServerTarget) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  if (target.kind === "embedded") {
    return withConnection(
      target,
      async (sql) => {
        const running = await postmaster(join(target.directory, "data"));
        if (!running) throw unreachable(`The embedded Postgres in ${target.directory} is gone.`);
        const [{ user, dbname }] = await sql<[{ user: string; dbname: string }]>`
          select current_user as "user", current_database() as dbname`;
        return use(sql, serverTarget({ host: running.sockets, user, dbname, sslmode: "disable" }));
      },
      signal,
    );
  }
  const server = await firstThatSuits(target);
  return withConnection(server, (sql) => use(sql, server), signal);
}

async function firstThatSuits(target: ServerTarget): Promise<ServerTarget> {
  if (target.hosts.length === 1) return target;
  for (const host of target.hosts) {
    const one = { ...target, hosts: [host] };
    try {
      await withConnection(one, (sql) => sql`select 1`);
      return one;
    } catch (error) {
      if (!(error instanceof QuadError) || error.code !== "unreachable") throw error;
    }
  }
  // Says of every host why not.
  return withConnection(target, async () => target);
}

/** What tells programs of Postgres where the server is; a password is in no argument list. */
export function libpqEnvironment(server: ServerTarget, environment: Environment, name: string): Environment {
  const { hosts, user, password, database, sslmode, sslrootcert, sslcert, sslkey, options, connectTimeout } = server;
  const { PATH, HOME, PGPASSFILE } = environment;
  return {
    ...{ PATH, HOME, PGPASSFILE, LC_ALL: "C" },
    PGHOST: hosts[0]?.host,
    PGPORT: String(hosts[0]?.port),
    ...{ PGUSER: user, PGPASSWORD: password, PGDATABASE: database, PGSSLMODE: sslmode },
    ...{ PGSSLROOTCERT: sslrootcert, PGSSLCERT: sslcert, PGSSLKEY: sslkey, PGOPTIONS: options },
    PGCONNECT_TIMEOUT: String(connectTimeout),
    PGAPPNAME: name,
  };
}
