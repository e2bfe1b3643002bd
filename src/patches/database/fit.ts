import { conflict } from "../../errors.ts";
import { findDatabase, isPooled, obstaclesToExchange, withMaintenance } from "../../postgres/databases.ts";
import type { ServerTarget } from "../../postgres/target.ts";
import type { Original } from "./places.ts";

/** The install's database, and how large it is, in bytes. */
export interface Exchangeable extends Original {
  readonly size: number;
}

/** What a database is exchanged for, as a refusal has it. */
interface Purpose {
  /** Why it is; undefined where that needs no word. */
  readonly why?: string;
  /** What cannot be done with it. */
  readonly cannot: string;
  /** The command that is run again. */
  readonly command: string;
}

/**
 * Refuses to migrate a database that could not be copied and given back: one that is embedded, that is reached through a pooler, or that
 * this login may not exchange.
 */
export async function mustBeExchangeable(name: string, server: ServerTarget | undefined): Promise<Exchangeable> {
  const why = `${name} migrates the database`;
  const command = "quad patch apply …";
  if (!server)
    throw conflict(`${why}, and an embedded one cannot be copied while it runs.`, {
      hint: `The platform's own is on a server: QUAD_DATABASE_URL=postgresql://… ${command}`,
    });
  const database = await findExchangeable(server, { why, cannot: "cannot be copied and given back", command });
  if (database) return database;
  throw conflict(`There is no database ${server.database} beside the one that keeps nothing.`);
}

/**
 * The install's database on its server; undefined where there is none. Refuses one that is reached through a pooler, or that this login may
 * not exchange for another.
 */
export function findExchangeable(
  server: ServerTarget,
  { why, cannot, command }: Purpose,
): Promise<Exchangeable | undefined> {
  const own = server.database;
  const refused = (what: string, otherwise: string) => (why === undefined ? otherwise : `${why}, and ${what}`);
  return withMaintenance(server, async (sql) => {
    if (await isPooled(sql))
      throw conflict(
        refused(
          "a pooler stands between quad and the server.",
          "A pooler stands between quad and the server, and a database is not exchanged through it.",
        ),
        { hint: `Name the server itself: QUAD_DATABASE_URL=postgresql://… ${command}` },
      );
    const database = await findDatabase(sql, own);
    if (!database) return undefined;
    const obstacles = await obstaclesToExchange(sql, own);
    if (obstacles.length > 0)
      throw conflict(refused(`${own} ${cannot}.`, `The database ${own} ${cannot}.`), {
        detail: obstacles.map((one) => `  ${one}`),
        hint: `Mend that, or name another login: QUAD_DATABASE_URL=postgresql://… ${command}`,
      });
    return { oid: database.oid, tablespace: database.tablespace, size: database.size };
  });
}
