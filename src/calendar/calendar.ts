import type { Company } from "../companies/find.ts";
import { conflict, notFound } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import type { Day } from "../values/day.ts";
import type { Weekend } from "./weekend.ts";

export interface Holiday {
  readonly day: Day;
  readonly name: string;
}

/** When a company works. */
export interface Calendar {
  readonly company: string;
  /** Days of the week that are free, 1 Monday to 7 Sunday. */
  readonly weekend: Weekend;
  readonly timeZone: {
    readonly name: string;
    /** company: it was set for it. database: the database's own, which the days of workload are of too. */
    readonly from: "company" | "database";
  };
}

export interface ShownCalendar extends Calendar {
  readonly year: number;
  /** Those of the year, by day. */
  readonly holidays: readonly Holiday[];
  /** The other years that have holidays. */
  readonly otherYears: readonly number[];
}

/** A company's calendar with the holidays of a year; without one it is the year that it is in the company. */
export async function showCalendar(sql: Sql, company: Company, year: number | undefined): Promise<ShownCalendar> {
  const calendar = await calendarOf(sql, company);
  const [shown] = await sql<[Pick<ShownCalendar, "year" | "holidays" | "otherYears">]>`
    select y.year,
      (select coalesce(json_agg(json_build_object('day', h.day, 'name', h.name) order by h.day), '[]')
       from QUAD_holidays h where h.company_id = ${company.id} and extract(year from h.day) = y.year) as holidays,
      (select coalesce(json_agg(o.year order by o.year), '[]') from (
         select distinct extract(year from h.day)::integer as year from QUAD_holidays h where h.company_id = ${company.id}) o
       where o.year <> y.year) as "otherYears"
    from (select coalesce(${year ?? null}::integer, extract(year from quad_business_day(${company.id}, current_timestamp))::integer) as year) y`;
  return { ...calendar, ...shown };
}

async function calendarOf(sql: Sql, { id, name }: Company): Promise<Calendar> {
  const [found] = await sql<[{ weekend: Weekend; zone: string; own: boolean }]>`
    select coalesce(to_json(k.weekend), '[6,7]') as weekend, quad_time_zone(c.id) as zone, k.time_zone is not null as own
    from QUAD_companies c left join QUAD_calendars k on k.company_id = c.id where c.id = ${id}`;
  const { weekend, zone, own } = found;
  return {
    company: name,
    weekend: weekend.toSorted((a, b) => a - b),
    timeZone: { name: zone, from: own ? "company" : "database" },
  };
}

export interface CalendarChange {
  readonly weekend?: Weekend | undefined;
  /** null: the database's. */
  readonly timeZone?: string | null | undefined;
}

/**
 * Sets a company's weekend, its time zone, or both; what is not named stays. Throws a usage error for a time zone that Postgres does not
 * know, and not allowed.
 */
export async function setCalendar(
  sql: Sql,
  company: Company,
  { weekend, timeZone }: CalendarChange,
): Promise<Calendar & { readonly changed: boolean }> {
  return transaction(sql, async (tx) => {
    await mustManage(tx, company);
    const days = weekend === undefined ? null : `{${weekend}}`;
    const { count } = await tx`
      insert into QUAD_calendars as k (company_id, weekend, time_zone)
      values (${company.id}, coalesce(${days}::text::integer[], '{6,7}'), ${timeZone ?? null})
      on conflict (company_id) do update
      set weekend = coalesce(${days}::text::integer[], k.weekend),
        time_zone = case when ${timeZone === undefined} then k.time_zone else excluded.time_zone end
      where (k.weekend, k.time_zone) is distinct from
        (coalesce(${days}::text::integer[], k.weekend), case when ${timeZone === undefined} then k.time_zone else excluded.time_zone end)`;
    return { ...(await calendarOf(tx, company)), changed: count > 0 };
  });
}

/** Makes a day a holiday; says whether it was not one already. Throws a conflict where it is one by another name, and not allowed. */
export async function addHoliday(
  sql: Sql,
  company: Company,
  { day, name }: Holiday,
): Promise<Holiday & { readonly changed: boolean }> {
  return transaction(sql, async (tx) => {
    await mustManage(tx, company);
    const { count } = await tx`
      insert into QUAD_holidays (company_id, day, name) values (${company.id}, ${day}, ${name}) on conflict do nothing`;
    if (count > 0) return { day, name, changed: true };
    const [had] = await tx<[{ name: string }]>`
      select h.name from QUAD_holidays h where (h.company_id, h.day) = (${company.id}, ${day})`;
    if (had.name === name) return { day, name, changed: false };
    throw conflict(`${day} is a holiday already: ${had.name}.`, {
      hint: `To give it another name, first: quad calendar remove ${day}`,
    });
  });
}

/** Makes a holiday a day like others. Throws not found, and not allowed. */
export async function removeHoliday(sql: Sql, company: Company, day: Day): Promise<Holiday> {
  return transaction(sql, async (tx) => {
    await mustManage(tx, company);
    const [gone] = await tx<Holiday[]>`
      delete from QUAD_holidays h where (h.company_id, h.day) = (${company.id}, ${day}) returning h.day::text, h.name`;
    if (gone) return gone;
    throw notFound(`${day} is no holiday.`, { hint: `See them: quad calendar show --year ${day.slice(0, 4)}` });
  });
}

/** Throws not allowed unless who acts may change a company's calendar, also where nothing would change. */
export async function mustManage(sql: Sql, { id }: Company): Promise<void> {
  await sql`select quad_require_in_company('manage_company', ${id}) from quad_me()`;
}
