import fc from "fast-check";
import { expect, test } from "vitest";
import { formats } from "./read.ts";
import { reading } from "./reading.testing.ts";
import { oneLine } from "./values.ts";

const cell = fc.string({
  unit: fc.constantFrom("a", "ß", "🎉", " ", ",", ";", "\t", '"', "\n", "\r", "\r\n", "=", "'"),
});
const chunk = fc.integer({ min: 1, max: 50 });

test("cells that a correct writer of CSV wrote come back", async () => {
  const written = fc.record({
    rows: fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 20 }),
    delimiter: fc.constantFrom(",", ";", "\t"),
    end: fc.constantFrom("\n", "\r\n"),
    bom: fc.constantFrom("", "\ufeff"),
    chunk,
  });
  await fc.assert(
    fc.asyncProperty(written, async ({ rows, delimiter, end, bom, chunk }) => {
      const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
      let line = 2;
      const expected = rows.map(([title, other], i) => {
        const row = { line, key: `A-${i}`, title: oneLine(title, 500) };
        line += 1 + (`${title}\u0000${other}`.match(/\r\n|\r|\n/g)?.length ?? 0);
        return row;
      });
      const records = rows.map(([title, other], i) => [`A-${i}`, quoted(title), quoted(other)].join(delimiter) + end);
      const text = `${bom}${["key", "title", "other"].join(delimiter)}${end}${records.join("")}`;
      const read = await reading("csv", text, { chunk });
      expect(read.problems).toEqual([]);
      expect(read.rows.map(({ line, key, title }) => ({ line, key, title }))).toEqual(expected);
    }),
  );
});

test("tickets in any JSON come back as JSON.parse has them", async () => {
  const titles = fc.array(fc.string({ unit: "grapheme", maxLength: 20 }), { maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(titles, fc.jsonValue(), fc.constantFrom(0, 1), chunk, async (titles, other, indent, chunk) => {
      const tickets = titles.map((title, i) => ({ other, key: `A-${i}`, title }));
      const text = JSON.stringify(tickets, null, indent);
      const { rows, problems } = await reading("json", text, { chunk });
      expect(problems).toEqual([]);
      expect(rows.map(({ title }) => title)).toEqual(titles.map((title) => oneLine(title, 500)));
      const begins = text.split("\n").flatMap((line, i) => (/^ \{/.test(line) ? [i + 1] : []));
      if (indent) expect(rows.map(({ line }) => line)).toEqual(begins);
    }),
  );
});

test("no bytes make it throw", async () => {
  const near = fc.string({
    unit: fc.constantFrom("key", "\n", ",", '"', "{", "}", "[", "]", ":", "1", "\\", "issues", "\0"),
  });
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    near.map((text) => Buffer.from(text)),
    near.map((text) => Buffer.from(`key,title\nA-1,${text}`)),
    near.map((text) => Buffer.from(`[{"key":"A-1"},${text}`)),
    near.map((text) => Buffer.from(`\ufeff${text}`, "utf16le")),
  );
  await fc.assert(
    fc.asyncProperty(bytes, fc.constantFrom(...formats), chunk, async (bytes, format, chunk) => {
      const { rows, count, problems } = await reading(format, bytes, { chunk });
      // JSON may have no tickets in it.
      if (format !== "json") expect(rows.length + count).toBeGreaterThan(0);
      for (const problem of problems) expect(problem).toMatch(/^\d+: \S/);
    }),
    { numRuns: 500 },
  );
});
