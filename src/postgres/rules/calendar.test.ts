import fc from "fast-check";
import { expect, test } from "vitest";
import { sqlCompany } from "../../testing/company.ts";
import { emptyInstall } from "../../testing/install.ts";
import type { Sql } from "../sql.ts";

/** Time zones with instants at which their clocks leap; in some of them over midnight, and in one over a whole day. */
const leaps: Readonly<Record<string, readonly string[]>> = {
  UTC: ["2026-01-01T00:00Z"],
  "America/New_York": ["2026-03-08T07:00Z", "2026-11-01T06:00Z"],
  "Europe/Berlin": ["2026-03-29T01:00Z", "2026-10-25T01:00Z"],
  "Asia/Kathmandu": ["1985-12-31T18:30Z"],
  "Pacific/Apia": ["2011-12-30T10:00Z", "2012-03-31T14:00Z"],
  "America/Sao_Paulo": ["2018-02-18T02:00Z", "2018-11-04T03:00Z"],
  "Africa/Cairo": ["2023-04-27T22:00Z", "2023-10-26T21:00Z"],
  "America/St_Johns": ["2010-03-14T03:31Z", "2010-11-07T02:31Z"],
  "Pacific/Kiritimati": ["1994-12-31T10:00Z"],
};

interface Calendar {
  readonly weekend: readonly number[];
  readonly zone: string;
  readonly holidays: ReadonlySet<string>;
}

const dayMs = 86_400_000;
const isoDay = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const next = (day: string, by = 1) => isoDay(Date.parse(day) + by * dayMs);

/** The plain reference: a day after the other. */
const works = ({ weekend, holidays }: Calendar, day: string) =>
  !weekend.includes(new Date(day).getUTCDay() || 7) && !holidays.has(day);

function dueBy(calendar: Calendar, from: string, days: number): string {
  if (days === 0) return works(calendar, from) ? from : dueBy(calendar, next(from), 0);
  let day = from;
  for (let left = days; left > 0; ) {
    day = next(day);
    if (works(calendar, day)) left -= 1;
  }
  return day;
}

function between(calendar: Calendar, from: string, until: string): number {
  let count = 0;
  for (let day = from; day < until; ) {
    day = next(day);
    if (works(calendar, day)) count += 1;
  }
  return count;
}

