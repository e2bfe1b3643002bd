import type { Sql } from "../postgres/sql.ts";

/** A company made by SQL alone, and how to add to it. */
export interface SqlCompany {
  readonly id: string;
  readonly root: string;
  /** Adds a domain by its path below the root, as in `a/b`; gives its id. Its parent is there already. */
  domain(path: string): Promise<string>;
  /** Adds a member to a domain by its id. */
  member(domain: string, email: string, more?: NewMember): Promise<string>;
  /** A domain's path now. */
  pathOf(domain: string): Promise<string>;
}

interface NewMember {
  readonly role?: string;
  readonly status?: string;
  readonly allocation?: number;
  readonly primary?: boolean;
}

/** Makes a company with a root `name` and its administrator `admin@NAME.com`, without the program. */
export async function sqlCompany(sql: Sql, name = "acme", plan = "enterprise"): Promise<SqlCompany> {
  const [company] = await sql<[{ id: string }]>`
    insert into QUAD_companies (name, admin_email, plan) values (${name}, ${`admin@${name}.com`}, ${plan}) returning id`;
  const add = async (slug: string, parent: string | null) => {
    const [row] = await sql<[{ id: string }]>`
      insert into QUAD_domains (name, parent_domain_id, company_id) values (${slug}, ${parent}, ${company.id}) returning id`;
    return row.id;
  };
  const root = await add(name, null);
  const member: SqlCompany["member"] = async (domain, email, more = {}) => {
    const { role = "DEVELOPER", status = "active", allocation = 0, primary = false } = more;
    const [row] = await sql<[{ id: string }]>`
      insert into QUAD_domain_members (domain_id, email, role, status, allocation_percentage, is_primary_domain)
      values (${domain}, ${email}, ${role}, ${status}, ${allocation}, ${primary}) returning id`;
    return row.id;
  };
  await member(root, `admin@${name}.com`, { role: "QUAD_ADMIN" });
  return {
    id: company.id,
    root,
    member,
    async domain(path) {
      const above = path.includes("/") ? `/${path.slice(0, path.lastIndexOf("/"))}` : "";
      const [parent] = await sql<[{ id: string }]>`select id from QUAD_domains where path = ${`/${name}${above}`}`;
      return add(path.slice(path.lastIndexOf("/") + 1), parent.id);
    },
    async pathOf(domain) {
      const [row] = await sql<[{ path: string }]>`select path from QUAD_domains where id = ${domain}`;
      return row.path;
    },
  };
}

/**
 * Whatever in the ledgers and the tree is not what a plain recomputation gives, a sentence each: people's allocations,
 * seats, the count of roots, paths, depths, types and links to accounts.
 */
export const drift = async (sql: Sql): Promise<readonly string[]> => {
  const rows = await sql<{ what: string }[]>`
    with recursive people as (
      select company_id, email, count(*)::int as memberships, sum(allocation_percentage) as allocated
      from QUAD_domain_members group by 1, 2
    ), tree as (
      select id, '/' || name as path, 0 as depth from QUAD_domains where parent_domain_id is null
      union all
      select d.id, t.path || '/' || d.name, t.depth + 1 from tree t join QUAD_domains d on d.parent_domain_id = t.id
    )
    select format('%s counts %s and %s %%', coalesce(l.email, p.email), l.memberships, l.allocated) as what
    from (select * from QUAD_people where memberships <> 0 or allocated <> 0) l full join people p using (company_id, email)
    where (l.memberships, l.allocated) is distinct from (p.memberships, p.allocated)
    union all
    select format('%s has %s seats taken', c.name, s.used)
    from QUAD_companies c left join QUAD_seats s on s.company_id = c.id join QUAD_plans pl using (plan)
    where s.used is distinct from (select count(*) from people p where p.company_id = c.id)
      or s.seat_limit is distinct from pl.seat_limit
    union all
    select format('%s roots are counted', root_count) from QUAD_install
    where root_count <> (select count(*) from QUAD_domains where parent_domain_id is null)
    union all
    select format('%s (%s, %s) should be %s (%s)', d.path, d.depth, d.domain_type, t.path, t.depth)
    from QUAD_domains d left join tree t using (id)
    where (d.path, d.depth, d.domain_type) is distinct from
      (t.path, t.depth, case t.depth when 0 then 'root' when 1 then 'domain' else 'subdomain' end)
    union all
    select format('%s is linked to %s', m.email, m.user_id)
    from QUAD_domain_members m left join QUAD_users u using (company_id, email)
    where m.user_id is distinct from u.id`;
  return rows.map(({ what }) => what);
};
