import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { emptyInstall, runQuad, testInstall } from "./testing/install.ts";
import { scratchDirectory, startQuad } from "./testing/processes.ts";

test("quad alone, --help and help show the nouns, on standard output", async () => {
  const shown = await runQuad("--help");
  expect(shown).toMatchObject({ code: 0, stderr: "" });
  expect(shown.stdout).toMatch(/^Usage: quad <noun> <verb>/);
  expect(shown.stdout).toMatch(
    /\nStart here:\n {2}demo .*[\s\S]*\nThe company:\n {2}domain .*[\s\S]*\nThe install:\n {2}migrate /,
  );
  expect(shown.stdout).toMatch("$ npx quad demo");
  expect(await runQuad([])).toEqual(shown);
  expect(await runQuad("help")).toEqual(shown);
});

test("a noun alone shows its verbs, as its --help does", async () => {
  const shown = await runQuad("domain --help");
  expect(shown).toMatchObject({ code: 0, stderr: "" });
  expect(shown.stdout).toMatch(/^Usage: quad domain\|domains .*[\s\S]*\n {2}create\|add \[name\] {5}/);
  expect(await runQuad("domain")).toEqual(shown);
  expect(await runQuad("domains")).toEqual(shown);
  expect(await runQuad("help domain")).toEqual(shown);
});

test("help of a verb is the same by both ways", async () => {
  const shown = await runQuad("domain create --help");
  expect(shown.stdout).toMatch(/^Usage: quad domain create\|add/);
  expect(await runQuad("help domain create")).toEqual(shown);
  expect(await runQuad("--json help domain create")).toEqual(shown);
  expect(await runQuad("domain new -h")).toEqual(shown);
});

test.each([
  ["domian list", "There is no noun domian.\nDid you mean domain?\n"],
  ["help membre", "There is no noun membre.\nDid you mean member?\n"],
  ["zebra", "There is no noun zebra.\nSee them: quad --help\n"],
  ["domain creat x", "Unknown command 'creat'.\nDid you mean create?\n"],
  ["member lits", "Unknown command 'lits'.\nDid you mean list?\n"],
  ["domain list --undr x", "Unknown option '--undr'.\nDid you mean --under?\n"],
  ["--jsno domain list", "Unknown option '--jsno'.\nDid you mean --json?\n"],
  ["domain xyzzy", "Unknown command 'xyzzy'.\nSee how: quad domain --help\n"],
  ["--xyzzy", "Unknown option '--xyzzy'.\nSee how: quad --help\n"],
  ["domain show", "Missing required argument 'domain'.\nSee how: quad domain show --help\n"],
  [
    "domain show a b",
    "Too many arguments for 'show'. Expected 1 argument but got 2.\nSee how: quad domain show --help\n",
  ],
  ["domain list --database-url", "Option '--database-url <url>' argument missing.\nSee how: quad --help\n"],
  [
    "init --plan gold",
    "Option '--plan <plan>' argument 'gold' is invalid. Allowed choices are free, pro, enterprise.\n",
  ],
])("quad %s is a usage error that says what was meant", async (line, stderr) => {
  expect(await runQuad(line)).toEqual({ code: 2, stdout: "", stderr });
});

test("with --json every failure is one line of JSON on standard error", async () => {
  const { quad } = await testInstall();
  const failures: [string, number, string][] = [
    ["domian list", 2, "usage"],
    ["domain creat x", 2, "usage"],
    ["domain list --undr x", 2, "usage"],
    ["domain show", 2, "usage"],
    ["domain create BAD", 2, "usage"],
    ["domain create", 2, "usage"],
    ["domain show nope", 4, "notFound"],
    ["domain create massmutual", 5, "conflict"],
    ["domain list --database-url postgresql://127.0.0.1:1/x", 6, "unreachable"],
  ];
  for (const [line, code, name] of failures) {
    for (const argv of [`${line} --json`, `--json ${line}`]) {
      const run = await quad(argv);
      expect([argv, run.code, run.stdout]).toEqual([argv, code, ""]);
      expect(run.stderr).toMatch(/^\{.*\}\n$/);
      expect(JSON.parse(run.stderr)).toEqual({
        error: { code: name, message: expect.stringMatching(/^.+[.]$/s), hint: expect.any(String) },
      });
    }
  }
});

