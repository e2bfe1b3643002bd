import type { Membership } from "../members/add.ts";
import type { Sql } from "../postgres/sql.ts";
import { findDomain } from "./find.ts";
import { type DomainSettings, domainSettings } from "./settings.ts";

/** Everything about one domain that fits a screen. */
export interface DomainDetails extends DomainSettings {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly type: "root" | "domain" | "subdomain";
  readonly depth: number;
  readonly company: string;
  readonly createdAt: Date;
  readonly archivedAt: Date | null;
  /** Paths of the domains directly below. */
  readonly children: readonly string[];
  /** How many domains are below, at any depth. */
  readonly descendants: number;
  readonly members: readonly Omit<Membership, "domain">[];
}

/** One domain with its children and members, and how it weighs its work. Throws not found. */
export async function showDomain(sql: Sql, reference: string): Promise<DomainDetails> {
  const { id, path } = await findDomain(sql, reference);
  const [domain] = await sql<[Omit<DomainDetails, keyof DomainSettings>]>`
    select d.id, d.path, d.name, d.display_name as "displayName", d.domain_type as type, d.depth, c.name as company,
      d.created_at as "createdAt", d.archived_at as "archivedAt",
      (select coalesce(json_agg(k.path order by k.path), '[]') from QUAD_domains k where k.parent_domain_id = d.id) as children,
      (select count(*) from QUAD_domains k where k.path > ${`${path}/`} and k.path < ${`${path}0`}) as descendants,
      (select coalesce(json_agg(json_build_object('email', m.email, 'role', m.role, 'status', m.status,
                'allocation', m.allocation_percentage, 'primary', m.is_primary_domain) order by r.rank, m.email), '[]')
       from QUAD_domain_members m join QUAD_roles r using (role) where m.domain_id = d.id) as members
    from QUAD_domains d join QUAD_companies c on c.id = d.company_id
    where d.id = ${id}`;
  return { ...domain, ...(await domainSettings(sql, path)) };
}
