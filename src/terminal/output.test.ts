import { expect, test } from "vitest";
import { conflict } from "../errors.ts";
import { main } from "../main.ts";
import { testInstall } from "../testing/install.ts";
import { createOutput, renderFailure } from "./output.ts";

/** A stream that keeps what is written to it. */
function capture({ isTTY = false, columns = 80 } = {}) {
  const written: string[] = [];
  return { isTTY, columns, write: (text: string) => written.push(text), text: () => written.join("") };
}

/** What a command shows on a terminal of so many columns. */
async function onTerminal(url: string, argv: readonly string[], env = {}, columns = 80): Promise<string> {
  const stdout = capture({ isTTY: true, columns });
  const stdin = () => process.stdin;
  const code = await main({
    argv,
    env: { QUAD_DATABASE_URL: url, ...env },
    stdin,
    stdout,
    stderr: capture(),
    runProgram: async () => 0,
  });
  expect(code).toBe(0);
  return stdout.text();
}

test("colour is for terminals, and for those who want it", async () => {
  const { url, quad } = await testInstall();
  await quad("member add a@b.de --domain massmutual --role qa --allocation 80");
  const list = ["member", "list"];
  expect(await onTerminal(url, list)).toMatch("\u001b[");
  for (const plain of [
    await onTerminal(url, [...list, "--no-color"]),
    await onTerminal(url, list, { NO_COLOR: "1" }),
    await onTerminal(url, list, { TERM: "dumb" }),
    (await quad("member list")).stdout,
  ]) {
    expect(plain).toMatch("a@b.de");
    expect(plain).not.toMatch("\u001b");
  }
});

test("rows are a table with a heading on a terminal, and tab-separated without one elsewhere", async () => {
  const { url, quad } = await testInstall();
  expect((await quad("domain list")).stdout).toBe("/massmutual\tMass Mutual\troot\t1\t0\n");
  const drawn = await onTerminal(url, ["domain", "list", "--no-color"]);
  expect(drawn.split("\n")[0]).toMatch(/^[A-Z ]+$/);
  expect(drawn.split("\n")[1]).toMatch(/^\/massmutual +Mass Mutual +root/);
  expect(drawn).not.toMatch("\t");
});

test("where a list is empty a terminal is told so in one way, and a script gets nothing", async () => {
  const { url, quad, directory } = await testInstall();
  for (const line of [
    "access list",
    "approval list",
    "audit list --until 2001-01-01",
    "branch list",
    "branch orphans",
    "branch repo list",
    "key list",
    "mail list",
    "member list --role qa",
    "member alias list",
    "patch list",
    "patch history",
    "patch trust list",
    "patch backup --list",
    "request list",
    "request sla",
    "request triage",
    "ticket list",
    "ticket project list",
  ]) {
    const shown = await onTerminal(url, line.split(" "), { QUAD_HOME: directory });
    expect([line, shown]).toEqual([line, "There are none.\n"]);
    expect([line, await quad(line)]).toEqual([line, { code: 0, stdout: "", stderr: "" }]);
  }
  expect(await onTerminal(url, ["request", "stats"])).toBe("0 requests, 0 of them open.\n");
});

test("a terminal of 40 columns gets whole values", async () => {
  const { url, quad } = await testInstall();
  const name = "a-domain-whose-name-is-longer-than-the-terminal-is-wide";
  await quad(`domain create ${name} --parent massmutual`);
  for (const line of [
    ["domain", "list"],
    ["domain", "tree"],
    ["domain", "show", name],
  ]) {
    expect(await onTerminal(url, [...line, "--no-color"], {}, 40)).toMatch(name);
  }
});

test("JSON on a terminal is the same as elsewhere, without colour", async () => {
  const { url, quad } = await testInstall();
  expect(await onTerminal(url, ["domain", "list", "--json"])).toBe((await quad("domain list --json")).stdout);
});

test("an empty result prints nothing, not an empty line", async () => {
  const stdout = capture();
  const output = createOutput(stdout, capture(), { json: false, quiet: false, colour: true });
  await output.result([], () => "");
  expect(stdout.text()).toBe("");
});

test("notes are for standard error and silenced by quiet; warnings are not", () => {
  for (const quiet of [false, true]) {
    const [stdout, stderr] = [capture(), capture()];
    const output = createOutput(stdout, stderr, { json: false, quiet, colour: false });
    output.note("noted");
    output.warn("warned");
    expect([stdout.text(), stderr.text()]).toEqual(["", quiet ? "warned\n" : "noted\nwarned\n"]);
  }
});

test("a failure is its message, what led to it, and what to run", () => {
  const failure = conflict("It is full.", { detail: ["five sit there"], hint: ["quad company set --plan pro"] });
  expect(renderFailure(failure, false)).toBe("It is full.\nfive sit there\nquad company set --plan pro");
  expect(JSON.parse(renderFailure(failure, true))).toEqual({
    error: {
      code: "conflict",
      message: "It is full.",
      detail: ["five sit there"],
      hint: "quad company set --plan pro",
    },
  });
});

test("what a failure quotes cannot move the cursor", () => {
  expect(renderFailure(conflict("no \u001b[2J\u202e here"), false)).toBe("no \\u{1b}[2J\\u{202e} here");
});
