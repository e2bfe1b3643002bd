import { notFound } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import type { Day } from "../values/day.ts";
import { type Inputs, replay, type Scores } from "./formula.ts";
import type { Level, PersonLoad } from "./load.ts";
import { workloadReport } from "./report.ts";
import type { Scope } from "./scope.ts";

/** A ticket or a branch on somebody's desk. */
export interface DeskItem {
  readonly kind: "ticket" | "branch";
  /** The key of a ticket, the name of a branch. */
  readonly name: string;
  readonly repository: string | null;
  /** Of a branch: the ticket that it is about. */
  readonly ticket: string | null;
  readonly title: string | null;
  readonly points: number | null;
  readonly lastCommitAt: Date | null;
}

/** Why a person's number in a domain is what it is. */
export interface Explanation extends Inputs, Scores {
  readonly domain: string;
  readonly date: Day;
  /** The moment that it shows. */
  readonly takenAt: Date;
  /** The path of the domain whose setting the multiplier is; null where nobody set it. */
  readonly multiplierFrom: string | null;
  readonly level: Level;
  readonly alert: boolean;
  /** Whether the formula makes the same of the stored inputs now. */
  readonly replays: boolean;
  /** What was on the desk at that moment. */
  readonly items: readonly DeskItem[];
  /** What the person has in all of their domains, as the report says; the same beside each of them. */
  readonly inAll: InAll;
}

/** Figures of a person over all of their domains. */
type InAll = Pick<PersonLoad, "total" | "utilisation" | "level" | "outside" | "unseen">;

type Row = Omit<Explanation, "replays" | "items" | "inAll"> & { readonly domainId: string };

/**
 * A person's day in each of their domains with everything behind it, from the snapshot. Throws not found where they have no row in it,
 * not allowed where somebody else's desk is not to be seen.
 */
export async function explainWorkload(
  sql: Sql,
  scope: Scope,
  email: string,
  date: Day,
): Promise<readonly Explanation[]> {
  const { companyId, path } = scope;
  const days = sql`from QUAD_workload_tracking w join QUAD_domains d on d.id = w.domain_id`;
  const wanted = sql`w.snapshot_date = ${date} and w.developer_email = ${email} and d.company_id = ${companyId}
    and (d.path = ${path} or d.path > ${`${path}/`} and d.path < ${`${path}0`})`;
  const rows = await sql<Row[]>`
    select w.domain_id as "domainId", d.path as domain, w.snapshot_date::text as date, w.taken_at as "takenAt",
      w.active_tickets as tickets, w.active_branches as branches, w.story_points as points, w.allocation_percentage as allocation,
      w.estimation_multiplier as multiplier, w.full_load as "fullLoad",
      case when w.multiplier_domain_id is not null then coalesce(
        (select m.path from QUAD_domains m where m.id = w.multiplier_domain_id), 'a domain that is gone') end as "multiplierFrom",
      w.base_workload as base, w.final_workload as final, w.capacity_percentage as capacity,
      quad_workload_level(w.capacity_percentage) as level, w.overload_alert as alert
    ${days}
    where ${wanted}
    order by d.path`;
  if (rows.length === 0) {
    throw notFound(`${email} is not in the snapshot of ${date}.`, {
      detail: `It holds the members of ${path} and everything below it.`,
      hint: `See where they are a member: quad member show ${email}`,
    });
  }
  const items = await sql<(DeskItem & { readonly domainId: string })[]>`
    select w.domain_id as "domainId", i.kind, i.name, i.repository, i.ticket_id as ticket, i.title, i.points, i.last_commit_at as "lastCommitAt"
    ${days} cross join lateral quad_desk(w.domain_id, ${email}, w.taken_at) i
    where ${wanted}
    order by i.kind desc, i.points desc nulls last, i.last_commit_at desc, i.name`;
  const inAll = await inAllDomains(sql, scope, email, date);
  return rows.map(({ domainId, ...row }) => {
    const { base, final, capacity } = replay(row);
    return {
      ...row,
      replays: base === row.base && final === row.final && capacity === row.capacity,
      items: items.filter((item) => item.domainId === domainId).map(({ domainId: _, ...item }) => item),
      inAll,
    };
  });
}

async function inAllDomains(sql: Sql, scope: Scope, email: string, date: Day): Promise<InAll> {
  const [person] = (await workloadReport(sql, scope, date, email)).people;
  if (!person) throw new Error(`${email} is in the snapshot of ${date}, and not in its report.`);
  const { total, utilisation, level, outside, unseen } = person;
  return { total, utilisation, level, outside, unseen };
}
