import type { Sql } from "../postgres/sql.ts";
import { findTarget } from "./current.ts";

/** The first key of the format, so that a later one is told apart. */
export const quadFormat = "quad/1";

/** A domain as it is exported, in the words of the file. */
interface ExportedDomain {
  /** Below the exported domain; `.` is that one itself. */
  readonly path: string;
  readonly display_name: string;
  /** Since when; what was archived in one go has one moment. */
  readonly archived?: string;
  readonly members?: readonly {
    readonly email: string;
    readonly role: string;
    /** In percent. */
    readonly allocation: number;
    readonly primary?: true;
    readonly status?: "pending";
  }[];
}

/** An organisation as a file holds it: without ids and without its company, so that any install can take it. */
export interface Exported {
  readonly format: string;
  readonly domains: readonly ExportedDomain[];
}

/** Reads a domain and all below it, with its members, as `quad org import --from quad` takes it. */
export async function exportOrganisation(sql: Sql, under: string | undefined): Promise<Exported> {
  const target = await findTarget(sql, under);
  const domains = await sql<ExportedDomain[]>`
    select coalesce(nullif(substr(d.path, ${target.path.length + 2}::int), ''), '.') as path,
      d.display_name,
      to_json(d.archived_at) as archived,
      m.members
    from QUAD_domains d
    left join lateral (
      select json_agg(json_strip_nulls(json_build_object(
        'email', m.email, 'role', m.role, 'allocation', m.allocation_percentage,
        'primary', case when m.is_primary_domain then true end,
        'status', nullif(m.status, 'active'))) order by r.rank, m.email) as members
      from QUAD_domain_members m join QUAD_roles r using (role)
      where m.domain_id = d.id
    ) m on true
    where d.path = ${target.path} or (d.path > ${`${target.path}/`} and d.path < ${`${target.path}0`})
    order by d.path`;
  return { format: quadFormat, domains: domains.map(withoutNulls) };
}

const withoutNulls = <T extends object>(row: T): T =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as T;
