import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { constants, copyFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { syncPath } from "../../files/sync-path.ts";
import type { Environment } from "../../install/setting.ts";
import { aloneWithDatabase, type DatabaseLock } from "../../postgres/database-lock.ts";
import type { Sql } from "../../postgres/sql.ts";
import type { ServerTarget } from "../../postgres/target.ts";
import { withArchive } from "../archive/open.ts";
import { readManifest } from "../archive/read.ts";
import { stageArchive } from "../archive/stage.ts";
import { type Exchangeable, mustBeExchangeable } from "../database/fit.ts";
import type { UndoBy } from "../database/places.ts";
import { roomForClone, wayOf } from "../database/way.ts";
import { mustBeThere, whereabouts } from "../database/whereabouts.ts";
import type { Fault } from "../journal/fault.ts";
import { openJournal } from "../journal/journal.ts";
import { runSteps } from "../journal/steps.ts";
import { type Manifest, migrationPath } from "../manifest.ts";
import type { Decisions } from "../plan/files.ts";
import {
  changesOf,
  mustBeDecided,
  mustBeTriedUnseen,
  mustFit,
  mustHaveRoom,
  type Plan,
  planPatch,
  type Standing,
} from "../plan/plan.ts";
import {
  aloneWithPatches,
  historyOf,
  makeRunDirectory,
  mustBeFinished,
  mustBeIdle,
  putAway,
  putAwayAfter,
  type RunPlaces,
} from "../runs/places.ts";
import type { Services } from "../services/compose.ts";
import type { Maintenance } from "../services/maintenance.ts";
import { mustBeSigned, type Proof, provenArchive } from "../trust/proof.ts";
import type { Backups } from "./backups.ts";
import type { Deal } from "./deal.ts";
import { stageKept } from "./kept.ts";
import { stepsOf, type Tools } from "./steps.ts";

/** What is to be applied, and how. */
export interface Wanted {
  /** The archive's path. */
  readonly archive: string;
  readonly decisions: Decisions;
  /** The hash of an archive that nobody signed; undefined where a signature is wanted. */
  readonly unsigned: string | undefined;
  /** Takes a patch that is older than what was applied, or has expired. */
  readonly older: boolean;
  /** Makes a backup first. */
  readonly backup: boolean;
  /** How a database that is migrated is given back should it fail; null leaves it to the room that there is. */
  readonly undoBy: UndoBy | null;
}

/** The install that it is applied to. */
export interface Install {
  readonly environment: Environment;
  readonly withDb: <T>(use: (sql: Sql) => Promise<T>) => Promise<T>;
  readonly standing: (sql: Sql) => Promise<Standing>;
  /** The server that the database is on; undefined for an embedded one. */
  readonly server: ServerTarget | undefined;
  readonly backups: Backups;
  readonly services: Services | undefined;
  /** On the database, while a run is at work on it. */
  readonly lock?: DatabaseLock | undefined;
  /** Services that can be stopped while the database is asked, and a proxy among them that shows a page. */
  readonly stoppable: readonly string[];
  readonly maintenance: Maintenance | undefined;
  readonly home: string;
  readonly fault: Fault;
  readonly signal: AbortSignal | undefined;
  readonly onStep: (step: string, undo: boolean) => void;
  /** Says something that does not stop it. */
  readonly warn: (text: string) => void;
}

/** What was done. */
export interface Applied extends Plan {
  readonly id: string;
  readonly sha256: string;
  readonly signedBy: string | null;
}

/**
 * What applying an archive would do. The archive is verified, and nothing is changed. Throws as `applyPatch` does before it begins.
 */
export async function planArchive(wanted: Wanted, install: Install): Promise<Planned> {
  await mustBeIdle(install.home);
  return planned(wanted, install);
}

async function planned(wanted: Wanted, install: Install): Promise<Planned> {
  const { proof, standing } = await install.withDb(async (sql) => ({
    proof: await provenArchive(sql, wanted.archive, wanted.unsigned),
    standing: await install.standing(sql),
  }));
  const manifest = await withArchive(wanted.archive, (file) => readManifest(file, proof.name));
  mustBeSigned(manifest, proof);
  await mustFit(manifest, standing, wanted);
  const database = manifest.migrations.length > 0 ? await mustBeExchangeable(manifest.name, install.server) : undefined;
  const { size: archive } = await stat(wanted.archive);
  const undo = database && {
    ...wayOf(wanted.undoBy, database.size, await install.backups.room(database.tablespace)),
    size: database.size,
  };
  const plan = await planPatch(manifest, { ...standing, undo, archive }, wanted.decisions);
  mustBeTriedUnseen(plan, standing);
  return { plan, manifest, proof, database };
}

interface Planned {
  readonly plan: Plan;
  readonly manifest: Manifest;
  readonly proof: Proof;
  /** The install's database; undefined where it is not migrated. */
  readonly database: Exchangeable | undefined;
}

/**
 * Runs `work` while no other quad, of this install or of its database, is at work on its patches, nor a program that it has begun.
 * Throws locked (exit 9).
 */
export const alone = <T>(install: Install, work: (install: Install) => Promise<T>): Promise<T> =>
  aloneWithPatches(install.home, (lock) => {
    const { server, services } = install;
    const holding = { ...install, services: services?.holding(lock) };
    return server ? aloneWithDatabase(server, (held) => work({ ...holding, lock: held })) : work(holding);
  });

/**
 * Applies a patch: whatever fails, at whatever moment, the install ends exactly as it was or exactly as it should be.
 * Throws what `planArchive` throws, locked, and needs attention where a run before was broken off.
 */
export function applyPatch(wanted: Wanted, here: Install): Promise<Applied> {
  return alone(here, async (install) => {
    const { home } = install;
    mustBeFinished(home);
    await putAway(home);
    const places = await makeRunDirectory(home);
    const { plan, deal } = await taken(wanted, places, install).catch(async (error) => {
      await rm(places.directory, { recursive: true, force: true });
      throw error;
    });
    await carryOut(deal, places, install);
    return { ...plan, id: deal.id, sha256: deal.sha256, signedBy: deal.keyId };
  });
}

/** Takes the archive over, and what is to be done with it. Changes nothing but the run's own directory. */
async function taken(
  wanted: Wanted,
  { archive, signature }: RunPlaces,
  install: Install,
): Promise<{ readonly plan: Plan; readonly deal: Deal }> {
  // What is verified is what is unpacked: a copy that nobody else writes.
  await copyFile(wanted.archive, archive, constants.COPYFILE_FICLONE);
  if (wanted.unsigned === undefined) await copyFile(`${wanted.archive}.minisig`, signature);
  // A run that is gone on with unpacks it again.
  await syncPath(archive);
  const plannedAt = new Date().toISOString();
  const { plan, manifest, proof, database } = await planned({ ...wanted, archive }, install);
  mustBeDecided(plan);
  mustHaveRoom(plan);
  if (wanted.backup) await install.backups.possible();
  if (plan.undo?.by === "dump") await install.backups.possible(roomForClone);
  const { name, version, channel, sequence, health, migrations } = manifest;
  const deal: Deal = {
    id: randomUUID(),
    kind: "apply",
    reverts: null,
    ...{ name, version, channel, sequence, health, migrations },
    backup: wanted.backup,
    restores: null,
    integration: manifest.integration ?? null,
    database: database ? { oid: database.oid, tablespace: database.tablespace } : null,
    undoBy: wanted.undoBy,
    on: database ? await whereabouts(install.server) : null,
    sha256: proof.sha256,
    keyId: proof.keyId,
    plannedAt,
    changes: await changesOf(install.home, plan, migrations),
    emptied: [],
    backups: plan.files.flatMap(({ path, backup }) => (backup === undefined ? [] : [{ path, to: backup }])),
    services: install.services ? plan.services : [],
    page: install.services ? plan.page : null,
    restart: plan.restart,
  };
  return { plan, deal };
}

/** Runs a deal from its beginning, or from where it was broken off. */
export async function carryOut(dealt: Deal, places: RunPlaces, install: Install): Promise<void> {
  await mustBeThere(dealt, install.server);
  const journal = openJournal(places.journal);
  const { fault, signal, onStep, lock, services } = install;
  let deal = dealt;
  try {
    if (journal.entries.length === 0) {
      if (services && deal.services.length > 0) deal = { ...deal, scales: await services.scales() };
      fault("begin");
      journal.append({ event: "begin", data: { ...deal } });
    } else if (!journal.entries.some((entry) => entry.event === "done" && entry.step === "staged")) {
      // What a backup's files were unpacked to before they were flushed may have holes after a power cut.
      await rm(places.staged, { recursive: true, force: true });
    }
    await runSteps(stepsOf(deal, toolsOf(deal, places, install)), { journal, fault, signal, onStep, lock });
  } finally {
    journal.close();
    await putAwayAfter(install.home, install.warn);
  }
}

/** What the steps of a deal work with. */
export function toolsOf(
  deal: Deal,
  places: RunPlaces,
  { environment, fault, signal, withDb, server, backups, services, home, warn }: Install,
): Tools {
  return {
    ...{ places, environment, fault, signal, withDb, server, backups, services, warn },
    script: (file) =>
      deal.kind === "apply"
        ? join(places.staged, migrationPath(deal.name, file))
        : join(historyOf(home, deal.reverts ?? ""), "scripts", file),
    async stage(directory) {
      if (deal.kind === "apply") return stageArchive({ path: places.archive, directory, name: deal.name, signal });
      if (deal.kind === "rollback") return stageKept(places.home, deal, directory);
      // It was unpacked to be compared; after an undo it is unpacked again.
      if (deal.restores?.files && !existsSync(directory)) await backups.unpack(deal.restores, directory);
    },
  };
}
