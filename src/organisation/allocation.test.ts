import fc from "fast-check";
import { expect, test } from "vitest";
import type { Membership } from "../members/add.ts";
import { hundredths, splitEvenly } from "./allocation.ts";
import type { WantedDomain } from "./wanted.ts";

const row = (domain: string, allocation = 0, role: Membership["role"] = "DEVELOPER"): Membership => ({
  email: "ada@massmutual.com",
  domain,
  role,
  status: "active",
  allocation,
  primary: false,
});
const homes = (...domains: readonly (readonly [string, WantedDomain["kind"]])[]) =>
  new Map(
    domains.map(([path, kind]) => [
      path,
      { path, kind, displayName: null, archived: null, at: { file: "x", line: 1 } },
    ]),
  );
const shares = (rows: readonly Membership[]) => rows.map(({ allocation }) => allocation);

test("a person's time is split over the teams they are in, the first by path taking what is over", () => {
  const wanted = homes(["/m/c", "team"], ["/m/a", "team"], ["/m/b", "team"], ["/m", "organisation"]);
  expect(shares(splitEvenly([row("/m"), row("/m/a"), row("/m/b"), row("/m/c")], wanted))).toEqual([
    0, 33.34, 33.33, 33.33,
  ]);
});

test("who is in no team is split over organisations", () => {
  const wanted = homes(["/m/x", "organisation"], ["/m/y", "organisation"]);
  expect(shares(splitEvenly([row("/m/x"), row("/m/y")], wanted))).toEqual([50, 50]);
});

test("what is held outside stays, and is not given out again", () => {
  const wanted = homes(["/m/a", "team"], ["/m/b", "team"]);
  expect(shares(splitEvenly([row("/m/other", 80), row("/m/a", 20), row("/m/b")], wanted))).toEqual([80, 10, 10]);
});

test("one of several roles in a domain carries its share: the one that did, else the widest", () => {
  const wanted = homes(["/m/a", "team"]);
  expect(shares(splitEvenly([row("/m/a", 0, "QA"), row("/m/a", 0, "DOMAIN_ADMIN")], wanted))).toEqual([0, 100]);
  expect(shares(splitEvenly([row("/m/a", 30, "QA"), row("/m/a", 0, "DOMAIN_ADMIN")], wanted))).toEqual([100, 0]);
});

test("whatever is held, all of the rest is given out, and doing it again changes nothing", () => {
  const held = fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 9 });
  fc.assert(
    fc.property(held, fc.integer({ min: 1, max: 40 }), (outside, teams) => {
      const paths = Array.from({ length: teams }, (_, i) => `/m/team-${i}`);
      const wanted = homes(...paths.map((path) => [path, "team"] as const));
      const rows = [...outside.map((n, i) => row(`/m/outside-${i}`, n / 100)), ...paths.map((path) => row(path))];
      const once = splitEvenly(rows, wanted);
      expect(once.reduce((sum, { allocation }) => sum + hundredths(allocation), 0)).toBe(10_000);
      expect(splitEvenly(once, wanted)).toEqual(once);
    }),
  );
});
