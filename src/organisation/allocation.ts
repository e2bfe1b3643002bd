import type { Membership } from "../members/add.ts";
import { roles } from "../members/roles.ts";
import type { WantedDomain } from "./wanted.ts";

/**
 * Splits what a person has left evenly over the teams they are in (in no team: over their organisations), to a hundredth
 * of a percent; the first by path takes what is over. Where a person has several roles in a domain, one row carries its
 * share. Doing it again gives the same.
 *
 * @param rows every membership of one person
 * @param wanted the imported domains that name the person, by path
 */
export function splitEvenly(
  rows: readonly Membership[],
  wanted: ReadonlyMap<string, WantedDomain>,
): readonly Membership[] {
  const held = sum(rows.filter(({ domain }) => !wanted.has(domain)));
  const teams = [...wanted.values()].filter(({ kind }) => kind === "team");
  const takers = (teams.length > 0 ? teams : [...wanted.values()]).map(({ path }) => path).sort();
  const left = hundredths(100) - held;
  const share = Math.floor(left / takers.length);
  const carriers = new Map(
    takers.map((path, i) => [
      carrier(rows.filter(({ domain }) => domain === path)),
      (i === 0 ? left - share * (takers.length - 1) : share) / 100,
    ]),
  );
  return rows.map((row) => (wanted.has(row.domain) ? { ...row, allocation: carriers.get(row) ?? 0 } : row));
}

/** The role that carries a domain's share: one that does already, else the widest. */
const carrier = (rows: readonly Membership[]): Membership | undefined =>
  [...rows].sort(
    (a, b) => Number(b.allocation > 0) - Number(a.allocation > 0) || roles.indexOf(a.role) - roles.indexOf(b.role),
  )[0];

const sum = (rows: readonly Membership[]): number =>
  rows.reduce((total, { allocation }) => total + hundredths(allocation), 0);

/** A percentage in whole hundredths, which add up exactly. */
export const hundredths = (percentage: number): number => Math.round(percentage * 100);
