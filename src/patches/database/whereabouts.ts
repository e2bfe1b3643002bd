import { conflict } from "../../errors.ts";
import { systemOf, withMaintenance } from "../../postgres/databases.ts";
import type { ServerTarget } from "../../postgres/target.ts";
import type { Deal } from "../apply/deal.ts";
import { restarting, type Whereabouts } from "./places.ts";

/** The cluster and the database that a target leads to; null of an embedded one. */
export const whereabouts = async (server: ServerTarget | undefined): Promise<Whereabouts | null> =>
  server ? { system: await withMaintenance(server, systemOf), database: server.database } : null;

/** Refuses to go on with a run, or to undo it, on another server or another database than the one that it was begun on. */
export async function mustBeThere(
  { name, on }: Pick<Deal, "name" | "on">,
  server: ServerTarget | undefined,
): Promise<void> {
  if (on === null) return;
  const system = server && (await withMaintenance(server, systemOf, restarting));
  if (system === on.system && server?.database === on.database) return;
  throw conflict(
    `${name} was begun on ${system === on.system ? "the same server" : "another server"}, on its database ${on.database}.`,
    {
      hint: `Name that one: QUAD_DATABASE_URL=postgresql://…/${on.database} quad patch …`,
    },
  );
}
