import { beforeAll, describe, expect, test } from "vitest";
import { repeatable } from "../balance/repeatable.ts";
import { dayAfter } from "./days.ts";
import { type Forecast, forecast } from "./forecast.ts";
import type { Day } from "./series.ts";
import { type Kind, kinds, simulatedDays } from "./simulated-days.ts";

const daysFrom = (date: string, values: readonly (number | null)[]) =>
  values.map((value, i): Day => ({ date: dayAfter(date, i), value }));

const dates = (made: Forecast | null) => made?.days.map(({ date }) => date);

test("nothing is forecast from fewer than seven known values", () => {
  const six = daysFrom("2025-03-01", [10, null, 20, 30, 40, 50, 60]);
  expect(forecast(six, 7)).toBeNull();
  expect(forecast([...six, { date: "2025-03-08", value: 70 }], 7)?.days).toHaveLength(7);
  expect(forecast([], 7)).toBeNull();
});

test.each([
  ["2024-02-21", ["2024-02-28", "2024-02-29", "2024-03-01"]],
  ["2025-12-23", ["2025-12-30", "2025-12-31", "2026-01-01"]],
  // Clocks change in Europe on 30 March and on 26 October 2025.
  ["2025-03-22", ["2025-03-29", "2025-03-30", "2025-03-31"]],
  ["2025-10-18", ["2025-10-25", "2025-10-26", "2025-10-27"]],
])("the days after a week from %s are %s", (first, following) => {
  expect(dates(forecast(daysFrom(first, [50, 55, 60, 55, 50, 52, 54]), 3))).toEqual(following);
});

test("a value that never changed is expected to stay, without doubt", () => {
  const made = forecast(daysFrom("2025-01-01", new Array(30).fill(85)), 14);
  expect(made).toMatchObject({ method: "last value", crosses: null, mayCross: null, confidence: 0.8 });
  expect(made?.days.every(({ expected, low, high }) => expected === 85 && low === 85 && high === 85)).toBe(true);
});

test("days without a value at the end widen the interval, and the forecast starts after them", () => {
  const walk = daysFrom("2025-01-01", [60, 62, 59, 64, 66, 63, 65, 68, 66, 70, 69, 72, 70, 71, 74, 72]);
  const later = [...walk, ...daysFrom("2025-01-17", [null, null, null])];
  const [now, then] = [forecast(walk, 4), forecast(later, 1)];
  expect(then?.days[0]).toEqual(now?.days[3]);
  expect(then?.days[0]?.date).toBe("2025-01-20");
});

test("missing days and days that are null are the same", () => {
  const withNulls = daysFrom("2025-01-01", [60, 62, null, 64, 66, null, null, 68, 66, 70, 69, 72, 70, 71, 74, 72]);
  expect(
    forecast(
      withNulls.filter(({ value }) => value !== null),
      5,
    ),
  ).toEqual(forecast(withNulls, 5));
});

test("a steady climb crosses the limit on a day to come, and may do so earlier", () => {
  const climb = daysFrom(
    "2025-01-01",
    Array.from({ length: 60 }, (_, i) => 30 + i + (i % 3) * 2),
  );
  const made = forecast(climb, 30);
  expect(made?.method).toBe("damped trend");
  const crossing = made?.days.find(({ expected }) => expected > 100);
  expect(made?.crosses).toEqual({ date: crossing?.date });
  // The line itself passes 100 between the 8th and the 12th.
  expect((crossing?.date ?? "") >= "2025-03-08" && (crossing?.date ?? "") <= "2025-03-12").toBe(true);
  expect((made?.mayCross ?? "") <= (crossing?.date ?? "")).toBe(true);
});

test("whoever is above the limit already crosses it on the first day", () => {
  const made = forecast(daysFrom("2025-01-01", [90, 95, 99, 104, 98, 103, 101]), 3);
  expect(made).toMatchObject({ crosses: { date: "2025-01-08" }, mayCross: "2025-01-08" });
  expect(forecast(daysFrom("2025-01-01", [90, 95, 99, 104, 98, 103, 101]), 3, { limit: 150 })?.crosses).toBeNull();
});

