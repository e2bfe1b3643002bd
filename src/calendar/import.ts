import type { Company } from "../companies/find.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import { type Holiday, mustManage } from "./calendar.ts";
import { readHolidays } from "./reading/read.ts";
import type { Years } from "./year.ts";

export interface HolidayImport {
  /** A file, or `-` for standard input. */
  readonly file: string;
  readonly stdin: () => AsyncIterable<Uint8Array>;
  /** Only these years; of what repeats, without them, this year and the two after it. */
  readonly years?: Years | undefined;
  /** What is not in the file, in those years (without them at all, or in those in which something repeats), is no holiday any more. */
  readonly replace: boolean;
}

/** What an import has done, by day. */
export interface ImportedHolidays {
  readonly company: string;
  readonly added: readonly Holiday[];
  readonly renamed: readonly (Holiday & { readonly before: string })[];
  readonly removed: readonly Holiday[];
  readonly unchanged: number;
  /** What a person should know of the file, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Brings the holidays of a file into a company's calendar, all of them or none; a second time changes nothing. Throws a usage error that
 * lists what is wrong with the file, and not allowed.
 */
export async function importHolidays(
  sql: Sql,
  company: Company,
  { file, stdin, years, replace }: HolidayImport,
): Promise<ImportedHolidays> {
  const [{ year }] = await sql<[{ year: number }]>`
    select extract(year from quad_business_day(${company.id}, current_timestamp))::integer as year`;
  const read = await readHolidays(file, stdin, years ?? [year, year + 2]);
  const [first, last] = years ?? [1900, 2999];
  // Of what repeats the file has its days in other years as well, in which nobody looked.
  const [from, until] = years === undefined && read.repeats ? [year, year + 2] : [first, last];
  const holidays = read.holidays.filter(({ day }) => day >= `${first}` && day < `${last + 1}`);
  const outside = read.holidays.length - holidays.length;
  const notes = [
    ...read.notes,
    ...(outside > 0 ? [`${outside.toLocaleString("en")} outside ${first} to ${last} left out.`] : []),
  ];
  return transaction(sql, async (tx) => {
    await mustManage(tx, company);
    const [stored] = await tx<[Pick<ImportedHolidays, "added" | "renamed" | "removed">]>`
      with given as (
        select g.day, g.name from json_to_recordset(${JSON.stringify(holidays)}::text::json) g (day date, name text)
      ), had as (
        select h.day, h.name from QUAD_holidays h where h.company_id = ${company.id}
      ), gone as (
        delete from QUAD_holidays h
        where ${replace} and h.company_id = ${company.id} and h.day not in (select g.day from given g)
          and h.day >= make_date(${from}, 1, 1) and h.day <= make_date(${until}, 12, 31)
        returning h.day, h.name
      ), written as (
        insert into QUAD_holidays as h (company_id, day, name)
        select ${company.id}, g.day, g.name from given g order by g.day
        on conflict (company_id, day) do update set name = excluded.name where h.name <> excluded.name
        returning h.day, h.name
      ), compared as (
        select w.day, w.name, had.name as before from written w left join had using (day)
      )
      select
        (select coalesce(json_agg(json_build_object('day', c.day, 'name', c.name) order by c.day) filter (where c.before is null), '[]')
         from compared c) as added,
        (select coalesce(json_agg(json_build_object('day', c.day, 'name', c.name, 'before', c.before) order by c.day)
           filter (where c.before is not null), '[]')
         from compared c) as renamed,
        (select coalesce(json_agg(json_build_object('day', g.day, 'name', g.name) order by g.day), '[]') from gone g) as removed`;
    const { added, renamed } = stored;
    return { company: company.name, ...stored, unchanged: holidays.length - added.length - renamed.length, notes };
  });
}
