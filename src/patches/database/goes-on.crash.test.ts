import { expect, test } from "vitest";
import { withMaintenance } from "../../postgres/databases.ts";
import { parseTarget, type ServerTarget } from "../../postgres/target.ts";
import { runProcess } from "../../testing/processes.ts";
import { everyKindMigrating, patchInstall } from "../install.testing.ts";
import { unfinishedRun } from "../runs/places.ts";
import { databasePlaces } from "./places.ts";

test.each(["resume", "rollback"])(
  "what the server still does for a run that was killed does not get in the way of a %s",
  async (command) => {
    const { quad, patch, home, url, withSql } = await patchInstall();
    const archive = await patch(everyKindMigrating);
    const env = { QUAD_HOME: home, QUAD_DATABASE_URL: url, QUAD_FAULT: "cloned.copying:kill" };
    expect((await runProcess(`patch apply ${archive} --yes --no-backup`, { env })).code).toBe(137);
    const server = parseTarget(url) as ServerTarget;
    const [begin] = unfinishedRun(home) ?? [];
    const id = begin?.event === "begin" ? String(begin.data.id) : "";
    const { before, own } = databasePlaces(server, id);
    await withMaintenance(server, async (sql) => {
      await sql.unsafe(`alter database ${own} with allow_connections true`);
      // The server waits some seconds for whoever is in the database that it copies.
      await withSql(async (inside) => {
        await inside`select 1`;
        const copying = sql.unsafe(`create database ${before} template ${own}`).then(
          () => "copied",
          (error: { code: string }) => error.code,
        );
        await withMaintenance(server, async (watching) => {
          const isAtWork = () =>
            watching`select from pg_stat_activity where query like ${`create database ${before}%`} and state = 'active'`;
          while ((await isAtWork()).length === 0);
        });
        expect(await quad(`patch ${command}`)).toMatchObject({ code: 0 });
        // Ended, before or while it waited for what it copies.
        expect(await copying).toBeOneOf(["57P01", "CONNECTION_CLOSED"]);
      });
    });
    await withMaintenance(server, async (sql) => {
      expect(await sql`select from pg_database where datname = ${before}`).toHaveLength(0);
    });
  },
);
