import { handOversNeeded } from "./bound.ts";
import { type Placing, type Puzzle, workOf } from "./puzzle.ts";

/** Who is helped first, and who receives: the one least full afterwards, or the one whose room it fills best. */
export interface Manner {
  readonly first: "most over" | "least over";
  readonly receiver: "roomiest" | "tightest";
}

/**
 * A good placing for a desk of any size: who is over hands the smallest ticket that suffices, or else the largest, to
 * somebody with room, until they are within the threshold. Whoever cannot be brought there keeps everything.
 */
export function greedyMoves(puzzle: Puzzle, { first, receiver }: Manner): Placing {
  const { seats, pieces } = puzzle;
  const placing = pieces.map(({ home }) => home);
  const load = workOf(puzzle, placing);
  const limit = seats.map(({ cap }) => cap);
  const held = seats.map((): number[] => []);
  for (const [i, { home }] of pieces.entries()) held[home]?.push(i);

  const workAt = (piece: number) => pieces[piece]?.work ?? 0;
  const room = (seat: number, bound = limit[seat]) => (bound ?? 0) - (load[seat] ?? 0);
  const put = (piece: number, seat: number) => {
    const from = placing[piece] as number;
    load[from] = (load[from] as number) - workAt(piece);
    load[seat] = (load[seat] as number) + workAt(piece);
    placing[piece] = seat;
  };

  /** The seat that the piece goes to; a raise makes room where there is none. */
  const receiverOf = (work: number, bounds: readonly number[]) => {
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let seat = 0; seat < seats.length; seat++) {
      const bound = bounds[seat] as number;
      const left = bound - (load[seat] as number) - work;
      if (left < 0 || room(seat) < 0) continue;
      const measure = receiver === "tightest" ? left : -left / bound;
      if (measure < least) [best, least] = [seat, measure];
    }
    return best;
  };
  const raised = seats.map(({ most }) => most);
  /** The next piece to go, of those still there in ascending order, and where to. */
  const nextHandOver = (there: readonly number[], excess: number) => {
    for (const bounds of [limit, raised]) {
      let roomiest = 0;
      for (let seat = 0; seat < seats.length; seat++)
        if (room(seat) >= 0) roomiest = Math.max(roomiest, room(seat, bounds[seat]));
      const sufficient = there.find((piece) => workAt(piece) >= excess && workAt(piece) <= roomiest);
      const piece = sufficient ?? there.findLast((one) => workAt(one) <= roomiest);
      if (piece === undefined) continue;
      const to = receiverOf(workAt(piece), bounds);
      if (to >= 0) return { piece, to };
    }
    return undefined;
  };

  /** Hands over until the seat is within its limit, or nothing at all. */
  const relieve = (seat: number) => {
    const there = [...(held[seat] ?? [])].sort((a, b) => workAt(a) - workAt(b));
    const gone: number[] = [];
    const limitsBefore = new Map<number, number>();
    while (room(seat) < 0) {
      const next = nextHandOver(there, -room(seat));
      if (!next) {
        for (const piece of gone) put(piece, seat);
        for (const [to, before] of limitsBefore) limit[to] = before;
        return false;
      }
      if (workAt(next.piece) > room(next.to)) {
        limitsBefore.set(next.to, limit[next.to] as number);
        limit[next.to] = seats[next.to]?.most ?? 0;
      }
      there.splice(there.indexOf(next.piece), 1);
      gone.push(next.piece);
      put(next.piece, next.to);
    }
    for (const piece of gone) if (workAt(piece) <= room(seat)) put(piece, seat);
    return true;
  };

  const order = [...seats.keys()].filter((seat) => room(seat) < 0).sort((a, b) => room(b) - room(a) || a - b);
  if (first === "most over") order.reverse();
  for (const seat of order) {
    const { cap, most, fixed } = seats[seat] as (typeof seats)[number];
    const works = (held[seat] ?? []).map(workAt);
    const raiseFirst = most > cap && 1 + handOversNeeded(works, fixed, most) <= handOversNeeded(works, fixed, cap);
    for (const bound of raiseFirst ? [most, cap] : [cap, most]) {
      limit[seat] = bound;
      if (relieve(seat)) break;
      limit[seat] = cap;
    }
  }
  return placing;
}
