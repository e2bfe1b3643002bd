import { expect, test } from "vitest";
import type { Content } from "../manifest.ts";
import { differences } from "./content.ts";

const was: Content = {
  ...{ name: "quad", bytes: 1, digestOf: "values", roles: [] },
  tables: [{ name: "public.people", rows: 2, digest: "5" }],
  sequences: [
    { name: "up", before: "9", after: "10" },
    { name: "down", before: "-9", after: "-10" },
    { name: "begun", before: null, after: "3" },
    { name: "never", before: null, after: null },
  ],
  ...{ largeObjects: { rows: 1, digest: "7" }, objects: { indexes: 2, constraints: 4, grants: 8 } },
};

/** The same as it came back, its sequences at these values. */
const back = (values: Readonly<Record<string, string | null>> = {}, more: Partial<Content> = {}): Content => ({
  ...was,
  sequences: was.sequences.map(({ name, after }) => {
    const value = name in values ? (values[name] ?? null) : after;
    return { name, before: value, after: value };
  }),
  ...more,
});

test.each<readonly [string, Content, readonly string[]]>([
  ["nothing", back(), []],
  ["a size and a name", back({}, { bytes: 2, name: "quad_fresh" }), []],
  ["a table too few", back({}, { tables: [] }), ["table public.people is missing"]],
  [
    "a table too many",
    back({}, { tables: [...was.tables, { name: "public.more", rows: 0, digest: "0" }] }),
    ["table public.more is there, and should not be"],
  ],
  [
    "a row too many",
    back({}, { tables: [{ name: "public.people", rows: 3, digest: "5" }] }),
    ["table public.people has 3 rows, not 2"],
  ],
  [
    "another row",
    back({}, { tables: [{ name: "public.people", rows: 2, digest: "6" }] }),
    ["table public.people has 2 rows, but not the same ones"],
  ],
  ["sequences where they were before", back({ up: "9", down: "-9", begun: null }), []],
  ["one that had begun meanwhile", back({ begun: "1" }), []],
  ["one that came back too low", back({ up: "8" }), ["sequence up is at 8, not at 10"]],
  ["one that came back too high", back({ up: "11" }), ["sequence up is at 11, not at 10"]],
  ["one that goes down", back({ down: "-11" }), ["sequence down is at -11, not at -10"]],
  ["one that is at its start again", back({ up: null }), ["sequence up is at its start, not at 10"]],
  ["one that nobody drew from", back({ never: "1" }), ["sequence never is at 1, not at its start"]],
  ["a sequence too few", { ...back(), sequences: back().sequences.slice(1) }, ["sequence up is missing"]],
  ["a large object", back({}, { largeObjects: { rows: 1, digest: "8" } }), ["the large objects are not the same ones"]],
  [
    "a large object too few",
    back({}, { largeObjects: { rows: 0, digest: "0" } }),
    ["there are 0 large objects, not 1"],
  ],
  [
    "objects",
    back({}, { objects: { indexes: 1, constraints: 3 } }),
    ["there are 1 indexes, not 2", "there are 3 constraints, not 4", "there are 0 grants, not 8"],
  ],
])("%s that differs in what came back is named", (_, is, found) => {
  expect(differences(was, is, false)).toEqual(found);
});

test("of a server of another version that is forgiven of which it has more for the same, and nothing else", () => {
  const is = back({}, { objects: { indexes: 1, constraints: 5, grants: 9 } });
  expect(differences(was, is, true)).toEqual(["there are 1 indexes, not 2"]);
});

test("a sequence that was set back meanwhile may be at its start", () => {
  const reset: Content = { ...was, sequences: [{ name: "up", before: "9", after: null }] };
  const at = (up: string | null) => differences(reset, back({ up }), false);
  expect([at(null), at("9"), at("5")]).toEqual([[], [], ["sequence up is at 5, not at its start"]]);
});

test("between two values that a sequence had, any is right", () => {
  const drawn: Content = {
    ...was,
    sequences: [
      { name: "up", before: "9", after: "100000000000000000000" },
      { name: "down", before: "-9", after: "-100" },
    ],
  };
  const at = (up: string, down: string) => differences(drawn, { ...back({ up, down }) }, false);
  expect([at("10", "-10"), at("99999999999999999999", "-99")]).toEqual([[], []]);
  expect([at("8", "-8"), at("100000000000000000001", "-101")]).toMatchObject([{ length: 2 }, { length: 2 }]);
});
