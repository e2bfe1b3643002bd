import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runQuad } from "../../testing/install.ts";
import { scratchDirectory } from "../../testing/processes.ts";

test("what is installed is taken out, and every byte of the rest is as it was", async () => {
  const directory = scratchDirectory();
  const file = join(directory, "crontab");
  const before = Buffer.from("# \xe9t\xe9\r\n5 * * * * date +\\%F %in\n\n*/5 * * * * true", "latin1");
  writeFileSync(file, before);
  const quad = (line: string) => runQuad([...line.split(" "), "--crontab", file], { env: { HOME: directory } });
  await quad("cron install");
  const installed = readFileSync(file);
  expect(await quad("cron remove --dry-run")).toEqual({
    code: 0,
    stdout: `Would remove 7 jobs from ${file}: seal, backup, keys, requests, branches, snapshot, mail.\n`,
    stderr: "Nothing was changed: --dry-run.\n",
  });
  expect(readFileSync(file)).toEqual(installed);
  expect(await quad("cron remove")).toEqual({
    code: 0,
    stdout: `Removed 7 jobs from ${file}: seal, backup, keys, requests, branches, snapshot, mail.\n`,
    stderr: "",
  });
  expect(readFileSync(file)).toEqual(before);
  expect(await quad("cron remove")).toEqual({
    code: 0,
    stdout: "No jobs are installed; there is nothing to remove.\n",
    stderr: "",
  });
});

test("another install's jobs stay", async () => {
  const directory = scratchDirectory();
  const file = join(directory, "crontab");
  const quad = (line: string) => runQuad([...line.split(" "), "--crontab", file], { env: { HOME: directory } });
  await quad("cron install --home /srv/one");
  const one = readFileSync(file);
  await quad("cron install --home /srv/two");
  await quad("cron remove --home /srv/two");
  expect(readFileSync(file)).toEqual(one);
});
