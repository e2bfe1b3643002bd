import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { packageRoot } from "../../install/package.ts";
import { runQuad } from "../../testing/install.ts";
import { runProcess, scratchDirectory } from "../../testing/processes.ts";

const quad = `PATH=/usr/local/bin:/usr/bin:/bin ${process.execPath} ${packageRoot()}/bin/quad.js`;

/** Where no platform is installed, as on a developer's machine, one job would fail each night. */
const nothingToBackUp =
  "There is no install directory /opt/quad-platform to back up: name it (--home DIR), or leave the job out (--only).\n";

/** A crontab in a file, and quad with a home where it may keep its lock. */
function crontab(text: string) {
  const directory = scratchDirectory();
  const file = join(directory, "crontab");
  writeFileSync(file, text);
  return {
    file,
    directory,
    text: () => readFileSync(file, "latin1"),
    quad: (line: string, env: Readonly<Record<string, string>> = {}) =>
      runQuad([...line.split(" "), "--crontab", file], { env: { HOME: directory, ...env } }),
  };
}

test("the jobs go below what is there, between two lines of quad's own", async () => {
  const { quad: run, file, text } = crontab("MAILTO=ops\n0 3 * * 0 tar -cf /backup/$(date +\\%F).tar /srv\r\n");
  expect(await run("cron install")).toEqual({
    code: 0,
    stdout: `Wrote 7 jobs to ${file}.
seal	hourly at :05	quad audit seal --quiet
backup	daily at 02:30	quad patch backup --keep-last 7 --keep-daily 30 --quiet
keys	daily at 07:00	quad key expiring --within 30d
requests	daily at 07:15	quad request refresh
branches	daily at 23:15	quad branch scan --all --quiet
snapshot	daily at 23:45	quad workload snapshot --if-needed --quiet
mail	every 5 minutes	quad mail flush --if-configured --quiet
`,
    stderr: nothingToBackUp,
  });
  expect(text()).toBe(`MAILTO=ops
0 3 * * 0 tar -cf /backup/$(date +\\%F).tar /srv\r
# quad: begin /opt/quad-platform
# Written by: quad cron install
# Run that to change it, and quad cron remove to take it out.
# seal: seals what is new in the trail
5 * * * * ${quad} audit seal --quiet
# backup: backs the install up, and lets old backups go
30 2 * * * ${quad} patch backup --keep-last 7 --keep-daily 30 --quiet
# keys: names the keys that expire before long; silent when there are none
0 7 * * * ${quad} key expiring --within 30d
# requests: says what is new of the integrations that were asked for; silent when nothing is
15 7 * * * ${quad} request refresh
# branches: reads the branches of every repository
15 23 * * * ${quad} branch scan --all --quiet
# snapshot: keeps the day's workload
45 23 * * * ${quad} workload snapshot --if-needed --quiet
# mail: sends the mail that waits
*/5 * * * * ${quad} mail flush --if-configured --quiet
# quad: end /opt/quad-platform
`);
});

test("a second run changes nothing, and says so; other flags change the block alone", async () => {
  const { quad: run, file, text } = crontab("0 3 * * 0 true");
  await run("cron install");
  const { mtimeMs } = statSync(file);
  expect(await run("cron install")).toEqual({
    code: 0,
    stdout: `Nothing to do: ${file} has 7 jobs, as they are to be.\n`,
    stderr: nothingToBackUp,
  });
  expect(statSync(file).mtimeMs).toBe(mtimeMs);
  writeFileSync(file, `${text()}\n0 4 * * * true\n`);
  const { stdout, stderr } = await run("cron install --only seal,snapshot --at snapshot=22:30 --at seal=:50");
  expect(stdout.split("\n").slice(1, 3)).toEqual([
    "seal\thourly at :50\tquad audit seal --quiet",
    "snapshot\tdaily at 22:30\tquad workload snapshot --if-needed --quiet",
  ]);
  expect(stderr).toBe("Before, it was: quad cron install\n");
  expect(text()).toBe(`0 3 * * 0 true
# quad: begin /opt/quad-platform
# Written by: quad cron install --only seal,snapshot --at seal=:50 --at snapshot=22:30
# Run that to change it, and quad cron remove to take it out.
# seal: seals what is new in the trail
50 * * * * ${quad} audit seal --quiet
# snapshot: keeps the day's workload
30 22 * * * ${quad} workload snapshot --if-needed --quiet
# quad: end /opt/quad-platform
0 4 * * * true
`);
});

