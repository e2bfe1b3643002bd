import { expect, test } from "vitest";
import { parseDay, parseDays, parseMonths } from "./day.ts";

test("a day is a day of the calendar", () => {
  expect(parseDay(" 2028-02-29 ")).toBe("2028-02-29");
  for (const text of ["", "2026-02-29", "2026-13-01", "2026-2-3", "today", "2026-02-28T00:00", "02/28/2026"]) {
    expect(() => parseDay(text)).toThrow(`${JSON.stringify(text)} is no day, such as 2026-02-28.`);
  }
});

test("days are two, in their order", () => {
  expect(parseDays("2026-02-01..2026-02-28")).toEqual(["2026-02-01", "2026-02-28"]);
  expect(parseDays("2026-02-01..2026-02-01")).toEqual(["2026-02-01", "2026-02-01"]);
  expect(() => parseDays("2026-02-02..2026-02-01")).toThrow("2026-02-02 is after 2026-02-01.");
  for (const text of ["", "2026-02-01", "2026-02-01..", "a..b", "2026-02-01..2026-02-02..2026-02-03"]) {
    expect(() => parseDays(text)).toThrow(/no days?, such as/);
  }
});

test("months are counted in months or years", () => {
  expect([parseMonths("24mo"), parseMonths("2y"), parseMonths("1mo")]).toEqual([24, 24, 1]);
  for (const text of ["", "24", "0mo", "-1mo", "24m", "9999y", "1.5y"])
    expect(() => parseMonths(text)).toThrow("is no number of months");
});
