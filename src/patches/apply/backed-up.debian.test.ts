import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type BackupInstall, backupInstalls, newKey } from "../../backups/server.testing.ts";
import { scratchDirectory } from "../../testing/processes.ts";
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

async function applied(prepare?: (made: BackupInstall) => void) {
  const made = await install();
  prepare?.(made);
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
  // Whatever else is let go, what the patch is taken back to stays.
  for (const kept of [2, 2]) {
    expect((await quad("patch backup --keep-last 1")).code).toBe(0);
    expect(await json("patch backup --list")).toHaveLength(kept);
  }
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
  expect(await json("patch backup --list")).toHaveLength(3);
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

test("the backup before a patch is encrypted where the install's are, and going back to it wants the key", async () => {
  const directory = scratchDirectory();
  const [own, other] = [newKey(directory, "own"), newKey(directory, "other")];
  const { quad, json, before, sql, ...made } = await applied(({ home }) =>
    writeFileSync(join(home, "quad.yaml"), `backup_encrypt_to: [${own.recipient}]\n`),
  );
  expect(await json("patch backup --list")).toMatchObject([{ whole: true, encrypted: true }]);
  const back = "patch rollback every-kind-1.0 --yes";
  for (const [line, message] of [
    [`${back} --discard-writes`, /^The backup .* is encrypted to age1.*\n.*--identity FILE\n$/],
    [`${back} --discard-writes --identity ${other.file}`, /^None of the identities is one that /],
    [`${back} --identity ${own.file}`, /^--identity goes with --discard-writes\.\n/],
  ] as const) {
    const refused = await quad(line);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(message)]);
  }
  expect(await json("patch backup --list")).toHaveLength(1);
  const run = await quad(`${back} --discard-writes --identity ${own.file}`);
  expect([run.code, run.code ? run.stderr : ""]).toEqual([0, ""]);
  expect(await stateOf({ quad, json, sql, ...made })).toEqual(before);
  expect(await json("patch backup --list")).toMatchObject([{ encrypted: true }, { encrypted: true }]);
  // What is said for one run goes before what the install says.
  const flag = await quad(["patch", "backup", "--encrypt-to", other.recipient]);
  expect([flag.code, flag.stderr]).toEqual([0, expect.not.stringContaining("in the clear")]);
  expect((await quad(`patch backup verify latest --identity ${other.file}`)).code).toBe(0);
  const wrong = await quad("patch backup", { env: { QUAD_BACKUP_ENCRYPT_TO: "age1x" } });
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringMatching(/^age1x is no recipient of age/)]);
});
