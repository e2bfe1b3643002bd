import { execFile, execFileSync } from "node:child_process";
import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { insuranceInstall } from "../../testing/insurance.ts";

const linesOf = (text: string) =>
  text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));

test("entries are exported as JSON Lines, the oldest first, to standard output or a file", async () => {
  const { quad, json, directory } = await insuranceInstall();
  const all = await json("audit list --limit 1000");
  expect(linesOf((await quad("audit export")).stdout)).toEqual(all);
  expect(linesOf((await quad("audit export - --json")).stdout)).toEqual(all);
  const file = join(directory, "trail.jsonl");
  writeFileSync(file, "old");
  expect(await quad(["audit", "export", file])).toEqual({
    code: 0,
    stdout: `Exported ${all.length} entries to ${file}.\n`,
    stderr: "",
  });
  expect(linesOf(readFileSync(file, "utf8"))).toEqual(all);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await json(`audit export ${file} --table domains --domain life-insurance`)).toEqual({ file, entries: 1 });
  expect(readdirSync(directory)).toEqual(["trail.jsonl"]);
});

test("a person exports what they see", async () => {
  const { quad } = await insuranceInstall();
  const { code, stdout } = await quad("audit export --as teamlead@massmutual.com");
  expect(code).toBe(0);
  expect([...new Set(linesOf(stdout).map(({ domain }) => domain))]).toEqual([
    "/massmutual/insurance-division/life-insurance",
  ]);
});

test("more than a page is whole", async () => {
  const { quad, withSql } = await insuranceInstall();
  await withSql(
    (sql) => sql`
      insert into QUAD_domain_members (domain_id, email, role)
      select d.id, 'p' || i || '@massmutual.com', 'DEVELOPER' from QUAD_domains d, generate_series(1, 5000) i where d.depth = 0`,
  );
  const ids = linesOf((await quad("audit export --table domain_members")).stdout).map(({ id }) => id);
  expect(ids.length).toBe(5003);
  expect(ids).toEqual([...new Set<number>(ids)].sort((a, b) => a - b));
});

test("a pipe is written into and stays one, and a link is gone through", async () => {
  const { quad, directory, withSql } = await insuranceInstall();
  const [{ entries }] = await withSql((sql) => sql<[{ entries: number }]>`select count(*) as entries from QUAD_audit`);
  const [pipe, link, end] = [join(directory, "pipe"), join(directory, "link"), join(directory, "end")];
  execFileSync("mkfifo", [pipe]);
  const reader = promisify(execFile)("cat", [pipe], { timeout: 20_000 });
  const [{ stdout: text }, exported] = await Promise.all([reader, quad(["audit", "export", pipe])]);
  expect(exported).toEqual({ code: 0, stdout: `Exported ${entries} entries to ${pipe}.\n`, stderr: "" });
  expect([linesOf(text).length, lstatSync(pipe).isFIFO()]).toEqual([entries, true]);
  writeFileSync(end, "old");
  symlinkSync("end", link);
  expect((await quad(["audit", "export", link])).code).toBe(0);
  expect([readFileSync(end, "utf8"), lstatSync(link).isSymbolicLink()]).toEqual([text, true]);
  expect(readdirSync(directory)).toEqual(["end", "link", "pipe"]);
});

test("where the file cannot be, it is said, and nothing is left there", async () => {
  const { quad, directory } = await insuranceInstall();
  mkdirSync(join(directory, "taken"));
  expect(await quad(["audit", "export", join(directory, "taken")])).toEqual({
    code: 5,
    stdout: "",
    stderr: `${join(directory, "taken")} is a directory.\nName a file in it.\n`,
  });
  expect(await quad(["audit", "export", join(directory, "none", "x")])).toEqual({
    code: 4,
    stdout: "",
    stderr: `There is no directory ${join(directory, "none")}.\n`,
  });
  expect(readdirSync(directory)).toEqual(["taken"]);
  // Nobody makes files there, root neither.
  expect((await quad("audit export /sys/changes.jsonl")).stderr).toMatch(
    /^\/sys\/changes\.jsonl (cannot be used by this user|is on a read-only file system)\.\n/,
  );
});
