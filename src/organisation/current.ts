import { findDomain } from "../domains/find.ts";
import { notFound, usage } from "../errors.ts";
import type { Membership } from "../members/add.ts";
import type { Sql } from "../postgres/sql.ts";
import type { Target } from "./wanted.ts";

/** A domain as it stands. */
interface CurrentDomain {
  readonly path: string;
  readonly displayName: string;
  readonly archived: boolean;
}

/** The part of an install that an import has to know: what is there already, and what there is room for. */
export interface Current {
  readonly target: string;
  /** The target and all below it. */
  readonly domains: readonly CurrentDomain[];
  /** Every membership in the company of the people in question, under the target or not. */
  readonly members: readonly Membership[];
  readonly company: {
    readonly name: string;
    /** The title of its plan. */
    readonly plan: string;
    /** Null: as many people as they like. */
    readonly seatLimit: number | null;
    readonly people: number;
    /** The e-mails of its QUAD_ADMINs. */
    readonly admins: readonly string[];
  };
}

/** The domain to import under, or to export: the one named, or the only root. Throws not found, or a usage error. */
export async function findTarget(sql: Sql, reference: string | undefined): Promise<Target> {
  if (reference !== undefined) return findDomain(sql, reference);
  const [root, ...others] = await sql<Target[]>`
    select name, path, depth from QUAD_domains where depth = 0 order by path limit 21`;
  if (root === undefined) throw notFound("There is no domain yet.", { hint: "Make the root: quad init" });
  if (others.length === 0) return root;
  throw usage("There are several roots.", {
    detail: [root, ...others].slice(0, 20).map(({ path }) => `  ${path}`),
    hint: "Say which: --under DOMAIN",
  });
}

/**
 * Reads what stands under `target`, and holds it still until the transaction ends: nobody adds, changes or removes a
 * domain or a member meanwhile, so that what is planned is what is done. Readers are not kept waiting.
 */
export async function holdCurrent(tx: Sql, target: Target, emails: readonly string[]): Promise<Current> {
  await tx`lock table QUAD_domains, QUAD_domain_members in share row exclusive mode`;
  const domains = await tx<CurrentDomain[]>`
    select path, display_name as "displayName", archived_at is not null as archived
    from QUAD_domains
    where path = ${target.path} or (path > ${`${target.path}/`} and path < ${`${target.path}0`})
    order by path`;
  const [company] = await tx<[Current["company"] & { id: string }]>`
    select c.id, c.name, p.title as plan, s.seat_limit as "seatLimit", s.used as people,
      (select coalesce(json_agg(distinct m.email), '[]')
       from QUAD_domain_members m where m.company_id = c.id and m.role = 'QUAD_ADMIN') as admins
    from QUAD_domains d
    join QUAD_companies c on c.id = d.company_id
    join QUAD_plans p using (plan)
    join QUAD_seats s on s.company_id = c.id
    where d.path = ${target.path}`;
  if (company === undefined) throw notFound(`${target.path} is gone.`, { hint: "See the tree: quad domain tree" });
  const members = await tx<Membership[]>`
    select d.path as domain, m.email, m.role, m.status, m.allocation_percentage as allocation, m.is_primary_domain as primary
    from jsonb_array_elements_text(${JSON.stringify(emails)}::text::jsonb) as e (email)
    join QUAD_domain_members m on m.company_id = ${company.id} and m.email = e.email
    join QUAD_domains d on d.id = m.domain_id
    order by d.path, m.email, m.role`;
  const { id: _, ...limits } = company;
  return { target: target.path, domains, members, company: limits };
}
