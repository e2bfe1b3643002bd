import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readTickets } from "./read.ts";
import { keysOf, reading } from "./reading.testing.ts";

const read = (text: string | Uint8Array, options = {}) => reading("csv", text, options);

test("a line is a ticket", async () => {
  const { rows, problems, notes, columns } = await read(
    "key,provider,title,assignee email,status category,status,story points,created,resolved\n" +
      "quad-1,Jira,Import tickets,ada@massmutual.com,In Progress,In Review,2.5,2026-02-01T10:00Z,\n" +
      "INC0012345,servicenow,,,Done,Closed,,2026-02-01T10:00Z,2026-02-03T10:00Z\n",
  );
  expect({ rows, problems, notes }).toEqual({
    rows: [
      {
        line: 2,
        key: "QUAD-1",
        provider: "jira",
        title: "Import tickets",
        assignee: "ada@massmutual.com",
        category: "in_progress",
        status: "In Review",
        storyPoints: 2.5,
        openedAt: new Date("2026-02-01T10:00Z"),
        closedAt: null,
      },
      {
        line: 3,
        key: "INC0012345",
        provider: "servicenow",
        title: null,
        assignee: null,
        category: "done",
        status: "Closed",
        storyPoints: null,
        openedAt: new Date("2026-02-01T10:00Z"),
        closedAt: new Date("2026-02-03T10:00Z"),
      },
    ],
    problems: [],
    notes: [],
  });
  expect(columns).toEqual({
    key: "key",
    provider: "provider",
    title: "title",
    assignee: "assignee email",
    category: "status category",
    status: "status",
    points: "story points",
    opened: "created",
    closed: "resolved",
  });
});

// From github awsm-research/gpt2sp, sp_dataset/marked_data/jirasoftware.csv, MIT: its first 61 lines.
test("a real file is read", async () => {
  const { rows, problems, columns } = await read(readFileSync(new URL("fixtures/jirasoftware.csv", import.meta.url)));
  expect(problems).toEqual([]);
  expect(rows).toHaveLength(60);
  expect(columns).toEqual({ key: "issuekey", title: "title", points: "storypoint" });
  expect(rows[4]).toMatchObject({
    line: 6,
    key: "GHS-1819",
    title: `Add text to the Agile Gadget "Invalid Project" message`,
    storyPoints: 2,
    category: "todo",
  });
  expect(rows.reduce((sum, { storyPoints }) => sum + (storyPoints ?? 0), 0)).toBe(330);
});

test.each([
  ["LF", "\n"],
  ["CRLF", "\r\n"],
  ["CR", "\r"],
])("lines end in %s, in quotes and at blank lines too, and are counted right", async (_, end) => {
  const text = ["key,title", 'A-1,"one', "", 'two"', "", ",", "A-2,x", "no key,y", ""].join(end);
  for (const chunk of [1, 2, 7, 1000]) {
    const { rows, problems } = await read(text, { chunk });
    expect(rows.map(({ line, key, title }) => [line, key, title])).toEqual([
      [2, "A-1", "one two"],
      [7, "A-2", "x"],
    ]);
    expect(problems).toEqual([
      '8: "no key" is not the key of a ticket, such as JIRA-123: it has no spaces, and all of it can be seen.',
    ]);
  }
});

test.each([
  ["a comma", ","],
  ["a semicolon", ";"],
  ["a tab", "\t"],
])("%s can stand between fields", async (_, delimiter) => {
  const text = ['"key, or; id"', "issue key", "title"].join(delimiter);
  const { rows } = await read(`${text}\nx${delimiter}A-1${delimiter}"a,b;c\td"\n`);
  expect(rows).toMatchObject([{ key: "A-1", title: "a,b;c d" }]);
});

test.each([
  ["UTF-8 with a byte-order mark", Buffer.from("\ufeffkey,title\nA-1,Prämie 🎉\n")],
  ["UTF-16, little end first", Buffer.from("\ufeffkey,title\nA-1,Prämie 🎉\n", "utf16le")],
  ["UTF-16, big end first", Buffer.from("\ufeffkey,title\nA-1,Prämie 🎉\n", "utf16le").swap16()],
])("%s is read", async (_, bytes) => {
  for (const chunk of [1, 3, 1000])
    expect(await read(bytes, { chunk })).toMatchObject({ rows: [{ key: "A-1", title: "Prämie 🎉" }], problems: [] });
});

test("what is not UTF-8 is a problem of its line, after the lines before it", async () => {
  const bytes = Buffer.concat([
    Buffer.from("key,title\nA-1,x\nA-2,Pr"),
    Buffer.from([0xe4]),
    Buffer.from("mie\nA-3,x\n"),
  ]);
  for (const chunk of [1, 5, 1000]) {
    const { rows, problems } = await read(bytes, { chunk });
    expect(keysOf(rows)).toEqual(["A-1"]);
    expect(problems).toEqual(['3: Its bytes are not UTF-8; save it as UTF-8 (in Excel: "CSV UTF-8").']);
  }
  const cut = Buffer.from("key,title\nA-1,ä").subarray(0, -1);
  expect((await read(cut)).problems).toEqual(['2: Its bytes are not UTF-8; save it as UTF-8 (in Excel: "CSV UTF-8").']);
  expect(await read("key,title\nA-1,\ufffd\n")).toMatchObject({ rows: [{ title: "\ufffd" }], problems: [] });
});

