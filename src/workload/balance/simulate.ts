import { usage } from "../../errors.ts";
import type { Comparison, DomainDesk, Move, Standing } from "./desk.ts";
import { noRole, noTicket } from "./missing.ts";
import { branchWork, capacityOf, ticketWork } from "./work.ts";

interface Place {
  allocation: number;
  readonly limit: number;
  work: number;
}

interface Layout {
  readonly places: ReadonlyMap<string, Place>;
  readonly tickets: ReadonlyMap<string, { readonly work: number; holder: string }>;
}

/**
 * The desk before and after the moves, made in their order (spec, Phase 2: workload balancing recommendations).
 * An allocation may be lowered too. Throws not found for an unknown ticket or person, usage for a ticket that they have already or
 * that is not with the one it is to come from, and an allocation that is negative or takes more than is free.
 */
export function simulate(desk: DomainDesk, moves: readonly Move[]): Comparison {
  const layout = layOut(desk);
  const before = standings(desk, layout);
  for (const move of moves) applyMove(desk, layout, move);
  return { before, after: standings(desk, layout) };
}

function layOut({ workers }: DomainDesk): Layout {
  const places = new Map<string, Place>();
  const tickets = new Map<string, { work: number; holder: string }>();
  for (const { email, allocation, free, branches, tickets: held } of workers) {
    let work = branchWork(branches);
    for (const { key, points } of held) {
      tickets.set(key, { work: ticketWork(points), holder: email });
      work += ticketWork(points);
    }
    places.set(email, { allocation, limit: allocation + free, work });
  }
  return { places, tickets };
}

function applyMove({ domain }: DomainDesk, { places, tickets }: Layout, move: Move): void {
  const placeOf = (email: string) => {
    const place = places.get(email);
    if (!place) throw noRole(domain, email);
    return place;
  };
  if (move.kind === "allocation") {
    const place = placeOf(move.email);
    if (!(move.to >= 0)) throw usage(`An allocation is 0 or more, not ${move.to}.`);
    if (move.from !== place.allocation)
      throw usage(`${move.email} has ${place.allocation} % here, not ${move.from} %.`);
    if (move.to > place.limit + 1e-9)
      throw usage(`${move.email} cannot have ${move.to} % here: at most ${place.limit} % is not other domains'.`);
    place.allocation = move.to;
    return;
  }
  const ticket = tickets.get(move.key);
  if (!ticket) throw noTicket(domain, move.key);
  const [from, to] = [placeOf(move.from), placeOf(move.to)];
  if (ticket.holder === move.to) throw usage(`${move.to} has ${move.key} already.`);
  if (ticket.holder !== move.from) throw usage(`${move.key} is with ${ticket.holder}, not with ${move.from}.`);
  from.work -= ticket.work;
  to.work += ticket.work;
  ticket.holder = move.to;
}

const standings = (desk: DomainDesk, { places }: Layout): Standing[] =>
  [...places]
    .map(([email, { allocation, work }]) => ({ email, capacity: capacityOf(desk, allocation, work) }))
    .sort((a, b) => (a.email < b.email ? -1 : 1));
