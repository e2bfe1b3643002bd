import { fewestMoves, stepsOfExact } from "./exact.ts";
import { type Placing, type Puzzle, type Score, scoreOf, workOf } from "./puzzle.ts";
import { repeatable } from "./repeatable.ts";

const people = 6;
const tickets = 10;

/**
 * Solves small parts of the puzzle exactly, one after another, each around somebody who is over or who gives, until
 * the steps are used up or nothing better is possible. Never worse than what it was given.
 */
export function improved(puzzle: Puzzle, start: Placing, steps: number, least: Pick<Score, "over" | "moves">): Placing {
  const random = repeatable(1);
  let placing = start;
  let left = steps;
  for (let round = 0; left > 0; round++) {
    const { over, moves } = scoreOf(puzzle, placing);
    if (over === least.over && moves === least.moves) break;
    const part = partOf(puzzle, placing, round, random);
    if (part.pieces.length === 0) break;
    left -= stepsOfExact(part.puzzle) + puzzle.pieces.length + puzzle.seats.length;
    const next = [...placing];
    for (const [i, seat] of fewestMoves(part.puzzle).entries())
      next[part.pieces[i] as number] = part.seats[seat] as number;
    placing = next;
  }
  return placing;
}

/** A few people with some of their tickets free to go; everything else stays as it is. */
function partOf({ seats, pieces }: Puzzle, placing: Placing, round: number, random: () => number) {
  const whole = { seats, pieces };
  const work = workOf(whole, placing);
  const gone = pieces.flatMap(({ home }, i) => (home === placing[i] ? [] : [i]));
  const troubled = [
    ...new Set([
      ...[...seats.keys()].filter((i) => (work[i] ?? 0) > (seats[i]?.cap ?? 0)),
      ...gone.map((i) => pieces[i]?.home as number),
    ]),
  ];
  const focus = troubled[round % troubled.length] ?? 0;
  const receivers = gone.filter((i) => pieces[i]?.home === focus).map((i) => placing[i] as number);
  const chosen = new Set([focus, ...receivers.slice(0, 2)]);
  if (troubled.length > 1) chosen.add(troubled[Math.floor(random() * troubled.length)] as number);
  while (chosen.size < Math.min(people, seats.length)) chosen.add(Math.floor(random() * seats.length));

  const movable = pieces
    .flatMap(({ home }, i) => {
      if (!chosen.has(placing[i] as number)) return [];
      // What has moved comes first, then what the focus has.
      return [{ i, rank: (home === placing[i] ? 1 : 0) + (home === focus ? 0 : 1) + random() }];
    })
    .sort((a, b) => a.rank - b.rank)
    .slice(0, tickets)
    .map(({ i }) => i);
  const seatsOf = [...chosen];
  const free = new Set(movable);
  const part: Puzzle = {
    seats: seatsOf.map((index) => {
      const seat = seats[index] as (typeof seats)[number];
      const stays = pieces.flatMap((piece, i) => (placing[i] === index && !free.has(i) ? [piece] : []));
      return {
        ...seat,
        fixed: stays.reduce((sum, piece) => sum + piece.work, seat.fixed),
        receiver: stays.some(({ home }) => home !== index),
      };
    }),
    pieces: movable.map((i) => {
      const piece = pieces[i] as (typeof pieces)[number];
      return { ...piece, home: seatsOf.indexOf(piece.home) };
    }),
  };
  return { puzzle: part, seats: seatsOf, pieces: movable };
}