test("with --dry-run what would be written is printed, and is not", async () => {
  const { quad: run, file, text } = crontab("");
  expect(await run("cron install --dry-run --only seal")).toEqual({
    code: 0,
    stdout: `${file}:
# quad: begin /opt/quad-platform
# Written by: quad cron install --only seal
# Run that to change it, and quad cron remove to take it out.
# seal: seals what is new in the trail
5 * * * * ${quad} audit seal --quiet
# quad: end /opt/quad-platform
`,
    stderr: "Nothing was changed: --dry-run.\n",
  });
  expect(text()).toBe("");
});

test("whom cron mails is said for the block, and is what it was before for the lines below", async () => {
  const { quad: run, text } = crontab("MAILTO=root\nMAILTO = 'ops team'\n");
  await run("cron install --only seal --mail-to it@massmutual.com,ops");
  expect(text().match(/^MAILTO.*$/gm)).toEqual([
    "MAILTO=root",
    "MAILTO = 'ops team'",
    "MAILTO=it@massmutual.com,ops",
    "MAILTO='ops team'",
  ]);
});

test("two installs have a block each, and each job is told which is its own", async () => {
  const { quad: run, text } = crontab("");
  await run("cron install --only seal");
  await run("cron install --only seal", { QUAD_HOME: "/srv/100 % quad's" });
  await run("cron install --only keys --home /srv/two");
  expect(text().match(/^(# quad: .*|\d.*)$/gm)).toEqual([
    "# quad: begin /opt/quad-platform",
    `5 * * * * ${quad} audit seal --quiet`,
    "# quad: end /opt/quad-platform",
    "# quad: begin /srv/100 % quad's",
    `5 * * * * ${quad.replace(" ", " QUAD_HOME='/srv/100 \\% quad'\\''s' ")} audit seal --quiet`,
    "# quad: end /srv/100 % quad's",
    "# quad: begin /srv/two",
    `0 7 * * * ${quad.replace(" ", " QUAD_HOME=/srv/two ")} key expiring --within 30d`,
    "# quad: end /srv/two",
  ]);
});

test("the jobs go the same ways as this run, but by no proxy that wants a password", async () => {
  const { quad: run, text, directory } = crontab("");
  const env = { QUAD_HOME: directory, DOCKER_HOST: "unix:///run/user/1000/docker.sock", NO_PROXY: "localhost" };
  expect((await run("cron install --only requests", { ...env, HTTPS_PROXY: "http://proxy:3128" })).stderr).toBe("");
  expect(text()).toMatch(` DOCKER_HOST=${env.DOCKER_HOST} HTTPS_PROXY=http://proxy:3128 NO_PROXY=localhost `);
  const secret = { ...env, HTTPS_PROXY: "http://me:s3cret@proxy:3128", http_proxy: "me:s3cret@proxy:3128" };
  expect((await run("cron install --only requests", secret)).stderr).toBe(
    `HTTPS_PROXY has a password, and no password is written: the jobs go without that proxy.
http_proxy has a password, and no password is written: the jobs go without that proxy.
`,
  );
  expect(text()).not.toMatch(/s3cret|PROXY=http|http_proxy/);
});

test("what this run was told by its environment, the jobs are told; passwords they are not", async () => {
  const { quad: run, text } = crontab("");
  const env = { QUAD_CONFIG: join(scratchDirectory(), "q.yaml"), PGHOST: "db.internal", PGUSER: "quad" };
  writeFileSync(env.QUAD_CONFIG, "");
  await run("cron install --only seal --database-url postgresql://quad@db/quad", env);
  expect(text()).toMatch(
    ` QUAD_CONFIG=${env.QUAD_CONFIG} QUAD_DATABASE_URL=postgresql://quad@db/quad PGHOST=db.internal PGUSER=quad `,
  );
  await run("cron install --only seal --database-url pg:relative");
  expect(text()).toMatch(` QUAD_DATABASE_URL=pg:${process.cwd()}/relative `);
  const hint = `Put it where the jobs find it: the URL as database_url in /etc/quad/quad.yaml, or the password in ~/.pgpass;
both readable for their owner alone (chmod 600). Then leave it out here.
`;
  const before = text();
  const secret = "postgresql://quad:s3cret@db/quad";
  expect(await run("cron install", { QUAD_DATABASE_URL: secret })).toEqual({
    code: 2,
    stdout: "",
    stderr: `The database URL of QUAD_DATABASE_URL has a password, and no password is written for the jobs.\n${hint}`,
  });
  for (const url of [
    secret,
    "postgresql://quad@db/quad?password=s3cret",
    "postgresql://quad@db/quad?pass%77ord=s3cret",
  ]) {
    expect(await run(`cron install --database-url ${url}`)).toMatchObject({
      code: 2,
      stderr: `The database URL of --database-url has a password, and no password is written for the jobs.\n${hint}`,
    });
  }
  expect(await run("cron install", { PGPASSWORD: "s3cret" })).toMatchObject({ code: 2 });
  expect(await run("cron show", { QUAD_DATABASE_URL: secret })).toMatchObject({ code: 0 });
  expect(text()).toBe(before);
});

test.each([
  ["--only nope", `There is no job "nope".\nThere are seal, backup, keys, requests, branches, snapshot, mail.\n`],
  ["--at nope=1:00", `There is no job "nope".\nThere are seal, backup, keys, requests, branches, snapshot, mail.\n`],
  ["--at seal", `"seal" is no job and its time.\nWrite it: --at snapshot=22:30\n`],
  [
    "--at seal=25:00",
    `"25:00" is no time.\nWrite 22:30 for each day, :05 for each hour, :00/5 for every five minutes (or another part of an hour).\n`,
  ],
  ["--only seal --at keys=1:00", "--at names keys, which --only leaves out.\n"],
  ["--mail-to a\nb", `"a\\nb" is nobody cron could mail.\n`],
  ["--systemd", "Jobs go into a crontab or to systemd, not both.\nLeave out --crontab, or --systemd.\n"],
  ["--home /a\tb", `The install directory has a character that neither a crontab nor a unit can hold: "/a\\tb".\n`],
  ["--home /a\\b", `A crontab cannot hold "/a\\\\b": cron programs read a backslash differently.\n`],
])("install %j is refused", async (flags, message) => {
  const { quad: run, text } = crontab("5 * * * * true\n");
  const { code, stderr } = await run(`cron install ${flags}`);
  expect(code).toBe(2);
  expect(stderr.startsWith(message)).toBe(true);
  expect(text()).toBe("5 * * * * true\n");
});

test("a block that is broken is not touched, and its lines are named", async () => {
  const { quad: run, file } = crontab("MAILTO=x\n# quad: begin /opt/quad-platform\n5 * * * * true\n");
  for (const verb of ["install", "remove", "show"]) {
    expect(await run(`cron ${verb}`)).toEqual({
      code: 5,
      stdout: "",
      stderr: `The block of quad for /opt/quad-platform in ${file} does not begin once and end once; nothing was changed.
line 2: # quad: begin /opt/quad-platform
Take its lines out by hand, then: quad cron install --crontab ${file}
`,
    });
  }
});

test.each(["/etc/crontab", "/etc/cron.d/quad", "/etc/../etc/cron.d/quad"])(
  "%s, whose lines name a user, is refused",
  async (file) => {
    const run = await runQuad(["cron", "install", "--dry-run", "--crontab", file], {
      env: { HOME: scratchDirectory() },
    });
    expect(run).toEqual({
      code: 2,
      stdout: "",
      stderr: `The lines of ${file.replace("/etc/..", "")} name the user that they run as; quad writes those of a user's own crontab.
Leave the file out, for this user's crontab: quad cron install --crontab
Or use timers: quad cron install --systemd
`,
    });
  },
);

test("a flag is not taken for a directory, nor for an address", async () => {
  const { quad: run } = crontab("");
  for (const [flags, said] of [
    ["--directory --dry-run", '"--dry-run" is no directory.'],
    ["--mail-to --dry-run", '"--dry-run" is nobody cron could mail.'],
  ]) {
    const { code, stderr } = await run(`cron install ${flags}`);
    expect([code, stderr.split("\n")[0]]).toEqual([2, said]);
  }
});

test("a link to a crontab stays one, and the file keeps its mode", async () => {
  const { quad: run, file, directory } = crontab("");
  const real = join(directory, "real");
  writeFileSync(real, "MAILTO=x\n", { mode: 0o600 });
  rmSync(file);
  symlinkSync(real, file);
  expect((await run("cron install")).code).toBe(0);
  expect(readFileSync(real, "utf8")).toMatch(/^MAILTO=x\n# quad: begin/);
  expect(statSync(real).mode & 0o777).toBe(0o600);
  expect(readdirSync(directory).filter((name) => name.startsWith(".crontab") || name.startsWith(".real"))).toEqual([]);
});

test("a crontab that nobody here may write, or that is none, is said to be so", async () => {
  const directory = scratchDirectory();
  writeFileSync(join(directory, "crontab"), "");
  const home = scratchDirectory({ plainUser: true });
  const run = (file: string) =>
    runProcess(["cron", "install", "--crontab", file], { plainUser: true, env: { HOME: home } });
  expect(await run(join(directory, "new"))).toEqual({
    code: 3,
    stdout: "",
    stderr: `${directory}/new cannot be used by this user.\nRun it as its owner, or choose another directory.\n`,
  });
  expect(await run(home)).toMatchObject({ code: 5, stderr: `${home} is a directory.\n` });
});

test("without crontab and systemd there is nowhere to put a job", async () => {
  const env = { HOME: scratchDirectory(), PATH: scratchDirectory() };
  expect(await runQuad("cron install --crontab", { env })).toEqual({
    code: 6,
    stdout: "",
    stderr:
      "The program crontab was not found on PATH.\nInstall it: apt-get install cron\nOr use timers: quad cron install --systemd\n",
  });
});

test("many installs at once lose no line of each other", async () => {
  const { file, directory, text } = crontab("MAILTO=x\n5 * * * * true");
  const homes = Array.from({ length: 8 }, () => scratchDirectory()).sort();
  const runs = homes.map((home) =>
    runProcess(["cron", "install", "--crontab", file, "--home", home], { env: { HOME: directory } }),
  );
  expect((await Promise.all(runs)).map(({ code, stderr }) => [code, stderr])).toEqual(homes.map(() => [0, ""]));
  expect(
    text()
      .match(/^# quad: begin .*$/gm)
      ?.sort(),
  ).toEqual(homes.map((home) => `# quad: begin ${home}`));
  expect(text().startsWith("MAILTO=x\n5 * * * * true\n")).toBe(true);
});

test("a job's command line runs as cron runs it: by sh, with next to nothing around it", async () => {
  const { file, directory, text } = crontab("");
  const home = join(directory, "quad's 100 %");
  mkdirSync(home);
  const done = await runProcess(["cron", "install", "--only", "seal", "--crontab", file, "--home", home], {
    env: { HOME: directory },
  });
  expect(done.code).toBe(0);
  const [, line = ""] = /^5 \* \* \* \* (.*)$/m.exec(text()) ?? [];
  expect(line).toContain(inject("program"));
  // cron's part: a percent sign loses its backslash.
  const ran = spawnSync("/bin/sh", ["-c", line.replaceAll("\\%", "%")], {
    cwd: directory,
    encoding: "utf8",
    env: { HOME: directory, LOGNAME: "root", PATH: "/usr/bin:/bin", SHELL: "/bin/sh" },
  });
  expect(ran.status).toBe(6);
  expect(ran.stderr).toMatch("No Postgres is configured, and none was found.");
  expect(ran.stderr).toMatch(`${home}/docker-compose.yml`);
});
