import type { Sql } from "../postgres/sql.ts";
import type { Field } from "./reading/ticket.ts";

/** What came of the tickets that were read. */
export interface Merged {
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Of those that were read, as are the next two. */
  readonly done: number;
  readonly withoutPoints: number;
  readonly unassigned: number;
}

/**
 * Brings the tickets of a domain to what is in `read_tickets`, with the people of `read_people`. What the file has no column for stays
 * as it was, and a ticket that is as it was is not written. Of a done ticket without a date, the first time it is seen done counts.
 */
export async function mergeTickets(tx: Sql, domainId: string, columns: ReadonlySet<Field>): Promise<Merged> {
  const has = (...fields: readonly Field[]) => tx`${fields.some((field) => columns.has(field))}::boolean`;
  const [merged] = await tx<[Merged]>`
    -- Once for all tickets of a tool and a project: asked for each of them, these functions take longer than what is compared.
    with kinds as materialized (
      select k.provider, k.project,
        coalesce(quad_provider_of_tool(nullif(k.provider, '')), c.provider) as said, quad_usual_provider(k.example) as usual
      from (select provider, project, min(ticket_id) as example from read_tickets group by provider, project) k
      left join quad_ticket_projects(${domainId}) c on c.project_key || '-' = k.project
    ), wanted as materialized (
      select r.ticket_id, w.*, t.id is null as is_new,
        t.id is not null and (w.provider, w.title, w.assignee_email, w.assignee_name, w.status_category, w.status,
          w.story_points, w.opened_at, w.closed_at)
        is distinct from (t.provider, t.title, t.assignee_email, t.assignee_name, t.status_category, t.status,
          t.story_points, t.opened_at, t.closed_at) as is_changed
      from read_tickets r
      join kinds k on k.provider = r.provider and k.project = r.project
      left join QUAD_itsm_tickets t on t.domain_id = ${domainId} and t.ticket_id = r.ticket_id
      left join read_people p on p.assignee = r.assignee
      cross join lateral (
        select case when ${has("category", "status", "closed")} then r.category else coalesce(t.status_category, 'todo') end as category
      ) s
      cross join lateral (
        select
          coalesce(k.said, t.provider, k.usual) as provider,
          case when ${has("title")} then r.title else t.title end as title,
          case when ${has("assignee")} then p.email else t.assignee_email end as assignee_email,
          case when not ${has("assignee")} then t.assignee_name when p.email is null then r.assignee end as assignee_name,
          s.category as status_category,
          -- Words of which nobody says that they still hold, do not outlive the category that they went with.
          case when ${has("status")} then r.status when s.category = t.status_category then t.status end as status,
          case when ${has("points")} then r.story_points else t.story_points end as story_points,
          coalesce(r.opened_at, t.opened_at, current_timestamp) as opened_at,
          case when s.category = 'done' then coalesce(r.closed_at, t.closed_at, current_timestamp) end as closed_at
      ) w
    ), written as (
      insert into QUAD_itsm_tickets (domain_id, ticket_id, provider, title, assignee_email, assignee_name, status_category,
        status, story_points, opened_at, closed_at)
      select ${domainId}, w.ticket_id, w.provider, w.title, w.assignee_email, w.assignee_name, w.status_category, w.status,
        w.story_points, w.opened_at, w.closed_at
      from wanted w
      where w.is_new or w.is_changed
      order by w.ticket_id
      on conflict (domain_id, ticket_id) do update set
        provider = excluded.provider, title = excluded.title, assignee_email = excluded.assignee_email,
        assignee_name = excluded.assignee_name, status_category = excluded.status_category, status = excluded.status,
        story_points = excluded.story_points, opened_at = excluded.opened_at, closed_at = excluded.closed_at
    )
    select count(*) filter (where is_new) as new, count(*) filter (where is_changed) as changed,
      count(*) filter (where not is_new and not is_changed) as unchanged,
      count(*) filter (where status_category = 'done') as done,
      count(*) filter (where story_points is null) as "withoutPoints",
      count(*) filter (where assignee_email is null and assignee_name is null) as unassigned
    from wanted`;
  return merged;
}

/** Takes the open tickets of a domain that are not in `read_tickets` for done, as of now. Gives how many they were. */
export async function completeOthers(tx: Sql, domainId: string): Promise<number> {
  const { count } = await tx`
    update QUAD_itsm_tickets t set status_category = 'done', status = null, closed_at = current_timestamp
    where t.domain_id = ${domainId} and t.status_category <> 'done'
      and not exists (select from read_tickets r where r.ticket_id = t.ticket_id)`;
  return count;
}
