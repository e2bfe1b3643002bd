import { open, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { Environment } from "../../install/setting.ts";
import { systemOf, withMaintenance } from "../../postgres/databases.ts";
import type { Sql } from "../../postgres/sql.ts";
import type { ServerTarget } from "../../postgres/target.ts";
import { outputOf } from "../programs.ts";
import type { PostgresContainer } from "./tools.ts";

/** The server whose room is looked at. */
export interface Keeper {
  readonly server: ServerTarget;
  readonly container: PostgresContainer | undefined;
  readonly environment: Environment;
}

/**
 * Bytes that are free where a server keeps a tablespace: in its container, or on this host where it is reached by a socket and the directory
 * is that cluster's. Undefined where that cannot be seen: Postgres itself does not tell.
 */
export function freeRoom(keeper: Keeper, tablespace: string): Promise<number | undefined> {
  const { server, container, environment } = keeper;
  return withMaintenance(server, async (sql) => {
    const { data, place } = await placeOf(sql, tablespace);
    if (data === null) return undefined;
    if (container) return inContainer(container, place ?? data, environment);
    if (!server.hosts.every(({ host }) => host.startsWith("/"))) return undefined;
    if ((await systemAt(data)) !== (await systemOf(sql))) return undefined;
    const found = await statfs(place ?? data).catch(() => undefined);
    return found && found.bavail * found.bsize;
  });
}

/** Where the cluster lies, null where this login is not told, and where the tablespace does, null where that is within. */
async function placeOf(sql: Sql, tablespace: string) {
  const [found] = await sql<[{ data: string | null; place: string | null }]>`
    select (select setting from pg_settings where name = 'data_directory') as data,
      (select nullif(pg_tablespace_location(oid), '') from pg_tablespace where spcname = ${tablespace}) as place`;
  return found;
}

/** What tells one cluster from all others, as it stands at the beginning of its control file; undefined where that cannot be read. */
async function systemAt(data: string): Promise<string | undefined> {
  const file = await open(join(data, "global/pg_control")).catch(() => undefined);
  if (!file) return undefined;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0);
    return bytesRead === 8 ? buffer.readBigUInt64LE().toString() : undefined;
  } finally {
    await file.close();
  }
}

async function inContainer({ id }: PostgresContainer, path: string, env: Environment): Promise<number | undefined> {
  const said = await outputOf({
    ...{ name: "df", file: "docker", args: ["exec", id, "df", "-Pk", path], env },
  }).catch(() => "");
  const [, kilobytes] = /\s(\d+)\s+\d+%\s+\S.*$/m.exec(said.split("\n")[1] ?? "") ?? [];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}
