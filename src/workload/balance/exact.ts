import type { Placing, Puzzle, Seat } from "./puzzle.ts";

/** How many steps fewestMoves takes at most: each seat tries each subset of what each subset leaves. */
export const stepsOfExact = ({ seats, pieces }: Puzzle) => seats.length * 3 ** pieces.length;

const impossible = 0x7fffffff;
const oneOver = 0x10000;

/**
 * The best placing there is: as few people over as possible, with the fewest moves, with the lowest peak.
 * Seat by seat over the subsets of pieces already placed (bits), so its time grows with the number of people only
 * linearly, and no order of moves is ever tried twice.
 */
export function fewestMoves(puzzle: Puzzle): Placing {
  const { seats, pieces } = puzzle;
  const size = 1 << pieces.length;
  let cost = new Int32Array(size).fill(impossible);
  let peak = new Float64Array(size);
  cost[0] = 0;
  const taken: Int32Array[] = [];
  for (const [index, seat] of seats.entries()) {
    const own = pieces.reduce((bits, { home }, i) => (home === index ? bits | (1 << i) : bits), 0);
    const hands = handsOf(seat, own, puzzle);
    const nextCost = new Int32Array(size).fill(impossible);
    const nextPeak = new Float64Array(size);
    const chosen = new Int32Array(size);
    for (let hand = 0; hand < size; hand++) {
      const handCost = hands.cost[hand] as number;
      if (handCost === impossible) continue;
      const handPeak = hands.peak[hand] as number;
      const others = size - 1 - hand;
      for (let placed = others; ; placed = (placed - 1) & others) {
        const before = cost[placed] as number;
        if (before !== impossible) {
          const all = placed | hand;
          const total = before + handCost;
          const best = nextCost[all] as number;
          if (total <= best) {
            const highest = Math.max(peak[placed] as number, handPeak);
            if (total < best || highest < (nextPeak[all] as number)) {
              nextCost[all] = total;
              nextPeak[all] = highest;
              chosen[all] = hand;
            }
          }
        }
        if (placed === 0) break;
      }
    }
    taken.push(chosen);
    [cost, peak] = [nextCost, nextPeak];
  }
  return placingOf(taken, size - 1, pieces.length);
}

/** What it costs the seat to hold each subset of the pieces, and how full it is then. */
function handsOf(seat: Seat, own: number, { pieces }: Puzzle) {
  const size = 1 << pieces.length;
  const work = new Float64Array(size).fill(seat.fixed);
  const foreign = new Int32Array(size);
  const cost = new Int32Array(size);
  const peak = new Float64Array(size);
  for (let hand = 0; hand < size; hand++) {
    if (hand > 0) {
      const last = 31 - Math.clz32(hand);
      const rest = hand - (1 << last);
      work[hand] = (work[rest] as number) + (pieces[last]?.work ?? 0);
      foreign[hand] = (foreign[rest] as number) + ((own >> last) & 1 ? 0 : 1);
    }
    const load = work[hand] as number;
    const received = foreign[hand] as number;
    if (load <= seat.cap) cost[hand] = received;
    else if (load <= seat.most) cost[hand] = received + 1;
    else cost[hand] = received === 0 && !seat.receiver ? oneOver : impossible;
    // Rounded, so that equal capacities are equal whichever way they were computed.
    if (cost[hand] !== impossible) peak[hand] = Math.round(seat.fullness(load) * 1e6) / 1e6;
  }
  return { cost, peak };
}

function placingOf(taken: readonly Int32Array[], all: number, count: number): Placing {
  const placing = new Array<number>(count).fill(0);
  let left = all;
  for (const [seat, chosen] of [...taken.entries()].reverse()) {
    const hand = chosen[left] as number;
    for (let i = 0; i < count; i++) if ((hand >> i) & 1) placing[i] = seat;
    left -= hand;
  }
  return placing;
}