test("nothing below 0 is forecast", () => {
  const fall = daysFrom(
    "2025-01-01",
    Array.from({ length: 40 }, (_, i) => 80 - 2 * i + (i % 3) * 2).map((v) => Math.max(0, v)),
  );
  for (const { expected, low, high } of forecast(fall, 30)?.days ?? []) {
    expect(low).toBeGreaterThanOrEqual(0);
    expect(low).toBeLessThanOrEqual(expected);
    expect(expected).toBeLessThanOrEqual(high);
  }
});

test("more confidence is a wider interval", () => {
  const history = simulatedDays("steady", 80, repeatable(7));
  const [likely, surer] = [forecast(history, 5), forecast(history, 5, { confidence: 0.95 })];
  for (const [i, { high }] of (likely?.days ?? []).entries()) expect(surer?.days[i]?.high).toBeGreaterThan(high);
});

describe("two weeks held back from simulated days", () => {
  interface Account {
    days: number;
    inside: number;
    error: number;
    errorOfLast: number;
  }
  const none = (): Account => ({ days: 0, inside: 0, error: 0, errorOfLast: 0 });
  const lengths = [28, 45, 74, 104, 134, 194];

  const accountOf = (kind: Kind, count: number): Account => {
    const account = none();
    for (let i = 0; i < count; i++) {
      const days = simulatedDays(kind, lengths[i % lengths.length] ?? 0, repeatable(kinds.indexOf(kind) * 1000 + i));
      const history = days.slice(0, -14);
      const last = history.at(-1)?.value ?? 0;
      // Outages may leave too few days.
      const made = forecast(history, 14);
      if (!made) continue;
      for (const [d, { date, value }] of days.slice(-14).entries()) {
        const day = made.days[d];
        if (day?.date !== date || value === null) throw new Error(`${date} was not forecast`);
        account.days++;
        if (value >= day.low - 1e-9 && value <= day.high + 1e-9) account.inside++;
        account.error += Math.abs(value - day.expected);
        account.errorOfLast += Math.abs(value - last);
      }
    }
    return account;
  };
  const accounts = new Map<Kind, Account>();
  beforeAll(() => {
    for (const kind of kinds) accounts.set(kind, accountOf(kind, 150));
  });
  const sum = (of: readonly Kind[]) =>
    of.reduce((all, kind) => {
      const one = accounts.get(kind) ?? none();
      return {
        days: all.days + one.days,
        inside: all.inside + one.inside,
        error: all.error + one.error,
        errorOfLast: all.errorOfLast + one.errorOfLast,
      };
    }, none());
  // Nothing is uncertain about what never changes.
  const uncertain = kinds.filter((kind) => kind !== "constant");

  test("the 80 % interval holds 70 to 90 % of the days", () => {
    const { days, inside } = sum(uncertain);
    expect(days).toBeGreaterThan(20_000);
    expect(inside / days).toBeGreaterThan(0.7);
    expect(inside / days).toBeLessThan(0.9);
  });

  test.each(uncertain)("of the days of %s work it holds 60 to 97 in a hundred", (kind) => {
    const { days, inside } = sum([kind]);
    expect(inside / days).toBeGreaterThan(0.6);
    expect(inside / days).toBeLessThan(0.97);
  });

  test("every day of constant work is inside", () => {
    const { days, inside, error } = sum(["constant"]);
    expect({ outside: days - inside, error }).toEqual({ outside: 0, error: 0 });
  });

  test("the expected values are nearer than the last value repeated", () => {
    const { error, errorOfLast } = sum(kinds);
    expect(error / errorOfLast).toBeLessThan(0.95);
  });

  test("so they are without the patterns and the trend that the last value cannot see", () => {
    const { error, errorOfLast } = sum(kinds.filter((kind) => !["bursts", "weekly", "climbing"].includes(kind)));
    expect(error / errorOfLast).toBeLessThanOrEqual(1);
  });

  test.each(["climbing", "weekly", "bursts"] as const)("they are clearly nearer for %s work", (kind) => {
    const { error, errorOfLast } = sum([kind]);
    expect(error / errorOfLast).toBeLessThan(0.9);
  });
});
