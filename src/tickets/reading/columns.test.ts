import { expect, test } from "vitest";
import { parseColumnMap } from "./columns.ts";
import { reading } from "./reading.testing.ts";

const columnsOf = async (headers: string, options = {}) =>
  (await reading("csv", `${headers}\n${headers.replace(/[^,]+/g, "")}\nA-1\n`, options)).columns;

test.each([
  ["Issue-Key", { key: "Issue-Key" }],
  ["ID,ticket_id", { key: "ticket_id" }],
  ["id", { key: "id" }],
  ["number,short description,state", { key: "number", title: "short description", status: "state" }],
  ["key,name,summary,TITLE", { key: "key", title: "TITLE" }],
  ["key,owner,Assigned To,assignee,tool", { key: "key", assignee: "assignee", provider: "tool" }],
  ["key,opened_at,closed_at", { key: "key", opened: "opened_at", closed: "closed_at" }],
  ["key,resolutiondate,created at", { key: "key", opened: "created at", closed: "resolutiondate" }],
  ["key,StatusCategory,Status", { key: "key", category: "StatusCategory", status: "Status" }],
  ["key,sp,Estimate,Story point", { key: "key", points: "Story point, Estimate, sp" }],
])("of %s the best names are read", async (headers, columns) => {
  expect(await columnsOf(headers)).toEqual(columns);
});

test("story points are the first that is filled of all their columns, the best first", async () => {
  const { rows, notes } = await reading(
    "csv",
    "key,Custom field (Story point estimate),Custom field (Story Points)\nA-1,3,5\nA-2,3,\nA-3,,\nA-4,2,-\n",
  );
  expect(rows.map(({ storyPoints }) => storyPoints)).toEqual([5, 3, null, null]);
  expect(notes).toEqual([
    "Story points are in Custom field (Story Points) and in Custom field (Story point estimate); the first that is filled counts.",
  ]);
});

test("a column that was named is read, as it is written or nearly so", async () => {
  expect(await columnsOf("key,a,B", { columns: { key: "a", title: "b" } })).toEqual({ key: "a", title: "B" });
});

test("a column that was named and is not there is a usage error", async () => {
  await expect(columnsOf("key,title", { columns: { points: "Effort" } })).rejects.toMatchObject({
    code: "usage",
    message: 'There is no column "Effort" to read the points from.',
    hint: ["Its columns are: key, title."],
  });
});

test("--map names a field and a header", () => {
  expect(parseColumnMap("points=Story Points")).toEqual(["points", "Story Points"]);
  expect(parseColumnMap("Points= a=b ")).toEqual(["points", "a=b"]);
  for (const text of ["effort=x", "points", "points=", "=x", ""])
    expect(() => parseColumnMap(text)).toThrow(
      expect.objectContaining({
        code: "usage",
        message: `${JSON.stringify(text)} does not say which column a field is read from.`,
        hint: [
          'As in "points=Story Points"; the fields are key, provider, title, assignee, category, status, points, opened, closed.',
        ],
      }),
    );
});
