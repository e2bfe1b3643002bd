import { expect, test } from "vitest";
import { parseCsv } from "./csv.ts";
import { memberLines, reading } from "./reading.testing.ts";

const read = (text: string, rules = {}) => reading(parseCsv, { "people.csv": text }, rules);

test("a line is a membership, below the target", () => {
  const { wanted, problems } = read(
    "domain,email,role,allocation,primary,status,display_name\n" +
      "life,Ada@Elsewhere.org,DEVELOPER,50,yes,pending,Life Insurance\n" +
      "life/claims,bob,qa lead,33.33 %,no,,\n" +
      ".,bob,QA,,,,\n" +
      "annuities,,,,,,Annuities\n",
  );
  expect(problems).toEqual([]);
  expect(wanted.domains.map(({ path, displayName }) => [path, displayName])).toEqual([
    ["/massmutual", null],
    ["/massmutual/annuities", "Annuities"],
    ["/massmutual/life", "Life Insurance"],
    ["/massmutual/life/claims", null],
  ]);
  expect(wanted.members.map(({ at, ...member }) => member)).toEqual([
    {
      domain: "/massmutual/life",
      email: "ada@elsewhere.org",
      role: "DEVELOPER",
      allocation: 50,
      primary: true,
      status: "pending",
    },
    {
      domain: "/massmutual/life/claims",
      email: "bob@massmutual.com",
      role: "QA_LEAD",
      allocation: 33.33,
      primary: false,
      status: null,
    },
    { domain: "/massmutual", email: "bob@massmutual.com", role: "QA", allocation: null, primary: null, status: null },
  ]);
});

test("a byte-order mark, CRLF, quotes, line breaks in quotes, blank lines and columns in any order are fine", () => {
  const { wanted, problems } = read(
    '\ufeffRole, Display Name ,email,domain\r\nQA,"Claims, ""old""",ada,claims\r\n\r\n,,,\r\nQA,,"bo\r\nb",claims\r\nQA,,eve,claims\r\nX,,max,claims',
  );
  expect(problems.map((one) => one.split(": ")[0])).toEqual(["people.csv:5", "people.csv:8"]);
  expect(problems[0]).toBe(`people.csv:5: "bo\\r\\nb" is not a login.`);
  expect(wanted.domains.map(({ displayName }) => displayName)).toEqual([`Claims, "old"`]);
  expect(memberLines(wanted)).toEqual([
    "/massmutual/claims ada@massmutual.com QA",
    "/massmutual/claims eve@massmutual.com QA",
  ]);
});

test("a path may be absolute, and may be written as people read it", () => {
  const { wanted, problems } = read(
    "domain,email,role\n/massmutual/life/,ada,QA\nWealth Management/Retirement,bob,QA\nwealth-management,eve,QA\n/massmutual,eve,QA\n",
  );
  expect(problems).toEqual([]);
  expect(wanted.domains.map(({ path, displayName }) => [path, displayName])).toEqual([
    ["/massmutual", null],
    ["/massmutual/life", null],
    ["/massmutual/wealth-management", "Wealth Management"],
    ["/massmutual/wealth-management/retirement", "Retirement"],
  ]);
});

test("the same line twice is one membership, in any letter case", () => {
  const { wanted, problems } = read("domain,email,role\nlife,ada,QA\nlife,ADA@MassMutual.com,qa\nlife,ada,DEVELOPER\n");
  expect(problems).toEqual([]);
  expect(wanted.members).toHaveLength(2);
  expect(wanted.notes).toEqual(["1 person is named more than once in one domain; each is one member there."]);
});

test("every problem is listed, with the line it begins on", () => {
  const { problems } = read(
    `domain,email,role,allocation,primary,status,display_name
life,ada,QA,50,yes,active,Life
life,ada,QA,60,yes,active,Living
life,b c,QA,101,perhaps,gone,
,bob,QA,,,,
life/,bob,CAPTAIN,,,,
life//x,bob,TEAM_LEAD,,,,
/elsewhere/x,bob,,,,,
life,,QA,,,,
other,ada,QA,,yes,,
life,eve,QUAD_ADMIN,,,,
life,eve,QA,,,,,extra
`,
  );
  expect(problems).toEqual([
    'people.csv:3: /massmutual/life is called "Life" on line 2 and "Living" here.',
    "people.csv:3: ada@massmutual.com is QA in /massmutual/life on line 2 already, with another allocation.",
    'people.csv:4: "101" is not a percentage: 0 to 100, at most two decimals, as in 50 or 33.33.',
    'people.csv:4: "perhaps" is neither yes nor no.',
    'people.csv:4: "gone" is no status of a member: active or pending.',
    'people.csv:4: "b c" is not a login.',
    "people.csv:5: It names no domain; the one imported under is written as a dot.",
    'people.csv:6: "CAPTAIN" is not a role. The roles: QUAD_ADMIN, DOMAIN_ADMIN, SUBDOMAIN_ADMIN, DEVELOPER, QA, QA_LEAD, INFRASTRUCTURE, DATABASE',
    "people.csv:7: A name cannot be empty.",
    "people.csv:8: /elsewhere/x lies outside of /massmutual.",
    "people.csv:9: There is a role, but nobody who has it.",
    "people.csv:10: ada@massmutual.com has a primary membership on line 2 already; one at most is primary.",
    "people.csv:11: QUAD_ADMIN is given on roots only, and /massmutual/life is not one.",
    "people.csv:12: It has 8 fields; the first line names 7.",
  ]);
});

test.each([
  [
    "domain,mail\nlife,ada\n",
    "1: Its first line lacks email, role; it has to name the columns domain,email,role,allocation,primary,status,display_name.",
  ],
  ["domain,email,role,Email\n", "1: Its first line has the column email twice."],
  ["", "1: It is empty."],
  ['domain,email,role\nlife,"ada,QA\n', "2: This is not CSV: a quote is opened and never closed."],
  [
    'domain,email,role\nlife,"a"b,QA\n',
    "2: This is not CSV: after a closing quote comes neither a comma nor the end of the line.",
  ],
  [
    'domain,email,role\nlife,a"b",QA\n',
    "2: This is not CSV: a quote stands in the middle of a field that is not quoted.",
  ],
])("%j is a problem as a whole", (text, problem) => {
  expect(read(text).problems).toEqual([`people.csv:${problem}`]);
});

test("columns that nobody knows are noted and left out", () => {
  expect(read("domain,email,role,alocation,salary\nlife,ada,QA,50,1\n").wanted.notes).toEqual([
    "people.csv:1: the columns alocation, salary were left out.",
  ]);
});

test("names of JavaScript's own are columns like others", () => {
  expect(read("domain,email,role,__proto__,constructor\nlife,ada,QA,1,2\n").problems).toEqual([]);
});
