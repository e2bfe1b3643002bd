import { QuadError } from "../../errors.ts";
import { asFailure } from "../../postgres/failures.ts";
import type { Schema } from "../../postgres/migrations.ts";
import type { Sql } from "../../postgres/sql.ts";
import { describeTarget } from "../../postgres/target.ts";
import type { DatabaseSetting, Environment } from "../setting.ts";
import type { Install } from "../settings.ts";
import { auditChecks } from "./audit.ts";
import { type BackupMeans, backupChecks, dumpChecks } from "./backups.ts";
import { type Check, failed, failedBy, ok, settled, skipped, skippedAll } from "./check.ts";
import { connectionFix } from "./connection.ts";
import { embeddedChecks } from "./embedded.ts";
import { checkCompose, checkConfig, checkHome, checkNode } from "./host.ts";
import { checkLogins } from "./logins.ts";
import { mailChecks } from "./mail.ts";
import { patchChecks } from "./patches.ts";
import {
  checkClock,
  checkPooler,
  checkPrivileges,
  checkSchema,
  checkServer,
  checkTimeZone,
  checkWritable,
} from "./server.ts";
import { settingChecks } from "./settings.ts";
import { vaultChecks } from "./vault.ts";

/** What is examined, and the means to do it. */
export interface Examination {
  readonly install: Install;
  readonly schema: Schema;
  readonly withDb: <T>(use: (sql: Sql) => Promise<T>) => Promise<T>;
  readonly backups: BackupMeans;
  readonly environment: Environment;
  /** The version of Node. */
  readonly node: string;
  /** The host's time zone; undefined where Node does not know the one of TZ. */
  readonly timeZone: string | undefined;
}

/** Examines an install from the host to the schema. A check whose ground is missing is skipped, and none changes a thing. */
export async function examine(examination: Examination): Promise<readonly Check[]> {
  const { install, environment, node } = examination;
  const config = await settled(install.config());
  const compose = await settled(install.compose());
  const database = await settled(install.database());
  const target = database.value?.value;
  const embedded = target?.kind === "embedded" ? await embeddedChecks(target.directory) : [];
  return [
    checkNode(node),
    await checkHome(install, database.value),
    await checkConfig(install.home.value, config),
    ...(await checkCompose(install, compose, { config, database })),
    ...settingChecks(database, { config, compose }),
    ...embedded,
    ...(await vaultChecks(install, config)),
    ...(await patchChecks(install, config, environment)),
    ...(await auditChecks(install, { config, database })),
    ...(await backupChecks(install, environment, config)),
    ...(await mailChecks(install, config)),
    ...(await connectionChecks(examination, database.value, embedded)),
  ];
}

const onServer = [
  "server",
  "pooler",
  "writable",
  "schema",
  "privileges",
  "logins",
  "clock",
  "time zone",
  "pg_dump",
  "kept databases",
] as const;

async function connectionChecks(
  { withDb, schema, timeZone, backups }: Examination,
  database: DatabaseSetting | undefined,
  embedded: readonly Check[],
): Promise<readonly Check[]> {
  const all = ["connection", ...onServer];
  if (database === undefined) return skippedAll(all, "no database is known.");
  if (embedded.some(({ name, state }) => name === "embedded files" && state === "failed")) {
    return skippedAll(all, "the server cannot start.");
  }
  const begun = performance.now();
  let checks: readonly Check[] | undefined;
  try {
    await withDb(async (sql) => {
      await sql`select 1`;
      checks = [ok("connection", `in ${Math.round(performance.now() - begun)} ms`)];
      checks = [
        ...checks,
        ...(await serverChecks(sql, schema, timeZone, describeTarget(database.value))),
        ...(await dumpChecks(backups)),
      ];
    });
  } catch (error) {
    if (!(error instanceof QuadError) || checks !== undefined) throw error;
    const found = [error.message, ...error.detail].join("\n");
    return [
      failed("connection", found, connectionFix(error, database)),
      ...skippedAll(onServer, "there is no connection."),
    ];
  }
  return checks ?? [];
}

async function serverChecks(
  sql: Sql,
  schema: Schema,
  timeZone: string | undefined,
  server: string,
): Promise<readonly Check[]> {
  const guarded = async (name: (typeof onServer)[number], look: () => Promise<Check>) => {
    try {
      return await look();
    } catch (error) {
      return failedBy(name, asFailure(error, server));
    }
  };
  const version = await guarded("server", () => checkServer(sql));
  const pooler = await guarded("pooler", () => checkPooler(sql));
  const writable = await guarded("writable", () => checkWritable(sql));
  const state = await guarded("schema", () => checkSchema(sql, schema));
  return [
    version,
    pooler,
    writable,
    state,
    await guarded("privileges", () => checkPrivileges(sql, state.state === "ok")),
    state.state === "ok"
      ? await guarded("logins", () => checkLogins(sql))
      : skipped("logins", "the schema is not up to date."),
    await guarded("clock", () => checkClock(sql)),
    await guarded("time zone", () => checkTimeZone(sql, timeZone)),
  ];
}
