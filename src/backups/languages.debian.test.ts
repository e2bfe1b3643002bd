import { execFileSync } from "node:child_process";
import { chownSync, mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { withMaintenance } from "../postgres/databases.ts";
import { serverOwner } from "../postgres/runtime.ts";
import { backupInstalls } from "./server.testing.ts";

// For the server, which is started by the first of these.
vi.stubEnv("LANGUAGE", "de");
const install = backupInstalls();

/** An install on a server that speaks German. */
async function german() {
  const made = await install();
  await withMaintenance(made.target, async (db) => {
    await db`alter system set lc_messages = 'C.UTF-8'`;
    await db`select pg_reload_conf()`;
  });
  return made;
}

test("that a server's disk is full, or a login may not, is no damage of a backup, whatever language it is said in", async () => {
  const { quad, sql, target, sockets, json } = await german();
  const place = mkdtempSync(join(sockets, "small-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=3m", "tmpfs", place]);
  const owner = await serverOwner();
  mkdirSync(join(place, "data"), { mode: 0o700 });
  if (owner) chownSync(join(place, "data"), owner.uid, owner.gid);
  onTestFinished(() => void execFileSync("umount", [place]));
  const name = `small_${target.database}`;
  await sql((db) => db.unsafe(`create tablespace ${name} location '${place}/data'`));
  await sql((db) =>
    db.unsafe(`create table wide tablespace ${name} as select repeat('x', 1000) as x from generate_series(1, 1800)`),
  );
  const { path } = await json("patch backup");
  expect(await quad(["patch", "backup", "verify", path])).toMatchObject({
    code: 6,
    stderr: expect.stringContaining("There is no room on the disk for what psql writes."),
  });
  await sql((db) => db`drop table wide`);
  await sql((db) => db.unsafe(`drop tablespace ${name}`));
  const { path: other } = await json("patch backup");
  await sql((db) => db.unsafe(`create role weak_${target.database} login createdb`));
  onTestFinished(() => sql((db) => db.unsafe(`drop role weak_${target.database}`)).then(() => {}));
  const env = {
    QUAD_DATABASE_URL: `postgresql://weak_${target.database}@${encodeURIComponent(sockets)}/${target.database}`,
  };
  const refused = await quad(["patch", "backup", "verify", other], { env });
  expect([refused.code, refused.stderr]).toEqual([3, expect.stringMatching(/may not restore it: /)]);
  expect((await json("patch backup --list")).map(({ problems }: { problems: object }) => problems)).toEqual([[], []]);
});
