import { notFound, QuadError, usage } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { throughout } from "../postgres/transaction.ts";
import { shortened } from "../terminal/style.ts";
import { parseEmail } from "../values/email.ts";

/** A person of a company, as they are known to it: by an account, by memberships, or by both. */
interface Known {
  readonly companyId: string;
  readonly root: string | null;
}

/**
 * Lends the connection of the install's owner to a person: everything on it is done with their rights and recorded in their
 * name. `person` is an e-mail, with `ROOT:` before it where several companies know it. A personal login acts as its own
 * person only. Throws not allowed (exit 3), not found, and a usage error that lists the candidates.
 */
export async function actAs<T>(sql: Sql, person: string, use: (sql: Sql) => Promise<T>): Promise<T> {
  const [, root, address = ""] = /^(?:\/?([a-z0-9-]+):)?(.*)$/is.exec(person) ?? [];
  const email = parseEmail(address);
  const [session] = await sql<[{ owner: boolean; email: string | null }]>`
    select quad_session_is_owner() as owner, quad_my_email() as email`;
  if (!session.owner) {
    if (session.email === email) return use(sql);
    throw new QuadError("notAllowed", `This login acts as ${session.email ?? "nobody"}, and not as ${email}.`, {
      hint: "--as is for the connection of the install's owner.",
    });
  }
  const known = (
    await sql<Known[]>`
      select c.id as "companyId",
        (select d.name from QUAD_domains d where d.company_id = c.id and d.depth = 0 order by d.name limit 1) as root
      from QUAD_companies c
      where (exists (select from QUAD_users u where u.company_id = c.id and u.email = ${email})
          or exists (select from QUAD_domain_members m where m.company_id = c.id and m.email = ${email}))
        and ${root === undefined ? sql`true` : sql`exists (select from QUAD_domains d where d.company_id = c.id and d.path = ${`/${root.toLowerCase()}`})`}
      order by 2`
  ).slice();
  const [first, ...others] = known;
  if (!first) {
    throw notFound(`Nobody here has the e-mail ${shortened(email)}${root ? ` in ${root}` : ""}.`, {
      hint: "See who is: quad member list",
    });
  }
  if (others.length > 0) {
    throw usage(`${email} is known to several companies.`, {
      detail: known.map((company) => `  ${company.root ?? company.companyId}`),
      hint: `Say in which, by its root: --as ${first.root}:${email}`,
    });
  }
  return throughout(sql, `${first.companyId} ${email}`, use);
}
