import { expect, test } from "vitest";
import { type Format, readTickets } from "./read.ts";
import type { TicketRow } from "./ticket.ts";

const encoder = new TextEncoder();
const megabyte = "some text\n".repeat(104_858);

async function read(format: Format, texts: Iterable<string>) {
  async function* input() {
    for (const text of texts) yield encoder.encode(text);
  }
  const reading = readTickets(input(), { format });
  let count = 0;
  let last: TicketRow | undefined;
  let first: TicketRow | undefined;
  for await (const batch of reading.rows) {
    count += batch.length;
    first ??= batch[0];
    last = batch.at(-1);
  }
  return { count, first, last, problems: reading.problems.first };
}

function* repeated(begin: string, text: string, times: number, end: string) {
  yield begin;
  for (let i = 0; i < times; i += 1) yield text;
  yield end;
}

function* tickets(count: number, head: string, ticket: (i: number) => string) {
  yield head;
  for (let i = 0; i < count; i += 500) yield Array.from({ length: 500 }, (_, j) => ticket(i + j)).join("");
}

test("a hundred thousand tickets are read in a few seconds", async () => {
  const csv = tickets(
    100_000,
    "Issue key,Summary,Status,Story Points,Created\n",
    (i) => `QUAD-${i},Thing ${i},Open,3,2026-02-28\n`,
  );
  expect(await read("jira-csv", csv)).toMatchObject({
    count: 100_000,
    last: { line: 100_001, key: "QUAD-99999", title: "Thing 99999", storyPoints: 3 },
    problems: [],
  });
  const json = tickets(100_000, "", (i) => `{"key":"QUAD-${i}","title":"Thing ${i}","points":3}\n`);
  expect(await read("json", json)).toMatchObject({ count: 100_000, last: { line: 100_000 }, problems: [] });
});

test("a field of 20 MB is no harm, and its lines are counted", async () => {
  const title = await read("csv", repeated('key,title\nA-1,"', megabyte, 20, '"\nA-2,x\n'));
  expect(title).toMatchObject({ count: 2, last: { line: 20 * 104_858 + 3, key: "A-2" }, problems: [] });
  expect(title.first?.title).toHaveLength(499);
  const other = await read("csv", repeated('key,other\nA-1,"', megabyte, 20, '"\nA-2,x\n'));
  expect(other).toMatchObject({ count: 2, problems: [] });
  const json = await read("json", repeated('[{"key":"A-1","title":"', megabyte.replaceAll("\n", "\\n"), 20, '"}]'));
  expect(json).toMatchObject({ count: 1, problems: [] });
  expect(json.first?.title).toHaveLength(499);
});

test("a ticket of more than 64 MB is a problem", async () => {
  expect(await read("csv", repeated('key,title\nA-1,x\nA-2,"', megabyte, 66, '"\n'))).toMatchObject({
    count: 1,
    problems: [{ line: 3, text: "This is not CSV: a record is longer than 64 MB." }],
  });
  expect(await read("json", repeated('{"key":"A-1"}\n{"x":"', "x".repeat(1_048_576), 66, '"}\n'))).toMatchObject({
    count: 1,
    problems: [{ line: 2, text: "A ticket is longer than 64 MB." }],
  });
});
