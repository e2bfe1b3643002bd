import type { Sql } from "../postgres/sql.ts";
import type { Membership } from "./add.ts";
import type { Role } from "./roles.ts";

export interface MemberFilter {
  /** The path of a domain. */
  readonly domain?: string | undefined;
  /** With everything below that domain. */
  readonly recursive?: boolean | undefined;
  readonly role?: Role | undefined;
  readonly status?: "active" | "pending" | undefined;
  readonly companyId?: string | undefined;
}

/** Memberships in the order of the tree, in each domain by role and e-mail. */
export async function listMembers(sql: Sql, filter: MemberFilter): Promise<readonly Membership[]> {
  const { domain, recursive = false, role, status, companyId } = filter;
  const inDomain =
    domain === undefined
      ? sql`true`
      : recursive
        ? sql`(d.path = ${domain} or d.path > ${`${domain}/`} and d.path < ${`${domain}0`})`
        : sql`d.path = ${domain}`;
  return sql<Membership[]>`
    select m.email, d.path as domain, m.role, m.status, m.allocation_percentage as allocation,
      m.is_primary_domain as primary
    from QUAD_domain_members m join QUAD_domains d on d.id = m.domain_id join QUAD_roles r using (role)
    where ${inDomain}
      and ${role === undefined ? sql`true` : sql`m.role = ${role}`}
      and ${status === undefined ? sql`true` : sql`m.status = ${status}`}
      and ${companyId === undefined ? sql`true` : sql`m.company_id = ${companyId}`}
    order by translate(d.path, '/', ' '), r.rank, m.email`;
}
