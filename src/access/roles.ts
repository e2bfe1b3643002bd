import type { Role } from "../members/roles.ts";
import type { Sql } from "../postgres/sql.ts";

/** A line of a role's "Can do" or "Cannot do" (spec, Role Hierarchy). */
export interface Capability {
  readonly capability: string;
  readonly scope: "company" | "domain" | "subdomain" | "self";
  readonly description: string;
}

/** A role, and how many people have it. */
export interface RoleSummary {
  readonly role: Role;
  readonly title: string;
  readonly people: number;
  readonly can: readonly Capability[];
  readonly cannot: readonly Capability[];
}

/** The eight roles, from the widest to the narrowest, with what each can and cannot do. */
export async function listRoles(sql: Sql): Promise<readonly RoleSummary[]> {
  const lines = (allowed: boolean) => sql`(
    select coalesce(json_agg(json_build_object('capability', c.capability, 'scope', c.scope, 'description', c.description)
      order by array_position(array['company', 'domain', 'subdomain', 'self'], c.scope), c.capability), '[]')
    from QUAD_role_capabilities c where c.role = r.role and c.allowed = ${allowed})`;
  return sql<RoleSummary[]>`
    select r.role, r.title,
      (select count(distinct (m.company_id, m.email)) from QUAD_domain_members m where m.role = r.role) as people,
      ${lines(true)} as can, ${lines(false)} as cannot
    from QUAD_roles r order by r.rank`;
}
