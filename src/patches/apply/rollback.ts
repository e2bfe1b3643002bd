import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { conflict, notFound } from "../../errors.ts";
import { mustBeExchangeable } from "../database/fit.ts";
import { databasePlaces, type UndoBy } from "../database/places.ts";
import { roomForClone, wayOf } from "../database/way.ts";
import { whereabouts } from "../database/whereabouts.ts";
import { type PatchRow, patchHistory } from "../history.ts";
import { readJournal } from "../journal/journal.ts";
import { filesOf } from "../plan/on-disk.ts";
import { installedPatches } from "../plan/shipped.ts";
import { backupOf, historyOf, makeRunDirectory, mustBeFinished, mustBeIdle, putAway } from "../runs/places.ts";
import { canAnnounce } from "../services/maintenance.ts";
import type { Change } from "../swap/change.ts";
import { alone, carryOut, type Install } from "./apply.ts";
import type { Deal } from "./deal.ts";
import { closeCommitted } from "./recover.ts";

/** How a patch is to be rolled back. */
interface Wanted {
  /** The database becomes what it was in the backup before the patch, whatever was written since; that is backed up first. */
  readonly discard: boolean;
  /** The file with the secret key that opens that backup; null of one in the clear. */
  readonly identity: string | null;
  /** How a database that is migrated back is given back should that fail; null leaves it to the room that there is. */
  readonly undoBy: UndoBy | null;
}

interface RollingBack extends Wanted {
  /**
   * Asked once, with what will be done when it is known that it can be, or before a run is put away whose services did not start; throws
   * where it is not wanted.
   */
  readonly confirm: (plan?: PlannedRollback) => Promise<void>;
}

/** What rolling a patch back will do. */
export interface PlannedRollback {
  readonly name: string;
  readonly version: string;
  /** What becomes of its files. */
  readonly files: readonly { readonly does: "add" | "replace" | "delete"; readonly path: string }[];
  /** Of the database, those that are migrated back, in that order. */
  readonly migrations: readonly string[];
  /** The backup from which the database comes, without what was written since; null where it stays. */
  readonly backup: string | null;
  readonly services: readonly string[];
  readonly restart: Deal["restart"];
}

const databaseOnly = { files: false, database: true, directories: [], rights: [] };

/** What was rolled back. */
export interface RolledBack {
  readonly name: string;
  readonly version: string;
  readonly files: number;
  /** What the database is called that had the writes which were discarded; null where none were. */
  readonly kept: string | null;
}

/**
 * Takes an applied patch back: the files that it replaced are put in their places again. Throws not found where it is not applied, a
 * conflict where a later patch builds on it, or a file was changed since, and whatever `applyPatch` throws.
 */
export function rollBackPatch(name: string, here: Install, { confirm, ...wanted }: RollingBack): Promise<RolledBack> {
  return alone(here, async (install) => {
    const { home, server } = install;
    let asked = false;
    const ask = async (plan?: PlannedRollback) => {
      if (!asked) await confirm(plan);
      asked = true;
    };
    await closeCommitted(install, ask);
    mustBeFinished(home);
    await putAway(home);
    const deal = await dealFor(name, wanted, install);
    const plan = planOf(deal);
    await ask(plan);
    const places = await makeRunDirectory(home);
    await carryOut(deal, places, install);
    return {
      ...{ name, version: deal.version, files: plan.files.length },
      kept: wanted.discard && server ? databasePlaces(server, deal.id).kept : null,
    };
  });
}

/** What rolling a patch back would do; changes nothing. Throws as `rollBackPatch` does before it begins. */
export async function planRollback(name: string, wanted: Wanted, install: Install): Promise<PlannedRollback> {
  await mustBeIdle(install.home);
  return planOf(await dealFor(name, wanted, install));
}

const planOf = ({ name, version, changes, migrations, restores, services, restart }: Deal): PlannedRollback => ({
  ...{ name, version, services, restart },
  files: changes.flatMap(({ action, path }) => (path.startsWith(".quad/") ? [] : [{ does: action, path }])),
  migrations: restores ? [] : migrations.map((one) => one.name).reverse(),
  backup: restores?.path ?? null,
});

