import { randomBytes } from "node:crypto";
import { conflict, QuadError } from "../../errors.ts";
import type { Environment } from "../../install/setting.ts";
import { withConnection } from "../../postgres/connect.ts";
import {
  applySettings,
  createDatabase,
  type DatabaseSettings,
  settingsShape,
} from "../../postgres/database-settings.ts";
import { dropFilled, giveSettings, isPooled, withMaintenance } from "../../postgres/databases.ts";
import type { Sql } from "../../postgres/sql.ts";
import type { ServerTarget } from "../../postgres/target.ts";
import { transaction } from "../../postgres/transaction.ts";
import { type Content, damaged } from "../manifest.ts";
import { contentsOf, mustBeReadable, type Reading } from "../members.ts";
import { failureOf, start, withPrograms, write } from "../programs.ts";
import { contentOf, differences, settleFor } from "./content.ts";
import { endSessions, findTools, type PostgresContainer } from "./tools.ts";

/** The server that is restored on. */
export interface Server {
  /** A connection to another database of it, by somebody who may create databases. */
  readonly sql: Sql;
  readonly server: ServerTarget;
  readonly container?: PostgresContainer | undefined;
  readonly environment: Environment;
}

/**
 * Restores a backup's database into a new one of this name, compares every table, sequence and large object with what they were when
 * they were backed up, and gives it the owner, the grants and the settings that it had. Whatever fails, the new database is dropped, where the server can.
 * With `back` it is the same server, the new database lies in that tablespace, and the settings are compared too.
 * Throws a usage error where it is encrypted and nothing opens it, a conflict where there is a database of that name, or the server lacks
 * what it needs, needs attention (exit 8) where what came back differs, each difference named, and unreachable (exit 6) where a program is missing or fails.
 */
export async function restoreInto(
  reading: Reading,
  on: Server,
  name: string,
  back?: { readonly tablespace: string | null },
): Promise<void> {
  const { sql } = on;
  await mustBeReadable(reading, ["database.sql.zst", "database.json.zst"]);
  const [{ taken }] = await sql<[{ taken: boolean }]>`
    select exists (select from pg_database where datname = ${name}) as taken`;
  if (taken) throw conflict(`There is a database ${name} on the server already.`);
  await mustHaveRoles(reading, sql);
  const settings = await settingsOf(reading);
  await createDatabase(sql, name, settings, back?.tablespace);
  try {
    const differs = await fill(reading, on, name);
    if (differs.length > 0) throw damaged(reading.backup.directory, differs);
    if (back) await giveSettings(sql, name, settings, reading.backup.manifest.database.name);
    else await transaction(sql, (tx) => applySettings(tx, name, settings));
  } catch (error) {
    // On a full disk that may fail as well, and why it failed first is what matters.
    await dropFilled(sql, on.server, name).catch(() => {});
    throw error;
  }
}

const scratch = "quad_verify_";

/**
 * Restores a backup's database into one that nobody else sees, says what differs, and drops it, and those that killed runs have left.
 * Throws locked (exit 9) where another does the same on this server, for whatever install, a conflict where a pooler stands between, and
 * otherwise as `restoreInto` does.
 */
export function restoreToCompare(reading: Reading, on: Server): Promise<readonly string[]> {
  const name = `${scratch}${randomBytes(6).toString("hex")}`;
  // A lock is that of the database it is taken in: it has to be the same one for every install of the server.
  return withMaintenance({ ...on.server, database: name }, async (sql) => {
    if (await isPooled(sql))
      throw conflict("A pooler stands between quad and the server, and a backup is not verified through it.", {
        hint: "Name the server itself: QUAD_DATABASE_URL=postgresql://… quad patch backup verify …",
      });
    // What a login's statements may take is too little for a database; and meanwhile the session has nothing to do.
    await sql`select set_config(name, '0', false) from pg_settings where name in ('statement_timeout', 'idle_session_timeout')`;
    await sql`set default_transaction_read_only = off`;
    const [{ mine }] = await sql<[{ mine: boolean }]>`select pg_try_advisory_lock(1903522148, 8) as mine`;
    if (!mine) {
      throw new QuadError("locked", "Another quad verifies a backup on this server.", {
        hint: "Wait until it has ended.",
      });
    }
    try {
      const left = await sql<
        { old: string }[]
      >`select datname as old from pg_database where starts_with(datname, ${scratch})`;
      for (const { old } of left) await dropFilled(sql, on.server, old);
      await mustHaveRoles(reading, sql);
      await createDatabase(sql, name, await settingsOf(reading));
      try {
        return await fill(reading, { ...on, sql }, name);
      } finally {
        await dropFilled(sql, on.server, name);
      }
    } finally {
      // The end of a session takes a moment, which whoever comes next need not wait for.
      await sql`select pg_advisory_unlock(1903522148, 8)`.catch(() => {});
    }
  });
}

/**
 * The statements that make the roles which a server lacks, and only those, as they were: passwords, settings and memberships too, also
 * those of a role that is there already in one that is not. Run them in one transaction before the database is restored on a bare host: of
 * a role that is there nothing else would be said any more.
 */
