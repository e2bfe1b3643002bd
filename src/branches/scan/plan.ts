import type { Sql } from "../../postgres/sql.ts";
import type { Repository } from "../repository.ts";
import { withTicketsIn } from "../tickets-in.ts";
import type { Reading } from "./reading.ts";

/**
 * Compares what is in `quad_scan` with the rows of a repository, and keeps in `quad_scan_plan` what each branch is to become: its row,
 * where it has one, and what happened to it.
 *
 * A branch that has gone, and a new one at the same commit, are one that was renamed. At the tip of the base, or below it, they
 * need not be: a branch that is made there has nothing of its own yet.
 * @param contained of the commits of branches that have gone, those that the base contains
 */
export async function plan(
  tx: Sql,
  { domainId, companyId, name }: Repository,
  { base, baseTip, told }: Pick<Reading, "base" | "baseTip" | "told">,
  contained: Iterable<string>,
): Promise<void> {
  // How many there are is not known of a table that has just been filled, nor of a part of a statement.
  await tx`
    create temp table quad_scan_known on commit drop as
    select b.id, b.branch_name, b.tip, b.author, b.developer_email, b.ticket_id, b.ticket_provider, b.linked_by_email,
      b.last_commit_at, b.merged_at, b.deleted_at
    from QUAD_branch_ticket_mapping b where b.domain_id = ${domainId} and b.repository = ${name}`;
  await tx`analyze quad_scan_known`;
  await tx`
    create temp table quad_scan_plan on commit drop as
    ${withTicketsIn(tx, tx`select s.* from quad_scan s`, domainId)}, in_base as materialized (
      select json_array_elements_text(${JSON.stringify([...contained])}::text::json) as tip
    ), gone as (
      select min(k.id::text)::uuid as id, k.tip from quad_scan_known k
      where k.merged_at is null and k.deleted_at is null and k.tip <> coalesce(${baseTip}, '')
        and k.tip not in (select i.tip from in_base i)
        and not exists (select from quad_scan s where s.name = k.branch_name)
      group by k.tip having count(*) = 1
    ), fresh as (
      select min(s.name) as name, s.tip from quad_scan s
      where not s.merged and not exists (select from quad_scan_known k where k.branch_name = s.name)
      group by s.tip having count(*) = 1
    ), placed as (
      select f.*, coalesce(k.id, g.id) as id, g.id is not null as is_renamed
      from found f
      left join quad_scan_known k on k.branch_name = f.name
      left join fresh n on n.name = f.name left join gone g on g.tip = n.tip
    ), said as (
      select k.id, p.name is not null as is_seen, coalesce(p.is_renamed, false) as is_renamed,
        coalesce(p.name, k.branch_name) as name, k.branch_name as former_name,
        coalesce(p.tip, k.tip) as tip,
        case when p.name is null then k.last_commit_at
          when ${told} then coalesce(p.committed_at, k.last_commit_at)
          when p.tip <> k.tip then current_timestamp
          else k.last_commit_at end as last_commit_at,
        case when ${told} and p.name is not null then p.author else k.author end as author,
        case when k.linked_by_email is not null or p.name is null then k.ticket_id else p.ticket_id end as ticket_id,
        case when k.linked_by_email is not null or p.name is null then k.ticket_provider else p.provider end as ticket_provider,
        case
          when p.name is null then case when k.branch_name is distinct from ${base} and k.tip in (select i.tip from in_base i) then current_timestamp end
          when p.merged then coalesce(k.merged_at, current_timestamp)
          when not ${told} and coalesce(p.tip, k.tip) is not distinct from k.tip then k.merged_at end as merged_at,
        k.merged_at as was_merged_at, k.deleted_at as was_deleted_at, k.developer_email as was_developer
      from placed p full join quad_scan_known k on k.id = p.id
      -- What had ended, and was not seen again, stays as it is.
      where p.name is not null or k.merged_at is null and k.deleted_at is null
    ), named as (
      select s.*, case when not s.is_seen and s.merged_at is null then current_timestamp end as deleted_at,
        case
          when not s.is_seen or s.author is null and not ${told} then s.was_developer
          else coalesce(a.email, quad_as_email(s.author)) end as developer_email
      from said s left join QUAD_member_aliases a on a.company_id = ${companyId} and a.alias = lower(btrim(s.author))
    )
    select n.*,
      case
        when n.id is null then 'new'
        when n.deleted_at is not null then 'gone'
        when n.merged_at is not null and n.was_merged_at is null then 'merged'
        when n.is_renamed then 'renamed'
        when n.merged_at is null and (n.was_merged_at is not null or n.was_deleted_at is not null) then 'back'
        when n.was_deleted_at is not null
          or (n.tip, n.last_commit_at, n.author, n.ticket_id, n.ticket_provider, n.developer_email)
            is distinct from (k.tip, k.last_commit_at, k.author, k.ticket_id, k.ticket_provider, k.developer_email) then 'changed'
        else 'unchanged' end as what
    from named n left join quad_scan_known k on k.id = n.id`;
  await tx`analyze quad_scan_plan`;
}

/** Makes the rows what `quad_scan_plan` says. Those that stay as they are are not written. */
export async function apply(tx: Sql, { domainId, name }: Repository): Promise<void> {
  await tx`
    update QUAD_branch_ticket_mapping b set
      branch_name = p.name, tip = p.tip, last_commit_at = p.last_commit_at, author = p.author, developer_email = p.developer_email,
      ticket_id = p.ticket_id, ticket_provider = p.ticket_provider, is_orphan = p.ticket_id is null,
      merged_at = p.merged_at, deleted_at = p.deleted_at,
      renamed_from = case when p.is_renamed then p.former_name else b.renamed_from end
    from quad_scan_plan p
    where b.id = p.id and p.what <> 'unchanged'`;
  await tx`
    insert into QUAD_branch_ticket_mapping
      (domain_id, repository, branch_name, tip, last_commit_at, author, developer_email, ticket_id, ticket_provider, is_orphan, merged_at)
    select ${domainId}, ${name}, p.name, p.tip, p.last_commit_at, p.author, p.developer_email, p.ticket_id, p.ticket_provider,
      p.ticket_id is null, p.merged_at
    from quad_scan_plan p where p.what = 'new'`;
}
