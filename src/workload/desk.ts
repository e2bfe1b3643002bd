import { notFound, usage } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import type { DomainDesk, Move, Worker } from "./balance/desk.ts";
import type { Scope } from "./scope.ts";

/**
 * Who works in a domain now, and with what; not in those below it. Throws not found where nobody is a member, not allowed for whoever may
 * not view the activity there.
 */
export async function domainDesk(sql: Sql, { domainId, path }: Scope): Promise<DomainDesk> {
  const rows = await sql<(Worker & { readonly multiplier: number; readonly fullLoad: number })[]>`
    select email, allocation, free, branches, multiplier, full_load as "fullLoad", tickets
    from quad_domain_desk(${domainId}) order by email`;
  const [first] = rows;
  if (!first) {
    throw notFound(`Nobody is a member of ${path}.`, {
      hint: "Name the domain in which the people are: quad domain tree",
    });
  }
  return {
    multiplier: first.multiplier,
    fullLoad: first.fullLoad,
    workers: rows.map(({ email, allocation, free, branches, tickets }) => ({
      email,
      allocation,
      free,
      branches,
      tickets,
    })),
  };
}

/** What somebody asks to be tried: a ticket for somebody, or an allocation of somebody in percent. */
export type Trial =
  | { readonly key: string; readonly to: string }
  | { readonly email: string; readonly allocation: number };

/** The moves that trials are, with where they start from. Throws usage for a ticket or a person who is not there. */
export function movesOf({ workers }: DomainDesk, trials: readonly Trial[]): readonly Move[] {
  return trials.map((trial): Move => {
    if ("email" in trial) {
      const worker = workers.find(({ email }) => email === trial.email);
      if (!worker) throw usage(`${trial.email} has no role in this domain.`);
      return { kind: "allocation", email: trial.email, from: worker.allocation, to: trial.allocation };
    }
    const held = workers.find(({ tickets }) => tickets.some(({ key }) => key === trial.key));
    if (!held) throw usage(`Nobody in this domain has a ticket ${trial.key}.`, { hint: "See them: quad ticket list" });
    return { kind: "ticket", key: trial.key, from: held.email, to: trial.to };
  });
}
