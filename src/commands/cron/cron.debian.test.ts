import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { unitFiles } from "../../cron/unit.ts";
import { words } from "../../testing/install.ts";
import { runProcess, scratchDirectory } from "../../testing/processes.ts";

// Debian's own crontab and cron, with the crontab of the user nobody, which has none.
const crontab = (words: readonly string[], input?: string) =>
  spawnSync("crontab", ["-u", "nobody", ...words], { encoding: "latin1", ...(input !== undefined && { input }) });

// After three lines of its own; what `crontab -l` prints is not what is in it, where that has carriage returns.
const spool = "/var/spool/cron/crontabs/nobody";

beforeEach(() => {
  crontab(["-r"]);
  onTestFinished(() => void crontab(["-r"]));
});

const quad = (line: string, env: Readonly<Record<string, string>> = {}) =>
  runProcess(line, { plainUser: true, env: { HOME: scratchDirectory({ plainUser: true }), ...env } });

test("the user's crontab gets the jobs, keeps the rest byte for byte, and is gone when nothing is left", async () => {
  const mine = "# \xe9t\xe9\nMAILTO=ops\r\n0 3 * * 0 tr -d \\r | date +\\%F%in\n\n\n";
  crontab(["-"], mine);
  const raw = () => readFileSync(spool, "latin1").split("\n").slice(3).join("\n");
  expect((await quad("cron install")).stdout).toMatch("Wrote 7 jobs to the crontab of nobody.\n");
  expect(raw().startsWith(`${mine}# quad: begin /opt/quad-platform\n`)).toBe(true);
  expect((await quad("cron install")).stdout).toMatch("Nothing to do: the crontab of nobody has 7 jobs");
  expect((await quad("cron show")).stdout.split("\n")[0]).toMatch(/\tthe crontab of nobody\tup to date$/);
  await quad("cron remove");
  expect(raw()).toBe(mine);
  crontab(["-r"]);
  await quad("cron install --only seal --mail-to it@massmutual.com");
  expect(crontab(["-l"]).stdout.match(/^MAILTO=.*$/gm)).toEqual(["MAILTO=it@massmutual.com", "MAILTO=nobody"]);
  await quad("cron remove");
  expect(crontab(["-l"])).toMatchObject({ status: 1, stderr: "no crontab for nobody\n" });
});

test("who may not have a crontab is told so, and what to do", async () => {
  writeFileSync("/etc/cron.deny", "nobody\n", { flag: "wx" });
  onTestFinished(() => rmSync("/etc/cron.deny"));
  expect(await quad("cron install")).toEqual({
    code: 3,
    stdout: "",
    stderr: `nobody may not have a crontab.
You (nobody) are not allowed to use this program (crontab)
See crontab(1) for more information
Let them, in /etc/cron.allow or /etc/cron.deny, or use timers: --systemd
`,
  });
});

test("a crontab that cron would not take is left, with what cron says of it", async () => {
  crontab(["-"], "5 * * * * true\n");
  writeFileSync(spool, readFileSync(spool, "utf8").replace("5 *", "5 99"));
  const { code, stderr } = await quad("cron install");
  expect(code).toBe(5);
  expect(stderr).toMatch(/^The crontab of nobody is not accepted as it would be; it was left as it is\.\n.*bad hour\n/);
  expect(crontab(["-l"]).stdout).toBe("5 99 * * * true\n");
});

test("jobs are not put into a crontab and to systemd both", async () => {
  const env = { HOME: scratchDirectory({ plainUser: true }) };
  await quad("cron install --systemd --only seal", env);
  expect(await quad("cron install", env)).toEqual({
    code: 5,
    stdout: "",
    stderr: `The jobs of /opt/quad-platform are in ${env.HOME}/.config/systemd/user already, and would run twice.
To move them, first: quad cron remove --systemd
To leave them there: quad cron install --systemd
`,
  });
  await quad("cron remove", env);
  expect((await quad("cron install", env)).code).toBe(0);
});

test("installs at once lose no line of each other, nor of anybody else", async () => {
  const homes = Array.from({ length: 6 }, (_, i) => `/srv/quad-${i}`);
  const env = { HOME: scratchDirectory({ plainUser: true }) };
  crontab(["-"], "0 1 * * * first\n");
  const runs = homes.map((home) => quad(`cron install --only seal --home ${home}`, env));
  expect((await Promise.all(runs)).map(({ code, stderr }) => [code, stderr])).toEqual(homes.map(() => [0, ""]));
  const { stdout } = crontab(["-l"]);
  expect(stdout.match(/^# quad: begin .*$/gm)?.sort()).toEqual(homes.map((home) => `# quad: begin ${home}`));
  expect(stdout.startsWith("0 1 * * * first\n")).toBe(true);
});

test("units pass systemd's own check, whatever the paths, for the host and for a user", () => {
  const directory = scratchDirectory();
  const odd = join(directory, `we"ird \\ 100%n $HOME's`);
  const node = join(directory, "the node %n $HOME", "node");
  mkdirSync(dirname(node));
  symlinkSync(process.execPath, node);
  const surroundings = {
    home: odd,
    usual: false,
    program: [node, join(odd, "quad.js")],
    variables: [["QUAD_HOME", odd]] as const,
  };
  for (const asRoot of [true, false]) {
    for (const { name, text } of unitFiles({}, surroundings, asRoot)) writeFileSync(join(directory, name), text);
    const files = readdirSync(directory).filter((name) => /\.(service|timer)$/.test(name));
    expect(files).toHaveLength(14);
    const verified = spawnSync("systemd-analyze", [...(asRoot ? [] : ["--user"]), "verify", "--man=no", ...files], {
      cwd: directory,
      env: { ...process.env, XDG_RUNTIME_DIR: directory },
      encoding: "utf8",
    });
    expect([verified.status, ourLines(verified.stderr)]).toEqual([0, ""]);
  }
});

/** What is said of units of quad; others of the machine may have their own faults. */
const ourLines = (said: string): string =>
  said
    .split("\n")
    .filter((line) => line.includes("quad"))
    .join("\n");

test("Debian's cron runs a job, and the job finds its install", { timeout: 90_000 }, async () => {
  const home = scratchDirectory({ plainUser: true });
  const install = join(home, "an install 100 %");
  const init = words("--company Acme --root acme --admin admin@acme.com");
  expect(
    (await runProcess(["init", "--embedded", install, ...init], { plainUser: true, env: { HOME: home } })).code,
  ).toBe(0);
  crontab(["-"], `HOME=${home}\n`);
  const soon = String(new Date(Date.now() + 60_000).getMinutes()).padStart(2, "0");
  const line = ["cron", "install", "--only", "seal", "--at", `seal=:${soon}`, "--database-url", `pg:${install}`];
  expect(await runProcess(line, { plainUser: true, env: { HOME: home } })).toMatchObject({ code: 0, stderr: "" });
  const cron = spawn("cron", ["-f"], { stdio: "ignore" });
  onTestFinished(() => void cron.kill());
  const audit = join(install, "audit");
  const sealed = () => existsSync(audit) && readdirSync(audit).some((name) => name.endsWith(".jsonl"));
  for (const deadline = Date.now() + 75_000; !sealed() && Date.now() < deadline; ) {
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  expect(sealed()).toBe(true);
});
