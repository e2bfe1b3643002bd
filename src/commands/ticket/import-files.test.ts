import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { packageRoot } from "../../install/package.ts";
import { life, ticketInstall } from "../../tickets/install.testing.ts";

test("a file with a byte-order mark, CRLF, quotes and line ends in its fields", async () => {
  const { importCsv, stored } = await ticketInstall();
  const text = '\ufeffkey;title;status\r\nJIRA-1;"He said ""no"";\r\nthen left\\n";Open\r\n"JIRA-2";\\N;Open\r\n';
  expect(await importCsv(text)).toMatchObject({ code: 0, stderr: "" });
  expect(await stored()).toMatchObject([
    { key: "JIRA-1", title: 'He said "no"; then left\\n' },
    { key: "JIRA-2", title: "\\N" },
  ]);
});

test("tickets of a real project come in, with their points", async () => {
  const { quad, stored, json } = await ticketInstall();
  const fixture = join(packageRoot(), "src/tickets/reading/fixtures/jirasoftware.csv");
  const line = `ticket import ${fixture} --from csv --domain life-insurance`;
  expect(await quad(line)).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^Imported \d+ tickets into \S+: \d+ new, 0 changed, 0 unchanged\.\n/),
    stderr: "",
  });
  expect(await stored()).toContainEqual({
    key: "GHS-1819",
    provider: "unknown",
    title: 'Add text to the Agile Gadget "Invalid Project" message',
    who: null,
    name: null,
    category: "todo",
    status: null,
    points: 2,
  });
  expect(await json(line)).toMatchObject({ new: 0, changed: 0 });
});

test("20 MB in one field, of a title or of a column that nobody needs, are no harm", async () => {
  const { importCsv, stored } = await ticketInstall();
  const long = "many words\n".repeat(1_900_000);
  expect(await importCsv(`key,title,description\nJIRA-1,"${long}",\nJIRA-2,x,"${long}"\n`)).toMatchObject({ code: 0 });
  expect((await stored()).map(({ title }) => title?.length)).toEqual([499, 1]);
});

test("100,000 tickets take seconds, and as they are again less", async () => {
  const { importCsv } = await ticketInstall();
  const rows = Array.from(
    { length: 100_000 },
    (_, i) => `JIRA-${i},Thing ${i},dev${i % 500}@massmutual.com,In Progress,3,2026-02-28T10:00Z\n`,
  ).join("");
  const text = `key,title,assignee,status,points,created\n${rows}`;
  const begin = performance.now();
  expect((await importCsv(text)).stdout).toMatch(": 100,000 new, 0 changed, 0 unchanged.");
  expect((await importCsv(text)).stdout).toMatch(": 0 new, 0 changed, 100,000 unchanged.");
  expect(performance.now() - begin).toBeLessThan(20_000);
});

test("standard input is read as it comes, and never as a whole", async () => {
  const { url, directory, stored } = await ticketInstall();
  const child = spawn(
    process.execPath,
    ["--max-old-space-size=64", inject("program"), "ticket", "import", "-", "--from", "json", "--domain", life],
    { env: { QUAD_DATABASE_URL: url, QUAD_HOME: directory }, stdio: ["pipe", "pipe", "inherit"] },
  );
  const ended = new Promise((resolve) => child.once("close", resolve));
  const filler = "x".repeat(4000);
  // 200 MB, three times what the program may have.
  for (let i = 0; i < 50_000; i += 100) {
    const lines = Array.from({ length: 100 }, (_, j) => `{"key":"JIRA-${i + j}","filler":"${filler}"}\n`).join("");
    if (!child.stdin.write(lines)) await new Promise((resolve) => child.stdin.once("drain", resolve));
  }
  child.stdin.end();
  expect(await ended).toBe(0);
  expect(await stored()).toHaveLength(50_000);
});
