import type { Membership } from "../members/add.ts";
import type { Sql } from "../postgres/sql.ts";
import { type Actor, actorOf, personOf } from "./actor.ts";
import type { Grant } from "./can.ts";
import type { CapabilityName } from "./capabilities.ts";

/** What one role gives, and how far it reaches. */
export interface Reach extends Grant {
  readonly capabilities: readonly CapabilityName[];
}

/** What a person has in their company. */
interface Standing {
  /** Null where they have no membership any more. */
  readonly company: string | null;
  readonly memberships: readonly Omit<Membership, "email">[];
  /** The sum over all domains of the company, in percent. */
  readonly allocated: number;
  readonly left: number;
  readonly can: readonly Reach[];
}

/** Who acts on this connection, and what they may do. */
export interface Whoami extends Standing, Pick<Actor, "login" | "connection"> {
  /** The person that the owner's connection acts as. */
  readonly actingAs: string | null;
  /**
   * Who acts, and is recorded: the person; of the owner's connection the company's QUAD_ADMIN. Null for the platform, and
   * for the owner of an install with several companies or none.
   */
  readonly email: string | null;
}

/** Who acts on this connection. Throws not allowed for a login that belongs to nobody. */
export async function whoami(sql: Sql): Promise<Whoami> {
  const actor = await actorOf(sql);
  const { login, connection } = actor;
  const companyId = actor.companyId ?? (connection === "owner" ? await onlyCompany(sql) : undefined);
  const who = { login, connection, actingAs: connection === "owner" ? actor.email : null };
  if (companyId === undefined) {
    return { ...who, email: null, company: null, memberships: [], allocated: 0, left: 0, can: [] };
  }
  const email = await personOf(sql, actor, companyId);
  return { ...who, email, ...(await standingOf(sql, companyId, email)) };
}

async function onlyCompany(sql: Sql): Promise<string | undefined> {
  const [first, ...others] = await sql<{ id: string }[]>`
    select c.id from QUAD_companies c where not exists (select from QUAD_customers u where u.company_id = c.id) limit 2`;
  return others.length === 0 ? first?.id : undefined;
}

async function standingOf(sql: Sql, companyId: string, email: string): Promise<Standing> {
  const [standing] = await sql<[Standing]>`
    select c.name as company, coalesce(p.allocated, 0) as allocated, 100 - coalesce(p.allocated, 0) as left,
      (select coalesce(json_agg(json_build_object('domain', d.path, 'role', m.role, 'status', m.status,
          'allocation', m.allocation_percentage, 'primary', m.is_primary_domain) order by d.path, r.rank), '[]')
       from QUAD_domain_members m join QUAD_domains d on d.id = m.domain_id join QUAD_roles r using (role)
       where m.company_id = ${companyId} and m.email = ${email}) as memberships,
      (select coalesce(json_agg(json_build_object('role', g.role, 'domain', g.through_path, 'scope', g.scope,
          'capabilities', g.capabilities) order by g.through_path, r.rank,
          array_position(array['company', 'domain', 'subdomain', 'self'], g.scope)), '[]')
       from (select role, through_path, scope, json_agg(capability order by capability) as capabilities
             from quad_capabilities_of(${companyId}, ${email}) group by 1, 2, 3) g join QUAD_roles r using (role)) as can
    from (select) always
    left join QUAD_companies c on c.id = ${companyId}
    left join QUAD_people p on p.company_id = ${companyId} and p.email = ${email}`;
  return standing;
}
