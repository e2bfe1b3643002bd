import { statfs } from "node:fs/promises";
import { conflict, unreachable, usage } from "../../errors.ts";
import { sizeOf } from "../../terminal/style.ts";
import { filesOfScripts } from "../database/scripts.ts";
import type { Way } from "../database/way.ts";
import { type Manifest, manifestPath, migrationPath } from "../manifest.ts";
import { canAnnounce, type Maintenance } from "../services/maintenance.ts";
import type { Change } from "../swap/change.ts";
import { type Downtime, expectedDowntime } from "./downtime.ts";
import { type Decisions, type PlannedFile, planFiles } from "./files.ts";
import { filesOf } from "./on-disk.ts";
import { installedPatches } from "./shipped.ts";

/** What applying a patch will do to an install. */
export interface Plan {
  readonly name: string;
  readonly version: string;
  readonly channel: Manifest["channel"];
  readonly sequence: number;
  readonly files: readonly PlannedFile[];
  readonly restart: Manifest["restart"]["mode"];
  /** Services that are stopped meanwhile. */
  readonly services: readonly string[];
  /** Services that go on, and reach those that are tried by their names before they are committed: several of them ask each other so. */
  readonly reachedBy: readonly string[];
  /** The page that a proxy shows meanwhile; null where none does. */
  readonly page: string | null;
  readonly healthChecks: number;
  /** Those that are not made, where there are no services. */
  readonly skippedChecks: number;
  readonly disk: { readonly needed: number; readonly free: number };
  /** Those of the database, in their order. */
  readonly migrations: readonly string[];
  /** Bytes that the server needs for a copy of the database; 0 where none is made. */
  readonly databaseCopy: number;
  /** How the database is given back should it fail, and its size in bytes; null where it is not migrated. */
  readonly undo: PlannedUndo | null;
  readonly downtime: Downtime;
  readonly notes: readonly string[];
}

interface PlannedUndo extends Way {
  readonly size: number;
}

/** What is known of the install. */
export interface Standing {
  readonly home: string;
  /** Names of the patches that are applied. */
  readonly applied: readonly string[];
  /** The highest number that was ever applied here; 0 before the first. */
  readonly sequence: number;
  /** The version of the platform, where it is known. */
  readonly platform: string | undefined;
  /** Services that can be stopped: all but the database. */
  readonly services: readonly string[];
  /** Those of them that share the host's network. */
  readonly onHostNetwork?: readonly string[] | undefined;
  /** A proxy that goes on, and shows a page. */
  readonly maintenance?: Maintenance | undefined;
  /** Bytes of the archive, which is copied. */
  readonly archive?: number | undefined;
  /** How the database is given back, where it is migrated. */
  readonly undo?: PlannedUndo | undefined;
}

/** Makes the plan; reads only. Throws usage, conflict and not allowed, with everything that is against it. */
export async function planPatch(
  manifest: Manifest,
  { home, services, undo, maintenance, archive = 0 }: Standing,
  decisions: Decisions,
): Promise<Plan> {
  const installed = (await installedPatches(home)).filter(({ name }) => name !== manifest.name);
  const files = await planFiles(home, manifest, installed, decisions);
  const known = new Set(files.map(({ path }) => path));
  const unknown = [...decisions.keep, ...decisions.replace, ...decisions.backup].find((path) => !known.has(path));
  if (unknown !== undefined)
    throw usage(`${unknown} is no file of ${manifest.name}.`, {
      hint: `See them: quad patch plan ./${manifest.name}.tar.gz`,
    });
  const needed = files.reduce(
    (sum, { does, size }) => sum + (does === "add" || does === "replace" ? size : 0),
    archive,
  );
  const { bavail, bsize } = await statfs(home);
  const wanted = manifest.restart.services;
  if (wanted.length > 0 && services.length > 0 && !wanted.some((service) => services.includes(service)))
    throw conflict(`${manifest.name} restarts ${wanted.join(", ")}, and nothing of it can be restarted here.`, {
      hint: `The compose file has ${services.join(", ")}, and the database. Ask the vendor for a patch for them.`,
    });
  const stopped =
    wanted.length > 0
      ? services.filter((service) => wanted.includes(service))
      : services.filter((service) => service !== maintenance?.service);
  const announces =
    maintenance && !stopped.includes(maintenance.service) && stopped.length > 0 && canAnnounce(home, maintenance.page);
  return {
    name: manifest.name,
    version: manifest.version,
    channel: manifest.channel,
    sequence: manifest.sequence,
    files,
    restart: manifest.restart.mode,
    services: stopped,
    reachedBy:
      stopped.length > 1
        ? services.filter((one) => !stopped.includes(one) && !(announces && one === maintenance.service))
        : [],
    page: announces ? maintenance.page : null,
    healthChecks: services.length > 0 ? manifest.health.length : 0,
    skippedChecks: services.length > 0 ? 0 : manifest.health.length,
    disk: { needed, free: bavail * bsize },
    migrations: manifest.migrations.map(({ name }) => name),
    databaseCopy: undo?.by === "clone" ? undo.size : 0,
    undo: undo ?? null,
    downtime: expectedDowntime(home, { services: stopped.length, database: undo }),
    notes: manifest.notes,
  };
}

