import { QuadError } from "../../errors.ts";
import { onDisk } from "../../postgres/disk-failures.ts";
import { type Standstill, standstill } from "../apply/standstill.ts";
import { installedPatches } from "../plan/shipped.ts";
import { beyondExtracting, differingFiles } from "./lying.ts";

/** A patch whose archive was extracted by hand: its manifest lies in the install, and it is not on record. */
export interface ByHand {
  readonly name: string;
  readonly version: string;
  /** How many files it lists. */
  readonly files: number;
  /** Those whose content is not what it says. */
  readonly differing: readonly string[];
  /** What finishes it: it is only to be taken on record, or the rest of it is to be done. */
  readonly finish: "adopt" | "apply";
}

/** How an install stands with its patches. */
export interface PatchStatus {
  /** The run that was broken off, or is under way; null where there is none. */
  readonly run: Standstill | null;
  /** In the order of their numbers; null where it could not be found out. Not looked for while there is a run. */
  readonly byHand: readonly ByHand[] | null;
  /** Why it could not be found out. */
  readonly problem: string | null;
}

/**
 * How an install stands: what the journal says, and what was extracted by hand. `applied` gives the names of the patches that are applied;
 * it is asked only where there is something to compare, and where it fails the rest is still said.
 */
export async function patchStatus(home: string, applied: () => Promise<readonly string[]>): Promise<PatchStatus> {
  const run = (await standstill(home)) ?? null;
  if (run !== null) return { run, byHand: [], problem: null };
  try {
    return { run, byHand: await onDisk(() => extractedByHand(home, applied)), problem: null };
  } catch (error) {
    if (!(error instanceof QuadError)) throw error;
    return { run, byHand: null, problem: error.message };
  }
}

async function extractedByHand(home: string, applied: () => Promise<readonly string[]>): Promise<readonly ByHand[]> {
  const lying = await installedPatches(home);
  if (lying.length === 0) return [];
  const names = await applied();
  const onRecord = lying.filter(({ name }) => names.includes(name));
  const found: ByHand[] = [];
  for (const manifest of lying) {
    const { name, version, files } = manifest;
    if (names.includes(name) || onRecord.some(({ supersedes }) => supersedes.includes(name))) continue;
    const differing = await differingFiles(home, manifest, lying);
    const finish = differing.length > 0 || beyondExtracting(manifest) !== undefined ? "apply" : "adopt";
    found.push({ name, version, files: files.length, differing, finish });
  }
  return found;
}
