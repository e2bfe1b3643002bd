import { expect, test } from "vitest";
import type { Years } from "../year.ts";
import { readIcs } from "./ics.ts";
import { Problems } from "./problems.ts";

const event = (...lines: readonly string[]) => ["BEGIN:VEVENT", "UID:1", ...lines, "END:VEVENT"].join("\r\n");
const calendar = (...events: readonly string[]) =>
  ["BEGIN:VCALENDAR", "VERSION:2.0", ...events, "END:VCALENDAR", ""].join("\r\n");
const whole = (start: string, ...lines: readonly string[]) =>
  event(`DTSTART;VALUE=DATE:${start}`, "SUMMARY:Off", ...lines);

async function read(text: string, years: Years = [2026, 2028]) {
  const problems = new Problems();
  const { holidays } = await readIcs(text, years, problems);
  return { days: holidays.map(({ day }) => day), problems: problems.first };
}

test.each([
  ["one day", whole("20261225"), ["2026-12-25"]],
  ["one that ends on the day it begins", whole("20261225", "DTEND;VALUE=DATE:20261225"), ["2026-12-25"]],
  ["over the end of the year", whole("20261231", "DTEND;VALUE=DATE:20270102"), ["2026-12-31", "2027-01-01"]],
  ["two days by their number", whole("20261224", "DURATION:P2D"), ["2026-12-24", "2026-12-25"]],
  ["every year", whole("19000704", "RRULE:FREQ=YEARLY"), ["2026-07-04", "2027-07-04", "2028-07-04"]],
  ["every other year", whole("20240704", "RRULE:FREQ=YEARLY;INTERVAL=2"), ["2026-07-04", "2028-07-04"]],
  ["so many times", whole("20260704", "RRULE:FREQ=YEARLY;COUNT=2"), ["2026-07-04", "2027-07-04"]],
  ["in leap years", whole("20200229", "RRULE:FREQ=YEARLY"), ["2028-02-29"]],
  ["in leap years, said twice", whole("20200229", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"), ["2028-02-29"]],
  ["never", whole("20200301", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), []],
  [
    "the last Monday in May",
    whole("20200525", "RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO"),
    ["2026-05-25", "2027-05-31", "2028-05-29"],
  ],
  [
    "the Tuesday after a Monday",
    whole("20201103", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8"),
    ["2026-11-03", "2027-11-02", "2028-11-07"],
  ],
  [
    "but not once",
    whole("20260704", "RRULE:FREQ=YEARLY;COUNT=3", "EXDATE;VALUE=DATE:20270704"),
    ["2026-07-04", "2028-07-04"],
  ],
  ["and once more", whole("20260704", "RDATE;VALUE=DATE:20260705"), ["2026-07-04", "2026-07-05"]],
  ["a long line", whole("20261225", `DESCRIPTION:${"x".repeat(100_000)}`), ["2026-12-25"]],
])("an event of whole days, %s", async (_, text, days) => {
  expect(await read(calendar(text))).toEqual({ days, problems: [] });
});

test.each([
  ["FREQ=WEEKLY", "is not of every year"],
  ["FREQ=YEARLY;INTERVAL=99999999", "is not of every year"],
  ["FREQ=YEARLY;BYDAY=MO", "names weekdays and no month"],
  ["FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO", "has BYWEEKNO"],
  ["FREQ=YEARLY;BYYEARDAY=366", "has BYYEARDAY"],
  // No day fulfils these three, and the library looks for one forever.
  ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31;BYDAY=MO", "needs a weekday on a day that not every month has"],
  ["FREQ=YEARLY;BYSETPOS=5;BYMONTH=1;BYDAY=1MO", "has BYSETPOS beside more than one weekday of a month"],
  ["FREQ=YEARLY;BYMONTH=3,9;BYDAY=1SU;BYSETPOS=4", "has BYSETPOS beside more than one weekday of a month"],
])("a rule that is not read is named: %s", async (rule, why) => {
  const { days, problems } = await read(calendar(whole("20260101", `RRULE:${rule}`)));
  expect(days).toEqual([]);
  expect(problems).toEqual([
    expect.stringContaining(`event 1 "Off": It repeats by a rule that is not read, which ${why}: `),
  ]);
});

test.each([
  ["no day", event("SUMMARY:Off"), "It has no day."],
  ["a day that there is not", whole("20260230"), "2026-02-30 is no day."],
  ["no name", event("DTSTART;VALUE=DATE:20261225"), "It needs a name of 1 to 200 characters."],
  ["an end before its beginning", whole("20261225", "DTEND;VALUE=DATE:20261201"), "It does not last 1 to 366 days."],
  ["no end in sight", whole("20261225", "DTEND;VALUE=DATE:99991231"), "It does not last 1 to 366 days."],
  ["a year long past", whole("10660101"), "It is not from 1900 to 2999."],
  ["a rule that cannot be", whole("20261225", "RRULE:FREQ=YEARLY;BYMONTH=13"), "It cannot be read as a calendar"],
  ["no closing line", "BEGIN:VEVENT", "It cannot be read as a calendar"],
  ["what is no calendar's line", "hello", "It cannot be read as a calendar"],
])("an event with %s is a problem", async (_, text, problem) => {
  expect((await read(calendar(text))).problems).toEqual([expect.stringContaining(problem)]);
});

test("what was made to hurt ends soon", async () => {
  const started = performance.now();
  const deep = "BEGIN:VEVENT\r\n".repeat(50_000);
  expect((await read(`BEGIN:VCALENDAR\r\n${deep}`)).problems).toHaveLength(1);
  await read(`BEGIN:VCALENDAR\r\n${deep}${"END:VEVENT\r\n".repeat(50_000)}END:VCALENDAR\r\n`);
  const many = Array.from({ length: 5_000 }, () => whole("19000101", "RRULE:FREQ=YEARLY")).join("\r\n");
  expect((await read(calendar(many))).problems[0]).toMatch("repeat too often");
  const dates = Array.from({ length: 10_000 }, (_, n) => 20_000_101 + (n % 28)).join();
  for (const name of ["RDATE", "EXDATE"]) {
    const text = whole("20260101", "RRULE:FREQ=YEARLY", `${name};VALUE=DATE:${dates}`);
    expect((await read(calendar(text))).problems).toEqual([expect.stringContaining("more than 1,000 days")]);
  }
  await read(calendar(whole("20260101", `X-A;${"B=c;".repeat(50_000)}D=e:f`)));
  expect(performance.now() - started).toBeLessThan(60_000);
});
