import { notFound, type QuadError, usage } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import type { DomainDesk, Move, Worker } from "./balance/desk.ts";
import { noRole, noTicket, seeTickets } from "./balance/missing.ts";
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
    domain: path,
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

/**
 * The moves that trials are, with where they start from. Throws not found for a ticket or a person who is not there, and a usage error for
 * a ticket that is on none of these desks.
 */
export async function movesOf(
  sql: Sql,
  { domainId }: Scope,
  { domain, workers }: DomainDesk,
  trials: readonly Trial[],
): Promise<readonly Move[]> {
  const moves: Move[] = [];
  for (const trial of trials) {
    const who = "email" in trial ? trial.email : trial.to;
    const worker = workers.find(({ email }) => email === who);
    if (!worker) throw noRole(domain, who);
    if ("email" in trial) {
      moves.push({ kind: "allocation", email: who, from: worker.allocation, to: trial.allocation });
      continue;
    }
    const held = workers.find(({ tickets }) => tickets.some(({ key }) => key === trial.key));
    if (!held) throw await onNoDesk(sql, domainId, domain, trial.key);
    moves.push({ kind: "ticket", key: trial.key, from: held.email, to: who });
  }
  return moves;
}

/** Why a ticket is on nobody's desk in a domain. */
async function onNoDesk(sql: Sql, domainId: string, domain: string, key: string): Promise<QuadError> {
  const [ticket] = await sql<{ assignee: string | null; name: string | null; done: boolean }[]>`
    select t.assignee_email as assignee, t.assignee_name as name, t.status_category = 'done' as done
    from QUAD_itsm_tickets t where t.domain_id = ${domainId} and t.ticket_id = ${key}`;
  if (!ticket) return noTicket(domain, key);
  const { assignee, name, done } = ticket;
  const why = done
    ? `${key} is done`
    : assignee !== null
      ? `${key} is with ${assignee}, who has no role in ${domain}`
      : name !== null
        ? `${key} is with ${JSON.stringify(name)}, who is not known`
        : `${key} is assigned to nobody`;
  return usage(`${why}: it is on no desk that could be relieved of it.`, { hint: seeTickets(domain) });
}
