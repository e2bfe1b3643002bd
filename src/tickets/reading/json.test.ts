import { expect, test } from "vitest";
import { keysOf, reading } from "./reading.testing.ts";

const read = (text: string, options = {}) => reading("json", text, options);
const lines = async (text: string) => (await read(text)).rows.map(({ line, key }) => `${line} ${key}`);

test("objects in a list are tickets, each with the line on which it begins", async () => {
  const text =
    '\n[\n  {"key": "a-1", "title": "x\\ny"},\n  {\n    "key": "A-2",\n    "points": 2.5\n  }, {"key": "A-3"}\n]\n';
  for (const chunk of [1, 3, 1000]) {
    const { rows, problems } = await read(text, { chunk });
    expect(problems).toEqual([]);
    expect(rows.map(({ line, key, title, storyPoints }) => [line, key, title, storyPoints])).toEqual([
      [3, "A-1", "x y", null],
      [4, "A-2", null, 2.5],
      [7, "A-3", null, null],
    ]);
  }
});

test("objects may follow one another, in a line each or not (NDJSON)", async () => {
  expect(await lines('{"key":"A-1"}\n\n{"key":"A-2"}\r\n{"key":"A-3"}{"key":"A-4"}')).toEqual([
    "1 A-1",
    "3 A-2",
    "4 A-3",
    "4 A-4",
  ]);
});

test("none at all is fine in a list, and not in an empty file", async () => {
  expect(await read("[]")).toMatchObject({ rows: [], problems: [] });
  expect(await read('{"issues":[]}')).toMatchObject({ rows: [], problems: [] });
  expect((await read("")).problems).toEqual(["1: It is empty."]);
  expect((await read(" \n\n")).problems).toEqual(["1: It is empty."]);
});

const issue = (key: string, fields: object) => ({ id: "10007", key, fields });

test("what Jira's REST API answers is read", async () => {
  const answer = {
    expand: "names,schema",
    total: 3,
    issues: [
      issue("QUAD-7", {
        summary: "Import",
        status: { name: "In Review", statusCategory: { id: 4, key: "indeterminate", name: "In Progress" } },
        assignee: { displayName: "Ada", name: "ada", emailAddress: "ada@massmutual.com" },
        created: "2024-03-12T15:04:05.000+0100",
        resolutiondate: null,
        customfield_10016: 5,
        labels: ["a", "b"],
        description: { type: "doc", content: [{ type: "paragraph", content: [{ type: "text", text: "x" }] }] },
      }),
      issue("QUAD-8", {
        status: { name: "Released", statusCategory: { key: "done" } },
        assignee: { name: "bob", displayName: "Bob" },
        resolutiondate: "2024-03-13T00:00:00.000+0000",
      }),
      issue("QUAD-9", { status: { name: "Idea", statusCategory: { key: "new" } }, assignee: { displayName: "Eve" } }),
    ],
  };
  const { rows, problems, columns } = await read(JSON.stringify(answer, null, 1), {
    columns: { points: "customfield_10016" },
  });
  expect(problems).toEqual([]);
  expect(rows[0]).toEqual({
    line: 5,
    key: "QUAD-7",
    provider: "jira",
    title: "Import",
    assignee: "ada@massmutual.com",
    category: "in_progress",
    status: "In Review",
    storyPoints: 5,
    openedAt: new Date("2024-03-12T14:04:05Z"),
    closedAt: null,
  });
  expect(rows.slice(1)).toMatchObject([
    { key: "QUAD-8", assignee: "bob", category: "done", closedAt: new Date("2024-03-13T00:00Z") },
    { key: "QUAD-9", assignee: "Eve", category: "todo" },
  ]);
  expect(columns).toMatchObject({ points: "customfield_10016", closed: "resolutiondate" });
});

test("story points of Jira's API are read only where their field is named", async () => {
  const issues = [issue("A-1", { customfield_10016: 3, customfield_10026: null, customfield_10002: 8 })];
  const unnamed = await read(JSON.stringify({ issues }));
  expect(unnamed.rows).toMatchObject([{ storyPoints: null }]);
  expect(unnamed.notes).toEqual([
    "No story points were read, as no field was named for them. There are numbers in customfield_10016, customfield_10002. Name it as in --map points=customfield_10016.",
  ]);
  const names = {
    customfield_10016: "Story point estimate",
    customfield_10026: "Story Points",
    customfield_10002: "Owner",
  };
  const named = await read(JSON.stringify({ names, issues }));
  expect(named).toMatchObject({ rows: [{ storyPoints: 3, assignee: null }] });
  // Those that come after the issues are too late.
  expect((await read(JSON.stringify({ issues, names }))).rows).toMatchObject([{ storyPoints: null }]);
});

