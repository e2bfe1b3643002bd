import { findDomain } from "../domains/find.ts";
import { notFound, usage } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { shortened } from "../terminal/style.ts";
import { type Ticket, ticketColumns } from "./ticket.ts";

/** A branch whose name has the key of a ticket, or that was linked to it by hand. */
interface TicketBranch {
  readonly repository: string;
  readonly branch: string;
  readonly domain: string;
  readonly developer: string | null;
  readonly lastCommitAt: Date | null;
  readonly mergedAt: Date | null;
  readonly deletedAt: Date | null;
}

/** What a ticket was before, as far as workload is computed from it. */
interface TicketVersion extends Pick<Ticket, "category" | "assignee" | "storyPoints"> {
  readonly from: Date;
  readonly until: Date;
}

export interface TicketDetails extends Ticket {
  /** Since when it is as it is. */
  readonly since: Date;
  readonly branches: readonly TicketBranch[];
  /** The oldest first. */
  readonly history: readonly TicketVersion[];
}

interface Found extends Ticket {
  readonly domainId: string;
  readonly companyId: string;
  readonly since: Date;
}

/**
 * A ticket with its branches and what it was before. Throws not found, and a usage error that lists the domains where several have a
 * ticket of that key.
 */
export async function showTicket(sql: Sql, key: string, domain: string | undefined): Promise<TicketDetails> {
  const { domainId, companyId, ...ticket } = await findTicket(sql, key, domain);
  const branches = await sql<TicketBranch[]>`
    select b.repository, b.branch_name as branch, d.path as domain, b.developer_email as developer,
      b.last_commit_at as "lastCommitAt", b.merged_at as "mergedAt", b.deleted_at as "deletedAt"
    from QUAD_branch_ticket_mapping b join QUAD_domains d on d.id = b.domain_id
    where b.ticket_id = ${ticket.key} and d.company_id = ${companyId}
    order by b.repository, b.branch_name, d.path`;
  const history = await sql<TicketVersion[]>`
    select v.status_category as category, v.assignee_email as assignee, v.story_points as "storyPoints",
      v.valid_from as from, v.valid_to as until
    from QUAD_ticket_versions v where v.domain_id = ${domainId} and v.ticket_id = ${ticket.key}
    order by v.valid_to`;
  return { ...ticket, branches: [...branches], history: [...history] };
}

async function findTicket(sql: Sql, key: string, domain: string | undefined): Promise<Found> {
  const place = domain === undefined ? undefined : await findDomain(sql, domain);
  const found = await sql<Found[]>`
    select ${ticketColumns(sql)}, t.domain_id as "domainId", d.company_id as "companyId", t.valid_from as since
    from QUAD_itsm_tickets t join QUAD_domains d on d.id = t.domain_id
    where t.ticket_id = ${key} and ${place === undefined ? sql`true` : sql`t.domain_id = ${place.id}`}
    order by d.path limit 9`;
  const [ticket, ...others] = found;
  if (ticket && others.length === 0) return ticket;
  if (ticket) {
    throw usage(`Several domains have a ticket ${key}.`, {
      detail: found.slice(0, 8).map((one) => `  ${one.domain}`),
      hint: "Say which: --domain DOMAIN",
    });
  }
  throw notFound(`There is no ticket ${shortened(key)}${place === undefined ? "" : ` in ${place.path}`}.`, {
    hint: `See them: quad ticket list --all${place === undefined ? "" : ` --domain ${place.path.slice(1)}`}`,
  });
}
