import type { Sql } from "../postgres/sql.ts";

/** A row of the matrix people × domains. */
export interface AllocationRow {
  readonly email: string;
  readonly company: string;
  /** Every domain in which the person has an allocation above 0, by path. */
  readonly domains: readonly { readonly domain: string; readonly allocation: number }[];
  /** Over all domains of the company, in percent. */
  readonly allocated: number;
  readonly left: number;
}

export interface AllocationFilter {
  /** People who are members in this path or below it. */
  readonly domain?: string | undefined;
  readonly companyId?: string | undefined;
  /** People allocated more than this. */
  readonly over?: number | undefined;
  /** People with at least this much left. */
  readonly free?: number | undefined;
}

/** Who is allocated where, and what is left of each, by e-mail. */
export async function allocationMatrix(sql: Sql, filter: AllocationFilter): Promise<readonly AllocationRow[]> {
  const { domain, companyId, over, free } = filter;
  return sql<AllocationRow[]>`
    select p.email, c.name as company, p.allocated, 100 - p.allocated as left,
      coalesce(json_agg(json_build_object('domain', held.path, 'allocation', held.allocation) order by held.path)
        filter (where held.allocation > 0), '[]') as domains
    from QUAD_people p join QUAD_companies c on c.id = p.company_id
    join lateral (
      select d.path, sum(m.allocation_percentage) as allocation
      from QUAD_domain_members m join QUAD_domains d on d.id = m.domain_id
      where m.company_id = p.company_id and m.email = p.email group by d.path
    ) held on true
    where p.memberships > 0
      and ${companyId === undefined ? sql`true` : sql`p.company_id = ${companyId}`}
      and ${over === undefined ? sql`true` : sql`p.allocated > ${over}`}
      and ${free === undefined ? sql`true` : sql`100 - p.allocated >= ${free}`}
      and ${
        domain === undefined
          ? sql`true`
          : sql`(p.company_id, p.email) in (
                  select m.company_id, m.email from QUAD_domain_members m join QUAD_domains d on d.id = m.domain_id
                  where d.path = ${domain} or d.path > ${`${domain}/`} and d.path < ${`${domain}0`})`
      }
    group by p.company_id, p.email, c.name, p.allocated
    order by p.email, c.name`;
}
