import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { isAbsolute, relative } from "node:path";
import { whereIs } from "../../backups/files/listing.ts";
import { type Backup, openBackup } from "../../backups/manifest.ts";
import { conflict, notFound } from "../../errors.ts";
import { dropFilled, withMaintenance } from "../../postgres/databases.ts";
import type { ServerTarget } from "../../postgres/target.ts";
import { alone, carryOut, type Install } from "../apply/apply.ts";
import type { BackupSource } from "../apply/backups.ts";
import type { Deal } from "../apply/deal.ts";
import { closeCommitted } from "../apply/recover.ts";
import { findExchangeable } from "../database/fit.ts";
import { databasePlaces, existing, type Original } from "../database/places.ts";
import { whereabouts } from "../database/whereabouts.ts";
import { readJournal } from "../journal/journal.ts";
import { makeRunDirectory, mustBeFinished, pastRuns, putAway, type RunPlaces } from "../runs/places.ts";
import { canAnnounce } from "../services/maintenance.ts";
import { type Difference, differenceOf } from "./difference.ts";

/** What is restored. */
export interface WantedRestore {
  readonly source: BackupSource;
  readonly files: boolean;
  readonly database: boolean;
  /** Directories of the install whose files are added to, and never replaced or deleted. */
  readonly stays: readonly string[];
}

/** What restoring does, or did. */
export interface Restored {
  readonly name: string;
  readonly madeAt: Date;
  /** The directory of the install that it is of; null where that is this one. */
  readonly of: string | null;
  /** null where they are left alone. */
  readonly files: { readonly added: number; readonly replaced: number; readonly deleted: number } | null;
  readonly database: {
    readonly tables: number;
    readonly rows: number;
    /** What the database of before is called from then on; null where there was none. */
    readonly kept: string | null;
  } | null;
  readonly services: readonly string[];
}

/** What restoring a backup would do. The backup is opened and unpacked beside the install, and nothing is changed. Throws as `restoreBackup` does. */
export const planRestore = (wanted: WantedRestore, here: Install): Promise<Restored> =>
  prepared(wanted, here, undefined, async (_, restored) => restored);

/**
 * Restores a backup: its database into a fresh one that takes the name of the install's own, which is kept, and its files in the place of
 * those of now, which are kept as well. `confirm` is asked once, with what will be done, or before a run is put away whose services did not
 * start; it throws where it is not wanted. Whatever fails, everything is as it was. Throws needs attention where the backup is damaged,
 * conflicts, and what `applyPatch` throws.
 */
export function restoreBackup(
  wanted: WantedRestore,
  here: Install,
  confirm: (planned?: Restored) => Promise<void>,
): Promise<Restored> {
  let asked = false;
  const ask = async (planned?: Restored) => {
    if (!asked) await confirm(planned);
    asked = true;
  };
  return prepared(wanted, here, ask, async (deal, restored, places, install) => {
    await ask(restored);
    await carryOut(deal, places, install);
    return restored;
  });
}

function prepared(
  wanted: WantedRestore,
  here: Install,
  /** Asked before a run is put away whose services did not start; without it none is. */
  confirm: (() => Promise<void>) | undefined,
  work: (deal: Deal, restored: Restored, places: RunPlaces, install: Install) => Promise<Restored>,
): Promise<Restored> {
  return alone(here, async (install) => {
    const { home } = install;
    if (confirm) await closeCommitted(install, confirm);
    mustBeFinished(home);
    await putAway(home);
    const backup = await openBackup(wanted.source.path);
    const original = wanted.database ? await originalOf(install.server) : null;
    const places = await makeRunDirectory(home);
    try {
      if (wanted.files) await install.backups.unpack(wanted.source, places.staged);
      const difference = wanted.files
        ? await differenceOf(home, places.staged, install.backups.directory, wanted.stays, install.maintenance?.page)
        : nothing;
      const deal = {
        ...dealOf(wanted, backup, original, difference, install),
        on: wanted.database ? await whereabouts(install.server) : null,
      };
      return await work(deal, restoredOf(wanted, deal, backup, install), places, install);
    } finally {
      // What was begun is put away by its journal, and nothing else may take what it keeps.
      if (!readJournal(places.journal)?.length) await rm(places.directory, { recursive: true, force: true });
    }
  });
}

