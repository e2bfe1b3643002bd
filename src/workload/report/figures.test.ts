import { expect, test } from "vitest";
import { levelOf } from "./bands.ts";
import { change, dayInWords, daysFrom, percentage } from "./figures.ts";
import { apart } from "./trend-chart.ts";

test.each([
  [0, "normal"],
  [50, "normal"],
  [50.01, "moderate"],
  [70, "moderate"],
  [90, "high"],
  [100, "at capacity"],
  [100.001, "overloaded"],
])("%s %% is %s", (value, level) => {
  expect(levelOf(value)).toBe(level);
});

test.each([
  [10, "10\u00a0%"],
  [100 / 3, "33.3\u00a0%"],
  [1234.56, "1,234.6\u00a0%"],
  [100.04, "100.04\u00a0%"],
  [49.96, "50\u00a0%"],
  [null, "–"],
])("%s is written as %s, which is in the same band", (value, text) => {
  expect(percentage(value)).toBe(text);
});

test("a change has a sign, and is not told where a side is unknown", () => {
  expect([change(5, 2), change(2, 5.5), change(3, 3.01), change(null, 3), change(3, undefined)]).toEqual([
    "+3",
    "−3.5",
    "±0",
    "–",
    "–",
  ]);
});

test("days are those of the calendar, in any time zone", () => {
  expect([dayInWords("2026-11-01"), dayInWords("2026-11-01", true), daysFrom("2026-10-24", "2026-11-24")]).toEqual([
    "1 November 2026",
    "1 Nov",
    32,
  ]);
});

test("labels that would cover each other are moved apart in their order", () => {
  expect(apart([60, 59, 20, 0], 5)).toEqual([64, 59, 20, 0]);
});
