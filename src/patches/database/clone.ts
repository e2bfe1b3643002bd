import { conflict } from "../../errors.ts";
import {
  cloneDatabase,
  closeOff,
  dropDatabase,
  findDatabase,
  openUp,
  renameDatabases,
  withMaintenance,
} from "../../postgres/databases.ts";
import type { Fault } from "../journal/fault.ts";
import type { Step } from "../journal/steps.ts";
import { type DatabasePlaces, type Original, restarting } from "./places.ts";

/**
 * Copies the install's database before it is migrated, and puts it aside under a name that nobody else knows. Undoing it brings the same
 * database back to its name, unless its copy has taken that already.
 */
export function cloned(places: DatabasePlaces, original: Original, fault: Fault): Step {
  const { server, own, before, aside } = places;
  return {
    name: "cloned",
    act: () =>
      withMaintenance(server, async (sql) => {
        await closeOff(sql, own);
        fault("cloned.closed");
        const database = await findDatabase(sql, own);
        if (database?.oid !== original.oid) throw conflict(`The database ${own} is another one than a moment ago.`);
        await cloneDatabase(sql, database, before);
        fault("cloned.copied");
        await renameDatabases(sql, [{ from: own, to: aside, allowsConnections: true }]);
        return undefined;
      }),
    undo: () =>
      withMaintenance(
        server,
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
        },
        restarting,
      ),
  };
}
