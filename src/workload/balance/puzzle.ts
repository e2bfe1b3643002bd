import type { DomainDesk, Move } from "./desk.ts";
import { branchWork, capacityOf, carriedBy, greatestAllocation, raisedFor, ticketWork } from "./work.ts";

/** Somebody as the search sees them; work in the units of work.ts. */
export interface Seat {
  readonly email: string;
  readonly allocation: number;
  /** Work that stays whatever is moved. */
  readonly fixed: number;
  /** The most work within the threshold, now and with all that is free. */
  readonly cap: number;
  readonly most: number;
  /** The allocation that carries the work: the present one, a raised one, or null. */
  allocationFor(work: number): number | null;
  /** Percent, infinite for work without allocation. */
  fullness(work: number): number;
  /** Whether they hold something new that is part of `fixed`, so that they must not end over. */
  readonly receiver?: boolean;
}

/** A ticket to place; home is the seat that has it now, -1 for one that is not in the puzzle. */
interface Piece {
  readonly key: string;
  readonly work: number;
  readonly home: number;
}

/** Seats by e-mail and pieces by key, so that the same desk in another order has the same answer. */
export interface Puzzle {
  readonly seats: readonly Seat[];
  readonly pieces: readonly Piece[];
}

/** The seat of each piece. Who is raised follows from it: those that need to be and can be. */
export type Placing = readonly number[];

/** What a placing is judged by, in this order; the peak is the greatest capacity, in percent. */
export interface Score {
  readonly over: number;
  readonly moves: number;
  readonly peak: number;
}

export const better = (a: Score, b: Score) =>
  a.over !== b.over ? a.over < b.over : a.moves !== b.moves ? a.moves < b.moves : a.peak < b.peak - 1e-9;

/** The desk as a puzzle: every piece is to be placed so that nobody is above the threshold. */
export function puzzleOf(desk: DomainDesk, threshold: number): Puzzle {
  const workers = [...desk.workers].sort((a, b) => (a.email < b.email ? -1 : 1));
  const seats = workers.map((worker): Seat => {
    const { email, allocation, branches } = worker;
    const cap = carriedBy(desk, allocation, threshold);
    const allocationFor = (work: number) => (work <= cap ? allocation : raisedFor(desk, worker, work, threshold));
    return {
      email,
      allocation,
      fixed: branchWork(branches),
      cap,
      most: carriedBy(desk, greatestAllocation(worker), threshold),
      allocationFor,
      fullness: (work) => capacityOf(desk, allocationFor(work) ?? allocation, work) ?? Number.POSITIVE_INFINITY,
    };
  });
  const pieces = workers
    .flatMap(({ tickets }, home) => tickets.map(({ key, points }) => ({ key, work: ticketWork(points), home })))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  return { seats, pieces };
}

/** The work on each seat. */
export function workOf({ seats, pieces }: Puzzle, placing: Placing): number[] {
  const work = seats.map(({ fixed }) => fixed);
  for (const [i, seat] of placing.entries()) work[seat] = (work[seat] ?? 0) + (pieces[i]?.work ?? 0);
  return work;
}

export function scoreOf(puzzle: Puzzle, placing: Placing): Score {
  const work = workOf(puzzle, placing);
  let over = 0;
  let moves = placing.filter((seat, i) => seat !== puzzle.pieces[i]?.home).length;
  let peak = 0;
  for (const [i, seat] of puzzle.seats.entries()) {
    const load = work[i] ?? 0;
    if (load > seat.most) over++;
    else if (load > seat.cap) moves++;
    peak = Math.max(peak, seat.fullness(load));
  }
  return { over, moves, peak };
}

/** The placing as moves: allocations by e-mail, then tickets by key. */
export function movesOf(puzzle: Puzzle, placing: Placing): Move[] {
  const { seats, pieces } = puzzle;
  const work = workOf(puzzle, placing);
  const raises = seats.flatMap(({ email, allocation, allocationFor }, i): Move[] => {
    const to = allocationFor(work[i] ?? 0);
    return to === null || to === allocation ? [] : [{ kind: "allocation", email, from: allocation, to }];
  });
  const handOvers = pieces.flatMap(({ key, home }, i): Move[] => {
    const [from, to] = [seats[home], seats[placing[i] ?? home]];
    return from && to && from !== to ? [{ kind: "ticket", key, from: from.email, to: to.email }] : [];
  });
  return [...raises, ...handOvers];
}
