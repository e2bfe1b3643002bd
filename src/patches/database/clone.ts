import { rm } from "node:fs/promises";
import { conflict } from "../../errors.ts";
import {
  cloneDatabase,
  closeOff,
  type Database,
  dropDatabase,
  findDatabase,
  mustBeRepeatable,
  obstaclesToRefilling,
  openUp,
  renameDatabases,
  withDatabase,
} from "../../postgres/databases.ts";
import { isDiskFull } from "../../postgres/failures.ts";
import type { Sql } from "../../postgres/sql.ts";
import type { Backups } from "../apply/backups.ts";
import type { Fault } from "../journal/fault.ts";
import type { Step } from "../journal/steps.ts";
import { atDatabases, type DatabasePlaces, type Original, restarting, type UndoBy } from "./places.ts";
import { hasRoom, wayOf } from "./way.ts";

interface Surroundings {
  readonly original: Original;
  /** null leaves it to the room that there is. */
  readonly undoBy: UndoBy | null;
  readonly backups: Pick<Backups, "dump" | "room">;
  /** Where a dump is put. */
  readonly directory: string;
  readonly fault: Fault;
  /** Says something that does not stop it. */
  readonly warn: (text: string) => void;
}

/**
 * Copies the install's database before it is migrated, and puts it aside under a name that nobody else knows. Where there is no room for a
 * copy, it is dumped. Undoing it brings the same database back to its name, unless its copy has taken that already.
 */
export function cloned(places: DatabasePlaces, around: Surroundings): Step {
  const { own, before, aside, fresh } = places;
  const { original, directory, fault } = around;
  return {
    name: "cloned",
    act: () =>
      atDatabases(places, async (sql) => {
        await closeOff(sql, own);
        fault("cloned.closed");
        const database = await findDatabase(sql, own);
        if (database?.oid !== original.oid) throw conflict(`The database ${own} is another one than a moment ago.`);
        const isCopied = await copied(sql, database, places, around);
        if (isCopied) fault("cloned.copied");
        await renameDatabases(sql, [{ from: own, to: aside, allowsConnections: true }]);
        if (isCopied) return { by: "clone" };
        fault("cloned.aside");
        await mustBeRefillable(sql, database, places);
        await around.backups.dump(aside, { known: own, directory });
        fault("cloned.dumped");
        return { by: "dump" };
      }),
    undo: () =>
      atDatabases(
        places,
        async (sql) => {
          const database = await findDatabase(sql, original.oid);
          if (database?.name === aside) {
            await closeOff(sql, aside);
            await renameDatabases(sql, [{ from: aside, to: own, allowsConnections: true }]);
          } else if (database?.name === own) await openUp(sql, own);
          // Its copy may have taken its place.
          if (!(await findDatabase(sql, own))) throw conflict(`No database has the name ${own} any more.`);
          fault("cloned.renamed-back");
          await dropDatabase(sql, before);
          await dropDatabase(sql, fresh);
          await rm(directory, { recursive: true, force: true });
        },
        restarting,
      ),
  };
}

/** Copies it where that is wanted and there is room; gives whether it is copied. */
async function copied(
  sql: Sql,
  database: Database,
  { own, before }: DatabasePlaces,
  { undoBy, backups, fault, warn }: Surroundings,
): Promise<boolean> {
  const free = await backups.room(database.tablespace);
  if (wayOf(undoBy, database.size, free).by === "dump") return false;
  try {
    fault("cloned.copying");
    await cloneDatabase(sql, database, before, free === undefined || !hasRoom(2 * database.size, free));
    return true;
  } catch (error) {
    if (undoBy === "clone" || !isDiskFull(error)) throw error;
    await dropDatabase(sql, before);
    warn(`The server has no room for a copy of the database ${own}: a dump is taken instead.`);
    return false;
  }
}

/** Refuses to rely on a dump that this login could not give back. */
async function mustBeRefillable(
  sql: Sql,
  database: Database,
  { server, own, aside, fresh }: DatabasePlaces,
): Promise<void> {
  const obstacles = await withDatabase(server, aside, obstaclesToRefilling);
  if (obstacles.length > 0)
    throw conflict(`The database ${own} could not be given back from a dump.`, {
      detail: obstacles.map((one) => `  ${one}`),
      hint: "Mend that, or make room for a copy of it on the server's disk.",
    });
  await mustBeRepeatable(sql, { ...database, name: aside }, fresh);
}
