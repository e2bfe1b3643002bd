import { spawnSync } from "node:child_process";
import { expect, inject, test } from "vitest";
import { type TestInstall, testInstall } from "../testing/install.ts";
import { openTerminal } from "../testing/terminal.ts";

const at = ({ url }: TestInstall) => ({ QUAD_DATABASE_URL: url });

test("a terminal gets colour and a drawn table; NO_COLOR, --no-color, TERM=dumb and a pipe get none", async () => {
  const install = await testInstall();
  const terminal = openTerminal(at(install), { columns: 120 });
  const coloured = async (line: string) => {
    await terminal.clear();
    terminal.enter(`${line}; echo 'the end'`);
    await terminal.shows(/^the end$/m);
    return terminal.screen({ colours: true }).includes("\u001b[");
  };
  expect(await coloured("quad domain list")).toBe(true);
  expect(terminal.screen()).toMatch(/^[A-Z ]+\n\/massmutual +Mass Mutual/m);
  expect(await coloured("NO_COLOR=1 quad domain list")).toBe(false);
  expect(await coloured("quad domain list --no-color")).toBe(false);
  expect(await coloured("TERM=dumb quad domain list")).toBe(false);
  expect(await coloured("quad domain list | cat -A")).toBe(false);
  expect(terminal.screen()).toMatch(/^\/massmutual\^IMass Mutual\^Iroot\^I1\^I0\$$/m);
});

test("a reader that has enough ends a command quietly", async () => {
  const install = await testInstall();
  await install.withSql(
    (sql) => sql`
      insert into QUAD_domains (name, parent_domain_id)
      select 'team-' || n, id from QUAD_domains, generate_series(1, 20000) n where depth = 0`,
  );
  const terminal = openTerminal(at(install));
  terminal.enter("quad domain list | head -n 1; quad domain list --json | head -n 1");
  expect(await terminal.exitCode()).toBe(0);
  expect(terminal.screen()).toMatch(/\n\/massmutual\tMass Mutual|\n\/massmutual {2,}Mass Mutual/);
  expect(terminal.screen()).not.toMatch(/EPIPE|at \w+|Error/);
});

test("a disk that is full is said, and the exit code tells", async () => {
  const install = await testInstall();
  const terminal = openTerminal(at(install));
  for (const line of ["quad domain list", "quad --help", "quad --version"]) {
    await terminal.clear();
    terminal.enter(`${line} >/dev/full`);
    expect([line, await terminal.exitCode()]).toEqual([line, 6]);
    expect(terminal.screen(), line).toMatch(/Standard output cannot be written: .*no space left on device/);
    expect(terminal.screen(), line).not.toMatch(/\n {4}at /);
  }
});

test("a terminal whose size was never set shows a spinner to nobody, and ends", async () => {
  const { url } = await testInstall();
  const line = `stty cols 0 rows 0; timeout -s KILL 20 ${process.execPath} ${inject("program")} workload snapshot`;
  const run = spawnSync("script", ["-qec", line, "/dev/null"], {
    env: { PATH: process.env.PATH, QUAD_DATABASE_URL: url },
  });
  expect([run.status, run.stdout.toString()]).toEqual([
    0,
    expect.stringMatching(/^Took the snapshot of [\d-]+: 1 person/),
  ]);
});

test("standard error that nobody reads hurts nobody", async () => {
  const install = await testInstall();
  const terminal = openTerminal(at(install));
  terminal.enter("quad domain show nope 2>/dev/full");
  expect(await terminal.exitCode()).toBe(4);
  terminal.enter("quad domain show nope 2>&-");
  expect(await terminal.exitCode()).toBe(4);
  terminal.enter("quad domain list >&-");
  expect([0, 1]).toContain(await terminal.exitCode());
});
