import { join } from "node:path";
import { expect, test } from "vitest";
import { openEmbedded } from "../testing/embedded.ts";
import { runQuad } from "../testing/install.ts";
import { scratchDirectory } from "../testing/processes.ts";

test("the demo tells its story on an install of its own, which stays to go on with", async () => {
  const directory = join(scratchDirectory(), "a demo");
  const first = await runQuad(["demo", directory]);
  expect(first.code).toBe(0);
  expect(first.stderr).toMatch("$ quad domain move annuities --to wealth-management");
  expect(first.stdout).toMatch(`\n  export QUAD_DATABASE_URL='pg:${directory}'\n`);
  const { quad } = openEmbedded(directory);
  expect((await quad("domain show annuities")).stdout).toMatch("/massmutual/wealth-management/annuities");
  expect(await runQuad(["demo", directory, "--json"])).toEqual({
    code: 0,
    stdout: `${JSON.stringify({ url: `pg:${directory}`, created: false }, null, 2)}\n`,
    stderr: "",
  });
});
