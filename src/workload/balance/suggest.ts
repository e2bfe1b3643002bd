import { leastPossible } from "./bound.ts";
import type { Comparison, DomainDesk, Move } from "./desk.ts";
import { fewestMoves, stepsOfExact } from "./exact.ts";
import { greedyMoves, type Manner } from "./greedy.ts";
import { improved } from "./improve.ts";
import { better, movesOf, type Placing, type Puzzle, puzzleOf, scoreOf, workOf } from "./puzzle.ts";
import { simulate } from "./simulate.ts";

/** Moves that bring as many people as possible to the threshold or below it, and what they lead to. */
export interface Suggestion extends Comparison {
  /** Allocations first, then tickets; none above the threshold receives anything. */
  readonly moves: readonly Move[];
  /** Whether everyone is at or below the threshold afterwards. */
  readonly solved: boolean;
  /** Whether it is proven that no fewer moves bring as many people there, and that no more people can be. */
  readonly fewest: boolean;
  /** Who is above the threshold afterwards, by e-mail. */
  readonly stillOver: readonly string[];
}

const defaultSteps = 40_000_000;

/**
 * The fewest moves that bring everyone of the desk to the threshold (percent) or below it; of several such, those with
 * the lowest greatest capacity afterwards (spec, Phase 2: workload balancing recommendations). A move gives one ticket
 * to somebody else, or raises one allocation to the least whole percentage that suffices, within what is free.
 *
 * Exact for people × 3^tickets up to the steps (40 million: 8 people with 14 tickets in all); above that good but not
 * always the fewest, which `fewest` tells. Who cannot be brought to the threshold is left as they are.
 */
export function suggestMoves(
  desk: DomainDesk,
  threshold: number,
  budget: { readonly steps?: number } = {},
): Suggestion {
  const puzzle = puzzleOf(desk, threshold);
  const { placing, fewest } = solution(puzzle, budget.steps ?? defaultSteps);
  const moves = movesOf(puzzle, placing);
  const work = workOf(puzzle, placing);
  const stillOver = puzzle.seats.filter(({ most }, i) => (work[i] ?? 0) > most).map(({ email }) => email);
  return { moves, ...simulate(desk, moves), solved: stillOver.length === 0, fewest, stillOver };
}

function solution(puzzle: Puzzle, steps: number): { placing: Placing; fewest: boolean } {
  const asIs = puzzle.pieces.map(({ home }) => home);
  const least = leastPossible(puzzle);
  const proven = (placing: Placing) => {
    const { over, moves } = scoreOf(puzzle, placing);
    return over === least.over && moves === least.moves;
  };
  if (least.moves === 0) return { placing: asIs, fewest: true };
  if (stepsOfExact(puzzle) <= steps) return { placing: fewestMoves(puzzle), fewest: true };
  const best = manners
    .map((manner) => greedyMoves(puzzle, manner))
    .reduce((a, b) => (better(scoreOf(puzzle, b), scoreOf(puzzle, a)) ? b : a));
  const placing = improved(puzzle, best, steps, least);
  return { placing, fewest: proven(placing) };
}

const manners: readonly Manner[] = [
  { first: "most over", receiver: "roomiest" },
  { first: "most over", receiver: "tightest" },
  { first: "least over", receiver: "roomiest" },
  { first: "least over", receiver: "tightest" },
];
