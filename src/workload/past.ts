import type { Sql } from "../postgres/sql.ts";
import type { Day } from "../values/day.ts";
import { type Level, levels, type ReportHistory } from "./load.ts";
import type { Scope } from "./scope.ts";

/** A number a day. */
interface Trend {
  readonly days: readonly Day[];
  /** Null on a day without a snapshot, and on one with nothing to divide by. */
  readonly values: readonly (number | null)[];
  /** Whether the snapshot of that day has anything of what is looked at. */
  readonly seen: readonly boolean[];
}

const isUnder = (sql: Sql, path: string) =>
  sql`(d.path = ${path} or d.path > ${`${path}/`} and d.path < ${`${path}0`})`;

/**
 * The totals of a person by day, as the report has them, over so many days up to a date; with `under` only of their domains at that path
 * and below it.
 */
export async function personTrend(
  sql: Sql,
  { companyId, email, under }: { readonly companyId: string; readonly email: string; readonly under: string | null },
  date: Day,
  days: number,
): Promise<Trend> {
  const rows = await sql<Row[]>`
    select s.day::date::text as day, t.total as value, t.snapshot_date is not null as seen
    from generate_series(${date}::date - ${days - 1}::integer, ${date}::date, interval '1 day') s (day)
    left join (
      select w.snapshot_date, sum(w.capacity_percentage) as total
      from QUAD_workload_tracking w join QUAD_domains d on d.id = w.domain_id
      where w.developer_email = ${email} and d.company_id = ${companyId} and ${under === null ? sql`true` : isUnder(sql, under)}
        and w.snapshot_date between ${date}::date - ${days - 1}::integer and ${date}
      group by 1) t on t.snapshot_date = s.day
    order by s.day`;
  return trendOf(rows);
}

/** The utilisation of a domain and everything below it by day: all load over all allocation, in percent. */
export async function domainTrend(
  sql: Sql,
  { path }: { readonly path: string },
  date: Day,
  days: number,
): Promise<Trend> {
  const rows = await sql<Row[]>`
    select s.day::date::text as day, t.utilisation as value, t.snapshot_date is not null as seen
    from generate_series(${date}::date - ${days - 1}::integer, ${date}::date, interval '1 day') s (day)
    left join (
      select w.snapshot_date,
        round(sum(w.final_workload) * 100 / nullif(sum(w.allocation_percentage * w.full_load / 100), 0), 4) as utilisation
      from QUAD_workload_tracking w join QUAD_domains d on d.id = w.domain_id
      where ${isUnder(sql, path)} and w.snapshot_date between ${date}::date - ${days - 1}::integer and ${date}
      group by 1) t on t.snapshot_date = s.day
    order by s.day`;
  return trendOf(rows);
}

interface Row {
  readonly day: Day;
  readonly value: number | null;
  readonly seen: boolean;
}

const trendOf = (rows: readonly Row[]): Trend => ({
  days: rows.map(({ day }) => day),
  values: rows.map(({ value }) => value),
  seen: rows.map(({ seen }) => seen),
});

/** What the pictures of a report show of the days before it: the people named, the bands, and the domain with those directly below it. */
export async function reportHistory(
  sql: Sql,
  scope: Scope,
  date: Day,
  { days, people }: { readonly days: number; readonly people: readonly string[] },
): Promise<ReportHistory> {
  const { days: dates, values } = await domainTrend(sql, scope, date, days);
  const from = dates[0] ?? date;
  const totals = await sql<{ email: string; day: Day; total: number | null }[]>`
    select w.developer_email as email, w.snapshot_date::text as day, sum(w.capacity_percentage) as total
    from QUAD_workload_tracking w join QUAD_domains d on d.id = w.domain_id
    where d.company_id = ${scope.companyId} and w.snapshot_date between ${from} and ${date}
      and w.developer_email in (select json_array_elements_text(${JSON.stringify(people)}::text::json))
    group by 1, 2`;
  const byPerson = new Map<string, Map<Day, number | null>>(people.map((email) => [email, new Map()]));
  for (const { email, day, total } of totals) byPerson.get(email)?.set(day, total);
  const bands = await sql<{ day: Day; level: Level; people: number }[]>`
    select p.day::text as day, p.level, count(*)::integer as people from (
      select w.snapshot_date as day, w.developer_email,
        quad_total_level(sum(w.capacity_percentage), bool_or(w.capacity_percentage is null)) as level
      from QUAD_workload_tracking w join QUAD_domains d on d.id = w.domain_id
      where d.company_id = ${scope.companyId} and w.snapshot_date between ${from} and ${date}
      group by 1, 2
      having bool_or(d.path = ${scope.path} or d.path > ${`${scope.path}/`} and d.path < ${`${scope.path}0`})) p
    group by 1, 2`;
  const byDay = new Map<Day, Record<Level, number>>();
  for (const { day, level, people: count } of bands) {
    const counts = byDay.get(day) ?? (Object.fromEntries(levels.map((name) => [name, 0])) as Record<Level, number>);
    byDay.set(day, { ...counts, [level]: count });
  }
  const children = await sql<{ path: string }[]>`
    select d.path from QUAD_domains d where d.parent_domain_id = ${scope.domainId} and d.archived_at is null order by d.path limit 12`;
  const below = [];
  for (const child of children)
    below.push({ path: child.path, utilisation: (await domainTrend(sql, child, date, days)).values });
  return {
    days: dates,
    people: people.map((email) => ({ email, totals: dates.map((day) => byPerson.get(email)?.get(day) ?? null) })),
    levels: dates.map((day) => byDay.get(day) ?? null),
    domains: [{ path: scope.path, utilisation: values }, ...below],
  };
}
