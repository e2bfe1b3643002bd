import { QuadError } from "../../errors.ts";
import type { Manifest } from "../manifest.ts";
import { mustFit, type Standing } from "../plan/plan.ts";
import type { Published } from "./index-shape.ts";

/** How a patch that a source offers stands to this install. */
export interface Offered extends Published {
  readonly state: "available" | "applied" | "superseded" | "refused" | "withdrawn";
  /** Why it is as it is; empty where it is available or applied. */
  readonly because: string;
  /** The patches that it requires and that are not applied. */
  readonly missing: readonly string[];
}

/** Holds what a source offers against the install, in the order of their numbers. */
export async function againstInstall(patches: readonly Published[], standing: Standing): Promise<readonly Offered[]> {
  const fitting: Offered[] = [];
  for (const patch of patches) fitting.push(await fitted(patch, standing));
  const standInFor = (name: string) =>
    fitting.find(
      ({ state, supersedes }) => (state === "available" || state === "applied") && supersedes.includes(name),
    );
  return fitting.map((one) => {
    const other = one.state === "available" || one.state === "refused" ? standInFor(one.name) : undefined;
    return other ? { ...one, state: "superseded", because: `superseded by ${other.name}` } : one;
  });
}

async function fitted(patch: Published, standing: Standing): Promise<Offered> {
  const missing = patch.requires.filter((name) => !standing.applied.includes(name));
  const as = (state: Offered["state"], because = ""): Offered => ({ ...patch, state, because, missing });
  if (standing.applied.includes(patch.name)) return as("applied", patch.withdrawn ? "withdrawn by the vendor" : "");
  if (patch.withdrawn) return as("withdrawn", "withdrawn by the vendor");
  try {
    // What it migrates stands in its archive alone.
    await mustFit({ ...patch, migrations: [] as Manifest["migrations"] }, standing, { older: false });
    return as("available");
  } catch (error) {
    if (!(error instanceof QuadError)) throw error;
    return as("refused", error.message);
  }
}
