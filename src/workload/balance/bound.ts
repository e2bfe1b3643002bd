import type { Puzzle, Score } from "./puzzle.ts";

/**
 * What no placing can beat: who stays over even without any of their tickets, and how many moves all others who are
 * over need if somebody had room for everything. A move helps only one of them, so these add up.
 */
export function leastPossible({ seats, pieces }: Puzzle): Pick<Score, "over" | "moves"> {
  const held = seats.map((): number[] => []);
  for (const { home, work } of pieces) held[home]?.push(work);
  let over = 0;
  let moves = 0;
  for (const [i, seat] of seats.entries()) {
    const works = held[i] ?? [];
    const least = Math.min(
      handOversNeeded(works, seat.fixed, seat.cap),
      seat.most > seat.cap ? 1 + handOversNeeded(works, seat.fixed, seat.most) : Number.POSITIVE_INFINITY,
    );
    if (Number.isFinite(least)) moves += least;
    else over++;
  }
  return { over, moves };
}

/** How many tickets have to go, the largest first, until the rest is within the limit; infinite where none suffices. */
export function handOversNeeded(works: readonly number[], fixed: number, limit: number): number {
  let load = works.reduce((sum, work) => sum + work, fixed);
  if (load <= limit) return 0;
  for (const [i, work] of [...works].sort((a, b) => b - a).entries()) {
    load -= work;
    if (load <= limit) return i + 1;
  }
  return Number.POSITIVE_INFINITY;
}
