import type { Company } from "../companies/find.ts";
import { usage } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { shortened } from "../terminal/style.ts";
import type { Day } from "../values/day.ts";

/** By when something is due that may take so many business days. */
export interface Due {
  readonly company: string;
  readonly from: Day;
  readonly days: number;
  readonly due: Day;
  /** The instant at which that day ends where the company is. */
  readonly ends: Date;
  readonly timeZone: string;
}

/** A number of business days, 0 to 100,000. Throws a usage error. */
export function parseBusinessDays(text: string): number {
  if (/^\d{1,6}$/.test(text) && Number(text) <= 100_000) return Number(text);
  throw usage(`${JSON.stringify(shortened(text))} is no number of business days, 0 to 100,000.`);
}

/** The n-th business day of a company after a day, which is today there where none is named; 0 is the first that is not before it. */
export async function dueDay(sql: Sql, { id, name }: Company, days: number, from: Day | undefined): Promise<Due> {
  const [due] = await sql<[Due]>`
    select ${name} as company, f.day::text as from, ${days}::integer as days, d.due::text, quad_end_of_day(${id}, d.due) as ends,
      quad_time_zone(${id}) as "timeZone"
    from (select coalesce(${from ?? null}::date, quad_business_day(${id}, current_timestamp)) as day) f,
      -- The last moment of the day is in it wherever its clocks stand.
      lateral (select quad_add_business_days(${id}, quad_end_of_day(${id}, f.day) - interval '1 microsecond', ${days}) as due) d`;
  return due;
}
