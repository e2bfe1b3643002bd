import { companyKnowing } from "../access/known.ts";
import { findCompany } from "../companies/find.ts";
import { conflict, notFound, usage } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import { shellWord } from "../terminal/shell-word.ts";
import { shortened } from "../terminal/style.ts";

/** Another name of a person: what git or a ticket tool has them as, in small letters. */
export interface Alias {
  readonly alias: string;
  readonly email: string;
  readonly company: string;
}

/** An alias that was given, and what followed at once. */
export interface GivenAlias extends Alias {
  /** Whose it was until now. */
  readonly before: string | null;
  /** Branches and tickets that are the person's from now on. */
  readonly branches: number;
  readonly tickets: number;
}

/** A name that a person goes by elsewhere, in small letters. Throws a usage error. */
export function parseAlias(text: string): string {
  const alias = text.trim().toLowerCase();
  if (
    alias !== "" &&
    alias.length <= 320 &&
    !/[\p{Cc}\p{Cs}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(alias)
  ) {
    if (!/^[\p{Z}\p{C}]*$/u.test(alias)) return alias;
  }
  throw usage(
    `${JSON.stringify(shortened(text))} is no name that somebody goes by: one line of at most 320 visible characters.`,
  );
}

/**
 * Gives a person another name. Branches whose author it is, and tickets that are given to it, are theirs at once. Throws not found where
 * nobody has the e-mail, a conflict for the address of a member, and not allowed.
 */
export async function addAlias(
  sql: Sql,
  alias: string,
  email: string,
  company: string | undefined,
): Promise<GivenAlias> {
  if (alias === email) throw usage(`${email} is their own address; it needs no alias.`);
  return transaction(sql, async (tx) => {
    const { id, name } = await companyOf(tx, email, company);
    const [member] = await tx<{ domain: string }[]>`
      select d.path as domain from QUAD_domain_members m join QUAD_domains d on d.id = m.domain_id
      where m.company_id = ${id} and m.email = ${alias} order by d.path limit 1`;
    if (member) {
      throw conflict(`${alias} is a person of their own: a member of ${member.domain}.`, {
        detail: `What is theirs would be taken for ${email}'s.`,
        hint: `If they are one and the same, first: quad member offboard ${alias}`,
      });
    }
    const [had] = await tx<{ email: string }[]>`
      select a.email from QUAD_member_aliases a where a.company_id = ${id} and a.alias = ${alias} for update`;
    await tx`
      insert into QUAD_member_aliases (company_id, alias, email) values (${id}, ${alias}, ${email})
      on conflict (company_id, alias) do update set email = excluded.email`;
    const { count: branches } = await tx`
      update QUAD_branch_ticket_mapping b set developer_email = ${email}
      from QUAD_domains d
      where d.id = b.domain_id and d.company_id = ${id} and lower(btrim(b.author)) = ${alias}
        and b.developer_email is distinct from ${email}`;
    const { count: tickets } = await tx`
      update QUAD_itsm_tickets t set assignee_email = ${email}, assignee_name = null
      from QUAD_domains d
      where d.id = t.domain_id and d.company_id = ${id} and lower(btrim(t.assignee_name)) = ${alias}
        and t.assignee_email is distinct from ${email}`;
    return { alias, email, company: name, before: had && had.email !== email ? had.email : null, branches, tickets };
  });
}

/** The other names of people, by person. */
export async function listAliases(
  sql: Sql,
  { companyId, email }: { readonly companyId?: string | undefined; readonly email?: string | undefined },
): Promise<readonly Alias[]> {
  return sql<Alias[]>`
    select a.alias, a.email, c.name as company
    from QUAD_member_aliases a join QUAD_companies c on c.id = a.company_id
    where ${companyId === undefined ? sql`true` : sql`a.company_id = ${companyId}`}
      and ${email === undefined ? sql`true` : sql`a.email = ${email}`}
    order by lower(c.name), a.email, a.alias`;
}

/** Takes a name away; branches whose author it is are its own address's again, or nobody's. Throws not found, and not allowed. */
export async function removeAlias(
  sql: Sql,
  alias: string,
  company: string | undefined,
): Promise<Omit<GivenAlias, "before" | "tickets">> {
  return transaction(sql, async (tx) => {
    const companyId = company === undefined ? undefined : (await findCompany(tx, company)).id;
    const found = await tx<{ id: string; email: string; company: string }[]>`
      select a.company_id as id, a.email, c.name as company
      from QUAD_member_aliases a join QUAD_companies c on c.id = a.company_id
      where a.alias = ${alias} and ${companyId === undefined ? tx`true` : tx`a.company_id = ${companyId}`} order by 3`;
    const [first, ...others] = found;
    if (!first) {
      throw notFound(`Nobody goes by ${shortened(alias)}.`, { hint: "See who goes by what: quad member alias list" });
    }
    if (others.length > 0) {
      throw usage(`${alias} is a name in several companies.`, {
        detail: found.map((one) => `  ${one.company}`),
        hint: "Say in which: --company COMPANY",
      });
    }
    await tx`delete from QUAD_member_aliases where company_id = ${first.id} and alias = ${alias}`;
    const { count: branches } = await tx`
      update QUAD_branch_ticket_mapping b set developer_email = quad_as_email(b.author)
      from QUAD_domains d
      where d.id = b.domain_id and d.company_id = ${first.id} and lower(btrim(b.author)) = ${alias}
        and b.developer_email is distinct from quad_as_email(b.author)`;
    return { alias, email: first.email, company: first.company, branches };
  });
}

async function companyOf(tx: Sql, email: string, company: string | undefined): Promise<{ id: string; name: string }> {
  if (company !== undefined) {
    const found = await findCompany(tx, company);
    await companyKnowing(tx, email, found.roots[0], () => "");
    return found;
  }
  const say = (root: string | null) => `Say in which: --company ${shellWord(root ?? "COMPANY")}`;
  const { companyId } = await companyKnowing(tx, email, undefined, say);
  return findCompany(tx, companyId);
}
