import { expect, test } from "vitest";
import { parsePeribolos } from "./peribolos.ts";
import { reading } from "./reading.testing.ts";

const read = (text: string) => {
  const begun = Date.now();
  const { problems, wanted } = reading(parsePeribolos, { "x.yaml": text });
  expect(Date.now() - begun).toBeLessThan(10_000);
  return { problems, wanted };
};

test("aliases that unfold to billions are stopped", () => {
  const levels = Array.from(
    { length: 12 },
    (_, i) => `k${i}: &a${i} [${Array(10).fill(i === 0 ? "lol" : `*a${i - 1}`)}]`,
  );
  expect(read(`${levels.join("\n")}\norgs: { acme: { members: *a11 } }`).problems).toHaveLength(10);
  const teams = Array.from(
    { length: 30 },
    (_, i) =>
      `k${i}: &a${i} { a: {teams: ${i === 0 ? "{}" : `*a${i - 1}`}}, b: {teams: ${i === 0 ? "{}" : `*a${i - 1}`}} }`,
  );
  expect(read(`${teams.join("\n")}\norgs: { acme: { teams: *a29 } }`).problems.at(-1)).toContain(
    "It unfolds to more than 1,000,000 values.",
  );
});

test("an alias to itself ends", () => {
  expect(read("orgs: { acme: { teams: &t { again: { teams: *t } } } }").problems).toEqual([
    "x.yaml:1: Its path would be 2,002 bytes long; it must stay under 2,000.",
  ]);
});

test.each([
  ["[", 10_000],
  ["{a: ", 10_000],
  ["- ", 10_000],
  ["? ", 10_000],
])("%s nested %i deep is too deep", (open, depth) => {
  expect(read(open.repeat(depth)).problems).toContain("x.yaml:1: It is nested too deeply.");
});

test("teams nested 10,000 deep are too deep", () => {
  const lines = Array.from({ length: 10_000 }, (_, i) => `${" ".repeat(i)}teams:`);
  expect(read(`admins: [a]\n${lines.join("\n")}`.slice(0, 4_000_000)).problems).toHaveLength(1);
});

test("names of JavaScript's own are names", () => {
  const { wanted, problems } = read(
    "orgs: { acme: { members: [constructor, hasOwnProperty, __proto__], teams: { __proto__: { members: [toString] }, constructor: {} } } }",
  );
  expect(problems).toEqual([`x.yaml:1: "__proto__" is not a login.`]);
  expect(wanted.domains.map(({ path }) => path)).toEqual([
    "/massmutual/acme",
    "/massmutual/acme/constructor",
    "/massmutual/acme/proto",
  ]);
});

test("what cannot be seen is no name", () => {
  const { problems } = read(
    `orgs: { acme: { members: ["a\u202eb", "a\\u001b[31m"], teams: { "evil\\u202eteam": {}, "two\\nlines": {} } } }`,
  );
  expect(problems.map((line) => line.replace(/"(.*)"/, "…"))).toEqual([
    "x.yaml:1: … is not a login.",
    "x.yaml:1: … is not a login.",
    "x.yaml:1: … holds characters that cannot be seen (controls, or marks that turn text around).",
    "x.yaml:1: … holds characters that cannot be seen (controls, or marks that turn text around).",
  ]);
});

test("a hundred thousand mistakes are counted, and the first 200 listed", () => {
  const { problems } = read(`orgs: { acme: { members: [${Array(100_000).fill("-no")}] } }`);
  expect(problems).toHaveLength(201);
  expect(problems.at(-1)).toBe("and 99,800 more");
});

test("two teams in one of 20,000 are found in time", () => {
  const teams = Array.from({ length: 20_000 }, (_, i) => `      team-${i}:`);
  expect(read(`orgs:\n  acme:\n    teams:\n${teams.join("\n")}\n      team-7:\n`).problems).toEqual([
    `x.yaml:20004: "team-7" stands in teams twice; the first is on line 11.`,
  ]);
});
