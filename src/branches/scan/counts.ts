import type { Sql } from "../../postgres/sql.ts";

/** What a scan found, in branches. */
export interface Counts {
  /** Those that are there, without the base. */
  readonly branches: number;
  /** Not merged. */
  readonly active: number;
  readonly new: number;
  readonly renamed: number;
  readonly merged: number;
  readonly gone: number;
  /** They had gone, or were merged, and are worked on again. */
  readonly back: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Active, and without a ticket. */
  readonly orphans: number;
  /** Who has active branches and is no member of the company, whoever has most first. */
  readonly unknownAuthors: readonly UnknownAuthor[];
}

interface UnknownAuthor {
  /** As git has them. */
  readonly author: string;
  readonly branches: number;
}

/** Counts what `quad_scan_plan` says. */
export async function count(tx: Sql, companyId: string): Promise<Counts> {
  const [counts] = await tx<[Counts]>`
    with active as (
      select p.* from quad_scan_plan p where p.merged_at is null and p.deleted_at is null
    ), unknown as (
      select coalesce(a.author, a.developer_email) as author, count(*) as branches from active a
      where coalesce(a.author, a.developer_email) is not null and not exists (
        select from QUAD_people m where m.company_id = ${companyId} and m.email = a.developer_email and m.memberships > 0)
      group by 1
    )
    select count(*) filter (where p.is_seen) as branches,
      (select count(*) from active) as active,
      count(*) filter (where p.what = 'new') as new, count(*) filter (where p.what = 'renamed') as renamed,
      count(*) filter (where p.what = 'merged') as merged, count(*) filter (where p.what = 'gone') as gone,
      count(*) filter (where p.what = 'back') as back, count(*) filter (where p.what = 'changed') as changed,
      count(*) filter (where p.what = 'unchanged') as unchanged,
      (select count(*) from active a where a.ticket_id is null) as orphans,
      (select coalesce(json_agg(u order by u.branches desc, u.author), '[]') from unknown u) as "unknownAuthors"
    from quad_scan_plan p`;
  return counts;
}
