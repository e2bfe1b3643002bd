import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runQuad } from "../../testing/install.ts";
import { scratchDirectory } from "../../testing/processes.ts";

function crontab() {
  const directory = scratchDirectory();
  const file = join(directory, "crontab");
  return {
    file,
    quad: (line: string) => runQuad([...line.split(" "), "--crontab", file], { env: { HOME: directory } }),
  };
}

test("where nothing is installed it says how to", async () => {
  const { quad } = crontab();
  expect(await quad("cron show")).toEqual({
    code: 0,
    stdout: "",
    stderr: "No jobs of /opt/quad-platform are installed.\nInstall them: quad cron install\n",
  });
  expect((await quad("cron show --json")).stdout).toBe("[]\n");
});

test("each job is shown with its next run, its place, and what has written it", async () => {
  const { quad, file } = crontab();
  await quad("cron install --at snapshot=22:30");
  const { stdout, stderr } = await quad("cron show");
  expect(stderr).toBe("");
  const rows = stdout.trimEnd().split("\n");
  expect(rows.map((row) => row.split("\t").length)).toEqual(Array(7).fill(6));
  expect(rows[5]).toMatch(
    /^snapshot\tdaily at 22:30\t\d{4}-\d\d-\d\d 22:30\tquad workload snapshot --if-needed --quiet\t\S+\tup to date$/,
  );
  const shown = JSON.parse((await quad("cron show --json")).stdout);
  expect(shown[0]).toEqual({
    job: "seal",
    when: "hourly at :05",
    next: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:05:00\.000Z$/),
    command: "quad audit seal --quiet",
    where: file,
    writtenBy: "quad cron install --at snapshot=22:30",
    upToDate: true,
  });
  expect(new Date(shown[0].next).getTime() - Date.now()).toBeLessThanOrEqual(3_600_000);
});

test("what somebody has changed by hand is shown as it is, with what would write it again", async () => {
  const { quad, file } = crontab();
  await quad("cron install --only seal,keys");
  const text = readFileSync(file, "utf8");
  writeFileSync(
    file,
    text.replace("\n5 * * * * ", "\n*/20\t8-18 * * 1-5 ").replace(process.execPath, "/opt/node/bin/node"),
  );
  const { stdout, stderr } = await quad("cron show");
  expect(stdout.split("\n")[0]).toBe(`seal\t*/20 8-18 * * 1-5\t\tquad audit seal --quiet\t${file}\tdiffers`);
  expect(stderr).toBe(
    "What is there differs from what would be written now.\nWrite it: quad cron install --only seal,keys\n",
  );
  await quad("cron install --only seal,keys");
  expect(readFileSync(file, "utf8")).toBe(text);
});
