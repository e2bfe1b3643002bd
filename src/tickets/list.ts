import { findDomain } from "../domains/find.ts";
import { mustBeKnown } from "../members/person.ts";
import type { Sql } from "../postgres/sql.ts";
import { type Ticket, ticketColumns } from "./ticket.ts";

export interface TicketFilter {
  /** Path or unique name: of this domain and those below. */
  readonly domain?: string | undefined;
  /** An e-mail. */
  readonly assignee?: string | undefined;
  readonly which: "open" | "done" | "all";
  /** At most so many. */
  readonly limit: number;
}

export interface TicketList {
  readonly tickets: readonly Ticket[];
  /** Whether there are more than the limit. */
  readonly more: boolean;
}

/**
 * The tickets that the one who acts may see, by domain, then by project and number. Throws not found for an assignee who is nobody
 * here.
 */
export async function listTickets(sql: Sql, { domain, assignee, which, limit }: TicketFilter): Promise<TicketList> {
  const path = domain === undefined ? undefined : (await findDomain(sql, domain)).path;
  const tickets = await sql<Ticket[]>`
    select ${ticketColumns(sql)}
    from QUAD_itsm_tickets t join QUAD_domains d on d.id = t.domain_id
    where ${path === undefined ? sql`true` : sql`(d.path = ${path} or d.path > ${`${path}/`} and d.path < ${`${path}0`})`}
      and ${assignee === undefined ? sql`true` : sql`t.assignee_email = ${assignee}`}
      and ${which === "all" ? sql`true` : which === "done" ? sql`t.status_category = 'done'` : sql`t.status_category <> 'done'`}
    order by translate(d.path, '/', ' '), regexp_replace(t.ticket_id, '[0-9]+$', ''),
      length(substring(t.ticket_id from '[0-9]+$')), t.ticket_id
    limit ${limit + 1}`;
  if (tickets.length === 0 && assignee !== undefined) await mustBeKnown(sql, assignee);
  return { tickets: tickets.slice(0, limit), more: tickets.length > limit };
}
