import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, inject, test } from "vitest";
import { initLine, openEmbedded } from "../testing/embedded.ts";
import { runProcess, scratchDirectory } from "../testing/processes.ts";
import { withConnection } from "./connect.ts";
import { postmaster } from "./postmaster.ts";
import { parseTarget } from "./target.ts";

const env = { QUAD_HOME: "/nonexistent" };

test("for root the server runs as a user without rights", async () => {
  const directory = scratchDirectory();
  expect(await runProcess(`${initLine} --embedded ${directory}`, { env })).toMatchObject({ code: 0 });
  const { data, url } = openEmbedded(directory);
  await withConnection(parseTarget(url), async () => {
    const server = await postmaster(data);
    expect(statSync(`/proc/${server?.pid}`).uid).not.toBe(0);
  });
  expect(statSync(data).uid).not.toBe(0);
  expect(statSync(join(directory, "run")).mode & 0o777).toBe(0o700);
});

test("a directory below one that only root can enter is refused with a hint, and nothing is made", async () => {
  const home = scratchDirectory();
  chmodSync(home, 0o700);
  const link = join(scratchDirectory(), "link");
  symlinkSync(home, link);
  for (const directory of [join(home, "install"), join(link, "install")]) {
    expect(await runProcess(`${initLine} --embedded ${directory}`, { env })).toEqual({
      code: 2,
      stdout: "",
      stderr:
        `${directory} cannot be entered by the unprivileged user that Postgres runs as for root.\n` +
        "Choose a directory outside of root's home: quad init --embedded /var/lib/quad/embedded\n",
    });
  }
  expect(readdirSync(home)).toEqual([]);
});

test("a strict umask of root's is no obstacle", async () => {
  const directory = join(scratchDirectory(), "new", "install");
  const line = `umask 077; exec '${process.execPath}' '${inject("program")}' ${initLine} --embedded ${directory}`;
  execFileSync("sh", ["-c", line], { env: { ...env, PATH: process.env.PATH }, stdio: "pipe" });
  expect((await openEmbedded(directory).quad("domain list")).stdout).toMatch(/^\/acme\t/);
});

test("binaries where only root can read them are copied beside the data once", async () => {
  const home = scratchDirectory();
  cpSync(dirname(dirname(inject("program"))), join(home, "quad"), { recursive: true, verbatimSymlinks: true });
  chmodSync(home, 0o700);
  const directory = join(execFileSync("mktemp", ["-d", "-p", tmpdir()], { encoding: "utf8" }).trim(), "install");
  const program = join(home, "quad/bin/quad.js");
  try {
    const quad = (...words: string[]) =>
      execFileSync(process.execPath, [program, ...words], {
        env: { ...env, QUAD_DATABASE_URL: `pg:${directory}` },
        encoding: "utf8",
        stdio: "pipe",
      });
    chmodSync(dirname(directory), 0o755);
    expect(quad(...initLine.split(" "), "--embedded", directory)).toMatch(/^Ready: Acme/);
    const [copy = ""] = readdirSync(directory).filter((name) => name.startsWith("postgres-"));
    const made = statSync(join(directory, copy)).ctimeMs;
    expect(quad("domain", "list")).toMatch(/^\/acme\t/);
    expect(statSync(join(directory, copy)).ctimeMs).toBe(made);
  } finally {
    execFileSync("rm", ["-rf", dirname(directory)]);
  }
});

test("root can look after the install of somebody else, and leaves it theirs", async () => {
  const directory = scratchDirectory({ plainUser: true });
  const own = { plainUser: true, env: { ...env, QUAD_DATABASE_URL: `pg:${directory}` } };
  expect(await runProcess(`${initLine} --embedded ${directory}`, own)).toMatchObject({ code: 0 });
  const { data } = openEmbedded(directory);
  const { uid } = statSync(data);
  expect(await runProcess("domain create by-root --parent acme", { env: own.env })).toMatchObject({ code: 0 });
  expect(await runProcess("domain list", own)).toMatchObject({ code: 0, stdout: expect.stringMatching("by-root") });
  expect(new Set(readdirSync(directory).map((name) => statSync(join(directory, name)).uid))).toEqual(new Set([uid]));
});

test("somebody else's install is refused to a user without rights", async () => {
  const directory = scratchDirectory();
  await runProcess(`${initLine} --embedded ${directory}`, { env });
  const { data } = openEmbedded(directory);
  // The server's user may be the one that the tests take for a user without rights.
  execFileSync("chown", ["-R", "daemon", data]);
  for (const line of ["domain list", `${initLine} --embedded ${directory}`]) {
    expect(await runProcess(line, { plainUser: true, env: { ...env, QUAD_DATABASE_URL: `pg:${directory}` } })).toEqual({
      code: 3,
      stdout: "",
      stderr: `The embedded install in ${directory} belongs to another user.\nRun it as that user, or as root.\n`,
    });
  }
  expect(existsSync(data)).toBe(true);
});
