import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A branch's name, the key that a person finds in it with TRUNK configured, and that of any project; empty where there is none. */
export interface Labelled {
  readonly name: string;
  readonly trunkKey: string;
  readonly anyKey: string;
}

/**
 * 807 names of merged branches (github openmrs/openmrs-core, from its merge commits; labelled by a rule, the odd ones by eye), without
 * those where nobody can tell (`?`).
 */
export const labelled: readonly Labelled[] = readFileSync(
  join(import.meta.dirname, "fixtures/openmrs-core.tsv"),
  "utf8",
)
  .trimEnd()
  .split("\n")
  .slice(1)
  .map((line) => line.split("\t"))
  .map(([name = "", trunkKey = "", anyKey = ""]) => ({ name, trunkKey, anyKey }))
  .filter(({ trunkKey, anyKey }) => trunkKey !== "?" && anyKey !== "?");

/** Of the keys that were found, how many are right; of those that there are, how many were found. */
export function score(found: readonly (string | null)[], wanted: readonly string[]) {
  const right = found.filter((key, i) => key !== null && key === wanted[i]).length;
  return {
    precision: right / found.filter((key) => key !== null).length,
    recall: right / wanted.filter((key) => key !== "").length,
    wrong: found.filter((key, i) => key !== null && key !== wanted[i]).length,
  };
}

/** The regexes in use for finding Jira keys: GitLab's, GitHub for Jira's, and that of Jenkins' Jira plugin. */
export const regexesInUse: Readonly<Record<string, (name: string) => string | null>> = {
  GitLab: (name) => /\b[A-Z][A-Z_0-9]+-\d+/.exec(name)?.[0] ?? null,
  "GitHub for Jira": (name) => /(?<![A-Za-z0-9])[A-Z][A-Z0-9]+-\d+/i.exec(name)?.[0].toUpperCase() ?? null,
  Jenkins: (name) =>
    /(?<![A-Za-z0-9.])[A-Z][A-Z0-9_]+-[1-9]\d*(?=[^.]|\.\s|\.$|$)/i.exec(name)?.[0].toUpperCase() ?? null,
};
