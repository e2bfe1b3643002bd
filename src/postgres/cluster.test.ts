import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { initLine, openEmbedded } from "../testing/embedded.ts";
import { runQuad } from "../testing/install.ts";
import { runProcess, scratchDirectory } from "../testing/processes.ts";

const init = (directory: string) => runQuad([...initLine.split(" "), "--embedded", directory], { env: { HOME: "/" } });

test("an embedded install is made in an empty directory, says what later commands need, and is made once", async () => {
  const directory = scratchDirectory();
  expect(await init(directory)).toEqual({
    code: 0,
    stdout: "Ready: Acme, root /acme, administered by admin@acme.com (self-hosted, free plan).\n",
    stderr: `Later commands need: export QUAD_DATABASE_URL=pg:${directory}\n`,
  });
  const { quad, data } = openEmbedded(directory);
  expect((await quad("domain list")).stdout).toMatch(/^\/acme\t/);
  expect(statSync(data).mode & 0o777).toBe(0o700);
  expect(readdirSync(directory).sort()).toEqual(["data", "run", "server.log"]);
  expect(await init(directory)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Nothing to do: Acme, root/) });
});

test("three at once in one directory make one install, and leave nothing half made", async () => {
  const directory = scratchDirectory();
  const runs = await Promise.all(Array.from({ length: 3 }, () => init(directory)));
  expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(runs.filter(({ stdout }) => stdout.startsWith("Ready:")).length).toBe(1);
  expect(readdirSync(directory).sort()).toEqual(["data", "run", "server.log"]);
  expect((await openEmbedded(directory).quad("domain list")).code).toBe(0);
});

test("spaces, quotes, commas, other scripts and a path longer than a socket's may be are no obstacle", async () => {
  const directory = join(scratchDirectory(), `it's, Größe 東京 ${"long ".repeat(20)}`, "é'mbedded");
  const { code, stderr } = await init(directory);
  expect([code, stderr]).toEqual([
    0,
    `Later commands need: export QUAD_DATABASE_URL='pg:${directory.replaceAll("'", "'\\''")}'\n`,
  ]);
  const told = execFileSync("sh", ["-c", `${stderr.replace("Later commands need: ", "")} printenv QUAD_DATABASE_URL`]);
  expect(told.toString()).toBe(`pg:${directory}\n`);
  expect((await openEmbedded(directory).quad("domain list")).stdout).toMatch(/^\/acme\t/);
  expect(existsSync(join(directory, "run"))).toBe(false);
});

test("a comma and double quotes are none either", async () => {
  const directory = join(scratchDirectory(), 'a, "b"');
  expect((await init(directory)).code).toBe(0);
  expect((await openEmbedded(directory).quad("domain list")).stdout).toMatch(/^\/acme\t/);
});

test("a relative directory is taken from where the command runs, and named whole", async () => {
  const cwd = scratchDirectory({ plainUser: true });
  const { code, stderr } = await runProcess(`${initLine} --embedded ./install`, { cwd, plainUser: true });
  expect([code, stderr]).toEqual([0, `Later commands need: export QUAD_DATABASE_URL=pg:${cwd}/install\n`]);
  const listed = await runProcess("domain list", {
    cwd,
    plainUser: true,
    env: { QUAD_DATABASE_URL: "pg:install" },
  });
  expect(listed).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\/acme\t/) });
  openEmbedded(join(cwd, "install"));
});

test("in the default place nothing has to be mentioned", async () => {
  const home = scratchDirectory({ plainUser: true });
  const options = { plainUser: true, env: { XDG_DATA_HOME: home, QUAD_HOME: home } };
  expect(await runProcess(`${initLine} --embedded`, options)).toMatchObject({ code: 0, stderr: "" });
  expect(await runProcess("domain list", options)).toMatchObject({ code: 0 });
  openEmbedded(join(home, "quad/embedded"));
});

test("a directory that may not be written is refused with a sentence, and left as it was", async () => {
  const directory = scratchDirectory({ plainUser: true });
  chmodSync(directory, 0o555);
  expect(await runProcess(`${initLine} --embedded ${directory}/install`, { plainUser: true })).toEqual({
    code: 3,
    stdout: "",
    stderr: `${directory}/install cannot be used by this user.\nRun it as its owner, or choose another directory.\n`,
  });
  expect(await runProcess(`${initLine} --embedded ${directory}`, { plainUser: true })).toMatchObject({ code: 3 });
  expect(readdirSync(directory)).toEqual([]);
});

test("a file in the way is refused, and kept", async () => {
  const directory = scratchDirectory();
  writeFileSync(join(directory, "install"), "mine");
  const refused = {
    code: 5,
    stdout: "",
    stderr: expect.stringMatching(/install\S* is not a directory, and in the way\.\nChoose another directory\.\n$/),
  };
  expect(await init(join(directory, "install"))).toEqual(refused);
  expect(await init(join(directory, "install", "below"))).toEqual(refused);
  expect(statSync(join(directory, "install")).size).toBe(4);
});

test("a data directory that is no cluster is refused, and kept", async () => {
  const directory = scratchDirectory();
  mkdirSync(join(directory, "data"));
  writeFileSync(join(directory, "data", "thesis.txt"), "mine");
  expect(await init(directory)).toEqual({
    code: 5,
    stdout: "",
    stderr: `${directory}/data is not a database cluster, and in the way.\nChoose another directory: quad init --embedded DIR\n`,
  });
  expect(readdirSync(join(directory, "data"))).toEqual(["thesis.txt"]);
});

test("what is missing on the command line is said before anything is made", async () => {
  const directory = scratchDirectory();
  expect(await runQuad(`init --company Acme --embedded ${directory}`)).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^Missing: --admin EMAIL, --root SLUG\./),
  });
  expect(readdirSync(directory)).toEqual([]);
});
