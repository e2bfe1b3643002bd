import { expect, onTestFinished, test } from "vitest";
import { backupInstalls } from "../backups/server.testing.ts";
import { eventually } from "../testing/processes.ts";
import { closeOff, renameDatabases, withMaintenance } from "./databases.ts";

const install = backupInstalls();

test("a database that is just being vacuumed is exchanged by whoever owns it", async () => {
  const { sql, target } = await install();
  const own = target.database;
  const role = `owner_${own}`;
  await sql(async (db) => {
    for (const statement of [
      "alter system set autovacuum_naptime = '1s'",
      "select pg_reload_conf()",
      `create role ${role} login createdb in role pg_signal_backend`,
      `alter database ${own} owner to ${role}`,
      "create table slow as select repeat('x', 500) as text from generate_series(1, 20000)",
      "alter table slow set (autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0)",
      "alter table slow set (autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 10)",
      "delete from slow",
    ])
      await db.unsafe(statement);
  });
  onTestFinished(() =>
    sql((db) => db.unsafe(`alter database ${own} owner to quad; drop role ${role}`).simple()).then(() => {}),
  );
  await withMaintenance(target, (db) =>
    eventually(async () => {
      const vacuums = await db`
        select from pg_stat_activity where datname = ${own} and backend_type = 'autovacuum worker' and query ~ 'slow'`;
      return vacuums.length;
    }),
  );
  await withMaintenance({ ...target, user: role }, async (db) => {
    await closeOff(db, own);
    await renameDatabases(db, [{ from: own, to: `${own}_aside`, allowsConnections: false }]);
    await renameDatabases(db, [{ from: `${own}_aside`, to: own, allowsConnections: true }]);
  });
  expect(await sql((db) => db`select current_database() as name`)).toEqual([{ name: own }]);
});
