import { migrationStatus } from "../../postgres/migrate.ts";
import type { Schema } from "../../postgres/migrations.ts";
import type { Sql } from "../../postgres/sql.ts";
import { counted } from "../../terminal/style.ts";
import { type Check, failed, ok, warning } from "./check.ts";

/** The versions of Postgres that quad is made for. */
const supported = { oldest: 13, newest: 18 } as const;

/** An older server lacks what the schema uses; a newer one is probably fine, and unknown. */
export function checkVersion(number: number, version: string): Check {
  const major = Math.floor(number / 10_000);
  const range = `${supported.oldest} to ${supported.newest}`;
  if (major < supported.oldest)
    return failed("server", `Postgres ${version} is too old.`, `Upgrade it: quad knows ${range}.`);
  if (major <= supported.newest) return ok("server", `Postgres ${version}`);
  return warning(
    "server",
    `Postgres ${version} is newer than this quad.`,
    `Use a newer quad: this one knows ${range}.`,
  );
}

export async function checkServer(sql: Sql): Promise<Check> {
  const [row] = await sql<[{ number: number; version: string }]>`
    select current_setting('server_version_num')::int as number, current_setting('server_version') as version`;
  return checkVersion(row.number, row.version);
}

/** A pooler hands out a process id of its own at the start of a connection; the server's differs from it. */
export async function checkPooler(sql: Sql): Promise<Check> {
  const rows = await sql<[{ pid: number }]>`select pg_backend_pid() as pid`;
  const given = (rows as unknown as { state?: { pid?: number } }).state?.pid;
  return ok("pooler", given === undefined || given === rows[0].pid ? "none" : "the connection goes through one");
}

/** Commands write, so a standby or a read-only server is of no use. */
export async function checkWritable(sql: Sql): Promise<Check> {
  const [state] = await sql<[{ standby: boolean; readOnly: boolean }]>`
    select pg_is_in_recovery() as standby, current_setting('transaction_read_only') = 'on' as "readOnly"`;
  const cluster = "Of a cluster, name every host and add ?target_session_attrs=read-write.";
  if (state.standby) return failed("writable", "It is a standby, and cannot be written.", cluster);
  if (!state.readOnly) return ok("writable", "primary, writable");
  return failed("writable", "It is read-only.", "Set default_transaction_read_only to off for this user and database.");
}

/** The schema has to be this program's. Throws a conflict where the history was edited or is newer. */
export async function checkSchema(sql: Sql, schema: Schema): Promise<Check> {
  const { applied, pending, rules, adopts } = await migrationStatus(sql, schema);
  if (applied.length === 0) {
    const beside = adopts.length > 0 ? `; ${counted(adopts.length, "table")} of the platform would be adopted` : "";
    return failed("schema", `There is none yet${beside}.`, "quad init");
  }
  const behind = [
    ...(pending.length > 0 ? [`${counted(pending.length, "migration")} pending`] : []),
    ...(rules === "current" ? [] : ["the rules are outdated"]),
  ];
  if (behind.length > 0) return failed("schema", `${behind.join(", ")}.`, "quad migrate");
  return ok("schema", `up to date at migration ${applied.at(-1)?.number}`);
}

/** A login that is nobody's here may not even ask. */
async function mayAskWhoItIs(sql: Sql): Promise<boolean> {
  const [{ may }] = await sql<[{ may: boolean | null }]>`
    select has_function_privilege(to_regprocedure('quad_me()'), 'execute') as may`;
  return may === true;
}

/** Who may change the schema: needed for migrations, and for nothing else where the schema is up to date. */
export async function checkPrivileges(sql: Sql, current: boolean): Promise<Check> {
  if (current && (await mayAskWhoItIs(sql))) {
    const [person] = await sql<{ email: string | null }[]>`select email from quad_me()`;
    if (person?.email) return ok("privileges", `those of ${person.email}, whose own login this is`);
  }
  const [who] = await sql<
    [{ name: string; database: string; schema: string | null; creates: boolean; others: number }]
  >`
    select current_user as name, current_database() as database, current_schema() as schema,
      coalesce(has_schema_privilege(current_schema(), 'create'), false) as creates,
      (select count(*) from pg_class
       where relnamespace = quote_ident(current_schema())::regnamespace and relkind in ('r', 'p') and relname like 'quad\\_%'
         and not pg_has_role(relowner, 'usage')) as others`;
  if (who.schema === null) {
    const path = `alter role ${quoted(who.name)} set search_path to public;`;
    return failed("privileges", `No schema of ${who.name}'s search_path exists.`, path);
  }
  const state = current ? warning : failed;
  if (!who.creates) {
    const grant = `grant create on schema ${quoted(who.schema)} to ${quoted(who.name)};`;
    return state("privileges", `${who.name} may not create in schema ${who.schema} of ${who.database}.`, grant);
  }
  if (who.others > 0) {
    const found = `${counted(who.others, "table")} in schema ${who.schema} can be altered by another user only.`;
    return state(
      "privileges",
      found,
      `Use their owner for migrations, or grant it: grant OWNER to ${quoted(who.name)};`,
    );
  }
  return ok("privileges", `${who.name} may create in schema ${who.schema} of ${who.database}`);
}

const quoted = (name: string) => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`);

/** Seconds between the clocks of host and server above which something is wrong. */
const drift = { noticed: 2, wrong: 60 } as const;

/** Compares the server's clock with this host's, in seconds; the way there and back is halved. */
export async function checkClock(sql: Sql, now: () => number = Date.now): Promise<Check> {
  const sent = now();
  const [server] = await sql<[{ at: number }]>`select extract(epoch from clock_timestamp())::float8 * 1000 as at`;
  const received = now();
  const difference = (server.at - (sent + received) / 2) / 1000;
  const uncertain = (received - sent) / 2000;
  const off = Math.max(0, Math.abs(difference) - uncertain);
  if (off <= drift.noticed) return ok("clock", `${Math.abs(difference).toFixed(1)} s from this host's`);
  const found = `The server's is ${Math.abs(difference).toFixed(1)} s ${difference > 0 ? "ahead of" : "behind"} this host's.`;
  const fix = "Let both follow the same time server: timedatectl set-ntp true";
  return off > drift.wrong ? failed("clock", found, fix) : warning("clock", found, fix);
}

/** The day of a workload snapshot ends at midnight in the server's time zone. `host` is undefined where Node does not know TZ. */
export async function checkTimeZone(sql: Sql, host: string | undefined): Promise<Check> {
  const [zone] = await sql<[{ name: string; source: string }]>`
    select setting as name, source from pg_settings where name = 'TimeZone'`;
  if (host === undefined) {
    const fix = "Set TZ to a name such as Europe/Berlin, or leave it out.";
    return warning(
      "time zone",
      `${zone.name}; this host's is UTC to quad, which does not know its TZ`,
      fix,
      zone.source,
    );
  }
  const same = zone.name.replace(/^Etc\//, "") === host.replace(/^Etc\//, "");
  return ok("time zone", `${zone.name}${same ? "" : `; this host's is ${host}`}`, zone.source);
}
