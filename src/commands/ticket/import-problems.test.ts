import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isRoot, runProcess, scratchDirectory } from "../../testing/processes.ts";
import { life, ticketInstall } from "../../tickets/install.testing.ts";

test("everything that is wrong with a file is listed by line, and nothing of it is imported", async () => {
  const { importCsv, stored } = await ticketInstall();
  const run = await importCsv(
    "key,points,created\nJIRA-1,3,\nJIRA 2,x,\nJIRA-1,5,\nJIRA-3,1,yesterday\njira-1,1,\nJIRA-4,,,more\n",
  );
  expect(run).toEqual({
    code: 2,
    stdout: "",
    stderr: `6 problems in tickets.csv. Nothing was changed.
tickets.csv:3: "JIRA 2" is not the key of a ticket, such as JIRA-123: it has no spaces, and all of it can be seen.
tickets.csv:3: "x" is no number of story points: 0 to 9999.99, at most two decimals, as in 3 or 2.5.
tickets.csv:4: JIRA-1 is on line 2 already.
tickets.csv:5: "yesterday" is no time of a ticket. Expected is 2024-03-12, 2024-03-12T15:04Z, 12/Mar/24 3:04 PM or 12/Mar/2024 15:04.
tickets.csv:6: JIRA-1 is on line 2 already.
tickets.csv:7: It has more fields than the first line, which names 3 columns.
`,
  });
  expect(await stored()).toEqual([]);
});

test("a hundred are shown, and how many more there are", async () => {
  const { importCsv } = await ticketInstall();
  const rows = Array.from({ length: 1200 }, (_, i) => `JIRA-${i % 600},${i % 2 ? "x" : 1}\n`).join("");
  const { code, stderr } = await importCsv(`key,points\n${rows}`);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^900 problems in tickets.csv/);
  expect(stderr.trimEnd().split("\n")).toHaveLength(102);
  expect(stderr).toMatch(/\nand 800 more\n$/);
});

test("one bad row at the end of a long file leaves nothing of it", async () => {
  const { importCsv, stored } = await ticketInstall();
  const rows = Array.from({ length: 20_000 }, (_, i) => `JIRA-${i},1\n`).join("");
  expect((await importCsv(`key,points\n${rows}JIRA-x,-1\n`)).stderr).toMatch(
    /^1 problem in tickets.csv[^\n]*\ntickets.csv:20002: /,
  );
  expect((await importCsv(`key,points\n${rows}JIRA-0,1\n`)).stderr).toMatch(
    "\ntickets.csv:20002: JIRA-0 is on line 2 already.\n",
  );
  expect((await importCsv(`key,points\n${rows}JIRA-x,"1\n`)).stderr).toMatch(
    "\ntickets.csv:20002: This is not CSV: a quote is opened",
  );
  expect(await stored()).toEqual([]);
});

test("tickets of one line that have the same key are told apart", async () => {
  const { quad } = await ticketInstall();
  const stdin = '[{"key":"A-1"},{"key":"A-1"}]';
  expect(await quad("ticket import - --from json --domain life-insurance", { stdin })).toEqual({
    code: 2,
    stdout: "",
    stderr: "1 problem in stdin. Nothing was changed.\nstdin:1: A-1 is on line 1 already.\n",
  });
});

test("a file without tickets would complete everything, and is refused", async () => {
  const { quad, importCsv, stored } = await ticketInstall();
  await importCsv("key,status\nJIRA-1,Open\n");
  for (const [from, stdin] of [
    ["json", "[]"],
    ["json", ""],
    ["json", '{"issues":[]}'],
    ["csv", "key,status\n"],
    ["csv", ""],
    ["csv", "<html>Log in</html>\n"],
  ] as const) {
    const run = await quad(`ticket import - --from ${from} --domain life-insurance --complete`, { stdin });
    expect(run).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/^1 problem in stdin/) });
  }
  expect(await stored()).toMatchObject([{ category: "todo" }]);
});

test("a file that cannot be read is said in a sentence", async () => {
  const { quad, directory } = await ticketInstall();
  const read = (file: string) => quad(["ticket", "import", file, "--from", "csv", "--domain", "life-insurance"]);
  const missing = join(directory, "no.csv");
  expect(await read(missing)).toEqual({
    code: 2,
    stdout: "",
    stderr: `There is no file ${JSON.stringify(missing)}.\n`,
  });
  expect((await read(directory)).stderr).toBe(`${JSON.stringify(directory)} is a directory; name a file.\n`);
  expect((await read("x".repeat(300))).stderr).toMatch(/ is too long for the name of a file\.\n$/);
  expect((await read("a\u0000b")).stderr).toMatch(/^The file "a\\u0000b" cannot be read: /);
  expect((await read("/proc/self/mem")).stderr).toMatch(
    /^The file "\/proc\/self\/mem" cannot be read: EIO: i\/o error, read\.\n$/,
  );
});

test("a file without the right to read it is said in a sentence", async () => {
  const directory = scratchDirectory({ plainUser: true });
  const secret = join(directory, "secret.csv");
  writeFileSync(secret, "key\nJIRA-1\n", { mode: 0 });
  const options = { env: { HOME: directory, QUAD_HOME: directory }, plainUser: isRoot };
  const embedded = join(directory, "install");
  await runProcess(`init --embedded ${embedded} --company Acme --root acme --admin admin@acme.com`, options);
  const run = await runProcess(
    `ticket import ${secret} --from csv --domain acme --database-url pg:${embedded}`,
    options,
  );
  expect(run).toEqual({ code: 2, stdout: "", stderr: `The file ${JSON.stringify(secret)} may not be read.\n` });
});

test("what a file says reaches the terminal as text, never as an order", async () => {
  const { quad, importCsv, file } = await ticketInstall();
  const hostile = "\u001b[31mred\u009b2J \u202egnp.exe \u0007";
  const run = await importCsv(`key,title,assignee,status\nJIRA-1,"${hostile}","${hostile}","${hostile}"\n`);
  const bad = await importCsv(`key,points\n"${hostile}","${hostile}"\n`);
  const lines = ["ticket list --all", "ticket list --all --json", "ticket show JIRA-1", "ticket show JIRA-1 --json"];
  const odd = file("\u001b[31m.csv", "key\n \u001b\n");
  const named = await quad(["ticket", "import", odd, "--from", "csv", "--domain", life]);
  expect([run.code, bad.code, named.code]).toEqual([0, 2, 2]);
  for (const { stdout, stderr } of [run, bad, named, ...(await Promise.all(lines.map((line) => quad(line))))]) {
    expect(stdout + stderr).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/u);
  }
});
