/** What differs between the order that entries were sealed in and the one that the database has them in. */
export interface Disorder {
  /** Entries whose place among those that are in both is another. */
  readonly reordered: readonly number[];
  /** Entries that only the database has. */
  readonly unknown: readonly number[];
}

/** Compares two orders of entries, by their ids. One that was sealed twice counts where it was last. */
export function compareOrder(wanted: readonly number[], found: readonly number[]): Disorder {
  const there = new Set(found);
  const known = new Set(wanted);
  const common: number[] = [];
  const seen = new Set<number>();
  for (let i = wanted.length - 1; i >= 0; i -= 1) {
    const id = wanted[i] as number;
    if (there.has(id) && !seen.has(id)) common.push(id);
    seen.add(id);
  }
  common.reverse();
  const placed = found.filter((id) => known.has(id));
  return {
    reordered: common.filter((id, i) => placed[i] !== id),
    unknown: found.filter((id) => !known.has(id)),
  };
}
