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
}

/** The databases on a server that runs have kept aside, of this login's. */
export async function keptDatabases(sql: Sql): Promise<readonly string[]> {
  const rows = await sql<{ name: string }[]>`
    select datname as name from pg_database where datname ~ '^quad_kept_[0-9a-f]{12}$' and pg_has_role(current_user, datdba, 'usage')
    order by 1`;
  return rows.map(({ name }) => name);
}
