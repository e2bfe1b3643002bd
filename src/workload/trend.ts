import { mustBeKnown } from "../members/person.ts";
import type { Sql } from "../postgres/sql.ts";
import type { Day } from "../values/day.ts";
import { domainTrend, personTrend } from "./past.ts";
import { findScope, type Scope, snapshotDay } from "./scope.ts";

/** Why a day has no number: nobody took it, it has nothing of who is looked at, or it has nothing to divide by. */
export type Gap = "no snapshot" | "not in the snapshot" | "no allocation";

/** A day, and its percentage or why there is none. */
interface TrendDay {
  readonly date: Day;
  readonly value: number | null;
  readonly gap: Gap | null;
}

/** A number a day, of a person or a domain. */
export interface DayByDay {
  /** An e-mail, or the path of a domain. */
  readonly of: string;
  /** The path of the domain that a person's numbers are of, with all below it; null where they are of all, and of a domain. */
  readonly within: string | null;
  readonly days: readonly TrendDay[];
}

/** Of whom, up to which day (the last snapshot's where none is said), and how many. */
export interface WantedTrend {
  readonly domain?: string | undefined;
  readonly company?: string | undefined;
  readonly user?: string | undefined;
  readonly date?: Day | undefined;
  readonly days: number;
}

/**
 * The totals of a person, or the utilisation of a domain and everything below it, day by day. Throws not found where there is no snapshot,
 * and for a person who is nobody here.
 */
export async function readTrend(sql: Sql, { domain, company, user, date, days }: WantedTrend): Promise<DayByDay> {
  const scope = await findScope(sql, { domain, company });
  const last = await snapshotDay(sql, scope, date);
  const within = user !== undefined && domain !== undefined ? scope.path : null;
  const trend =
    user === undefined
      ? await domainTrend(sql, scope, last, days)
      : await personTrend(sql, { companyId: scope.companyId, email: user, under: within }, last, days);
  if (user !== undefined && !trend.seen.includes(true)) await mustBeKnown(sql, user, scope.companyId);
  const taken = await takenDays(sql, scope, last, days);
  return {
    of: user ?? scope.path,
    within,
    days: trend.days.map((date, i) => {
      const value = trend.values[i] ?? null;
      const missing = trend.seen[i] ? "no allocation" : taken.has(date) ? "not in the snapshot" : "no snapshot";
      return { date, value, gap: value === null ? missing : null };
    }),
  };
}

/** Those of the last days up to a date of which the company has a snapshot. */
async function takenDays(sql: Sql, { companyId }: Scope, date: Day, days: number): Promise<ReadonlySet<Day>> {
  const rows = await sql<{ day: Day }[]>`
    select s.day::date::text as day
    from generate_series(${date}::date - ${days - 1}::integer, ${date}::date, interval '1 day') s (day)
    where exists (
      select from QUAD_workload_tracking w join QUAD_domains d on d.id = w.domain_id
      where w.snapshot_date = s.day::date and d.company_id = ${companyId})`;
  return new Set(rows.map(({ day }) => day));
}
