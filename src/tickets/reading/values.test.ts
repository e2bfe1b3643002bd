import { expect, test } from "vitest";
import { keysOf, reading } from "./reading.testing.ts";
import { parseTime } from "./time.ts";
import { oneLine, parseAssignee, parseKey, parsePoints } from "./values.ts";

test.each([
  ["jira-123", "JIRA-123"],
  ["Quad_2-7", "QUAD_2-7"],
  ["INC0012345", "INC0012345"],
  ["octo/repo#12", "octo/repo#12"],
  ["lin_abc", "lin_abc"],
  ["42", "42"],
  ["x".repeat(100), "x".repeat(100)],
])("%s is a key", (text, key) => {
  expect(parseKey(text)).toBe(key);
});

test.each(["A 1", "A\u20281", "A\u00a01", "A\u202e1", "A\u200b1", "A\u00001", "A\ud800"])("%j is no key", (text) => {
  expect(() => parseKey(text)).toThrow(" is not the key of a ticket, such as JIRA-123");
});

test("a key that is too long is shortened in the message", () => {
  expect(() => parseKey("x".repeat(1_000_000))).toThrow(
    `"${"x".repeat(80)}… (1,000,000 characters)" is too long for the key of a ticket; it can have 100 characters.`,
  );
});

test.each([
  ["3", 3],
  ["3.0", 3],
  ["3,5", 3.5],
  ["0", 0],
  ["9999.99", 9999.99],
  ["-", null],
  ["None", null],
  ["?", null],
])("%s story points are %j", (text, points) => {
  expect(parsePoints(text)).toBe(points);
});

test.each(["-1", "10000", "1.234", "1,000", "five", "1e3", ".5", "3.", "NaN", "∞"])(
  "%s is no number of story points",
  (text) => {
    expect(() => parsePoints(text)).toThrow(`"${text}" is no number of story points`);
  },
);

test("a title is one line of at most 500 whole characters", () => {
  expect(oneLine(" a\u0000\r\n\tb\u0085c  d\u2028e ", 500)).toBe("a b c d e");
  expect(oneLine("\u0000\n", 500)).toBe(null);
  expect(oneLine("🎉".repeat(600), 500)).toBe("🎉".repeat(500));
  expect(oneLine("x".repeat(20_000_000), 500)).toBe("x".repeat(500));
  expect(oneLine("half \ud83c of one", 500)).toBe("half of one");
});

test("nobody is Unassigned", () => {
  expect(parseAssignee("Unassigned")).toBe(null);
  expect(parseAssignee("Ada Lovelace")).toBe("Ada Lovelace");
  expect(() => parseAssignee("x".repeat(255))).toThrow("is too long for a person");
});

test.each([
  ["2024-03-12", new Date(2024, 2, 12)],
  ["2024-03-12 15:04", new Date(2024, 2, 12, 15, 4)],
  ["2024-03-12T15:04:05.000+0100", new Date("2024-03-12T14:04:05Z")],
  ["12/Mar/24 3:04 PM", new Date(2024, 2, 12, 15, 4)],
  ["1/mar/24 12:04\u202fam", new Date(2024, 2, 1, 0, 4)],
  ["12/Mar/24 12:04 PM", new Date(2024, 2, 12, 12, 4)],
  ["12/Mar/2024 15:04", new Date(2024, 2, 12, 15, 4)],
  ["12/Mar/2024", new Date(2024, 2, 12)],
])("%s is a time", (text, at) => {
  expect(parseTime(text)).toEqual(at);
});

test.each([
  "12/Mär/24 15:04",
  "12/mars/24",
  "12.03.2024",
  "03/12/2024",
  "31/Feb/24",
  "12/Mar/24 13:04 PM",
  "12/Mar/24 24:00",
  "7d",
  "2024-02-30",
  "2024-13-01T00:00",
  "0000-01-01",
  "1969-01-01",
  "yesterday",
])("%s is no time", (text) => {
  expect(() => parseTime(text)).toThrow(
    expect.objectContaining({
      message: `"${text}" is no time of a ticket.`,
      hint: ["Expected is 2024-03-12, 2024-03-12T15:04Z, 12/Mar/24 3:04 PM or 12/Mar/2024 15:04."],
    }),
  );
});

test("each value that is wrong is a problem of its line, and keeps only its own row out", async () => {
  const { rows, problems } = await reading(
    "csv",
    "key,tool,points,created\n,jira,3,\nA-1,my tool,many,12.03.2024\nA-2,jira,3,\n",
  );
  expect(keysOf(rows)).toEqual(["A-2"]);
  expect(problems).toEqual([
    "2: It has no key.",
    '3: "my tool" is not the name of a tool, such as github, jira or aws-prod.',
    '3: "many" is no number of story points: 0 to 9999.99, at most two decimals, as in 3 or 2.5.',
    '3: "12.03.2024" is no time of a ticket. Expected is 2024-03-12, 2024-03-12T15:04Z, 12/Mar/24 3:04 PM or 12/Mar/2024 15:04.',
  ]);
});
