import { endWorkOn, withMaintenance } from "../../postgres/databases.ts";
import type { Sql } from "../../postgres/sql.ts";
import type { ServerTarget } from "../../postgres/target.ts";

/** The databases of a run on the install's server. */
export interface DatabasePlaces {
  readonly server: ServerTarget;
  /** The install's own. */
  readonly own: string;
  /** As it was before: a copy that nobody may enter. */
  readonly before: string;
  /** What the install's own is called while it is migrated, so that nobody but the run finds it. */
  readonly aside: string;
  /** One that is filled from a backup. */
  readonly fresh: string;
  /** The install's own, when another has taken its place; it is kept until somebody lets it go. */
  readonly kept: string;
}

/** What the databases of the run with that id are called. */
export function databasePlaces(server: ServerTarget, id: string): DatabasePlaces {
  const mark = id.replaceAll("-", "").slice(0, 12);
  const named = (as: string) => `quad_${as}_${mark}`;
  return {
    ...{ server, own: server.database, before: named("before"), aside: named("aside") },
    ...{ fresh: named("fresh"), kept: named("kept") },
  };
}

/** The install's database as a run finds it. */
export interface Original {
  readonly oid: number;
  readonly tablespace: string;
}

/** How a database that is migrated can be given back: from a copy beside it, or from a dump. */
export type UndoBy = "clone" | "dump";

/** The cluster, and the name of the database there, that a run is at work on. */
export interface Whereabouts {
  readonly system: string;
  readonly database: string;
}

/** Which of these databases there are. */
export async function existing(sql: Sql, names: readonly string[]): Promise<readonly string[]> {
  const rows = await sql<{ name: string }[]>`
    select datname as name from pg_database
    where datname in (select json_array_elements_text(${JSON.stringify(names)}::text::json)) order by 1`;
  return rows.map(({ name }) => name);
}

/** An undo waits for a server that is just being restarted, in milliseconds. */
export const restarting = { patience: 30_000 };

/**
 * Lends a connection from which the databases of a run are made, renamed and dropped, when nothing is at work on them any more that this
 * run has asked for before it was killed or cut off. An `undo` waits for a server that is just being restarted. Throws as
 * `withMaintenance` does, and a conflict where something does not end.
 */
export const atDatabases = <T>(
  { server, before, aside, fresh, kept }: DatabasePlaces,
  use: (sql: Sql) => Promise<T>,
  waits?: typeof restarting,
): Promise<T> =>
  withMaintenance(
    server,
    async (sql) => {
      // What an install's own statements may take is too little for a copy of all that they are about.
      await sql`select set_config('statement_timeout', '0', false)`;
      await endWorkOn(sql, [before, aside, fresh, kept]);
      return use(sql);
    },
    waits,
  );