const nothing: Difference = { changes: [], directories: [], emptied: [], rights: [] };

/** The database that gives its name away; null where there is none. Throws a conflict where this login may not do that. */
async function originalOf(server: ServerTarget | undefined): Promise<Original | null> {
  if (!server) throw conflict("An embedded database is not restored while it is in use.");
  const found = await findExchangeable(server, { cannot: "cannot be exchanged", command: "quad patch restore …" });
  return found ? { oid: found.oid, tablespace: found.tablespace } : null;
}

const dealOf = (
  { source, files, database }: WantedRestore,
  { manifest }: Backup,
  original: Original | null,
  { changes, directories, emptied, rights }: Difference,
  { home, services, stoppable, maintenance }: Install,
): Deal => ({
  ...{ id: randomUUID(), kind: "restore", name: manifest.name, version: "", channel: "prod", sequence: 0 },
  ...{ sha256: "", keyId: null, reverts: null, plannedAt: new Date().toISOString(), changes, emptied, backups: [] },
  services: services ? stoppable.filter((service) => service !== maintenance?.service) : [],
  page: services && maintenance && canAnnounce(home, maintenance.page) ? maintenance.page : null,
  ...{ restart: "down-up", health: [], integration: null, migrations: [], backup: false },
  ...{ database: original, undoBy: null, on: null },
  restores: { ...source, files, database, directories, rights },
});

function restoredOf(
  { files, database }: WantedRestore,
  { id, services, changes, database: original }: Deal,
  { manifest }: Backup,
  install: Install,
): Restored {
  const { server } = install;
  const count = (action: string) => changes.filter((change) => change.action === action).length;
  const { tables } = manifest.database;
  const { home } = manifest.files;
  return {
    ...{ name: manifest.name, madeAt: new Date(manifest.madeAt), of: home === install.home ? null : home, services },
    files: files ? { added: count("add"), replaced: count("replace"), deleted: count("delete") } : null,
    database: database
      ? {
          tables: tables.length,
          rows: tables.reduce((sum, { rows }) => sum + rows, 0),
          kept: server && original ? databasePlaces(server, id).kept : null,
        }
      : null,
  };
}

/** The databases that runs of this install have put aside and nobody let go yet. */
export function keptAside({ home, server }: Pick<Install, "home" | "server">): Promise<readonly string[]> {
  if (!server) return Promise.resolve([]);
  const names = pastRuns(home).map((id) => databasePlaces(server, id).kept);
  return withMaintenance(server, (sql) => existing(sql, names));
}

/** Lets them go. Throws not found where there is none, and needs attention where a run was broken off: it may want them. */
export async function letGo(wanted: readonly string[], here: Install): Promise<readonly string[]> {
  return alone(here, async ({ home, server }) => {
    mustBeFinished(home);
    await putAway(home);
    const kept = (await keptAside({ home, server })).filter((name) => wanted.includes(name));
    if (!server || kept.length === 0) throw notFound("No database of this install is kept aside.");
    await withMaintenance(server, async (sql) => {
      for (const name of kept) await dropFilled(sql, server, name);
    });
    return kept;
  });
}

/** A directory as `stays` has it: where it is below the install directory, by its name and without the links on the way to it. */
export async function belowHome(home: string, directory: string): Promise<readonly string[]> {
  const paths = [relative(home, directory), relative(await whereIs(home), await whereIs(directory))];
  return paths.filter((path) => path !== "" && path !== ".." && !path.startsWith("../") && !isAbsolute(path));
}
