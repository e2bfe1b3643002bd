import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type BackupInstall, backupInstalls } from "../../backups/server.testing.ts";
import { contentOf, everyKindMigrating, sha256, signedPatch, type TestPatch, treeOf } from "../install.testing.ts";
import { newSecretKey } from "../signature/keygen.ts";
import { addKey } from "../trust/keys.ts";

const install = backupInstalls();

/** A patch that migrates, and cannot be migrated back. */
const oneWay: TestPatch = {
  ...everyKindMigrating,
  yaml: {
    files: { "app/server.js": { action: "replace", replaces: [sha256("server 1")] } },
    migrations: [
      { name: "tables", up: "1.sql", down: "1-down.sql" },
      { name: "rows", up: "2.sql", down: "2-down.sql" },
    ],
  },
};

async function applied() {
  const made = await install();
  const key = newSecretKey();
  await made.sql((sql) => addKey(sql, key.publicKey, { label: "the vendor" }));
  const before = await stateOf(made);
  const archive = await signedPatch(oneWay, join(made.home, ".."), key);
  const run = await made.quad(`patch apply ${archive} --yes`);
  expect([run.code, run.stderr]).toEqual([0, expect.stringMatching(/ s {2}backing up …\n.*unpacking beside/s)]);
  return { ...made, before };
}

const stateOf = async ({ home, sql }: BackupInstall) => ({ tree: treeOf(home), database: await sql(contentOf) });

test("a backup is made before a patch; what cannot be migrated back is taken back with it, and the writes since are backed up", async () => {
  const { quad, json, before, sql, ...made } = await applied();
  expect(await json("patch backup --list")).toMatchObject([{ whole: true }]);
  await quad("domain create later --parent acme --admin lead@acme.com");
  const refused = await quad("patch rollback every-kind-1.0 --yes");
  expect([refused.code, refused.stderr]).toEqual([
    5,
    expect.stringMatching(/rollback every-kind-1\.0 --discard-writes\n$/),
  ]);
  const run = await quad("patch rollback every-kind-1.0 --yes --discard-writes");
  expect([run.code, run.stdout]).toEqual([
    0,
    expect.stringMatching(/^Rolled back every-kind-1\.0 1\.0: .*\nThe database of before is kept as quad_kept_/),
  ]);
  expect(await stateOf({ quad, json, sql, ...made })).toEqual(before);
  expect((await quad("patch history")).stdout).toMatch(/^every-kind-1\.0\t1\t[\d-]+\t[\d-]+\t/);
  // The domain is gone, and its entry in the trail is not; and the writes are in the backup that was made first.
  const trail = await sql(
    (tx) => tx`select after ->> 'name' as name from QUAD_audit where table_name = 'quad_domains' and action = 'insert'`,
  );
  expect(trail.map(({ name }) => name)).toContain("later");
  expect((await quad("audit verify")).code).toBe(0);
  expect(await json("patch backup --list")).toHaveLength(2);
  expect((await quad("patch restore latest --yes --only-database")).code).toBe(0);
  expect((await quad("domain show later")).code).toBe(0);
  expect((await quad("patch restore --confirm --yes")).code).toBe(0);
});

test("without the backup of before there is nothing to go back to", async () => {
  const { quad, backups } = await applied();
  rmSync(backups, { recursive: true });
  const run = await quad("patch rollback every-kind-1.0 --yes --discard-writes");
  expect([run.code, run.stderr]).toEqual([
    5,
    expect.stringMatching(/^The backup from before every-kind-1\.0 is gone: /),
  ]);
  expect((await quad("patch rollback --discard-writes")).code).toBe(2);
});
