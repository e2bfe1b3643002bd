import type { Manifest, PatchFile } from "../manifest.ts";
import { filesOf } from "./on-disk.ts";
import { shippedHashes } from "./shipped.ts";

/** What becomes of a file, and why. */
export interface PlannedFile {
  readonly path: string;
  /**
   * add, replace and delete change it. `same` is as the patch has it already. `keep` leaves the install's own: the vendor has not changed
   * it since, or somebody said so. `conflict` has to be decided.
   */
  readonly does: "add" | "replace" | "delete" | "same" | "keep" | "conflict";
  /** In a conflict, what it is. */
  readonly why?: string;
  /** Of what stands there; null where nothing does. */
  readonly before: string | null;
  /** Of what the patch has; null where it deletes. */
  readonly after: string | null;
  /** Bytes, of the new file. */
  readonly size: number;
  /** Where what stands there is copied to first. */
  readonly backup?: string;
}

/** What somebody decides of files that were changed here. */
export interface Decisions {
  /** They stay as they are. */
  readonly keep: readonly string[];
  /** The patch's take their place. */
  readonly replace: readonly string[];
  /** The patch's take their place, and they are kept beside it. */
  readonly backup: readonly string[];
}

/**
 * What a patch does to the files of an install: three ways, as dpkg does it, between what was shipped before, what is there, and what is
 * new. Reads only. Throws a conflict where something stands in the way that is no file.
 */
export async function planFiles(
  home: string,
  manifest: Manifest,
  installed: readonly Manifest[],
  decisions: Decisions,
): Promise<readonly PlannedFile[]> {
  const [lookAt, shipped] = [await filesOf(home), shippedHashes(installed)];
  const planned = [];
  for (const file of manifest.files) {
    const before = (await lookAt(file.path)) ?? null;
    planned.push(decided(planFile(file, before, shipped.get(file.path) ?? []), decisions));
  }
  return besideEachOther(planned, lookAt);
}

/** Gives what is kept beside a file a name that nothing has: a run before may have kept another there. */
async function besideEachOther(
  planned: readonly PlannedFile[],
  lookAt: (path: string) => Promise<string | undefined>,
): Promise<readonly PlannedFile[]> {
  const taken = new Set(planned.map(({ path }) => path));
  const named = [];
  for (const file of planned) {
    let { backup } = file;
    for (let n = 2; backup !== undefined && (taken.has(backup) || (await lookAt(backup)) !== undefined); n += 1)
      backup = `${file.backup}-${n}`;
    named.push(backup === undefined ? file : { ...file, backup });
  }
  return named;
}

function planFile(file: PatchFile, before: string | null, shipped: readonly (string | null)[]): PlannedFile {
  const { path } = file;
  const after = file.action === "delete" ? null : file.sha256;
  const size = file.action === "delete" ? 0 : file.size;
  const as = (does: PlannedFile["does"], why?: string): PlannedFile => ({
    path,
    does,
    before,
    after,
    size,
    ...(why && { why }),
  });
  if (before === after) return as("same");
  const last = shipped.at(-1);
  const untouched = before !== null && (shipped.includes(before) || file.replaces.includes(before));
  if (before === null) {
    // Somebody took it away: a file of theirs to decide on stays away, as long as the vendor has nothing new for it.
    if (file.policy === "config" && last !== undefined && last !== null && last === after) return as("keep");
    return as("add");
  }
  if (untouched) return as(after === null ? "delete" : "replace");
  if (file.policy === "config" && last === after) return as("keep");
  return as(
    "conflict",
    shipped.length + file.replaces.length > 0 ? "it was changed here" : "it is here already, and not from a patch",
  );
}

function decided(file: PlannedFile, { keep, replace, backup }: Decisions): PlannedFile {
  if (file.does !== "conflict") return file;
  const { why: _, ...rest } = file;
  const does = file.after === null ? ("delete" as const) : ("replace" as const);
  if (keep.includes(file.path)) return { ...rest, does: "keep" };
  if (backup.includes(file.path)) return { ...rest, does, backup: `${file.path}.before-patch` };
  if (replace.includes(file.path)) return { ...rest, does };
  return file;
}
