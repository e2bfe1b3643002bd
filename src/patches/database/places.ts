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
}

/** What the databases of the run with that id are called. */
export function databasePlaces(server: ServerTarget, id: string): DatabasePlaces {
  const mark = id.replaceAll("-", "").slice(0, 12);
  return { server, own: server.database, before: `quad_before_${mark}`, aside: `quad_aside_${mark}` };
}

/** The install's database as a run finds it. */
export interface Original {
  readonly oid: number;
}
