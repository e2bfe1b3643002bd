import { expect, test } from "vitest";
import type { Membership } from "../members/add.ts";
import type { Current } from "./current.ts";
import { refusal } from "./limits.ts";
import { type Allocation, isNothing, type Plan, planImport } from "./plan.ts";
import type { Wanted, WantedDomain, WantedMember } from "./wanted.ts";

const at = { file: "org.yaml", line: 7 };
const domain = (path: string, more: Partial<WantedDomain> = {}): WantedDomain => ({
  path,
  displayName: null,
  archived: null,
  kind: "team",
  at,
  ...more,
});
const member = (path: string, email: string, more: Partial<WantedMember> = {}): WantedMember => ({
  domain: path,
  email,
  role: "DEVELOPER",
  allocation: null,
  primary: null,
  status: null,
  at,
  ...more,
});
const held = (path: string, email: string, more: Partial<Membership> = {}): Membership => ({
  domain: path,
  email,
  role: "DEVELOPER",
  allocation: 0,
  primary: false,
  status: "active",
  ...more,
});
const wanted = (
  domains: readonly WantedDomain[],
  members: readonly WantedMember[],
  more: Partial<Wanted> = {},
): Wanted => ({
  domains,
  members,
  renames: false,
  oneRole: false,
  notes: [],
  ...more,
});
const current = (members: readonly Membership[] = [], more: Partial<Current> = {}): Current => ({
  target: "/m",
  domains: ["/m", ...new Set(members.map((row) => row.domain))].map((path) => ({
    path,
    displayName: path,
    archived: false,
  })),
  members,
  company: {
    name: "M",
    plan: "Free",
    seatLimit: null,
    people: new Set(members.map(({ email }) => email)).size,
    admins: [],
  },
  ...more,
});
const changes = ({ members }: Plan) =>
  members.change.map(({ domain, email, before, after }) => [domain, email, before.allocation, after.allocation]);

test("what is missing is made, what stands is left, and what is not in the file is not touched", () => {
  const plan = planImport(
    current([held("/m/a", "ada@x", { allocation: 40 }), held("/m/gone", "ada@x", { allocation: 60 })]),
    wanted(
      [domain("/m/a", { displayName: "Another name" }), domain("/m/b")],
      [member("/m/a", "ada@x"), member("/m/b", "bob@x")],
    ),
    "none",
  );
  expect(plan).toEqual({
    target: "/m",
    domains: { create: [{ path: "/m/b", displayName: "b", archived: null }], change: [], unchanged: 1 },
    members: { add: [held("/m/b", "bob@x")], change: [], unchanged: 1 },
    notes: [],
  });
});

test("a plan is plain values", () => {
  const plan = planImport(current(), wanted([domain("/m/b")], [member("/m/b", "bob@x")]), "even");
  expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
});

test("a wider role that is held already will do where a person has one role a domain", () => {
  const stands = current([held("/m", "ada@x", { role: "QUAD_ADMIN" })]);
  const file = [member("/m", "ada@x", { role: "DOMAIN_ADMIN" })];
  const one = planImport(stands, wanted([domain("/m")], file, { oneRole: true }), "none");
  expect(isNothing(one)).toBe(true);
  expect(one.notes).toEqual(["1 person holds a wider role than the file's already; it stays theirs alone."]);
  expect(planImport(stands, wanted([domain("/m")], file), "none").members.add).toHaveLength(1);
});

test("a regular role is no substitute for another", () => {
  const stands = current([held("/m", "ada@x", { role: "INFRASTRUCTURE" })]);
  const plan = planImport(stands, wanted([domain("/m")], [member("/m", "ada@x")], { oneRole: true }), "none");
  expect(plan.members.add.map(({ role }) => role)).toEqual(["DEVELOPER"]);
});

test("the primary mark moves, and an active member is not sent back to an invitation", () => {
  const plan = planImport(
    current([held("/m/a", "ada@x", { primary: true }), held("/m/b", "ada@x")]),
    wanted([domain("/m/b")], [member("/m/b", "ada@x", { primary: true, status: "pending" })]),
    "none",
  );
  expect(plan.members.change.map(({ domain, after }) => [domain, after.primary, after.status])).toEqual([
    ["/m/a", false, "active"],
    ["/m/b", true, "active"],
  ]);
});

test("even allocation is worked out over what stands and what comes", () => {
  const plan = planImport(
    current([held("/m/a", "ada@x", { allocation: 100 })]),
    wanted([domain("/m/a"), domain("/m/b")], [member("/m/a", "ada@x"), member("/m/b", "ada@x")]),
    "even",
  );
  expect(changes(plan)).toEqual([["/m/a", "ada@x", 100, 50]]);
  expect(plan.members.add).toEqual([held("/m/b", "ada@x", { allocation: 50 })]);
});

const refused = (stands: Current, file: Wanted, allocation: Allocation = "none") => {
  const failure = refusal(stands, file, planImport(stands, file, allocation));
  return failure && [failure.message, ...failure.detail, ...failure.hint];
};

test("seats are counted before anything is written", () => {
  const people = Array.from({ length: 87 }, (_, i) => member("/m/a", `p${i}@x`));
  const company = { name: "Acme", plan: "Free", seatLimit: 5, people: 1, admins: [] };
  expect(refused(current([], { company }), wanted([domain("/m/a")], people.slice(0, 4)))).toBeUndefined();
  expect(refused(current([], { company }), wanted([domain("/m/a")], people.slice(1)))).toEqual([
    "The Free plan of Acme holds 5 people; this would make 87.",
    "Change the plan: quad company set --plan pro",
  ]);
});

test("everybody above 100 % is listed, and every archived domain in the way", () => {
  const stands = current([held("/m/old", "ada@x", { allocation: 60 })], {
    domains: [
      { path: "/m", displayName: "M", archived: false },
      { path: "/m/old", displayName: "Old", archived: true },
    ],
  });
  const file = wanted(
    [domain("/m/a"), domain("/m/old"), domain("/m/old/new")],
    [
      member("/m/a", "ada@x", { allocation: 50 }),
      member("/m/a", "bob@x", { allocation: 99.99 }),
      member("/m/old/new", "bob@x", { allocation: 0.02 }),
    ],
  );
  expect(refused(stands, file)).toEqual([
    "3 things are in the way. Nothing was changed.",
    "org.yaml:7: /m/old is archived; nothing can be put into it.",
    "ada@x would be allocated 110 %: 60 % in /m/old, 50 % in /m/a.",
    "bob@x would be allocated 100.01 %: 99.99 % in /m/a, 0.02 % in /m/old/new.",
    "Bring it back first: quad domain restore m/old",
    "Nobody can be above 100 %. What a person holds: quad member show EMAIL",
  ]);
});

test("an archived target takes nothing", () => {
  const stands = current([], { domains: [{ path: "/m", displayName: "M", archived: true }] });
  expect(refused(stands, wanted([domain("/m/a")], []))?.[0]).toBe("/m is archived; nothing can be put into it.");
});

test("a third QUAD_ADMIN is noted", () => {
  const stands = current();
  const company = { ...stands.company, admins: ["a@x", "b@x"] };
  const plan = planImport({ ...stands, company }, wanted([], [member("/m", "c@x", { role: "QUAD_ADMIN" })]), "none");
  expect(plan.notes).toEqual(["There are 3 QUAD_ADMINs now (a@x, b@x, c@x); one or two are meant to be enough."]);
});
