import { expect, test } from "vitest";
import { withConnection } from "../../postgres/connect.ts";
import { parseTarget } from "../../postgres/target.ts";
import { pgbouncer } from "../../testing/pgbouncer.ts";
import { everyKindMigrating, patchInstall } from "../install.testing.ts";

test("behind a pooler a patch is refused; past it, it takes the sessions that the pooler holds, and gives them back", async () => {
  const { quad, patch, url, tree, database } = await patchInstall();
  const through = (await pgbouncer({ default_pool_size: 5 }))(url.slice(url.lastIndexOf("/") + 1));
  const archive = await patch(everyKindMigrating);
  const before = tree();
  const refused = await quad(`patch apply ${archive} --yes`, { env: { QUAD_DATABASE_URL: through } });
  expect([refused.code, refused.stderr]).toEqual([
    5,
    expect.stringMatching(
      /^every-kind-1\.0 migrates the database, and a pooler stands between quad and the server\.\n/,
    ),
  ]);
  expect(tree()).toEqual(before);
  const ask = () => withConnection(parseTarget(through), (sql) => sql`select 1 as one`);
  for (const [fault, code] of [
    ["healthy.result:eio", 7],
    ["", 0],
  ] as const) {
    // The pooler keeps sessions open after this.
    expect(await Promise.all(Array.from({ length: 5 }, ask))).toHaveLength(5);
    const run = await quad(`patch apply ${archive} --yes --allow-older`, { env: { QUAD_FAULT: fault } });
    expect([run.code, run.stderr]).toEqual([code, expect.any(String)]);
    expect(await ask().catch(ask)).toEqual([{ one: 1 }]);
  }
  expect(await database()).toMatchObject({ postman_collections: { length: 100 } });
});
