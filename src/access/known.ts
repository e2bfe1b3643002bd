import { notFound, usage } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { shortened } from "../terminal/style.ts";

/** A company that knows somebody, by an account, by memberships, or by both. */
export interface Known {
  readonly companyId: string;
  /** The name of its root. */
  readonly root: string | null;
}

/**
 * The one company that knows an e-mail; of several the one with that root. Throws not found, and a usage error that lists them,
 * whose hint is `say` with the name of a root.
 */
export async function companyKnowing(
  sql: Sql,
  email: string,
  root: string | undefined,
  say: (root: string | null) => string,
): Promise<Known> {
  const [first, ...others] = await sql<Known[]>`
    select c.id as "companyId",
      (select d.name from QUAD_domains d where d.company_id = c.id and d.depth = 0 order by d.name limit 1) as root
    from QUAD_companies c
    where (exists (select from QUAD_users u where u.company_id = c.id and u.email = ${email})
        or exists (select from QUAD_domain_members m where m.company_id = c.id and m.email = ${email}))
      and ${root === undefined ? sql`true` : sql`exists (select from QUAD_domains d where d.company_id = c.id and d.path = ${`/${root.toLowerCase()}`})`}
    order by 2`;
  if (!first) {
    throw notFound(`Nobody here has the e-mail ${shortened(email)}${root ? ` in ${root}` : ""}.`, {
      hint: "See who is: quad member list",
    });
  }
  if (others.length > 0) {
    throw usage(`${email} is known to several companies.`, {
      detail: [first, ...others].map((company) => `  ${company.root ?? company.companyId}`),
      hint: say(first.root),
    });
  }
  return first;
}
