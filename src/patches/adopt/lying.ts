import { QuadError } from "../../errors.ts";
import type { Manifest } from "../manifest.ts";
import { filesOf } from "../plan/on-disk.ts";
import { shippedHashes } from "../plan/shipped.ts";

/**
 * The files of a patch whose content is not what it says, on an install where `lying` are the manifests that lie there. What a later one
 * of them has made of a file is as it should be.
 */
export async function differingFiles(
  home: string,
  { files, sequence }: Manifest,
  lying: readonly Manifest[],
): Promise<readonly string[]> {
  const later = shippedHashes(lying.filter((one) => one.sequence > sequence));
  const lookAt = await filesOf(home);
  const differing: string[] = [];
  for (const file of files) {
    const there = await lookAt(file.path).catch((error: unknown) => {
      // A link, or a directory that is none: no patch has put it there.
      if (error instanceof QuadError) return "something else";
      throw error;
    });
    const own = file.action === "delete" ? null : file.sha256;
    if (![own, ...(later.get(file.path) ?? [])].includes(there ?? null)) differing.push(file.path);
  }
  return differing;
}

/** What a patch does that extracting its archive does not, in words; undefined where that does all of it. */
export function beyondExtracting({ files, migrations }: Manifest): string | undefined {
  const all = [
    ...(migrations.length > 0 ? ["migrates the database"] : []),
    ...(files.some(({ action }) => action === "delete") ? ["deletes files"] : []),
    ...(files.some(({ policy }) => policy === "config") ? ["touches configuration"] : []),
  ];
  return all.length === 0 ? undefined : all.join(", ").replace(/, ([^,]*)$/, " and $1");
}
