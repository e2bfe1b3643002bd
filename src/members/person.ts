import { notFound } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { didYouMean, nearest } from "../values/near.ts";
import type { Membership } from "./add.ts";

/** A person in a company: what they hold, and what is left of them. */
export interface Person {
  readonly email: string;
  readonly company: string;
  /** Their account, where there is one. */
  readonly user: { readonly id: string; readonly fullName: string | null; readonly ssoProvider: string | null } | null;
  readonly memberships: readonly Omit<Membership, "email">[];
  /** The sum over all domains of the company, in percent. */
  readonly allocated: number;
  readonly left: number;
}

/** What a person holds, in each company they are known to. Throws not found when there is none. */
export async function showPerson(sql: Sql, email: string): Promise<readonly Person[]> {
  const people = await sql<Person[]>`
    with known as (
      select company_id from QUAD_people where email = ${email} and memberships > 0
      union select company_id from QUAD_users where email = ${email}
    )
    select ${email} as email, c.name as company,
      (select json_build_object('id', u.id, 'fullName', u.full_name, 'ssoProvider', u.sso_provider)
       from QUAD_users u where u.company_id = c.id and u.email = ${email}) as user,
      (select coalesce(json_agg(json_build_object('domain', d.path, 'role', m.role, 'status', m.status,
                'allocation', m.allocation_percentage, 'primary', m.is_primary_domain) order by d.path, r.rank), '[]')
       from QUAD_domain_members m join QUAD_domains d on d.id = m.domain_id join QUAD_roles r using (role)
       where m.company_id = c.id and m.email = ${email}) as memberships,
      coalesce(p.allocated, 0) as allocated, 100 - coalesce(p.allocated, 0) as left
    from known join QUAD_companies c on c.id = known.company_id
    left join QUAD_people p on p.company_id = c.id and p.email = ${email}
    order by lower(c.name)`;
  if (people.length > 0) return people;
  const near = await nearEmails(sql, email);
  throw notFound(`${email} is neither a member nor a user.`, {
    hint: didYouMean(near, "See who is: quad member list"),
  });
}

/**
 * Throws not found for an e-mail that is nobody's: of no member and no user, with no ticket, no branch and no day of workload, of this
 * company where one is said. What does not show itself to whoever asks is not there.
 */
export async function mustBeKnown(sql: Sql, email: string, companyId?: string): Promise<void> {
  const ofCompany = (id: string) => (companyId === undefined ? sql`true` : sql`${sql(id)} = ${companyId}`);
  const inDomains = (table: string, column: string) => sql`
    exists (select from ${sql(table)} t join QUAD_domains d on d.id = t.domain_id
      where t.${sql(column)} = ${email} and ${ofCompany("d.company_id")})`;
  const [{ known }] = await sql<[{ known: boolean }]>`
    select exists (select from QUAD_domain_members m where m.email = ${email} and ${ofCompany("m.company_id")})
      or exists (select from QUAD_users u where u.email = ${email} and ${ofCompany("u.company_id")})
      or ${inDomains("quad_itsm_tickets", "assignee_email")}
      or ${inDomains("quad_branch_ticket_mapping", "developer_email")}
      or ${inDomains("quad_workload_tracking", "developer_email")} as known`;
  if (known) return;
  const near = await nearEmails(sql, email);
  throw notFound(`Nobody here is known as ${email}.`, {
    hint: didYouMean(near, "See who is a member: quad member list"),
  });
}

/** Up to three members whose e-mails begin alike and differ by a letter or two. */
async function nearEmails(sql: Sql, email: string): Promise<readonly string[]> {
  const candidates = await sql<{ email: string }[]>`
    select distinct email from QUAD_people
    where memberships > 0 and starts_with(email, ${email.slice(0, 2)}) order by email limit 5000`;
  const near = await nearest(email, candidates, { spellings: (one) => [one.email], most: 2 });
  return near.map((one) => one.email);
}
