import type { Sql } from "../postgres/sql.ts";
import { isUnder } from "./under.ts";

/** The branches of a domain, or of all of them. */
export interface BranchStats {
  /** Path of the domain; null: all together. */
  readonly domain: string | null;
  readonly active: number;
  readonly merged: number;
  readonly gone: number;
  /** Of the active ones, in percent; null where there are none. */
  readonly withTicket: number | null;
  /** Active, without a ticket. */
  readonly orphans: number;
  /** Active, without a commit for as long as the domain counts a branch active (30 days, unless it says otherwise). */
  readonly stale: number;
  /** Who has active branches and is no member of the company. */
  readonly unknownAuthors: number;
  /** Half of the active ones were seen first longer ago than this, in days. */
  readonly medianAge: number | null;
}

/** Each domain's that has branches, in the order of the tree, and all together at the end. */
export async function branchStats(sql: Sql, under: string | undefined): Promise<readonly BranchStats[]> {
  return sql<BranchStats[]>`
    with domains as (
      select d.id, d.path, d.company_id, coalesce(
        (select a.branch_active_days from QUAD_domains a
         where a.company_id = d.company_id and starts_with(d.path || '/', a.path || '/') and a.branch_active_days is not null
         order by a.depth desc limit 1), 30) as days
      from QUAD_domains d where ${isUnder(sql, under)}
    ), branches as (
      select d.path, b.merged_at is not null as is_merged, b.merged_at is null and b.deleted_at is not null as is_gone,
        b.merged_at is null and b.deleted_at is null as is_active, b.ticket_id is null as is_orphan,
        coalesce(b.last_commit_at, b.first_seen_at) < current_timestamp - make_interval(days => d.days) as is_stale,
        extract(epoch from current_timestamp - b.first_seen_at) / 86400 as age,
        case when m.email is null then coalesce(b.author, b.developer_email) end as stranger
      from QUAD_branch_ticket_mapping b join domains d on d.id = b.domain_id
      left join QUAD_people m on m.company_id = d.company_id and m.email = b.developer_email and m.memberships > 0
    )
    select b.path as domain, count(*) filter (where is_active) as active, count(*) filter (where is_merged) as merged,
      count(*) filter (where is_gone) as gone,
      round(100.0 * count(*) filter (where is_active and not is_orphan) / nullif(count(*) filter (where is_active), 0), 1) as "withTicket",
      count(*) filter (where is_active and is_orphan) as orphans, count(*) filter (where is_active and is_stale) as stale,
      count(distinct stranger) filter (where is_active) as "unknownAuthors",
      round((percentile_cont(0.5) within group (order by age) filter (where is_active))::numeric, 1) as "medianAge"
    from branches b
    group by grouping sets ((b.path), ())
    order by b.path is null, translate(b.path, '/', ' ')`;
}
