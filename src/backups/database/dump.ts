import type { Readable } from "node:stream";
import type { Environment } from "../../install/setting.ts";
import { databaseSettings } from "../../postgres/database-settings.ts";
import type { Sql } from "../../postgres/sql.ts";
import type { ServerTarget } from "../../postgres/target.ts";
import type { Content, Member } from "../manifest.ts";
import { compressMember, type Writing, writeMember } from "../members.ts";
import { type Program, start, together } from "../programs.ts";
import { compressed } from "../zstd.ts";
import { lockTables, restOf, sequencesOf, settleFor, tablesOf } from "./content.ts";
import { endSessions, findTools, type PostgresContainer } from "./tools.ts";

/** A dump with what is in it. */
export interface Dumped {
  readonly members: readonly Member[];
  readonly content: Content;
  /** The server's version, as it says it. */
  readonly server: string;
}

export interface ToDump {
  readonly sql: Sql;
  readonly server: ServerTarget;
  readonly container?: PostgresContainer | undefined;
  readonly environment: Environment;
  readonly writing: Writing;
  readonly signal: AbortSignal | undefined;
  /** Other work that takes a processor: the rows are digested when it or the dump has ended. Where there is none, at once. */
  readonly beside?: Promise<unknown>;
}

/**
 * Dumps a database, and looks in the same snapshot what is in it: rows and a digest of every table, sequences, large objects. Roles and
 * what is the database's own are members beside the dump. Throws unreachable (exit 6) where a program is missing or fails.
 */
export async function dumpDatabase(wanted: ToDump): Promise<Dumped> {
  const { sql, server, container, environment, writing, signal, beside } = wanted;
  await sql`begin isolation level repeatable read, read only`;
  try {
    await settleFor(sql);
    const [{ major, version, secrets, snapshot }] = await sql<
      [{ major: number; version: string; secrets: boolean; snapshot: string }]
    >`
      select current_setting('server_version_num')::int / 10000 as major, current_setting('server_version') as version,
        has_table_privilege('pg_authid', 'select') as secrets, pg_export_snapshot() as snapshot`;
    const tables = await lockTables(sql);
    const before = await sequencesOf(sql);
    const tools = await findTools(server, major, environment, container);
    try {
      const dump = tools.program("pg_dump", [
        "-Fp",
        "--no-password",
        "--lock-wait-timeout=60000",
        `--snapshot=${snapshot}`,
      ]);
      const digestOf = major >= 14 ? "values" : "text";
      // The rows are looked at by another process of the server than the one that dumps them.
      const stop = new AbortController();
      const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
      const globals = tools.program("pg_dumpall", [
        ...["--globals-only", "--no-password", `--database=${connectionString(server.database)}`],
        ...(secrets ? [] : ["--no-role-passwords"]),
      ]);
      const on = { environment, writing, signal: either };
      const dumping = writeThrough(dump, "database.sql.zst", on);
      const digesting = async () => {
        await Promise.race([dumping, beside]);
        return tablesOf(sql, tables, digestOf);
      };
      const [[member, roles], found] = await together(
        together(dumping, writeThrough(globals, "roles.sql.zst", on), () => stop.abort()),
        digesting(),
        () => stop.abort(),
      );
      const after = await sequencesOf(sql);
      const sequences = [...before].map(([name, value]) => ({ name, before: value, after: after.get(name) ?? value }));
      const own = Buffer.from(JSON.stringify(await databaseSettings(sql)));
      const settings = await writeMember(writing, "database.json.zst", compressed(of(own), environment, signal));
      const content: Content = { ...(await restOf(sql)), digestOf, tables: [...found], sequences };
      return { members: [member, roles, settings], content, server: version };
    } catch (error) {
      if (container) await endSessions(server, tools);
      throw error;
    }
  } finally {
    await sql`rollback`.catch(() => {});
  }
}

/** A database as pg_dumpall takes it whatever its name is: one with = in it would be a connection string by itself. */
const connectionString = (database: string): string => `dbname='${database.replace(/[\\']/g, "\\$&")}'`;

/** A program's output, compressed by another that reads it directly. */
async function writeThrough(
  program: Program,
  member: string,
  { environment, writing, signal }: Pick<ToDump, "environment" | "writing" | "signal">,
): Promise<Member> {
  const source = start(program, "ignore", "handed on");
  const output = source.stdout as Readable;
  return compressMember(writing, member, {
    ...{ environment, signal, input: output, sources: [source] },
    // The end that this process has of it would keep it open.
    feed: async () => void output.destroy(),
  });
}

async function* of(...chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks;
}
