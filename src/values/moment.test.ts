import { expect, test } from "vitest";
import { parseMoment } from "./moment.ts";

test.each([
  ["90s", 90],
  ["30m", 1800],
  ["12h", 43_200],
  ["7d", 604_800],
  ["2w", 1_209_600],
])("%s is so long ago", (text, ago) => {
  expect(parseMoment(text)).toEqual({ ago });
});

test("a time is meant here unless it names a zone; a date is its midnight", () => {
  expect(parseMoment("2026-02-28")).toEqual({ at: new Date(2026, 1, 28) });
  expect(parseMoment("2026-02-28 17:30")).toEqual({ at: new Date(2026, 1, 28, 17, 30) });
  expect(parseMoment("2026-02-28T17:30:15Z")).toEqual({ at: new Date("2026-02-28T17:30:15Z") });
  expect(parseMoment("2026-02-28T17:30+0530")).toEqual({ at: new Date("2026-02-28T12:00:00Z") });
});

test.each([
  "",
  "7",
  "d",
  "-7d",
  "7x",
  "yesterday",
  "2026-02-31",
  "2026-13-01",
  "2026-2-3",
  "2026-02-28T25:00",
  "9999999d",
])("%j is no time", (text) => {
  expect(() => parseMoment(text)).toThrow(`${JSON.stringify(text)} is no time.`);
});
