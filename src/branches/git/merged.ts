import { noSuchBranch } from "./base.ts";
import type { GitOptions } from "./git.ts";
import { containedIn, existing } from "./history.ts";
import { readLocalBranches } from "./local.ts";
import type { Location } from "./location.ts";
import { knownPlace } from "./place.ts";

/**
 * Of these commits those that the base contains, to tell whether a branch that has gone was merged. What is no longer in the repository is
 * not among them, and nothing of a server's. Throws as `readRepository` does.
 */
export async function containedInBase(
  location: Location,
  base: string,
  commits: readonly string[],
  options: GitOptions,
): Promise<ReadonlySet<string>> {
  if (location.kind === "remote" || commits.length === 0) return new Set();
  const place = await knownPlace(location.text, options);
  const wanted = await existing(place.top, commits, options);
  if (wanted.size === 0) return wanted;
  const { branches } = await readLocalBranches(place, options);
  const tip = branches.get(base)?.commit;
  if (tip === undefined) throw await noSuchBranch(location, base, branches.keys());
  return containedIn(place.top, tip, wanted, options);
}