const clocks = new Map<string, Intl.DateTimeFormat>();
function localDay(zone: string, at: number): string {
  const clock =
    clocks.get(zone) ??
    new Intl.DateTimeFormat("en", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
  clocks.set(zone, clock);
  const part = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${part.year}-${part.month}-${part.day}`;
}

const instants = (zone: string): fc.Arbitrary<number> =>
  fc.oneof(
    fc.integer({ min: Date.parse("1985-01-01Z"), max: Date.parse("2035-01-01Z") }),
    fc
      .tuple(fc.constantFrom(...(leaps[zone] ?? [])), fc.integer({ min: -2 * dayMs, max: 2 * dayMs }))
      .map(([at, off]) => Date.parse(at) + off),
    fc
      .tuple(fc.integer({ min: 1990, max: 2034 }), fc.integer({ min: -4 * dayMs, max: 4 * dayMs }))
      .map(([year, off]) => Date.parse(`${year}-12-31T12:00Z`) + off),
  );

const years = { min: Date.parse("1985-01-01Z") / dayMs, max: Date.parse("2036-01-01Z") / dayMs };
const calendars: fc.Arbitrary<{ calendar: Calendar; cases: readonly [number, number, number][] }> = fc
  .record({
    zone: fc.constantFrom(...Object.keys(leaps)),
    weekend: fc.subarray([1, 2, 3, 4, 5, 6, 7], { maxLength: 6 }),
    // Scattered over the years, or days on end.
    alone: fc.array(fc.integer(years), { maxLength: 200 }),
    runs: fc.array(fc.tuple(fc.integer(years), fc.integer({ min: 1, max: 60 })), { maxLength: 8 }),
  })
  .chain(({ zone, weekend, alone, runs }) =>
    fc.record({
      calendar: fc.constant({
        zone,
        weekend,
        holidays: new Set(
          [...alone, ...runs.flatMap(([from, length]) => Array.from({ length }, (_, n) => from + n))].map((day) =>
            isoDay(day * dayMs),
          ),
        ),
      }),
      cases: fc.array(
        fc.tuple(instants(zone), fc.integer({ min: 0, max: 90 }), fc.integer({ min: -30 * dayMs, max: 200 * dayMs })),
        { minLength: 100, maxLength: 100 },
      ),
    }),
  );

test("business days are those of a plain walk through the days: 10,000 cases in one round trip", async () => {
  const seed = Date.now() % 2 ** 31;
  const worlds = fc.sample(calendars, { numRuns: 100, seed });
  const cases = worlds.flatMap(({ calendar, cases: some }, world) =>
    some.map(([at, days, later]) => ({ calendar, world, at, days, until: at + later })),
  );
  const { withSql } = await emptyInstall();
  const found = await withSql(async (sql) => {
    const ids = await insertCalendars(
      sql,
      worlds.map(({ calendar }) => calendar),
    );
    return sql<{ day: string; due: string; many: string; between: number; ends: string }[]>`
      with asked as (
        select (c.value ->> 0)::uuid as company_id, (c.value ->> 1)::timestamptz as at, (c.value ->> 2)::timestamptz as until,
          (c.value ->> 3)::integer as days, c.place
        from json_array_elements(${rows(cases.map((c) => [ids[c.world], new Date(c.at), new Date(c.until), c.days]))}::text::json)
          with ordinality c (value, place)
      ), many as (
        select m.* from (select array_agg(a.company_id order by a.place) as ids, array_agg(a.at order by a.place) as ats,
            array_agg(a.days order by a.place) as days from asked a) one,
          quad_add_business_days(one.ids, one.ats, one.days) m
      )
      select quad_business_day(a.company_id, a.at)::text as day, quad_add_business_days(a.company_id, a.at, a.days)::text as due,
        m.due::text as many, quad_business_days_between(a.company_id, a.at, a.until) as between,
        to_char(quad_end_of_day(a.company_id, quad_business_day(a.company_id, a.at)) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as ends
      from asked a left join many m using (place) order by a.place`;
  });
  expect(found.length).toBe(10_000);
  for (const [i, { calendar, at, days, until }] of cases.entries()) {
    const day = localDay(calendar.zone, at);
    const due = dueBy(calendar, day, days);
    const { ends, ...said } = found[i] ?? { ends: "" };
    const of = `seed ${seed}, ${calendar.zone}, without ${calendar.weekend}, ${new Date(at).toISOString()} + ${days}`;
    expect(said, of).toEqual({ day, due, many: due, between: between(calendar, day, localDay(calendar.zone, until)) });
    const end = Date.parse(ends);
    expect(localDay(calendar.zone, end - 1) <= day && localDay(calendar.zone, end) > day, `${of} ends at ${ends}`).toBe(
      true,
    );
  }
});

const rows = (of: readonly (readonly unknown[])[]) => JSON.stringify(of);

async function insertCalendars(sql: Sql, calendars: readonly Calendar[]): Promise<readonly string[]> {
  const companies = await sql<{ id: string }[]>`
    insert into QUAD_companies (name, admin_email) select 'Company ' || n, 'a@b.com' from generate_series(1, ${calendars.length}::integer) n
    returning id`;
  const ids = companies.map(({ id }) => id);
  await sql`
    insert into QUAD_calendars (company_id, weekend, time_zone)
    select (c ->> 0)::uuid, (c ->> 1)::integer[], c ->> 2
    from json_array_elements(${rows(calendars.map(({ weekend, zone }, i) => [ids[i], `{${weekend}}`, zone]))}::text::json) c`;
  const holidays = calendars.flatMap((calendar, i) => [...calendar.holidays].map((day) => [ids[i], day]));
  await sql`
    insert into QUAD_holidays (company_id, day, name)
    select (h ->> 0)::uuid, (h ->> 1)::date, 'A holiday' from json_array_elements(${rows(holidays)}::text::json) h`;
  return ids;
}

test("a company without a calendar works Monday to Friday, in the time zone of the database", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const { id } = await sqlCompany(sql);
    const [days] = await sql`
      select (select json_agg(quad_add_business_days(${id}, '2026-11-27 12:00', n)) from generate_series(0, 6) n) as due,
        quad_add_business_days(${id}, '2026-11-28 12:00', 0)::text as saturday, quad_business_day(${id}, '2026-11-28 00:00')::text as day,
        quad_end_of_day(${id}, '2026-11-28') = '2026-11-29 00:00' as midnight`;
    expect(days).toEqual({
      due: ["2026-11-27", "2026-11-30", "2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04", "2026-12-07"],
      saturday: "2026-11-30",
      day: "2026-11-28",
      midnight: true,
    });
  });
});

test.each([
  // Clocks go back over midnight: there is one more of that day, and the day has ended when it is over for good.
  ["America/St_Johns", "2010-11-06", "2010-11-07 03:30+00"],
  ["America/Sao_Paulo", "2018-02-17", "2018-02-18 03:00+00"],
  ["Africa/Cairo", "2023-10-26", "2023-10-26 22:00+00"],
  // Midnight does not exist: the leap ends the day, be it at midnight or half an hour before.
  ["America/Sao_Paulo", "2018-11-03", "2018-11-04 03:00+00"],
  ["Africa/Cairo", "2023-04-27", "2023-04-27 22:00+00"],
  ["America/Toronto", "1919-03-30", "1919-03-31 04:30+00"],
  // A day that does not exist ends with the one before.
  ["Pacific/Apia", "2011-12-29", "2011-12-30 10:00+00"],
  ["Pacific/Apia", "2011-12-30", "2011-12-30 10:00+00"],
])("in %s %s ends at %s", async (zone, day, end) => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const { id } = await sqlCompany(sql);
    await sql`insert into QUAD_calendars (company_id, time_zone) values (${id}, ${zone})`;
    expect([...(await sql`select quad_end_of_day(${id}, ${day}) = ${end}::timestamptz as so`)]).toEqual([{ so: true }]);
  });
});

test.each([
  ["QU002", "-1 is no number of business days to wait: 0 to 100,000.", "quad_add_business_days(id, '2026-01-01', -1)"],
  ["QU002", "100001 is no number", "quad_add_business_days(id, '2026-01-01', 100001)"],
  ["QU002", "-1 is no number", "quad_add_business_days(array[id], array['2026-01-01'::timestamptz], array[-1])"],
  [
    "QU002",
    "Three arrays of one length",
    "quad_add_business_days(array[id], array['2026-01-01'::timestamptz], '{1,2}')",
  ],
  ["QU002", "Business days are counted from 1900", "quad_add_business_days(id, 'infinity', 1)"],
  [
    "QU002",
    "Business days are counted from 1900",
    "quad_add_business_days(array[id], array['infinity'::timestamptz], '{1}')",
  ],
  ["QU002", "Business days are counted from 1900", "quad_business_days_between(id, '-infinity', '2026-01-01')"],
])("%s: %s", async (code, message, call) => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    await sqlCompany(sql);
    await expect(sql.unsafe(`select ${call} from QUAD_companies`)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });
});

test("a time zone is one that Postgres lists, and is written as it writes it", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const { id } = await sqlCompany(sql);
    const set = (zone: string) => sql`
      insert into QUAD_calendars as c (company_id, time_zone) values (${id}, ${zone})
      on conflict (company_id) do update set time_zone = excluded.time_zone returning c.time_zone as zone`;
    expect([...(await set("europe/berlin"))]).toEqual([{ zone: "Europe/Berlin" }]);
    for (const zone of ["Mars/Olympus", "UTC+5", "FOO3", "posixrules", "right/UTC", "", "Europe/Berlin; drop"]) {
      await expect(set(zone), zone).rejects.toMatchObject({ code: "QU002" });
    }
  });
});

test("a weekend is some days of the week, each once, and leaves a day to work on", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const { id } = await sqlCompany(sql);
    await sql`insert into QUAD_calendars (company_id) values (${id})`;
    const set = (weekend: string) => sql`update QUAD_calendars set weekend = ${weekend}::text::integer[]`;
    for (const weekend of ["{}", "{5,6}", "{7,6,5,4,3,2}"]) await set(weekend);
    for (const weekend of ["{1,2,3,4,5,6,7}", "{0}", "{8}", "{6,6}", "{6,null}", "{1,2,3,4,5,6,7,7}", "{{6,7}}"]) {
      await expect(set(weekend), weekend).rejects.toMatchObject({ code: expect.stringMatching(/^(23514|0A000)$/) });
    }
  });
});

test("what is asked of another company, or of one that there is not, is null", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const [row] = await sql`
      select quad_business_day(i, now()) as day, quad_add_business_days(i, now(), 1) as due, quad_business_days_between(i, now(), now()) as between,
        quad_end_of_day(i, current_date) as ends, quad_time_zone(i) as zone,
        (select count(*)::integer from quad_add_business_days(array[i], array[now()], '{1}')) as many
      from gen_random_uuid() i`;
    expect(row).toEqual({ day: null, due: null, between: null, ends: null, zone: null, many: 0 });
  });
});
