import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Manifest, manifestPath, parseManifest } from "../manifest.ts";

/** The manifests that lie in an install directory, whoever put them there, the oldest first. Throws a usage error for a manifest that is none. */
export async function installedPatches(home: string): Promise<readonly Manifest[]> {
  const names = await readdir(join(home, ".quad/patches")).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const found: Manifest[] = [];
  for (const name of names) {
    const path = manifestPath(name);
    const text = await readFile(join(home, path), "utf8").catch((error: NodeJS.ErrnoException) => {
      // Some file or other that lies beside them.
      if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
      throw error;
    });
    if (text !== undefined) found.push(await parseManifest(text, path));
  }
  return found.sort((a, b) => a.sequence - b.sequence);
}

/** The hashes that each path had as it was shipped, the last one last; null where a patch deleted it. */
export function shippedHashes(installed: readonly Manifest[]): ReadonlyMap<string, readonly (string | null)[]> {
  const hashes = new Map<string, (string | null)[]>();
  for (const { files } of installed)
    for (const file of files) {
      const before = hashes.get(file.path) ?? [];
      hashes.set(file.path, [...before, file.action === "delete" ? null : file.sha256]);
    }
  return hashes;
}

/** The mode that each path had as it was shipped last; of what was deleted since, none. */
export function shippedModes(installed: readonly Manifest[]): ReadonlyMap<string, string | undefined> {
  return new Map(
    installed.flatMap(({ files }) =>
      files.map((file) => [file.path, file.action === "delete" ? undefined : file.mode]),
    ),
  );
}
