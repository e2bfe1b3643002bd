import type { Sql } from "../postgres/sql.ts";

/** Assignees that are nobody who is known. */
export interface UnknownPeople {
  readonly count: number;
  /** Up to five, as the file has them; those with the most tickets first. */
  readonly names: readonly string[];
}

// What GitHub gives out, and the dots and underscores of others.
const loginPattern = "^[a-z0-9]+([._-]+[a-z0-9]+)*$";

/**
 * Finds out who the assignees in `read_tickets` are, into a table of this transaction's own, `read_people`. First come the aliases
 * of the company; then an e-mail is itself, a name is that of the one who has it, a login is at `mailHost`, and
 * what is left is the part before the @ of the one member who has it.
 */
export async function identifyPeople(tx: Sql, companyId: string, mailHost: string | undefined): Promise<UnknownPeople> {
  await tx`create temp table read_people (assignee text, email text) on commit drop`;
  await tx`
    insert into read_people
    with asked as (
      select distinct r.assignee, lower(btrim(r.assignee)) as folded from read_tickets r where r.assignee is not null
    ), names as (
      select lower(btrim(u.full_name)) as folded, min(u.email) as email
      from QUAD_users u where u.company_id = ${companyId} and u.full_name is not null
      group by 1 having count(*) = 1
    ), mailboxes as (
      select split_part(m.email, '@', 1) as folded, min(m.email) as email
      from QUAD_domain_members m where m.company_id = ${companyId}
      group by 1 having count(distinct m.email) = 1
    )
    select a.assignee, coalesce(
      alias.email,
      quad_as_email(a.folded),
      names.email,
      case when length(a.folded) <= 64 and a.folded ~ ${loginPattern} then a.folded || '@' || ${mailHost ?? null}::text end,
      mailboxes.email)
    from asked a
    left join QUAD_member_aliases alias on alias.company_id = ${companyId} and alias.alias = a.folded
    left join names on names.folded = a.folded
    left join mailboxes on mailboxes.folded = a.folded`;
  await tx`analyze read_people`;
  const unknown = await tx<{ name: string; count: number }[]>`
    select r.assignee as name, count(*) over () as count
    from read_tickets r join read_people p using (assignee)
    where p.email is null
    group by r.assignee
    order by count(*) desc, r.assignee limit 5`;
  return { count: unknown[0]?.count ?? 0, names: unknown.map(({ name }) => name) };
}