/** What of a manifest says whether it belongs on an install. */
type Fitting = Pick<Manifest, "name" | "sequence" | "requires" | "conflicts" | "platform" | "expires" | "migrations">;

/** Refuses a patch that does not belong on this install as it stands. */
export async function mustFit(
  manifest: Fitting,
  standing: Standing,
  { older }: { readonly older: boolean },
): Promise<void> {
  const { name, sequence, requires, conflicts, platform, expires } = manifest;
  if (standing.applied.includes(name))
    throw conflict(`${name} is applied already.`, { hint: "See it: quad patch history" });
  const missing = requires.filter((one) => !standing.applied.includes(one));
  if (missing.length > 0)
    throw conflict(`${name} requires ${missing.join(", ")}, which is not applied.`, {
      hint: `Apply it first: quad patch apply ${missing[0]}`,
    });
  const against = conflicts.filter((one) => standing.applied.includes(one));
  if (against.length > 0)
    throw conflict(`${name} does not go with ${against.join(", ")}, which is applied.`, {
      hint: `Roll it back first: quad patch rollback ${against[0]}`,
    });
  if (expires !== undefined && Date.parse(expires) < Date.now() && !older)
    throw conflict(`${name} has expired on ${expires.slice(0, 10)}.`, {
      hint: "Ask the vendor for a newer one, or say --allow-older.",
    });
  if (sequence <= standing.sequence && !older)
    throw conflict(`${name} has the number ${sequence}; a patch with ${standing.sequence} was applied here already.`, {
      hint:
        sequence === standing.sequence
          ? "Where it was rolled back, and is to come back: --allow-older"
          : "An older patch can bring an old fault back. Where it is meant: --allow-older",
    });
  if (platform === "*") return;
  if (standing.platform === undefined)
    throw conflict(`${name} is for the platform ${platform}, and this install does not say which version it is.`, {
      hint: "Say it: QUAD_PLATFORM_VERSION=1.2.3 quad patch apply …, or write it to the file VERSION in the install directory.",
    });
  const { satisfies } = await import("semver");
  if (!satisfies(standing.platform, platform, { includePrerelease: true }))
    throw conflict(`${name} is for the platform ${platform}; this is ${standing.platform}.`);
}

/** How files are decided that no rule decides. */
export const toDecide =
  "Of each say --keep PATH (yours stays), --replace PATH, or --backup-mine PATH (yours is kept beside it).";

/** What has to be decided before a plan can be carried out. Throws a conflict that lists it. */
export function mustBeDecided({ name, files }: Plan): void {
  const open = files.filter(({ does }) => does === "conflict");
  if (open.length === 0) return;
  throw conflict(`${open.length === 1 ? "A file" : `${open.length} files`} of ${name} cannot be decided by rule.`, {
    detail: open.slice(0, 20).map(({ path, why }) => `  ${path}: ${why}`),
    hint: toDecide,
  });
}

/** Refuses a plan that the disk has no room for: each new file is there beside the old one for a while. */
export function mustHaveRoom({ name, disk: { needed, free } }: Plan): void {
  if (needed < free) return;
  throw unreachable(`${name} needs ${sizeOf(needed)} beside the install, and ${sizeOf(free)} are free.`, {
    hint: "Make room on the file system of the install directory.",
  });
}

/** Refuses to start services where whoever uses the platform would reach them before they are known to be healthy. */
export function mustBeTriedUnseen({ name, services }: Plan, { onHostNetwork = [] }: Standing): void {
  const exposed = services.find((service) => onHostNetwork.includes(service));
  if (exposed === undefined) return;
  throw conflict(`${exposed} shares the host's network (network_mode: host), where ${name} cannot be tried unseen.`, {
    hint: 'Give it a network of its own and publish its ports, as in ports: ["3000:3000"]; then docker-compose up -d.',
  });
}

/** The changes that a plan comes to, with the manifest and the migrations in .quad/patches. */
export async function changesOf(
  home: string,
  { name, files: planned }: Plan,
  migrations: Manifest["migrations"],
): Promise<readonly Change[]> {
  const files = planned.flatMap(({ does, path, before, after, backup }): readonly Change[] => {
    if (does === "add" && after !== null) return [{ action: "add", path, after }];
    const beside: Change[] =
      backup !== undefined && before !== null ? [{ action: "add", path: backup, after: before }] : [];
    if (does === "replace" && before !== null && after !== null) {
      return [...beside, { action: "replace", path, before, after }];
    }
    if (does === "delete" && before !== null) return [...beside, { action: "delete", path, before }];
    return [];
  });
  const lookAt = await filesOf(home);
  // The manifest last, so that where it stands all else does.
  for (const path of [...filesOfScripts(migrations).map((file) => migrationPath(name, file)), manifestPath(name)]) {
    const there = await lookAt(path);
    files.push(there === undefined ? { action: "add", path } : { action: "replace", path, before: there });
  }
  return files;
}
