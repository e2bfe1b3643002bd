import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../install/package.ts";
import { runQuad } from "../../testing/install.ts";
import { isRoot, runProcess, scratchDirectory } from "../../testing/processes.ts";

function units() {
  const home = scratchDirectory();
  const directory = join(home, "units");
  return {
    directory,
    names: () => readdirSync(directory).sort(),
    text: (name: string) => readFileSync(join(directory, name), "utf8"),
    quad: (line: string, env: Readonly<Record<string, string>> = {}) =>
      runQuad([...line.split(" "), "--directory", directory], { env: { HOME: home, ...env } }),
  };
}

const systemctl = isRoot ? "systemctl" : "systemctl --user";

test("a job is a service and a timer; what has to be run is said where no systemd is told", async () => {
  const { quad, directory, names, text } = units();
  expect(await quad("cron install --only keys --at keys=6:30")).toEqual({
    code: 0,
    stdout: `Wrote 1 job to ${directory}.\nkeys\tdaily at 06:30\tquad key expiring --within 30d\n`,
    stderr: `To make the timers run, where systemd does:\n${systemctl} daemon-reload\n${systemctl} enable --now quad-keys.timer\n`,
  });
  expect(names()).toEqual(["quad-keys.service", "quad-keys.timer"]);
  expect(text("quad-keys.timer")).toBe(`# Written by quad cron install --only keys --at keys=06:30
# For the install in /opt/quad-platform; quad cron remove takes it out.

[Unit]
Description=quad: names the keys that expire before long; silent when there are none, daily at 06:30

[Timer]
OnCalendar=*-*-* 06:30:00
RandomizedDelaySec=30
Persistent=true

[Install]
WantedBy=timers.target
`);
  expect(text("quad-keys.service")).toMatch(
    `\nExecStart=${process.execPath} ${packageRoot()}/bin/quad.js key expiring --within 30d\n`,
  );
  for (const name of names()) expect(statSync(join(directory, name)).mode & 0o777).toBe(0o644);
});

test("a second run changes nothing; another choice takes the units out that it leaves out", async () => {
  const { quad, directory, names } = units();
  await quad("cron install");
  expect(names()).toHaveLength(14);
  expect(await quad("cron install")).toEqual({
    code: 0,
    stdout: `Nothing to do: ${directory} has 7 jobs, as they are to be.\n`,
    stderr: `There is no install directory /opt/quad-platform to back up: name it (--home DIR), or leave the job out (--only).\n`,
  });
  const { stderr } = await quad("cron install --only seal,keys");
  expect(names()).toEqual(["quad-keys.service", "quad-keys.timer", "quad-seal.service", "quad-seal.timer"]);
  expect(stderr).toBe(`Before, it was: quad cron install
To make the timers run, where systemd does:
${systemctl} disable --now quad-backup.timer quad-branches.timer quad-mail.timer quad-requests.timer quad-snapshot.timer
${systemctl} daemon-reload
${systemctl} daemon-reload
${systemctl} enable --now quad-seal.timer quad-keys.timer
`);
});

test("two installs have units of their own, by name as well", async () => {
  const { quad, names, text } = units();
  await quad("cron install --only seal");
  await quad("cron install --only seal", { QUAD_HOME: "/srv/größe/$x 100%" });
  expect(names()).toEqual([
    "quad-seal-srv-gr-e-x-100.service",
    "quad-seal-srv-gr-e-x-100.timer",
    "quad-seal.service",
    "quad-seal.timer",
  ]);
  expect(text("quad-seal-srv-gr-e-x-100.service")).toMatch('\nEnvironment="QUAD_HOME=/srv/größe/$x 100%%"\n');
  expect((await quad("cron install --only seal --home /srv/gr-e/x-100")).stderr).toBe(
    `What quad would write is there already, and not by quad for this install; nothing was changed.
quad-seal-srv-gr-e-x-100.service: for the install in /srv/größe/$x 100%
quad-seal-srv-gr-e-x-100.timer: for the install in /srv/größe/$x 100%
Move it away, or leave its job out: quad cron install --only JOB,…
`,
  );
  await quad("cron remove", { QUAD_HOME: "/srv/größe/$x 100%" });
  expect(names()).toEqual(["quad-seal.service", "quad-seal.timer"]);
});