test("an outdated schema is exit 8 in JSON, with the command to run", async () => {
  const { quad } = await emptyInstall({ template: "template1" });
  expect(JSON.parse((await quad("domain list --json")).stderr)).toEqual({
    error: {
      code: "needsAttention",
      message: "This database has no QUAD schema yet.",
      hint: "Make it ready: quad init",
    },
  });
});

test("--debug adds the stack of an expected failure, and nothing else does", async () => {
  const { quad } = await testInstall();
  const plain = await quad("domain show nope");
  expect(plain.stderr).toBe("There is no domain nope.\nSee the tree: quad domain tree\n");
  const debug = await quad("domain show nope --debug");
  expect(debug.stderr.startsWith(plain.stderr)).toBe(true);
  expect(debug.stderr).toMatch(/\n {4}at findDomain \(/);
});

test("a bug is exit 1, with its stack and where to report it, in JSON too", async () => {
  const { quad, withSql } = await testInstall();
  await withSql((sql) => sql`alter table QUAD_domains rename column display_name to shown_as`);
  const plain = await quad("domain list");
  expect(plain).toMatchObject({ code: 1, stdout: "" });
  expect(plain.stderr).toMatch(
    /^This is a bug in quad\.\nPostgresError: [\s\S]*\n {4}at [\s\S]*\nPlease report it to /,
  );
  const { error } = JSON.parse((await quad("domain list --json")).stderr);
  expect(error).toEqual({
    code: "bug",
    message: expect.stringMatching(/display_name/),
    hint: expect.stringMatching(/^Please/),
  });
});

test("--quiet leaves the result and silences what is only worth knowing", async () => {
  const { quad } = await testInstall();
  const line = "domain create x --parent massmutual --dry-run";
  expect((await quad(line)).stderr).toBe("Nothing was changed: --dry-run.\n");
  expect(await quad(`${line} -q`)).toEqual({ code: 0, stdout: "Created /massmutual/x.\n", stderr: "" });
});

test("--version is one line", async () => {
  for (const flag of ["--version", "-V"]) {
    expect(await runQuad(flag)).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^quad \d+\.\d+\.\d+\n$/),
      stderr: "",
    });
  }
});

test("without a terminal nothing is asked: what is missing is named, all of it", async () => {
  const { quad } = await testInstall();
  expect(await quad("domain create")).toEqual({
    code: 2,
    stdout: "",
    stderr: "Missing: <name>, --parent DOMAIN.\nThere is no terminal to ask at; give them as flags.\n",
  });
  expect(await quad("init")).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^Missing: --company NAME, --admin EMAIL, --root SLUG\./),
  });
});

test("a working directory that is not there any more is said", () => {
  const script = 'rmdir "$PWD"; exec "$0" "$@"';
  const words = [process.execPath, inject("program"), "patch", "backup", "--out", "here"];
  const run = spawnSync("sh", ["-c", script, ...words], { cwd: scratchDirectory(), encoding: "utf8", env: {} });
  expect([run.status, run.stdout, run.stderr]).toEqual([
    2,
    "",
    "The directory that this was called in is not there any more.\nGo to another: cd\n",
  ]);
});

test("a second Ctrl-C ends whatever waits for a pipe into which nobody writes", async () => {
  const pipe = join(scratchDirectory(), "pipe");
  execFileSync("mkfifo", [pipe]);
  const { child, ended } = startQuad(["patch", "trust", "add", pipe]);
  // Opening it fails as long as nobody reads.
  let writer: number | undefined;
  while (writer === undefined) {
    try {
      writer = openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch {
      await new Promise(setImmediate);
    }
  }
  while (child.exitCode === null && child.signalCode === null) {
    child.kill("SIGINT");
    await new Promise(setImmediate);
  }
  expect(await ended).toEqual({ code: 130, stdout: "", stderr: "" });
  closeSync(writer);
});
