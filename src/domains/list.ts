import type { Sql } from "../postgres/sql.ts";

/** A domain and who works in it. */
export interface DomainSummary {
  readonly id: string;
  readonly path: string;
  readonly name: string;
  readonly displayName: string;
  readonly type: "root" | "domain" | "subdomain";
  readonly depth: number;
  /** Distinct people in this very domain, active or pending. */
  readonly people: number;
  /** The sum of their allocations in this very domain, in percent. */
  readonly allocated: number;
  readonly archivedAt: Date | null;
}

export interface DomainFilter {
  /** The path of a domain: it and everything below it. */
  readonly under?: string | undefined;
  readonly archived?: boolean | undefined;
}

/** Domains in the order of the tree: a parent, then everything below it, siblings by name. */
export async function listDomains(
  sql: Sql,
  { under, archived = false }: DomainFilter,
): Promise<readonly DomainSummary[]> {
  const chosen =
    under === undefined ? sql`true` : sql`(d.path = ${under} or d.path > ${`${under}/`} and d.path < ${`${under}0`})`;
  // Trees are read by the ten thousand: as arrays, and without what follows from the path, they come in half the time.
  const rows = (await sql`
    select d.id, d.path, d.display_name, d.depth, coalesce(m.people, 0), coalesce(m.allocated, 0), d.archived_at
    from QUAD_domains d
    left join (
      select m.domain_id, count(distinct m.email) as people, sum(m.allocation_percentage) as allocated
      from QUAD_domain_members m join QUAD_domains d on d.id = m.domain_id
      where ${chosen}
      group by m.domain_id
    ) m on m.domain_id = d.id
    where ${chosen} and ${archived ? sql`true` : sql`d.archived_at is null`}
    order by translate(d.path, '/', ' ')`.values()) as unknown as readonly Row[];
  return rows.map(([id, path, displayName, depth, people, allocated, archivedAt]) => ({
    id,
    path,
    name: path.slice(path.lastIndexOf("/") + 1),
    displayName,
    type: depth === 0 ? "root" : depth === 1 ? "domain" : "subdomain",
    depth,
    people,
    allocated,
    archivedAt,
  }));
}

type Row = [string, string, string, number, number, number, Date | null];