test("what quad has not written is neither overwritten nor removed", async () => {
  const { quad, directory, names, text } = units();
  mkdirSync(directory);
  writeFileSync(join(directory, "quad-seal.timer"), "[Timer]\nOnCalendar=daily\n");
  writeFileSync(join(directory, "quad-mine.timer"), "# Written by me\n");
  symlinkSync("/dev/null", join(directory, "quad-keys.service"));
  expect(await quad("cron install")).toEqual({
    code: 5,
    stdout: "",
    stderr: `What quad would write is there already, and not by quad for this install; nothing was changed.
quad-keys.service: not written by quad cron install
quad-seal.timer: not written by quad cron install
Move it away, or leave its job out: quad cron install --only JOB,…
`,
  });
  expect(names()).toEqual(["quad-keys.service", "quad-mine.timer", "quad-seal.timer"]);
  await quad("cron install --only snapshot");
  await quad("cron remove");
  expect(names()).toEqual(["quad-keys.service", "quad-mine.timer", "quad-seal.timer"]);
  expect(text("quad-seal.timer")).toBe("[Timer]\nOnCalendar=daily\n");
});

test("units are shown, also when somebody has changed one, and removed with what has to be run", async () => {
  const { quad, directory, names } = units();
  await quad("cron install --only seal");
  expect((await quad("cron show")).stdout).toMatch(
    /^seal\thourly at :05\t\d{4}-\d\d-\d\d \d\d:05\tquad audit seal --quiet\t\S+\tup to date\n$/,
  );
  const timer = join(directory, "quad-seal.timer");
  writeFileSync(timer, readFileSync(timer, "utf8").replace(/^OnCalendar=.*$/m, "OnCalendar=weekly"));
  const { stdout, stderr } = await quad("cron show");
  expect(stdout).toBe(`seal\tweekly\t\tquad audit seal --quiet\t${directory}\tdiffers\n`);
  expect(stderr).toMatch("Write it: quad cron install --only seal\n");
  expect(await quad("cron remove")).toEqual({
    code: 0,
    stdout: `Removed 1 job from ${directory}: seal.\n`,
    stderr: `Where systemd runs them:\n${systemctl} disable --now quad-seal.timer\n${systemctl} daemon-reload\n`,
  });
  expect(names()).toEqual([]);
});

test("with --dry-run every file is printed, and none is written", async () => {
  const { quad, directory } = units();
  const { stdout, stderr } = await quad("cron install --only seal --dry-run");
  expect(stdout.match(/^\S+:$/gm)).toEqual([`${directory}/quad-seal.service:`, `${directory}/quad-seal.timer:`]);
  expect(stdout).toMatch("\nOnCalendar=*-*-* *:05:00\n");
  expect(stderr).toBe("Nothing was changed: --dry-run.\n");
  expect(existsSync(directory)).toBe(false);
});

test("systemd mails nothing, and no password is written into a unit", async () => {
  const { quad, directory } = units();
  expect(await quad("cron install --mail-to it@massmutual.com")).toMatchObject({
    code: 2,
    stderr: "systemd mails nothing; --mail-to is for a crontab.\nSee what failed: systemctl --failed\n",
  });
  expect(await quad("cron install --database-url postgresql://quad:s3cret@db/quad")).toMatchObject({ code: 2 });
  expect(existsSync(directory)).toBe(false);
});

test("a directory that this user may not write, or that is a file, is said to be so", async () => {
  const directory = scratchDirectory();
  const home = scratchDirectory({ plainUser: true });
  const run = (path: string) =>
    runProcess(["cron", "install", "--only", "seal", "--directory", path], { plainUser: true, env: { HOME: home } });
  if (isRoot) {
    expect(await run(directory)).toEqual({
      code: 3,
      stdout: "",
      stderr: `${directory}/quad-seal.service cannot be used by this user.\nRun it as its owner, or choose another directory.\n`,
    });
  }
  writeFileSync(join(directory, "file"), "");
  expect(await run(join(directory, "file"))).toMatchObject({ code: 5, stdout: "" });
});

test("a user's timers go to that user's systemd", async () => {
  const home = scratchDirectory({ plainUser: true });
  const { stdout } = await runProcess("cron install --systemd --only seal", { plainUser: true, env: { HOME: home } });
  expect(stdout).toMatch(`Wrote 1 job to ${home}/.config/systemd/user.\n`);
  expect(readFileSync(join(home, ".config/systemd/user/quad-seal.service"), "utf8")).not.toMatch(/^User=|^Protect/m);
});
