import { expect, test } from "vitest";
import { parseStatusMap } from "./category.ts";
import { reading } from "./reading.testing.ts";
import type { Category } from "./ticket.ts";

async function categoryOf(category: string, status: string, closed = "", statuses: [string, Category][] = []) {
  const text = `key,status category,status,closed\nA-1,${category},${status},${closed}\n`;
  const { rows, notes } = await reading("csv", text, { statuses: new Map(statuses) });
  return [rows[0]?.category, notes.length];
}

test.each([
  ["todo", ["To Do", "new", "TODO"]],
  ["in_progress", ["In Progress", "indeterminate", "in_progress"]],
  ["done", ["Done", "complete"]],
])("%s is the category of the tool", async (category, names) => {
  for (const name of names) expect(await categoryOf(name, "Whatever")).toEqual([category, 0]);
});

test.each([
  ["todo", "open,New,backlog,To Do,Selected for Development,reopened,ready"],
  ["in_progress", "In Progress,in review,code review,testing,blocked,on-hold,Work in Progress,Awaiting approval"],
  [
    "done",
    "done,closed,Resolved,cancelled,canceled,Won't Fix,Won’t do,rejected,duplicate,complete,completed,released,Closed Complete,closed incomplete",
  ],
])("%s is told from the usual statuses where there is no category", async (category, names) => {
  for (const name of names.split(",")) expect(await categoryOf("", name)).toEqual([category, 0]);
});

test("a category that is none leaves it to the status; without one it is taken for it", async () => {
  expect(await categoryOf("No Category", "Done")).toEqual(["done", 0]);
  expect(await categoryOf("Closed", "")).toEqual(["done", 0]);
});

test("what a status was said to mean comes first", async () => {
  expect(await categoryOf("Done", "In  review", "", [["in_review", "todo"]])).toEqual(["todo", 0]);
});

test("without any status, what has a date of closing is done, the rest is to do", async () => {
  expect(await categoryOf("", "", "2026-02-28")).toEqual(["done", 0]);
  expect(await categoryOf("", "")).toEqual(["todo", 0]);
});

test("a date of closing is read only of what is done, and may be missing there", async () => {
  const { rows } = await reading("csv", "key,status,closed\nA-1,Reopened,2026-02-28\nA-2,Done,2026-02-28\nA-3,Done,\n");
  expect(rows.map(({ category, closedAt }) => [category, closedAt])).toEqual([
    ["todo", null],
    ["done", new Date(2026, 1, 28)],
    ["done", null],
  ]);
});

test("unknown statuses are listed once, with what to do about them", async () => {
  const one = await reading("csv", "key,status,closed\nA-1,Parked,\nA-2,Parked,2026-02-28\n");
  expect(one.rows.map(({ category }) => category)).toEqual(["in_progress", "done"]);
  expect(one.notes).toEqual([
    'A status is unknown: "Parked". What is closed was taken for done, the rest for in progress; say what one means with --status "Parked=todo".',
  ]);
  const many = await reading("csv", `key,status\n${Array.from({ length: 12 }, (_, i) => `A-${i},S${i}\n`).join("")}`);
  expect(many.notes[0]).toMatch(/^More than 10 statuses are unknown: "S0", .*, "S9" and others\. What/);
  const two = await reading("csv", "key,status\nA-1,S1\nA-2,S2\nA-3,S1\n");
  expect(two.notes[0]).toMatch(/^2 statuses are unknown: "S1", "S2"\. What/);
});

test("--status names a status and its category", () => {
  expect(parseStatusMap("Awaiting review=in_progress")).toEqual(["Awaiting review", "in_progress"]);
  expect(parseStatusMap("a=b = To Do")).toEqual(["a=b", "todo"]);
  for (const text of ["Awaiting review", "x=", "=done", "x=closed"])
    expect(() => parseStatusMap(text)).toThrow(`${JSON.stringify(text)} does not say what a status means.`);
});