export async function missingRoles(reading: Reading, sql: Sql): Promise<readonly string[]> {
  let text = "";
  for await (const chunk of contentsOf(reading, "roles.sql.zst")) text += chunk.toString();
  const quoted = `"(?:[^"]|"")+"|[^\\s";]+`;
  const made = [...text.matchAll(new RegExp(`^CREATE ROLE (${quoted});$`, "gm"))].map(([, role = ""]) => role);
  const there = await sql<{ name: string }[]>`select quote_ident(rolname) as name from pg_roles`;
  const known = new Set(there.map(({ name }) => name));
  const lacking = new Set(made.filter((role) => !known.has(role)));
  const about = new RegExp(`^(?:(?:CREATE|ALTER) ROLE (${quoted})[ ;]|GRANT (${quoted}) TO (${quoted})[ ;])`);
  // Postgres 16 and newer take it from the first superuser alone, who has another name on another server.
  const grantor = new RegExp(`(?<=^GRANT .*) GRANTED BY (?:${quoted});$`);
  return text
    .split("\n")
    .filter((line) => {
      const [, ...roles] = about.exec(line) ?? [];
      return roles.some((role) => lacking.has(role));
    })
    .map((line) => line.replace(grantor, ";"));
}

async function mustHaveRoles({ backup }: Reading, sql: Sql): Promise<void> {
  const { roles } = backup.manifest.database;
  const lacking = await sql<{ name: string }[]>`
    select name from json_array_elements_text(${JSON.stringify(roles)}::text::json) r(name)
    where name not in (select rolname from pg_roles) order by 1`;
  if (lacking.length === 0) return;
  throw conflict(
    `This server has no role ${lacking.map(({ name }) => name).join(", ")}, which the database in the backup needs.`,
    { hint: "Make it there first, as roles.sql.zst in the backup has it." },
  );
}

async function settingsOf(reading: Reading): Promise<DatabaseSettings> {
  let text = "";
  for await (const chunk of contentsOf(reading, "database.json.zst")) text += chunk.toString();
  return (await settingsShape()).parse(JSON.parse(text));
}

/** Runs the dump in an empty database, and says how what is there now differs. */
async function fill(reading: Reading, on: Server, name: string): Promise<readonly string[]> {
  const { sql, server, container, environment } = on;
  const { signal } = reading;
  const was = reading.backup.manifest.database;
  const [{ major }] = await sql<[{ major: number }]>`
    select current_setting('server_version_num')::int / 10000 as major`;
  if (major < 14 && was.digestOf === "values") {
    throw conflict(`This server is Postgres ${major}, and the backup is of ${reading.backup.manifest.server}.`, {
      hint: "Restore it on a server of the same version, or of a newer one.",
    });
  }
  const tools = await findTools(server, major, environment, container);
  const args = [
    "--no-psqlrc",
    "--quiet",
    "--no-password",
    "--set=ON_ERROR_STOP=1",
    "--set=VERBOSITY=verbose",
    "--output=/dev/null",
  ];
  const psql = start(tools.program("psql", args, name), "pipe", "ignored");
  try {
    await withPrograms([psql], signal, async () => {
      for await (const chunk of known(contentsOf(reading, "database.sql.zst"), major)) {
        if (psql.stdin && !(await write(psql.stdin, chunk))) break;
      }
      psql.stdin?.end();
    });
    return await withConnection(
      { ...server, database: name },
      async (there) => {
        await there`begin`;
        await settleFor(there);
        const is: Content = await contentOf(there, was.digestOf);
        await there`rollback`;
        return differences(was, is, Number.parseInt(reading.backup.manifest.server, 10) !== major);
      },
      signal,
    );
  } catch (error) {
    if (container) await endSessions(server, tools);
    const ended = await psql.ended;
    if (ended.code !== statementFailed) throw error;
    // Servers say it in any language; the states are the same in each.
    const [, state = "", message = ""] = ended.said.map((line) => refusal.exec(line)).findLast(Boolean) ?? [];
    // What the server says of a statement is about the dump, unless it is about the server.
    if (ofServer.test(state))
      throw failureOf({ ...ended, said: [state === diskFull ? "No space left on device" : message] });
    if (state === "42501")
      throw new QuadError("notAllowed", `${server.user} may not restore it: ${message}.`, {
        hint: "Take a login that is a member of the roles that own what is in it, or a superuser.",
        cause: error,
      });
    // It is no fault of the backup, which another server takes.
    if (lacks.test(`${state} ${message}`))
      throw conflict(`This server lacks something that the backup needs: ${message}.`, {
        hint: "Make it there first: the tablespace, or the package of the extension.",
      });
    if (ended.said.some((line) => line.endsWith(": invalid command \\restrict")))
      throw conflict("The psql that is there is older than the dump, and does not know its \\restrict.", {
        hint: `Install the newest minor version of Postgres ${major}'s programs, where psql is.`,
      });
    return [`its dump cannot be restored: ${message || ended.said.at(-1)}`];
  }
}

/** A line of psql's that has a statement's refusal: its kind, its state and its message. */
const refusal = /^[^:]+: +([0-9A-Z]{5}): (.*)$/;

/** States that say something of the server: a connection that was lost, a lack of resources, somebody who stepped in. */
const ofServer = /^(08|53|57)/;
const diskFull = "53100";

/** That there is no such tablespace, or that an extension or its library is not installed. */
const lacks = /^(22023 .*default_tablespace|0A000 |58P01 )/;

/** How psql ends where a statement of its script fails. */
const statementFailed = 3;

/** What a newer pg_dump sets at the beginning and an older server does not know is left out. */
async function* known(dump: AsyncIterable<Buffer>, major: number): AsyncGenerator<Buffer> {
  let first = true;
  for await (const chunk of dump) {
    if (first && major < 17) {
      const begin = chunk.toString("latin1").replace(/^SET transaction_timeout = 0;\n/m, "");
      yield Buffer.from(begin, "latin1");
    } else yield chunk;
    first = false;
  }
}