test.each([
  ["", "1: It is empty."],
  ["\ufeff\n\n , \n", "1: It is empty."],
  ["key,title\n", "1: It has no rows, only a first line that names the columns."],
  ["PK\u0003\u0004xl/workbook", "1: It is a workbook (.xlsx) or another archive, not text; export it as CSV."],
  ["k\0e\0y\0\n\0", "1: It is no text, or UTF-16 without a byte-order mark; save it as UTF-8."],
  [
    "Issue id,Summary\n1,x\n",
    '1: No column has the key of a ticket; there are Issue id, Summary. Name one as in --map key="Issue number".',
  ],
  ['key,title\nA-1,x\nA-2,a"b\n', "3: This is not CSV: a quote stands in the middle of a field that is not quoted."],
  [
    'key,title\nA-1,x\nA-2,"a"b\n',
    "3: This is not CSV: after a closing quote comes neither a delimiter nor the end of the line.",
  ],
  ['key,title\nA-1,x\nA-2,"a\nA-3,b\n', "3: This is not CSV: a quote is opened and never closed."],
])("%j is a problem", async (text, problem) => {
  for (const chunk of [1, 1000]) {
    const { rows, problems, count } = await read(text, { chunk });
    expect(problems).toEqual([problem]);
    expect(count).toBe(1);
    // What stands before it is read.
    expect(keysOf(rows)).toEqual(text.includes("A-1") ? ["A-1"] : []);
  }
});

test("there can be ten thousand columns", async () => {
  expect((await read(`key${",x".repeat(9999)}\nA-1\n`)).rows).toHaveLength(1);
  expect((await read(`key${",x".repeat(10_000)}\nA-1\n`)).problems).toEqual(["1: It has more than 10,000 columns."]);
  const { problems } = await read(`key\nA-1${",x".repeat(20_000)}\n`);
  expect(problems).toEqual(["2: It has more fields than the first line, which names 1 column."]);
});

test("rows may be shorter than the first line, and longer by what is blank", async () => {
  const { rows, problems } = await read("key,title,status\nA-1\nA-2,x,Done,,\nA-3,x,Done,y\n");
  expect(keysOf(rows)).toEqual(["A-1", "A-2"]);
  expect(problems).toEqual(["4: It has more fields than the first line, which names 3 columns."]);
});

test("all problems are counted, a hundred are kept, and sound rows are read on", async () => {
  const bad = Array.from({ length: 250 }, () => "no key,x,99999").join("\n");
  const { rows, problems, count } = await read(`key,title,points\n${bad}\nA-1,x,3\n`);
  expect(keysOf(rows)).toEqual(["A-1"]);
  expect(problems).toHaveLength(100);
  expect(problems[1]).toBe(
    '2: "99999" is no number of story points: 0 to 9999.99, at most two decimals, as in 3 or 2.5.',
  );
  expect(count).toBe(500);
});

test("a header may be there twice where nothing is read from it; otherwise it is ambiguous", async () => {
  const { rows } = await read("Key,Sprint,Sprint,Status\nA-1,1,2,Done\n");
  expect(rows.map(({ status }) => status)).toEqual(["Done"]);
  const twice = await read("Key,title,key\nA-1,x,A-2\n");
  expect(twice.problems).toEqual(['1: There are several columns "key" to read the key from. Rename all but one.']);
  expect((await read("Key,Points,sp,points\nA-1,1,2,3\n")).problems[0]).toMatch(
    /several columns "points" to read the points from/,
  );
});

test("in Jira's export a header is there as often as it has values; the first that is filled counts", async () => {
  const { rows } = await reading("jira-csv", "Issue key,Status,Status\nA-1,,Done\nA-2,Open,Done\n");
  expect(rows.map(({ status }) => status)).toEqual(["Done", "Open"]);
});

test("batches have a thousand rows", async () => {
  const text = `key\n${Array.from({ length: 2500 }, (_, i) => `A-${i}\n`).join("")}`;
  const sizes: number[] = [];
  const input = (async function* () {
    yield Buffer.from(text);
  })();
  for await (const batch of readTickets(input, { format: "csv" }).rows) sizes.push(batch.length);
  expect(sizes).toEqual([1000, 1000, 500]);
});

test("the file is let go of where nobody reads on", async () => {
  let closed = false;
  const input = (async function* () {
    try {
      while (true) yield Buffer.from(`key\n${"A-1\n".repeat(2000)}`);
    } finally {
      closed = true;
    }
  })();
  for await (const _ of readTickets(input, { format: "csv" }).rows) break;
  expect(closed).toBe(true);
});

test("an error of the file itself is thrown on", async () => {
  const input = (async function* () {
    yield Buffer.from("key\nA-1\n");
    throw new Error("EIO");
  })();
  await expect(async () => {
    for await (const _ of readTickets(input, { format: "csv" }).rows);
  }).rejects.toThrow("EIO");
});
