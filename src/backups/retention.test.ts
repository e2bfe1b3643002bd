import fc from "fast-check";
import { expect, test } from "vitest";
import { localDay } from "../terminal/style.ts";
import { expired, type Keepable, type Retention } from "./retention.ts";

/** A backup by its day and hour of January, as in `3` or `3.14`; `!` is a damaged one, `?` one that cannot be read, `+` one that was verified. */
function backup(text: string): Keepable {
  const [day = "", hour = "12"] = text.replace(/[!?+]/, "").split(".");
  const madeAt = new Date(2026, 0, Number(day), Number(hour));
  return { name: text, madeAt, whole: !/[!?]/.test(text), readable: !text.includes("?"), verified: text.includes("+") };
}

test.each<readonly [string, Retention, string]>([
  ["3 2 1", {}, ""],
  ["3 2 1", { last: 2 }, "1"],
  ["1 2 3", { last: 2 }, "1"],
  ["3 2 1", { last: 9 }, ""],
  ["3.20 3.08 2.20 2.08 1.20", { daily: 2 }, "3.08 2.08 1.20"],
  // Of the same moment the later name is the newer.
  ["3 3.12", { last: 1 }, "3"],
  // Days without a backup do not count.
  ["9 5 1", { daily: 2 }, "1"],
  ["3.20 3.08 2.20 2.08 1.20", { last: 2, daily: 2 }, "2.08 1.20"],
  // Damaged ones take nobody's place, and go when a newer one is whole.
  ["5! 4 3! 2 1", { last: 2 }, "3! 1"],
  ["2! 1!", { last: 1 }, ""],
  ["4! 3! 2", { last: 1 }, ""],
  // Nobody knows what they are.
  ["4? 3 2? 1", { last: 1 }, "1"],
  // What was verified last stays, however old.
  ["4 3 2 1+", { last: 1 }, "3 2"],
  ["4 3+ 2+ 1", { last: 1 }, "2+ 1"],
  // And what is wanted, unless it is damaged.
  ["4 3 2 1", { last: 1, wanted: ["2", "1"] }, "3"],
  ["4 3 2! 1", { last: 1, wanted: ["2!"] }, "3 2! 1"],
])("of %s, %j lets go: %s", (there, retention, gone) => {
  const backups = there.split(" ").map(backup);
  expect(expired(backups, retention)).toEqual(gone === "" ? [] : gone.split(" "));
});

test("of any backups, what stays is what the rule says, and pruning again removes nothing", () => {
  const one = fc.record({
    name: fc.uuid(),
    madeAt: fc.date({ min: new Date(2026, 0, 1), max: new Date(2026, 1, 1), noInvalidDate: true }),
    whole: fc.boolean(),
    readable: fc.boolean(),
    verified: fc.boolean(),
  });
  const most = fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined });
  fc.assert(
    fc.property(fc.uniqueArray(one, { selector: ({ name }) => name }), most, most, (some, last, daily) => {
      const backups = some.map((each) => ({
        ...each,
        whole: each.whole && each.readable,
        verified: each.verified && each.whole && each.readable,
      }));
      const gone = new Set(expired(backups, { last, daily }));
      const kept = backups.filter(({ name }) => !gone.has(name));
      // Of the same moment the later name is the newer.
      const newestFirst = (list: readonly Keepable[]) =>
        [...list].sort((a, b) => b.madeAt.getTime() - a.madeAt.getTime() || (b.name > a.name ? 1 : -1));
      const whole = newestFirst(backups.filter((each) => each.whole));
      if (last === undefined && daily === undefined) return void expect(gone.size).toBe(0);
      if (whole[0]) expect(kept).toContain(whole[0]);
      const verified = whole.find((each) => each.verified);
      if (verified) expect(kept).toContain(verified);
      for (const each of whole.slice(0, last ?? 0)) expect(kept).toContain(each);
      const days = [...new Set(whole.map(({ madeAt }) => localDay(madeAt)))];
      for (const day of days.slice(0, daily ?? 0)) {
        expect(kept).toContain(whole.find(({ madeAt }) => localDay(madeAt) === day));
      }
      expect(kept.filter((each) => each.whole).length).toBeLessThanOrEqual((last ?? 0) + (daily ?? 0) + 2);
      expect(expired(kept, { last, daily })).toEqual([]);
    }),
  );
});
