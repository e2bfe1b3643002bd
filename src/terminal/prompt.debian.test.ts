import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { postmaster } from "../postgres/postmaster.ts";
import { embeddedInstalls, openEmbedded } from "../testing/embedded.ts";
import { emptyInstall, testInstall } from "../testing/install.ts";
import { eventually, scratchDirectory } from "../testing/processes.ts";
import { openTerminal } from "../testing/terminal.ts";

const at = (url: string) => ({ QUAD_DATABASE_URL: url });

test("domain create asks for a name and a parent, asks again where an answer cannot be, and creates", async () => {
  const { url, quad } = await testInstall();
  const terminal = openTerminal(at(url));
  terminal.enter("quad domain create");
  await terminal.shows("Name of the domain (a slug):");
  terminal.enter("Big Team");
  await terminal.shows("is not a name");
  for (let n = 0; n < 8; n += 1) terminal.press("BSpace");
  terminal.enter("big-team");
  await terminal.shows("Under which domain?");
  terminal.enter("massmutual");
  await terminal.shows("Created /massmutual/big-team.");
  expect(await terminal.exitCode()).toBe(0);
  expect((await quad("domain show big-team")).code).toBe(0);
});

test("member add suggests the role that most people have, and not the one that may do everything", async () => {
  const { url, quad } = await testInstall();
  const terminal = openTerminal(at(url));
  terminal.enter("quad member add new@massmutual.com --domain massmutual");
  await terminal.shows("In which role?");
  terminal.enter("");
  await terminal.shows("Added new@massmutual.com to /massmutual as DEVELOPER");
  expect(await terminal.exitCode()).toBe(0);
  expect((await quad("member show new@massmutual.com")).stdout).toMatch("DEVELOPER");
});

test.each(["C-c", "C-d"])(
  "%s at a question ends with 130, changes nothing and gives the terminal back",
  async (key) => {
    const { url, quad } = await testInstall();
    const terminal = openTerminal(at(url));
    terminal.enter("quad domain create");
    await terminal.shows("Name of the domain");
    terminal.press(key);
    expect(await terminal.exitCode()).toBe(130);
    expect(terminal.screen()).toMatch(/\nCancelled\.\n/);
    expect(terminal.cursorVisible()).toBe(true);
    terminal.enter("stty -a | grep -c ' echo '");
    await terminal.shows(/^1$/m);
    expect((await quad("domain list")).stdout.split("\n").length).toBe(2);
  },
);

test("init asks for what is missing, and suggests the root's name", async () => {
  const { url, quad } = await emptyInstall({ template: "template1" });
  const terminal = openTerminal(at(url));
  terminal.enter("quad init");
  await terminal.shows("The company's name:");
  terminal.enter("Müller & Söhne");
  await terminal.shows("Its administrator's e-mail:");
  terminal.enter("nobody");
  await terminal.shows(/"nobody"/);
  terminal.enter("@example.com");
  await terminal.shows(/The name of its root domain:.*mueller-soehne|The name of its root domain:.*muller-sohne/);
  terminal.enter("");
  await terminal.shows(/Ready: Müller & Söhne, root \/\S+, administered by nobody@example\.com/);
  expect(await terminal.exitCode()).toBe(0);
  expect((await quad("company show")).stdout).toMatch("Müller & Söhne");
});

test("init --embedded that is cancelled at its questions has made nothing", async () => {
  const directory = scratchDirectory();
  const terminal = openTerminal({});
  terminal.enter(`quad init --embedded ${directory}/install`);
  await terminal.shows("The company's name:");
  terminal.press("C-c");
  expect(await terminal.exitCode()).toBe(130);
  expect(execFileSync("ls", ["-A", directory], { encoding: "utf8" })).toBe("");
});

test("a domain with something in it is deleted once its name is typed, and not for another name", async () => {
  const { url, quad } = await testInstall();
  await quad("domain create legacy --parent massmutual --admin a@b.de");
  const terminal = openTerminal(at(url));
  terminal.enter("quad domain delete legacy --recursive");
  await terminal.shows("Type legacy to go on:");
  terminal.enter("massmutual");
  await terminal.shows("That is not the name. Nothing was changed.");
  expect(await terminal.exitCode()).toBe(130);
  expect((await quad("domain show legacy")).code).toBe(0);
  await terminal.clear();
  terminal.enter("quad domain delete legacy --recursive");
  await terminal.shows("Type legacy to go on:");
  terminal.enter("legacy");
  expect(await terminal.exitCode()).toBe(0);
  expect((await quad("domain show legacy")).code).toBe(4);
});

const newInstall = embeddedInstalls();

test.each(["INT", "TERM"])("SIG%s to a command that asks ends it, and no server is left", async (signal) => {
  const { directory, data, env, quad } = newInstall();
  await quad("domain create legacy --parent acme --admin a@b.de");
  const terminal = openTerminal(env);
  terminal.enter("quad domain delete legacy --recursive");
  await terminal.shows("Type legacy to go on:");
  expect((await postmaster(data))?.ready).toBe(true);
  const pid = execFileSync("pgrep", ["-n", "-f", "domain delete legacy --recursive"], { encoding: "utf8" }).trim();
  process.kill(Number(pid), `SIG${signal}`);
  expect(await terminal.exitCode()).toBe(signal === "INT" ? 130 : 143);
  expect(terminal.cursorVisible()).toBe(true);
  await eventually(
    () => postmaster(data),
    (server) => server === undefined,
  );
  expect((await openEmbedded(directory).quad("domain show legacy")).code).toBe(0);
});

test("a terminal of 40 columns can be asked and answered", async () => {
  const { url, quad } = await testInstall();
  const terminal = openTerminal(at(url), { columns: 40 });
  terminal.enter("quad domain create");
  await terminal.shows("Name of the domain");
  terminal.enter("narrow");
  await terminal.shows("Under which domain?");
  terminal.enter("massmutual");
  expect(await terminal.exitCode()).toBe(0);
  expect((await quad("domain show narrow")).code).toBe(0);
});
