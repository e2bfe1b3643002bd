import { QuadError } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import type { Day } from "../values/day.ts";

/** What is to be taken. */
export interface WantedSnapshot {
  /** The company and, where there is one, the path of the domain; every company without any. */
  readonly scope?: { readonly companyId: string; readonly under?: string } | undefined;
  /** Today, where neither is said. */
  readonly date?: Day | undefined;
  /** The first day and the last one; days that have a snapshot already are left as they are. */
  readonly backfill?: readonly [Day, Day] | undefined;
}

/** One day that was taken. */
export interface Snapshot {
  readonly date: Day;
  /** People times domains. */
  readonly rows: number;
  readonly people: number;
  readonly domains: number;
  /** People above 100 % in a domain, or in all. */
  readonly overloaded: number;
  /** Messages that were written for the admins of those; only of today. */
  readonly alerts: number;
}

/**
 * Computes every member's day and stores it with its inputs (spec, Workload Tracking; "Daily snapshots, overload alerts"). Each day is one
 * transaction: it is there whole, or not at all. Rows of that day and scope are replaced, and nothing else. Throws locked while
 * another run is at it, a conflict for a day before the first observation, usage for one to come, not allowed for whoever is not the owner.
 */
export async function takeSnapshot(sql: Sql, { scope, date, backfill }: WantedSnapshot): Promise<readonly Snapshot[]> {
  const days = backfill ? await missingDays(sql, backfill, scope) : [date ?? null];
  const taken: Snapshot[] = [];
  for (const day of days) taken.push(await transaction(sql, (tx) => takeDay(tx, day, scope)));
  return taken;
}

async function takeDay(tx: Sql, day: Day | null, scope: WantedSnapshot["scope"]): Promise<Snapshot> {
  const [{ locked, date, is_today: isToday, owner }] = await tx<
    [{ locked: boolean; date: Day; is_today: boolean; owner: boolean }]
  >`
    select pg_try_advisory_xact_lock(1903522148, 6) as locked, coalesce(${day}::date, current_date) as date,
      coalesce(${day}::date = current_date, true) as is_today, not exists (select from quad_me()) as owner`;
  if (!owner) {
    throw new QuadError("notAllowed", "Snapshots are taken with the rights of the install.", {
      hint: "Leave out --as, and let cron do it on the install: quad cron install",
    });
  }
  if (!locked) {
    throw new QuadError("locked", "Another run is taking a snapshot.", {
      hint: "It will be there in a moment; with --if-needed that is no failure.",
    });
  }
  const [{ rows }] = await tx<[{ rows: number }]>`
    select coalesce(sum(quad_take_snapshot(c.id, ${date}, ${scope?.under ?? null})), 0)::integer as rows
    from QUAD_companies c where ${scope === undefined ? tx`true` : tx`c.id = ${scope.companyId}`}`;
  const [counted] = await tx<[Omit<Snapshot, "date" | "rows" | "alerts">]>`
    with people as (
      select array_agg(w.domain_id) as domains, sum(w.capacity_percentage) > 100 as overloaded
      from QUAD_workload_tracking w join QUAD_domains d on d.id = w.domain_id
      where w.snapshot_date = ${date} and ${inScope(tx, scope)}
      group by d.company_id, w.developer_email
    )
    select count(*)::integer as people, (count(*) filter (where p.overloaded))::integer as overloaded,
      (select count(distinct id) from people, unnest(domains) id)::integer as domains
    from people p`;
  if (!isToday) return { date, rows, ...counted, alerts: 0 };
  const [{ alerts }] = await tx<[{ alerts: number }]>`
    select coalesce(sum(quad_alert_overload(c.id, ${date})), 0)::integer as alerts
    from QUAD_companies c where ${scope === undefined ? tx`true` : tx`c.id = ${scope.companyId}`}`;
  return { date, rows, ...counted, alerts };
}

/** Whether the domain `d` is one of those wanted. */
const inScope = (sql: Sql, scope: WantedSnapshot["scope"]) =>
  scope === undefined
    ? sql`true`
    : scope.under === undefined
      ? sql`d.company_id = ${scope.companyId}`
      : sql`(d.path = ${scope.under} or d.path > ${`${scope.under}/`} and d.path < ${`${scope.under}0`})`;

async function missingDays(
  sql: Sql,
  [from, to]: readonly [Day, Day],
  scope: WantedSnapshot["scope"],
): Promise<readonly Day[]> {
  const days = await sql<{ day: Day }[]>`
    select s.day::date::text as day from generate_series(${from}::date, ${to}::date, interval '1 day') s (day)
    where not exists (
        select from QUAD_workload_tracking w join QUAD_domains d on d.id = w.domain_id
        where w.snapshot_date = s.day::date and ${inScope(sql, scope)})
      -- One that was taken of a part only lacks somebody who was a member then.
      or exists (
        select from QUAD_domain_members m join QUAD_domains d on d.id = m.domain_id
        where m.valid_from <= quad_moment_of(s.day::date) and d.archived_at is null and ${inScope(sql, scope)}
          and not exists (
            select from QUAD_workload_tracking w
            where w.snapshot_date = s.day::date and w.domain_id = m.domain_id and w.developer_email = m.email))
    order by 1`;
  return days.map(({ day }) => day);
}
