import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { testInstall } from "../../../testing/install.ts";

const home = async () => {
  const install = await testInstall();
  return { ...install, backups: join(install.directory, ".quad/backups") };
};

test.each([
  ["patch backup --list --prune", "--list and --prune do not go together."],
  ["patch backup --dry-run", "--dry-run goes with --prune."],
  ["patch backup --prune", "--prune wants --keep-last N or --keep-daily N."],
  ["patch backup --list --keep-last 3", "--list removes nothing: leave out --keep-last and --keep-daily."],
  ["patch backup --list --encrypt-to age1x", "--encrypt-to goes with a backup that is made."],
  ["patch backup --keep-last 0", '"0" is no number of backups, from 1 to 99999.'],
  ["patch backup --keep-daily many", '"many" is no number of backups, from 1 to 99999.'],
  ["patch backup --out ''", "A path cannot be empty."],
])("%s is refused", async (line, message) => {
  const { quad } = await home();
  const { code, stdout, stderr } = await quad(line);
  expect([code, stdout, stderr.split("\n")[0]]).toEqual([2, "", message]);
});

test.each([
  "age1x",
  "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8q",
  "AGE-SECRET-KEY-1QQQ",
  "ssh-ed25519 AAAA",
])("%s is no recipient, and nothing is left of the attempt", async (recipient) => {
  const { quad, backups } = await home();
  const { code, stderr } = await quad(["patch", "backup", "--encrypt-to", recipient]);
  expect([code, stderr]).toEqual([2, expect.stringMatching(/ is no recipient of age\.\nIt is what age-keygen prints/)]);
  expect(stderr).not.toContain("SECRET-KEY-1QQQ");
  expect(readdirSync(backups)).toEqual([".lock"]);
});

test("without a pg_dump of the server's version it says which package has one", async () => {
  const { quad, backups, withSql, directory } = await home();
  const [{ major }] = await withSql(
    (sql) => sql<[{ major: number }]>`
    select current_setting('server_version_num')::int / 10000 as major`,
  );
  mkdirSync(join(directory, "app"));
  // None is newer than this.
  const { code, stderr } = await quad("patch backup", { env: { PATH: "/usr/bin:/bin" } });
  if (code === 0) return expect(existsSync(`/usr/lib/postgresql/${major}/bin/pg_dump`)).toBe(true);
  expect([code, stderr]).toEqual([
    6,
    expect.stringContaining(
      `There is no pg_dump of Postgres ${major}, as the server is one, on this host.\nInstall it: apt-get install postgresql-client-${major}\n`,
    ),
  ]);
  expect(readdirSync(backups)).toEqual([".lock"]);
});

test("where there is no backup, there is nothing to list, to prune and to verify", async () => {
  const { quad, directory } = await home();
  expect(await quad("patch backup --list")).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(await quad("patch backup --list --json")).toMatchObject({ code: 0, stdout: "[]\n" });
  expect(await quad("patch backup --prune --keep-last 1 --dry-run")).toEqual({
    code: 0,
    stdout: "Nothing to remove; 0 backups are kept.\n",
    stderr: "Nothing was changed: --dry-run.\n",
  });
  expect(existsSync(join(directory, ".quad"))).toBe(false);
  for (const named of ["latest", "2026-02-01T023000Z-0f3e5a", "/nowhere"]) {
    const { code, stderr } = await quad(["patch", "backup", "verify", named]);
    expect([code, stderr]).toEqual([4, expect.stringMatching(/^There is no backup in \//)]);
  }
  expect((await quad(["patch", "backup", "verify", "\0/"])).stderr).toBe('"\\u0000/" is no path.\n');
  expect(await quad("patch backup verify yesterday")).toEqual({
    ...{ code: 4, stdout: "" },
    stderr: `There is no backup yesterday: not in ${directory}/.quad/backups, and no directory here.\nSee which there are: quad patch backup --list\n`,
  });
});

test("what stands in place of a backup is listed as damaged, and what only looks like one is none", async () => {
  const { quad, backups } = await home();
  mkdirSync(join(backups, "2026-02-01T023000Z-0f3e5a/manifest.json"), { recursive: true });
  mkdirSync(join(backups, "2026-02-02T023000Z-0f3e5a"));
  writeFileSync(join(backups, "2026-02-02T023000Z-0f3e5a/manifest.json"), "null");
  mkdirSync(join(backups, "2026-02-03T023000Z-0f3e5a"));
  // Nobody writes into them, and nobody waits for that.
  for (const file of ["manifest.json", "verified.json"])
    execFileSync("mkfifo", [join(backups, "2026-02-03T023000Z-0f3e5a", file)]);
  mkdirSync(join(backups, "2026-99-99T996060Z-0f3e5a"));
  const { code, stdout } = await quad("patch backup --list --json");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject([
    { name: "2026-02-03T023000Z-0f3e5a", problems: ["manifest.json is no file, or far too long."] },
    { name: "2026-02-02T023000Z-0f3e5a", problems: ["manifest.json was changed after it was written."] },
    { name: "2026-02-01T023000Z-0f3e5a", problems: ["manifest.json is no file, or far too long."] },
  ]);
  symlinkSync("round", join(backups, "round"));
  const { stdout: checks } = await quad("doctor --json", { env: { QUAD_BACKUP_DIR: join(backups, "round") } });
  expect(JSON.parse(checks)).toContainEqual(
    expect.objectContaining({
      name: "backups",
      state: "warning",
      found: expect.stringContaining("is not a directory"),
    }),
  );
});

test("there may be more backups than files may be open", async () => {
  const { backups } = await home();
  for (let i = 100; i < 300; i += 1) {
    const directory = join(backups, `2026-02-01T023000Z-000${i}`);
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, "manifest.json"), "{}");
  }
  const line = `ulimit -n 64; exec "$0" "$@" patch backup --list --out "${backups}"`;
  const { stdout, stderr } = spawnSync("sh", ["-c", line, process.execPath, inject("program")], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(stdout.trim().split("\n")).toHaveLength(200);
});

test("a directory that is not there, and one that cannot be made, are named", async () => {
  const { quad, directory } = await home();
  expect(await quad("patch backup", { env: { QUAD_HOME: join(directory, "none") } })).toMatchObject({
    code: 4,
    stderr: `There is no install directory ${join(directory, "none")}.\nName it: --home DIR, or QUAD_HOME\n`,
  });
  const { code, stderr } = await quad("patch backup --out /dev/null/x");
  expect([code, stderr]).toEqual([5, expect.stringContaining("/dev/null/x is not a directory, and in the way.")]);
});

test("where backups are is said by the flag, the environment, the config file, or is in the install directory", async () => {
  const { quad, directory } = await home();
  const said = async (line: string, env = {}) => (await quad(line, { env })).stderr.split("\n")[0];
  const verify = "patch backup verify latest";
  expect(await said(verify)).toBe(`There is no backup in ${directory}/.quad/backups.`);
  writeFileSync(join(directory, "quad.yaml"), "backup_dir: kept\n");
  expect(await said(verify)).toBe(`There is no backup in ${directory}/kept.`);
  expect(await said(verify, { QUAD_BACKUP_DIR: "/mnt/environment" })).toBe("There is no backup in /mnt/environment.");
  expect(await said(`${verify} --out /mnt/flag`, { QUAD_BACKUP_DIR: "/mnt/environment" })).toBe(
    "There is no backup in /mnt/flag.",
  );
});