async function dealFor(name: string, { discard, identity, undoBy }: Wanted, install: Install): Promise<Deal> {
  const { home } = install;
  const rows = await install.withDb((sql) => patchHistory(sql));
  const applied = rows.filter(({ rolledBackAt }) => rolledBackAt === null);
  const row = applied.find((one) => one.name === name);
  if (!row) throw notFound(`${name} is not applied here.`, { hint: "See what is: quad patch history" });
  const before = dealOf(home, row);
  await mustBeLast(before, applied.slice(0, applied.indexOf(row)), home, discard);
  const restores = discard ? { path: backupBefore(home, row), identity, ...databaseOnly } : null;
  if (restores) await install.backups.mustOpen(restores);
  if (!discard) mustBeReversible(before);
  const plannedAt = new Date().toISOString();
  const database = discard || before.migrations.length > 0 ? await mustBeExchangeable(name, install.server) : null;
  if (discard) await install.backups.possible();
  else if (database) {
    const free = await install.backups.room(database.tablespace);
    if (wayOf(undoBy, database.size, free).by === "dump") await install.backups.possible(roomForClone);
  }
  return {
    ...before,
    database: database && { oid: database.oid, tablespace: database.tablespace },
    undoBy,
    on: database && (await whereabouts(install.server)),
    id: randomUUID(),
    kind: "rollback",
    reverts: row.id,
    ...{ restores, backup: discard },
    plannedAt,
    changes: await inverse(home, before.changes),
    emptied: madeBy(home, row),
    backups: [],
    services: install.services ? before.services : [],
    page: install.services && before.page !== null && canAnnounce(home, before.page) ? before.page : null,
    health: [],
  };
}

/** The directories that a run made. */
function madeBy(home: string, { id }: PatchRow): readonly string[] {
  const entries = readJournal(join(historyOf(home, id), "journal")) ?? [];
  const intent = entries.find((entry) => entry.event === "intent" && entry.step === "swapped");
  return intent?.event === "intent" ? (intent.data.made as readonly string[]) : [];
}

function dealOf(home: string, { id, name }: PatchRow): Deal {
  const begin = readJournal(join(historyOf(home, id), "journal"))?.[0];
  if (begin?.event === "begin") return begin.data as unknown as Deal;
  throw conflict(`${name} cannot be rolled back: it was adopted, or what it replaced is not kept any more.`, {
    hint: "Restore a backup from before it: quad patch backup --list",
  });
}

function mustBeReversible({ name, migrations }: Deal): void {
  const oneWay = migrations.filter(({ reversible }) => !reversible);
  if (oneWay.length === 0) return;
  throw conflict(`${name} migrated the database, and its vendor does not say that it can be migrated back.`, {
    detail: oneWay.map((one) => `  ${one.name}`),
    hint: [
      `Take the database of before it, without whatever was written since: quad patch rollback ${name} --discard-writes`,
    ],
  });
}

/** The backup that was made before a patch was applied. Throws a conflict where none was, or it is gone. */
function backupBefore(home: string, { id, name }: PatchRow): string {
  const path = backupOf(readJournal(join(historyOf(home, id), "journal")) ?? []);
  if (path !== undefined && existsSync(path)) return path;
  throw conflict(
    path === undefined
      ? `No backup was made before ${name} was applied.`
      : `The backup from before ${name} is gone: ${path}`,
    { hint: "See which there are: quad patch backup --list" },
  );
}

/** Later patches are in the way that touch the same files, or the database after it; all of them, where the database goes back before them. */
async function mustBeLast(
  { name, changes, migrations }: Deal,
  later: readonly PatchRow[],
  home: string,
  discard: boolean,
): Promise<void> {
  const paths = new Set(changes.map(({ path }) => path));
  const lying = later.length > 0 ? await installedPatches(home) : [];
  // One that was extracted by hand has no journal, but lies here with what it changed.
  const whatOf = (row: PatchRow) => {
    const manifest = lying.find((one) => one.name === row.name);
    if (manifest) return manifest;
    const deal = dealOf(home, row);
    return { files: deal.changes, migrations: deal.migrations };
  };
  const onTop = later.filter((row) => {
    const { files, migrations: after } = whatOf(row);
    return discard || (migrations.length > 0 && after.length > 0) || files.some(({ path }) => paths.has(path));
  });
  if (onTop.length === 0) return;
  throw conflict(`${onTop.map((row) => row.name).join(", ")} ${onTop.length === 1 ? "builds" : "build"} on ${name}.`, {
    hint: `Roll that back first: quad patch rollback ${onTop[0]?.name}`,
  });
}

/** The changes that take others back, in which every file has to be as they left it. */
async function inverse(home: string, changes: readonly Change[]): Promise<readonly Change[]> {
  const back: Change[] = [];
  const edited: string[] = [];
  const lookAt = await filesOf(home);
  for (const change of [...changes].reverse()) {
    const { path } = change;
    const there = await lookAt(path);
    const after = change.action === "delete" ? undefined : change.after;
    if (change.action === "delete" ? there !== undefined : !there || (after !== undefined && there !== after)) {
      edited.push(path);
      continue;
    }
    if (change.action === "delete") back.push({ action: "add", path, after: change.before });
    else if (change.action === "replace")
      back.push({ action: "replace", path, before: there ?? "", after: change.before });
    else back.push({ action: "delete", path, before: there ?? "" });
  }
  if (edited.length === 0) return back;
  throw conflict(`${edited.length === 1 ? "A file was" : `${edited.length} files were`} changed since.`, {
    detail: edited.slice(0, 20).map((path) => `  ${path}`),
    hint: "Put them back as the patch left them, or keep yours elsewhere and take them out of the way.",
  });
}
