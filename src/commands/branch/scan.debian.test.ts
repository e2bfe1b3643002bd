import { expect, test } from "vitest";
import { branch } from "../../branches/git/repository.testing.ts";
import { branchInstall } from "../../branches/install.testing.ts";
import { pgbouncer } from "../../testing/pgbouncer.ts";

test("through pgbouncer, which lends a session for a transaction, scans at once are as one after the other", async () => {
  const { quad, path, url, json } = await branchInstall();
  const through = await pgbouncer({ default_pool_size: 2 });
  const env = { QUAD_DATABASE_URL: through(url.split("/").at(-1) ?? "") };
  for (let i = 1; i <= 20; i += 1) branch(path, `JIRA-${i}`, "main");
  const line = `branch scan --repo ${path} --domain life-insurance`;
  const runs = await Promise.all(["", "", " --as director@massmutual.com"].map((as) => quad(`${line}${as}`, { env })));
  expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(runs.filter(({ stderr }) => stderr.includes("20 new"))).toHaveLength(1);
  expect(await json("branch list")).toHaveLength(20);
});
