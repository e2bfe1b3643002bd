import { expect, test } from "vitest";
import { readList } from "./list.ts";
import { Problems } from "./problems.ts";

test("a day and its name a line, however they are parted", () => {
  const problems = new Problems();
  const text = `day,name\r\n# the house's own
2026-12-25 Christmas Day

2026-12-26\tBoxing Day\r\n2027-01-01,New Year
2027-01-06;Epiphany
"2027-04-02","Good Friday, ""the"" one",Bavaria
2027-04-05   Easter   Monday  `;
  expect(readList(text, problems)).toEqual([
    { day: "2026-12-25", name: "Christmas Day" },
    { day: "2026-12-26", name: "Boxing Day" },
    { day: "2027-01-01", name: "New Year" },
    { day: "2027-01-06", name: "Epiphany" },
    { day: "2027-04-02", name: 'Good Friday, "the" one' },
    { day: "2027-04-05", name: "Easter Monday" },
  ]);
  expect(problems.count).toBe(0);
});

test("every line that is wrong is told, by its number", () => {
  const problems = new Problems();
  const text = [
    "25.12.2026 Christmas",
    "2026-02-30 Never",
    "2026-12-25",
    "2026-12-24 Eve",
    "2026-12-24 Again",
    "0999-01-01 Old",
    `2026-01-01 ${"x".repeat(201)}`,
  ];
  readList(text.join("\n"), problems);
  expect(problems.first).toEqual([
    '1: "25.12.2026 Christmas" is no day and its name, such as 2026-12-25 Christmas.',
    "2: 2026-02-30 is no day.",
    '3: "2026-12-25" is no day and its name, such as 2026-12-25 Christmas.',
    "5: 2026-12-24 is on line 4 already.",
    "6: 0999-01-01 is not from 1900 to 2999.",
    "7: 2026-01-01 needs a name of 1 to 200 characters.",
  ]);
});
