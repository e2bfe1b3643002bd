import { lstat } from "node:fs/promises";
import { join } from "node:path";
import type { Manifest, PatchFile } from "../manifest.ts";
import { filesOf } from "./on-disk.ts";
import { shippedHashes, shippedModes } from "./shipped.ts";

/** What becomes of a file, and why. */
export interface PlannedFile {
  readonly path: string;
  /**
   * add, replace and delete change it. `same` is as the patch has it already. `keep` leaves the install's own: the vendor has not changed
   * it since, or somebody said so. `conflict` has to be decided.
   */
  readonly does: "add" | "replace" | "delete" | "same" | "keep" | "conflict";
  /** In a conflict, what it is; of a file whose content stays, its new mode. */
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

/** What somebody decides of files, most of them changed here. */
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
  const [lookAt, shipped, modes] = [await filesOf(home), shippedHashes(installed), shippedModes(installed)];
  const planned = [];
  for (const file of manifest.files) {
    const before = (await lookAt(file.path)) ?? null;
    const plan = planFile(file, before, shipped.get(file.path) ?? []);
    const mode = plan.does === "same" ? await newMode(home, file, modes.get(file.path)) : undefined;
    planned.push(decided(mode === undefined ? plan : { ...plan, does: "replace", why: `becomes ${mode}` }, decisions));
  }
  return besideEachOther(planned, lookAt);
}

/**
 * The mode that a file gets whose content stays: where the vendor has changed it, or, of what no patch has shipped yet, where it is to be
 * executable and is not, or the reverse. Any other is the install's own.
 */
async function newMode(home: string, file: PatchFile, last: string | undefined): Promise<string | undefined> {
  if (file.action === "delete" || file.mode === last) return undefined;
  const { mode } = await lstat(join(home, file.path));
  const differing = (mode ^ Number.parseInt(file.mode, 8)) & (last === undefined ? 0o100 : 0o777);
  return differing === 0 ? undefined : file.mode;
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

/** What somebody said goes before every rule, wherever there is something to decide. */
function decided(file: PlannedFile, { keep, replace, backup }: Decisions): PlannedFile {
  if (file.does === "same" || file.does === "add") return file;
  const { why: _, ...rest } = file;
  const does = file.after === null ? "delete" : file.before === null ? "add" : "replace";
  if (keep.includes(file.path)) return { ...rest, does: "keep" };
  if (backup.includes(file.path))
    return { ...rest, does, ...(file.before !== null && { backup: `${file.path}.before-patch` }) };
  if (replace.includes(file.path)) return { ...rest, does };
  return file;
}
