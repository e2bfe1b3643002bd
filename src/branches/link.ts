import { findDomain } from "../domains/find.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import { type FoundBranch, holdBranch } from "./find.ts";

export interface LinkInput {
  readonly branch: string;
  readonly repository?: string | undefined;
  /** Path or unique name of a domain; the branch is its, or of one below it. */
  readonly domain?: string | undefined;
}

/** A branch whose ticket was set by hand, or is left to its name again. */
export interface LinkedBranch {
  readonly branch: string;
  readonly repository: string;
  readonly domain: string;
  readonly ticket: string | null;
  readonly provider: string | null;
  /** null: its name says. */
  readonly linkedBy: string | null;
  /** The ticket until now. */
  readonly before: string | null;
}

/**
 * Links a branch to a ticket, whatever its name says; null: to none. Scans leave that as it is. The tool is the one of the key's project,
 * or of the ticket where it is known. Throws as `holdBranch` does, and not allowed.
 */
export async function linkBranch(sql: Sql, input: LinkInput, ticket: string | null): Promise<LinkedBranch> {
  return transaction(sql, async (tx) => {
    const found = await hold(tx, input);
    const [after] = await tx<[Outcome]>`
      update QUAD_branch_ticket_mapping b set ticket_id = ${ticket}, is_orphan = ${ticket === null},
        linked_by_email = quad_answerable(${found.companyId}),
        ticket_provider = case when ${ticket}::text is not null then coalesce(
          (select p.provider from quad_ticket_projects(b.domain_id) p
           where p.project_key = split_part(${ticket}, '-', 1) and ${ticket}::text ~ '-'),
          (select t.provider from QUAD_itsm_tickets t join QUAD_domains d on d.id = t.domain_id
           where t.ticket_id = ${ticket} and d.company_id = ${found.companyId} order by t.domain_id <> b.domain_id limit 1),
          quad_usual_provider(${ticket})) end
      where b.id = ${found.id}
      returning b.ticket_id as ticket, b.ticket_provider as provider, b.linked_by_email as "linkedBy"`;
    return linked(found, after);
  });
}

/** Leaves a branch's ticket to its name again. Throws as `holdBranch` does, and not allowed. */
export async function linkByName(sql: Sql, input: LinkInput): Promise<LinkedBranch> {
  return transaction(sql, async (tx) => {
    const found = await hold(tx, input);
    const [after] = await tx<[Outcome]>`
      update QUAD_branch_ticket_mapping b set ticket_id = e.ticket_id, ticket_provider = e.provider, is_orphan = e.is_orphan,
        linked_by_email = null
      from extract_ticket_id_from_branch(${found.branch}, ${found.domainId}) e
      where b.id = ${found.id}
      returning b.ticket_id as ticket, b.ticket_provider as provider, b.linked_by_email as "linkedBy"`;
    return linked(found, after);
  });
}

type Outcome = Pick<LinkedBranch, "ticket" | "provider" | "linkedBy">;

async function hold(tx: Sql, { branch, repository, domain }: LinkInput): Promise<FoundBranch> {
  const under = domain === undefined ? undefined : (await findDomain(tx, domain)).path;
  const found = await holdBranch(tx, { branch, repository, under });
  await tx`select quad_must('configure_agents', ${found.domainId})`;
  return found;
}

const linked = ({ branch, repository, domain, ticket }: FoundBranch, after: Outcome): LinkedBranch => ({
  branch,
  repository,
  domain,
  ...after,
  before: ticket,
});