test("what GitHub's API answers is read", async () => {
  const issues = [
    { number: 7, title: "x", state: "closed", assignee: { login: "ada" }, closed_at: "2026-02-28T17:30:15Z" },
  ];
  expect((await read(JSON.stringify(issues))).rows).toMatchObject([
    { key: "7", provider: null, assignee: "ada", category: "done", closedAt: new Date("2026-02-28T17:30:15Z") },
  ]);
  expect((await read('{"key":"A-1","assignee":{"id":1},"status":{}}')).problems).toEqual([
    "1: Its assignee is an object, not text.",
    "1: Its status is an object, not text.",
  ]);
});

test("pages may follow one another", async () => {
  expect(
    await lines('{"issues":[{"key":"A-1"}]}\n{"issues":[{"key":"A-2"},\n{"key":"A-3"}],"total":3}\n{"key":"A-4"}'),
  ).toEqual(["1 A-1", "2 A-2", "3 A-3", "4 A-4"]);
});

test("objects may have other fields each", async () => {
  const { rows } = await read('[{"title":"x","key":"A-1"},{"key":"A-2","state":"Done"},{"ticket":"A-3","name":"y"}]');
  expect(rows).toMatchObject([
    { key: "A-1", title: "x" },
    { key: "A-2", category: "done" },
    { key: "A-3", title: "y" },
  ]);
});

test("what is no ticket is a problem of its line", async () => {
  const { rows, problems } = await read(
    '[\n1,\n"x",\nnull,\n[{"key":"A-0"}],\n{},\n{"key":"A-1","title":["x"]},\n{"key":{"x":1}},\n{"key":"A-2","__proto__":{"key":"A-3"},"constructor":1}\n]',
  );
  expect(keysOf(rows)).toEqual(["A-2"]);
  expect(problems).toEqual([
    "2: 1 is no ticket; expected is an object.",
    '3: "x" is no ticket; expected is an object.',
    "4: null is no ticket; expected is an object.",
    "5: [] is no ticket; expected is an object.",
    "6: It has no key.",
    "7: Its title is a list, not text.",
    "8: Its key is an object, not text.",
  ]);
});

test("a field that was named and is in no ticket is a usage error", async () => {
  await expect(read('[{"key":"A-1","x":1}]', { columns: { points: "y" } })).rejects.toMatchObject({
    code: "usage",
    message: 'There is no column "y" to read the points from.',
    hint: ["Its columns are: key, x."],
  });
  expect((await read('[{"key":"A-1"},{"key":"A-2","y":1}]', { columns: { points: "y" } })).rows).toHaveLength(2);
});

test.each([
  ["key,title\nA-1,x\n", "1: This is not JSON: it cannot be read on from here."],
  ['[{"key":"A-1"},\n{"key":"A-2",}]', "2: This is not JSON: it cannot be read on from here."],
  ['[{"key":"A-1"}\n{"key":"A-2"}]', "2: This is not JSON: it cannot be read on from here."],
  ['[{"key":"A-1"},\n{"key":"A', "2: This is not JSON: it ends in the middle of a value."],
  ['[{"key":"A-1"},', "1: This is not JSON: it ends in the middle of a value."],
  ['[{"key":"A-1"}', "1: This is not JSON: it ends in the middle of a value."],
  ['[{"key":"A-1"},\n{"title":"a\nb"}]', "2: This is not JSON: it cannot be read on from here."],
])("%j is a problem, after what stands before it", async (text, problem) => {
  for (const chunk of [1, 1000]) {
    const { rows, problems } = await read(text, { chunk });
    expect(problems).toEqual([problem]);
    expect(keysOf(rows)).toEqual(text.startsWith("[") ? ["A-1"] : []);
  }
});

test.each([
  ["nested deeply", "[".repeat(2000), "2: It is nested deeper than 1000 levels."],
  ["of many values", `[${"{},".repeat(500_000)}`, "2: A ticket has too many values."],
])("a ticket that is %s is a problem", async (_, text, problem) => {
  const { rows, problems } = await read(`[{"key":"A-1"},\n{"x":${text}`);
  expect(problems).toEqual([problem]);
  expect(keysOf(rows)).toEqual(["A-1"]);
});

test("what is not UTF-8 is a problem of its line", async () => {
  const bytes = Buffer.concat([Buffer.from('[{"key":"A-1"},\n{"key":"'), Buffer.from([0xff]), Buffer.from('"}]')]);
  expect(await reading("json", bytes)).toMatchObject({
    rows: [{ key: "A-1" }],
    problems: ['2: Its bytes are not UTF-8; save it as UTF-8 (in Excel: "CSV UTF-8").'],
  });
});
