import type { Sql } from "../postgres/sql.ts";
import { withTicketsIn } from "./tickets-in.ts";

/** What is found in the name of a branch, and why. */
export interface Explained {
  readonly name: string;
  /** The key that stands in it. */
  readonly ticket: string | null;
  readonly provider: string | null;
  /**
   * project: it is of a project that is configured. record: a number of ServiceNow's own. lookalike: no project is configured, and it
   * looks like a key. none: nothing of all that.
   */
  readonly reason: "project" | "record" | "lookalike" | "none";
  /** Path of the domain that configures the project; null too where several do. */
  readonly configuredIn: string | null;
  /** The projects that were looked for; empty where none is configured. */
  readonly projects: readonly string[];
  /** The branches of that name that were seen. */
  readonly branches: readonly SeenBranch[];
}

/** A branch as far as it explains its ticket and its person. */
export interface SeenBranch {
  readonly repository: string;
  readonly domain: string;
  readonly state: "active" | "merged" | "gone";
  readonly ticket: string | null;
  readonly linkedBy: string | null;
  readonly author: string | null;
  readonly developer: string | null;
  readonly isMember: boolean;
}

/**
 * What is found in names with the projects of a domain, or with all that are configured, in the order given; and what is known of branches
 * of those names there and below.
 */
export async function explainNames(
  sql: Sql,
  names: readonly string[],
  domain: { readonly id: string; readonly path: string } | undefined,
): Promise<readonly Explained[]> {
  const given = sql`
    select t.name, t.i from json_array_elements_text(${JSON.stringify(names)}::text::json) with ordinality t (name, i)`;
  return sql<Explained[]>`
    ${withTicketsIn(sql, given, domain?.id ?? null)}, seen as (
      select b.branch_name as name, json_agg(json_build_object(
        'repository', b.repository, 'domain', d.path,
        'state', case when b.merged_at is not null then 'merged' when b.deleted_at is not null then 'gone' else 'active' end,
        'ticket', b.ticket_id, 'linkedBy', b.linked_by_email, 'author', b.author, 'developer', b.developer_email,
        'isMember', exists (select from QUAD_people m
          where (m.company_id, m.email) = (d.company_id, b.developer_email) and m.memberships > 0))
        order by d.path, b.repository) as branches
      from QUAD_branch_ticket_mapping b join QUAD_domains d on d.id = b.domain_id
      where ${domain === undefined ? sql`true` : sql`(d.path = ${domain.path} or d.path > ${`${domain.path}/`} and d.path < ${`${domain.path}0`})`}
        and b.branch_name in (select f.name from found f)
      group by b.branch_name
    )
    select f.name, f.ticket_id as ticket, f.provider,
      case when f.ticket_id is null then 'none' when f.project_key is not null then 'project'
        when f.ticket_id !~ '-' then 'record' else 'lookalike' end as reason,
      f.configured_in as "configuredIn",
      (select coalesce(array_to_json(w.keys), '[]') from wanted w) as projects,
      coalesce(s.branches, '[]') as branches
    from found f left join seen s on s.name = f.name
    order by f.i`;
}
