import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Sql } from "../../postgres/sql.ts";
import { type PatchRow, patchHistory } from "../history.ts";
import type { Manifest } from "../manifest.ts";
import { installedPatches } from "../plan/shipped.ts";
import { downloadsOf } from "./fetch.ts";

/** A patch that is known here. */
export interface LocalPatch {
  readonly name: string;
  /** Null of one that was fetched and not applied: nothing in its archive is believed before it is checked. */
  readonly version: string | null;
  readonly channel: "beta" | "prod" | null;
  readonly sequence: number | null;
  /** `by hand`: its manifest lies in .quad/patches, and quad has not applied it. */
  readonly state: "applied" | "rolled back" | "by hand" | "fetched";
  readonly appliedAt: Date | null;
  readonly signedBy: string | null;
  /** Its archive in .quad/downloads, and the size in bytes. */
  readonly archive: { readonly path: string; readonly size: number } | null;
  /** What was unpacked into the install; null where that is not so. */
  readonly manifest: Manifest | null;
}

/** Every patch that is known here without asking anybody: applied, rolled back, extracted by hand, or fetched. */
export async function localPatches(sql: Sql, home: string): Promise<readonly LocalPatch[]> {
  const manifests = new Map((await installedPatches(home)).map((manifest) => [manifest.name, manifest]));
  const archives = await downloads(home);
  const rows = new Map<string, PatchRow>();
  for (const row of await patchHistory(sql)) {
    const known = rows.get(row.name);
    if (known === undefined || (known.rolledBackAt !== null && row.rolledBackAt === null)) rows.set(row.name, row);
  }
  const names = [...new Set([...rows.keys(), ...manifests.keys(), ...archives.keys()])];
  const found = names.map((name): LocalPatch => {
    const [row, manifest = null] = [rows.get(name), manifests.get(name)];
    const state = row?.rolledBackAt === null ? "applied" : manifest ? "by hand" : row ? "rolled back" : "fetched";
    const { version = null, channel = null, sequence = null } = row ?? manifest ?? {};
    return {
      ...{ name, version, channel, sequence, state, manifest },
      appliedAt: row?.appliedAt ?? null,
      signedBy: row?.signedBy ?? null,
      archive: archives.get(name) ?? null,
    };
  });
  const order = ({ sequence }: LocalPatch) => sequence ?? Number.POSITIVE_INFINITY;
  return found.sort((a, b) => order(a) - order(b) || (a.name < b.name ? -1 : 1));
}

async function downloads(home: string): Promise<ReadonlyMap<string, NonNullable<LocalPatch["archive"]>>> {
  const directory = downloadsOf(home);
  const files = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const found = new Map<string, { path: string; size: number }>();
  for (const file of files) {
    const [, name] = /^([a-z0-9.-]+)\.tar\.gz$/.exec(file) ?? [];
    if (name === undefined) continue;
    const path = join(directory, file);
    const there = await stat(path).catch((error: NodeJS.ErrnoException) => {
      // A link to a stick that is not there any more, or what was taken away meanwhile.
      if (error.code === "ENOENT") return undefined;
      throw error;
    });
    if (there?.isFile()) found.set(name, { path, size: there.size });
  }
  return found;
}
