import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Manifest, manifestPath, parseManifest } from "../manifest.ts";

/** A patch whose manifest lies in the install directory, whoever put it there. */
export interface Installed {
  readonly manifest: Manifest;
  /** Where its manifest is, below the install directory. */
  readonly path: string;
}

/** The patches whose manifests lie in an install directory, the oldest first. Throws a usage error for a manifest that is none. */
export async function installedPatches(home: string): Promise<readonly Installed[]> {
  const names = await readdir(join(home, ".quad/patches")).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const found: Installed[] = [];
  for (const name of names) {
    const path = manifestPath(name);
    const text = await readFile(join(home, path), "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined;
      throw error;
    });
    if (text !== undefined) found.push({ manifest: await parseManifest(text, path), path });
  }
  return found.sort((a, b) => a.manifest.sequence - b.manifest.sequence);
}

/** The hashes that a path had as it was shipped, the last one last; null where a patch deleted it. */
export function shippedHashes(installed: readonly Installed[], path: string): readonly (string | null)[] {
  return installed.flatMap(({ manifest }) => {
    const file = manifest.files.find((one) => one.path === path);
    return file === undefined ? [] : [file.action === "delete" ? null : file.sha256];
  });
}
