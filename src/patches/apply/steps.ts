import { chmod, chown, copyFile, lstat, mkdir, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { unreachable } from "../../errors.ts";
import { located } from "../../files/byte-names.ts";
import type { Environment } from "../../install/setting.ts";
import { dropDatabase } from "../../postgres/databases.ts";
import { onDisk } from "../../postgres/disk-failures.ts";
import type { Sql } from "../../postgres/sql.ts";
import type { ServerTarget } from "../../postgres/target.ts";
import { transaction } from "../../postgres/transaction.ts";
import { flush } from "../archive/flush.ts";
import { cloned } from "../database/clone.ts";
import { migrated } from "../database/migrate.ts";
import { atDatabases, type DatabasePlaces, databasePlaces } from "../database/places.ts";
import { recordDiscarded, recordRestored, recordRun, recordUndone } from "../database/record.ts";
import { keepScripts, scriptsOf } from "../database/scripts.ts";
import type { Fault } from "../journal/fault.ts";
import type { Step } from "../journal/steps.ts";
import { directoriesMade, exchanged, filled, rightsGiven } from "../restore/steps.ts";
import type { RunPlaces } from "../runs/places.ts";
import type { Services } from "../services/compose.ts";
import { pulled } from "../services/images.ts";
import { announced } from "../services/maintenance.ts";
import { healthy, opened, quiesced, rehearsed } from "../services/steps.ts";
import type { Change } from "../swap/change.ts";
import { swapFiles } from "../swap/swap.ts";
import type { Backups } from "./backups.ts";
import type { Deal } from "./deal.ts";

/** What a run works with. */
export interface Tools {
  readonly places: RunPlaces;
  readonly environment: Environment;
  readonly fault: Fault;
  readonly signal?: AbortSignal | undefined;
  /** Lends a connection for the moment: patches may restart the database. */
  readonly withDb: <T>(use: (sql: Sql) => Promise<T>) => Promise<T>;
  /** Where the database is that a patch migrates; undefined where it is embedded. */
  readonly server?: ServerTarget | undefined;
  readonly backups: Backups;
  /** Says something that does not stop it. */
  readonly warn: (text: string) => void;
  /** undefined where the install has no containers. */
  readonly services?: Services | undefined;
  /** Puts the new files where they are staged, each as it was announced. */
  readonly stage: (directory: string) => Promise<void>;
  /** Where an SQL file of the patch is, when its files are staged. */
  readonly script: (file: string) => string;
}

/** The steps of a run, in their order. */
export function stepsOf(deal: Deal, tools: Tools): readonly Step[] {
  const { places, fault } = tools;
  const { restores } = deal;
  const [before, after] = databaseSteps(deal, tools);
  return [
    ...(deal.backup ? [backedUp(tools)] : []),
    ...(restores?.database ? [filled(serverOf(deal, tools), (name) => tools.backups.fill(restores, name))] : []),
    staged(deal, tools),
    // What is only started again keeps its containers.
    ...(deal.services.length > 0 && deal.restart !== "restart"
      ? [pulled({ changes: deal.changes, awake: deal.services, needed: deal.kind !== "restore" }, tools)]
      : []),
    announced(places.home, deal.page),
    quiesced(deal, tools),
    ...before,
    ...(restores?.files ? [directoriesMade(places.home, places.staged, restores.directories)] : []),
    swapFiles(places, deal.changes, fault, { emptied: deal.emptied, planned: Date.parse(deal.plannedAt) }),
    // A run that an older quad has begun says nothing of them.
    ...(restores?.files ? [rightsGiven(places.home, restores.rights ?? [])] : []),
    ...after,
    // What is restored was in use once; and a compose file that comes back has other services than the one of now.
    ...(deal.kind === "restore" ? [] : [rehearsed(deal, tools), healthy(deal, tools)]),
    { name: "committed", commits: true, act: async () => undefined },
    opened(deal, tools),
    cleaned(tools, deal.database && !restores ? serverOf(deal, tools) : undefined),
  ];
}

/** What is done in the database: before the files are exchanged, and after it. */
function databaseSteps(deal: Deal, tools: Tools): readonly [readonly Step[], readonly Step[]] {
  const { kind, database: original, restores, migrations } = deal;
  const { fault, signal, warn } = tools;
  if (restores?.database) {
    const record = async (tx: Sql) => (kind === "restore" ? recordRestored(tx, deal) : recordDiscarded(tx, deal));
    const exchange = { original, fault, record, warn, command: `quad patch ${kind} ${deal.name}` };
    return [[exchanged(serverOf(deal, tools), exchange)], []];
  }
  if (kind === "restore") return [[], []];
  if (original === null) return [[], [recorded(deal, tools)]];
  const places = serverOf(deal, tools);
  const scripts = scriptsOf(kind, migrations);
  const { backups, places: run } = tools;
  const around = { deal, original, backups, fault, signal, warn, scripts, directory: run.scripts, run };
  const copying = { original, backups, fault, warn, undoBy: deal.undoBy ?? null, directory: run.database };
  return [[cloned(places, copying)], [migrated(places, around)]];
}

/** A backup that is made before anything is changed; it stays, whichever way it goes. */
function backedUp({ backups }: Tools): Step {
  return {
    name: "backedUp",
    act: async () => ({ path: await backups.make() }),
  };
}

/** The databases of a run that exchanges them. Throws unreachable where the install's is not on a server any more. */
function serverOf({ id, name }: Deal, { server }: Tools): DatabasePlaces {
  if (server) return databasePlaces(server, id);
  throw unreachable(`${name} is at work on a database on a server, and this install's is embedded.`, {
    hint: "Name the database that it was begun with: QUAD_DATABASE_URL=postgresql://… quad patch …",
  });
}

function staged(
  { kind, changes, backups, migrations, restores }: Deal,
  { places, stage, script, signal }: Tools,
): Step {
  return {
    name: "staged",
    async act() {
      await stage(places.staged);
      // The owners and modes of a backup are its own.
      if (kind === "restore") {
        if (restores?.files) await flushStaged(places.staged, pathsOf(changes), signal, restores.directories);
        return undefined;
      }
      if (migrations.length > 0 && !restores) await keepScripts(migrations, script, places.scripts);
      for (const { path, to } of backups) {
        const copy = join(places.staged, to);
        await mkdir(dirname(copy), { recursive: true });
        await copyFile(join(places.home, path), copy);
        await takeAfter(copy, join(places.home, path), true);
      }
      const given: string[] = [];
      for (const { action, path } of changes) {
        if (action === "delete") continue;
        const like = action === "replace" ? join(places.home, path) : await nearestDirectory(places.home, path);
        if (await takeAfter(join(places.staged, path), like, false)) given.push(path);
      }
      // Those of an archive are flushed when they are unpacked, all but whose they are.
      const written = kind === "apply" ? [...backups.map(({ to }) => to), ...given] : pathsOf(changes);
      if (written.length > 0) await flushStaged(places.staged, written, signal);
      return undefined;
    },
    undo: () => rm(places.staged, { recursive: true, force: true }),
  };
}

/** The files that there are after the changes. */
const pathsOf = (changes: readonly Change[]): readonly string[] =>
  changes.flatMap(({ action, path }) => (action === "delete" ? [] : [path]));

/** Brings staged files onto the disk, with the directories that they lie in, and others that are named. */
function flushStaged(
  root: string,
  paths: readonly string[],
  signal: AbortSignal | undefined,
  others: readonly string[] = [],
): Promise<void> {
  return onDisk(async () => {
    const files: string[] = [];
    const directories = new Set([root, ...others.map((directory) => join(root, directory))]);
    for (const path of paths) {
      for (let above = dirname(path); above !== "."; above = dirname(above)) directories.add(join(root, above));
      const file = join(root, path);
      // A link or a pipe is nothing but its entry in the directory.
      if ((await lstat(located(file))).isFile()) files.push(file);
    }
    await flush(root, files, directories, signal);
  });
}

/** Gives a new file the owner of another, and its mode where that counts; tells whether anything was given. */
async function takeAfter(file: string, other: string, mode: boolean): Promise<boolean> {
  const [own, wanted] = await Promise.all([lstat(file), stat(other)]);
  const another = own.uid !== wanted.uid || own.gid !== wanted.gid;
  if (another) await chown(file, wanted.uid, wanted.gid);
  if (mode) await chmod(file, wanted.mode & 0o7777);
  return another || mode;
}

async function nearestDirectory(home: string, path: string): Promise<string> {
  for (let above = dirname(path); above !== "."; above = dirname(above)) {
    const found = await lstat(join(home, above)).catch(() => undefined);
    if (found) return join(home, above);
  }
  return home;
}

/** The patch's own row. */
function recorded(deal: Deal, { withDb }: Tools): Step {
  return {
    name: "recorded",
    async act() {
      await withDb((sql) => transaction(sql, (tx) => recordRun(tx, deal)));
      return undefined;
    },
    async undo() {
      await withDb((sql) => transaction(sql, (tx) => recordUndone(tx, deal, { always: false })));
    },
  };
}

function cleaned({ places }: Tools, database: DatabasePlaces | undefined): Step {
  return {
    name: "cleaned",
    async act() {
      if (database) await atDatabases(database, (sql) => dropDatabase(sql, database.before));
      for (const path of [places.staged, places.database]) await rm(path, { recursive: true, force: true });
      return undefined;
    },
  };
}
