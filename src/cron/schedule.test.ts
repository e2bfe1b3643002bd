import fc from "fast-check";
import { expect, test } from "vitest";
import { choicesOf, commandOf } from "./choices.ts";
import { jobs } from "./jobs.ts";
import {
  cronFields,
  nextRun,
  ofCalendar,
  ofCronFields,
  onCalendar,
  parseSchedule,
  spokenSchedule,
  writtenSchedule,
} from "./schedule.ts";

const schedule = fc.oneof(
  fc.record({
    hour: fc.option(fc.integer({ min: 0, max: 23 }), { nil: undefined }),
    minute: fc.integer({ min: 0, max: 59 }),
  }),
  fc.constantFrom(1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30).map((every) => ({ hour: undefined, minute: 0, every })),
);

test("a time is written for cron, for systemd and for people", () => {
  expect(jobs.map(({ name, at }) => [name, ...written(at)])).toEqual([
    ["seal", "5 * * * *", "*-*-* *:05:00", "hourly at :05"],
    ["backup", "30 2 * * *", "*-*-* 02:30:00", "daily at 02:30"],
    ["keys", "0 7 * * *", "*-*-* 07:00:00", "daily at 07:00"],
    ["requests", "15 7 * * *", "*-*-* 07:15:00", "daily at 07:15"],
    ["branches", "15 23 * * *", "*-*-* 23:15:00", "daily at 23:15"],
    ["snapshot", "45 23 * * *", "*-*-* 23:45:00", "daily at 23:45"],
    ["mail", "*/5 * * * *", "*-*-* *:00/5:00", "every 5 minutes"],
  ]);
});

const written = (at: string) => {
  const read = parseSchedule(at);
  return [cronFields(read), onCalendar(read), spokenSchedule(read)];
};

test("what is written is read as what it was", () => {
  fc.assert(
    fc.property(schedule, (wanted) => {
      expect(parseSchedule(writtenSchedule(wanted))).toEqual(wanted);
      expect(ofCronFields(cronFields(wanted))).toEqual(wanted);
      expect(ofCalendar(onCalendar(wanted))).toEqual(wanted);
    }),
  );
});

test.each([
  "24:00",
  "7:60",
  "7",
  "noon",
  "",
  ":5",
  "07:00:00",
  "-1:00",
  ":00/7",
  ":00/0",
  ":00/60",
  ":00/",
  ":05/5",
  "*/5",
])("%j is no time", (text) => {
  expect(() => parseSchedule(text)).toThrow("is no time.");
});

test("the next run is the nearest time of the schedule that is still to come", () => {
  const at = (time: string) => new Date(`2027-01-31T${time}`);
  expect(nextRun(parseSchedule("23:45"), at("23:44:59"))).toEqual(at("23:45"));
  expect(nextRun(parseSchedule("23:45"), at("23:45:00"))).toEqual(new Date("2027-02-01T23:45"));
  expect(nextRun(parseSchedule(":05"), at("10:04"))).toEqual(at("10:05"));
  expect(nextRun(parseSchedule(":00/5"), at("10:04:59"))).toEqual(at("10:05"));
  expect(nextRun(parseSchedule(":00/5"), at("10:05:00"))).toEqual(at("10:10"));
  expect(nextRun(parseSchedule(":00/20"), at("23:40"))).toEqual(new Date("2027-02-01T00:00"));
  expect(nextRun(parseSchedule(":05"), at("23:05"))).toEqual(new Date("2027-02-01T00:05"));
});

test("the command that is written down makes the same choices again", () => {
  const names = jobs.map(({ name }) => name);
  const choices = fc
    .record({
      only: fc.option(fc.subarray(names, { minLength: 1 }), { nil: undefined }),
      times: fc.array(schedule, { minLength: names.length, maxLength: names.length }),
      mailTo: fc.constantFrom(undefined, "root", "it@massmutual.com,ops"),
    })
    .chain(({ only, times, mailTo }) =>
      fc
        .subarray(only ?? names)
        .map((timed) => ({ only, mailTo, at: Object.fromEntries(timed.map((name, i) => [name, times[i]])) })),
    );
  fc.assert(
    fc.property(choices, (chosen) => {
      expect(choicesOf(commandOf(chosen as never))).toEqual(chosen);
    }),
  );
});

test("a job that is no more is left out of what was chosen before", () => {
  expect(choicesOf("quad cron install --only seal,gone --at gone=01:00 --at seal=99:99")).toEqual({
    only: ["seal"],
    at: {},
    mailTo: undefined,
  });
});
