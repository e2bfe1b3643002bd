import type { DomainRef } from "../domains/find.ts";
import type { Sql } from "../postgres/sql.ts";

/** Some of the assignees of a file. */
export interface SomePeople {
  readonly count: number;
  /** Up to five, those with the most tickets first. */
  readonly names: readonly string[];
}

/** Assignees who are not where their tickets are. */
export interface Strangers {
  /** As the file has them: nobody who is known, or whoever has an open ticket and is no member of the company. */
  readonly unknownPeople: SomePeople;
  /** Members of the company, by their e-mails, who have an open ticket and are no members of this very domain. */
  readonly peopleElsewhere: SomePeople;
}

// What GitHub gives out, and the dots and underscores of others.
const loginPattern = "^[a-z0-9]+([._-]+[a-z0-9]+)*$";

/**
 * Finds out who the assignees in `read_tickets` are, into a table of this transaction's own, `read_people`. First come the aliases
 * of the company; then an e-mail is itself, a name is that of the one who has it, a login is at `mailHost`, and
 * what is left is the part before the @ of the one member who has it.
 */
export async function identifyPeople(
  tx: Sql,
  { id, companyId }: Pick<DomainRef, "id" | "companyId">,
  mailHost: string | undefined,
): Promise<Strangers> {
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
  // What somebody did who has left the company is no news. The tickets, of which there may be a million, are read once.
  const [strangers] = await tx<[Strangers]>`
    with desks as materialized (
      select r.assignee, count(*) as tickets, count(*) filter (where r.category is distinct from 'done') as open
      from read_tickets r where r.assignee is not null group by 1
    ), people as materialized (
      select d.*, p.email,
        exists (select from QUAD_people m where m.company_id = ${companyId} and m.email = p.email and m.memberships > 0) as is_member,
        exists (select from QUAD_domain_members m where m.domain_id = ${id} and m.email = p.email) as is_here
      from desks d join read_people p using (assignee)
    ), unknown as (
      select assignee as name, case when email is null then tickets else open end as tickets
      from people where email is null or open > 0 and not is_member
    ), elsewhere as (
      select email as name, sum(open) as tickets from people where open > 0 and is_member and not is_here group by 1
    )
    select ${some(tx, "unknown")} as "unknownPeople", ${some(tx, "elsewhere")} as "peopleElsewhere"`;
  return strangers;
}

const some = (tx: Sql, people: string) => tx`
  json_build_object('count', (select count(*) from ${tx(people)}), 'names', (
    select coalesce(json_agg(p.name), '[]') from (select name from ${tx(people)} order by tickets desc, name limit 5) p))`;
