import { conflict } from "../../errors.ts";
import { findDatabase, isPooled, obstaclesToExchange, withMaintenance } from "../../postgres/databases.ts";
import type { ServerTarget } from "../../postgres/target.ts";
import type { Original } from "./places.ts";

/** The install's database, and how large it is, in bytes. */
export interface Exchangeable extends Original {
  readonly size: number;
}

/**
 * Refuses to migrate a database that could not be copied and given back: one that is embedded, that is reached through a pooler, or that
 * this login may not exchange.
 */
export async function mustBeExchangeable(name: string, server: ServerTarget | undefined): Promise<Exchangeable> {
  if (!server)
    throw conflict(`${name} migrates the database, and an embedded one cannot be copied while it runs.`, {
      hint: "The platform's own is on a server: QUAD_DATABASE_URL=postgresql://… quad patch apply …",
    });
  return withMaintenance(server, async (sql) => {
    const own = server.database;
    if (await isPooled(sql))
      throw conflict(`${name} migrates the database, and a pooler stands between quad and the server.`, {
        hint: "Name the server itself: QUAD_DATABASE_URL=postgresql://… quad patch apply …",
      });
    const database = await findDatabase(sql, own);
    if (!database) throw conflict(`There is no database ${own} beside the one that keeps nothing.`);
    const obstacles = await obstaclesToExchange(sql, own);
    if (obstacles.length > 0)
      throw conflict(`${name} migrates the database, and ${own} cannot be copied and given back.`, {
        detail: obstacles.map((one) => `  ${one}`),
        hint: "Mend that, or name another login: QUAD_DATABASE_URL=postgresql://… quad patch apply …",
      });
    return { oid: database.oid, tablespace: database.tablespace, size: database.size };
  });
}
