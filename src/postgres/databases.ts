import type { Fragment } from "postgres";
import { conflict, QuadError, unreachable } from "../errors.ts";
import { withConnection } from "./connect.ts";
import { applySettings, createDatabase, type DatabaseSettings, databaseSettings } from "./database-settings.ts";
import { sqlState } from "./failures.ts";
import type { Sql } from "./sql.ts";
import type { ServerTarget } from "./target.ts";
import { transaction, untilFlushed } from "./transaction.ts";

/** A database as the server's catalogue has it. */
export interface Database {
  readonly oid: number;
  readonly name: string;
  readonly owner: string;
  /** Bytes. */
  readonly size: number;
  /** Whether it lets anybody in. */
  readonly open: boolean;
  readonly tablespace: string;
}

/** Lends a connection to another database of the same server. Throws as `withConnection` does. */
export const withDatabase = <T>(target: ServerTarget, database: string, use: (sql: Sql) => Promise<T>): Promise<T> =>
  withConnection({ ...target, database }, use);

/**
 * Lends a connection to a database in which nothing is kept, from where the others are made, renamed and dropped. A server that does not
 * answer is waited for as long as `patience` says, in milliseconds: it may just be restarting. Throws as `withConnection` does, and
 * unreachable where the login may enter none.
 */
export async function withMaintenance<T>(
  target: ServerTarget,
  use: (sql: Sql) => Promise<T>,
  { patience: waits = 0 } = {},
): Promise<T> {
  for (const deadline = Date.now() + waits; ; await new Promise((resolve) => setTimeout(resolve, 200))) {
    let entered = false;
    try {
      return await inOneOf(target, (sql) => {
        entered = true;
        return use(sql);
      });
    } catch (error) {
      if (entered || Date.now() >= deadline) throw error;
    }
  }
}

/** Lends a connection to the first of the server's own databases that this login may enter. */
async function inOneOf<T>(target: ServerTarget, use: (sql: Sql) => Promise<T>): Promise<T> {
  let refused: unknown;
  for (const database of ["postgres", "template1"].filter((one) => one !== target.database)) {
    let entered = false;
    try {
      return await withDatabase(target, database, async (sql) => {
        await sql`select 1`;
        entered = true;
        return use(sql);
      });
    } catch (error) {
      if (entered || (error instanceof QuadError && !mayEnterAnother.test(sqlState(error.cause) ?? ""))) throw error;
      refused = error;
    }
  }
  throw unreachable(`${target.user} may enter neither of the server's own databases, postgres and template1.`, {
    detail: refused instanceof Error ? refused.message : undefined,
    hint: "Let it: grant connect on database postgres to …",
    cause: refused,
  });
}

/** No such database, or no right to it. */
const mayEnterAnother = /^(3D000|42501|28000|28P01)$/;

/** What tells one cluster from all others. */
export async function systemOf(sql: Sql): Promise<string> {
  const [{ system }] = await sql<
    [{ system: string }]
  >`select system_identifier::text as system from pg_control_system()`;
  return system;
}

/** The database of that name, or that number; undefined where there is none. */
export async function findDatabase(sql: Sql, which: string | number): Promise<Database | undefined> {
  const [found] = await sql<Database[]>`
    select d.oid::bigint as oid, datname as name, pg_get_userbyid(datdba) as owner, pg_database_size(d.oid) as size,
      datallowconn as open, spcname as tablespace
    from pg_database d join pg_tablespace s on s.oid = dattablespace
    where ${typeof which === "string" ? sql`datname = ${which}` : sql`d.oid = ${which}`}`;
  return found;
}

/**
 * Lets nobody into a database any more, and ends every session there. Throws a conflict where one does not end, and not allowed where one
 * is another's.
 */
export async function closeOff(sql: Sql, name: string): Promise<void> {
  await sql.unsafe(`alter database ${quoted(name)} with allow_connections false`);
  await endSessions(sql, name);
}

/** Lets others into a database again. */
export async function openUp(sql: Sql, name: string): Promise<void> {
  await sql.unsafe(`alter database ${quoted(name)} with allow_connections true`);
}

/**
 * Ends every session in a database but those that begin meanwhile. Autovacuum's are nobody's: this login may not end them, and the server
 * does so itself where they are in the way. Throws as `closeOff` does.
 */
export const endSessions = (sql: Sql, name: string): Promise<void> =>
  endAll(sql, sql`datname = ${name} and usesysid is not null`, `Sessions in the database ${name} do not end.`);

/**
 * Ends what sessions of another quad do with databases of these names. The server goes on with what a client has asked for that was killed.
 * Throws as `closeOff` does.
 */
export const endWorkOn = (sql: Sql, names: readonly string[]): Promise<void> =>
  endAll(
    sql,
    sql`application_name = 'quad' and state <> 'idle' and exists (
      select from json_array_elements_text(${JSON.stringify(names)}::text::json) n (name) where position(n.name in query) > 0)`,
    `What a quad before was doing with ${names.join(", ")} does not end.`,
  );

async function endAll(sql: Sql, which: Fragment, failure: string): Promise<void> {
  for (const deadline = Date.now() + patience; ; ) {
    const left = await sql<{ pid: number; who: string }[]>`
      select pid, concat_ws(' ', usename, application_name, client_addr) as who
      from pg_stat_activity where pid <> pg_backend_pid() and ${which}`;
    if (left.length === 0) return;
    if (Date.now() > deadline)
      throw conflict(failure, {
        detail: left.slice(0, 10).map(({ pid, who }) => `  ${pid}: ${who}`),
        hint: "End them, then run it again.",
      });
    // One of the server's own, or of somebody who may not be ended, is named when it is waited for in vain.
    for (const { pid } of left) await sql`select pg_terminate_backend(${pid})`.catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const patience = 15_000;

/**
 * Makes a copy of a database that nobody is connected to, which lets nobody in, with its owner, grants and settings. `sparing` wants as
 * little room as it takes. Throws a conflict where one of those cannot be copied, and what the server says; the copy is gone then.
 */
export async function cloneDatabase(sql: Sql, from: Database, name: string, sparing: boolean): Promise<void> {
  const [server] = await sql<[{ version: number }]>`select current_setting('server_version_num')::integer as version`;
  // Written to the log, a large copy would be written twice; and a server whose log finds no room goes down.
  const apart = sparing || from.size > 256 * 1024 * 1024;
  const strategy = server.version >= 150000 && apart ? "strategy file_copy" : "";
  await sql.unsafe(
    `create database ${quoted(name)} template ${quoted(from.name)} owner ${quoted(from.owner)} allow_connections false ${strategy}`,
  );
  try {
    const settings = await databaseSettings(sql, from.name);
    await giveSettings(sql, name, settings, from.name);
  } catch (error) {
    await dropDatabase(sql, name);
    throw error;
  }
}

/**
 * Gives a database the owner, the grants and the settings that another has or had, and compares. Throws a conflict where they are not the
 * same then, and not allowed.
 */
export async function giveSettings(sql: Sql, name: string, settings: DatabaseSettings, of: string): Promise<void> {
  await transaction(sql, (tx) => applySettings(tx, name, settings));
  await mustBeLike(sql, settings, of, name);
}

/**
 * Sees that a database could be made anew: makes an empty one in the same place, with the same locale, owner, grants and settings, and drops
 * it. Throws as `cloneDatabase` does.
 */
export async function mustBeRepeatable(sql: Sql, { name: of, tablespace }: Database, name: string): Promise<void> {
  const settings = await databaseSettings(sql, of);
  await dropDatabase(sql, name);
  try {
    await createDatabase(sql, name, settings, tablespace);
    await giveSettings(sql, name, settings, of);
  } finally {
    await dropDatabase(sql, name);
  }
}

/** Drops a database, where there is one, with whoever is connected. */
export async function dropDatabase(sql: Sql, name: string): Promise<void> {
  await sql.unsafe(`drop database if exists ${quoted(name)} with (force)`);
}

/**
 * Drops a database that a dump was restored into, where there is one. Subscriptions that came with the dump would keep it, so they are
 * dropped first, without their slots on the other server: those are in use by the database that was dumped.
 */
export async function dropFilled(sql: Sql, server: ServerTarget, name: string): Promise<void> {
  const subscriptions = await sql<{ name: string }[]>`
    select quote_ident(subname) as name from pg_subscription s join pg_database d on d.oid = s.subdbid where datname = ${name}`;
  if (subscriptions.length > 0) {
    await openUp(sql, name);
    await withDatabase(server, name, async (there) => {
      for (const { name: one } of subscriptions) {
        await there.unsafe(`alter subscription ${one} disable`);
        await there.unsafe(`alter subscription ${one} set (slot_name = none)`);
        await there.unsafe(`drop subscription ${one}`);
      }
    });
  }
  await dropDatabase(sql, name);
}

/**
 * Gives databases other names, all or none, and lets others in or not from then on. Nobody may be connected to one of them. Throws what the
 * server says.
 */
export async function renameDatabases(
  sql: Sql,
  renames: readonly { readonly from: string; readonly to: string; readonly allowsConnections: boolean }[],
): Promise<void> {
  await sql
    .unsafe(
      [
        "begin",
        `select ${untilFlushed}`,
        ...renames.map(({ from, to }) => `alter database ${quoted(from)} rename to ${quoted(to)}`),
        ...renames.map(
          ({ to, allowsConnections }) => `alter database ${quoted(to)} with allow_connections ${allowsConnections}`,
        ),
        "commit",
      ].join(";\n"),
    )
    .catch(async (error: unknown) => {
      await sql`rollback`.catch(() => {});
      throw error;
    });
}

/** Whether something stands between this connection and the server that gives it another session now and then, as pgbouncer does. */
export async function isPooled(sql: Sql): Promise<boolean> {
  const query = sql<[{ pid: number }]>`select pg_backend_pid() as pid`;
  const [{ pid }] = await query;
  // What the other side called the session when it was opened.
  const { state } = query as unknown as { readonly state?: { readonly pid?: number } | null };
  return state?.pid !== undefined && state.pid !== pid;
}

/** Refuses a copy that has other grants or settings. */
async function mustBeLike(sql: Sql, wanted: DatabaseSettings, from: string, name: string): Promise<void> {
  const [one, other] = [inOrder(wanted), inOrder(await databaseSettings(sql, name))];
  const differs = (Object.keys(one) as (keyof DatabaseSettings)[]).filter(
    (key) => JSON.stringify(one[key]) !== JSON.stringify(other[key]),
  );
  if (differs.length === 0) return;
  throw conflict(`A copy of the database ${from} has not the same ${differs.join(", ")}.`, {
    hint: "Work as a superuser of the server, or as the database's owner.",
  });
}

/** Grants and settings have no order of their own. */
const inOrder = ({ grants, settings, ...rest }: DatabaseSettings): DatabaseSettings => {
  const sorted = <T>(list: readonly T[]) =>
    [...new Set(list.map((one) => JSON.stringify(one)))].sort().map((one) => JSON.parse(one) as T);
  return { ...rest, grants: grants && sorted(grants), settings: sorted(settings) };
};

/** What keeps this login from copying and exchanging a database; a sentence each. */
export async function obstaclesToExchange(sql: Sql, name: string): Promise<readonly string[]> {
  const [may] = await sql<
    [
      {
        owner: boolean;
        template: boolean;
        createdb: boolean;
        signal: boolean;
        slots: string[];
        subscriptions: string[];
        prepared: string[];
      },
    ]
  >`
    select d.owner or r.rolsuper as owner, d.template, r.rolcreatedb or r.rolsuper as createdb,
      r.rolsuper or pg_has_role(current_user, 'pg_signal_backend', 'usage') as signal,
      (select coalesce(json_agg(slot_name), '[]') from pg_replication_slots where database = ${name}) as slots,
      (select coalesce(json_agg(s.subname), '[]') from pg_subscription s where s.subdbid = d.oid) as subscriptions,
      (select coalesce(json_agg(p.gid), '[]') from pg_prepared_xacts p where p.database = ${name}) as prepared
    from pg_roles r,
      (select oid, datistemplate as template, pg_has_role(current_user, datdba, 'usage') as owner from pg_database where datname = ${name}) d
    where r.rolname = current_user`;
  const [{ me, own }] = await sql<[{ me: string; own: string }]>`
    select quote_ident(current_user) as me, quote_ident(${name}) as own`;
  return [
    ...(may.owner ? [] : [`${me} does not own the database ${name}.`]),
    ...(may.template ? [`${own} is a template, which cannot be dropped: alter database ${own} is_template false`] : []),
    ...(may.createdb ? [] : [`${me} may not create databases: alter role ${me} createdb`]),
    ...(may.signal ? [] : [`${me} may not end others' sessions: grant pg_signal_backend to ${me}`]),
    ...may.slots.map((one) => `The logical replication slot ${one} would not come along.`),
    ...may.subscriptions.map((one) => `The subscription ${one} would not come along.`),
    ...may.prepared.map((one) => `The prepared transaction ${one} is open.`),
  ];
}

/** What keeps this login from filling another database with what is in the one that it is connected to; a sentence each. */
export async function obstaclesToRefilling(sql: Sql): Promise<readonly string[]> {
  const [{ owners, extensions }] = await sql<[{ owners: string[]; extensions: string[] }]>`
    select (
      select coalesce(json_agg(distinct r.rolname), '[]') from pg_shdepend s join pg_roles r on r.oid = s.refobjid
      where s.dbid = (select oid from pg_database where datname = current_database()) and s.refclassid = 'pg_authid'::regclass
        and s.deptype = 'o' and not pg_has_role(current_user, r.oid, 'member')) as owners, (
      select coalesce(json_agg(e.extname), '[]') from pg_extension e
        join pg_available_extension_versions v on v.name = e.extname and v.version = e.extversion
      where v.superuser and not v.trusted and e.extname <> 'plpgsql'
        and not (select rolsuper from pg_roles where rolname = current_user)) as extensions`;
  const [{ me }] = await sql<[{ me: string }]>`select quote_ident(current_user) as me`;
  return [
    ...owners.map((one) => `${me} is no member of ${one}, which owns some of it: grant "${one}" to ${me}`),
    ...extensions.map((one) => `${me} may not make the extension ${one}: a superuser may.`),
  ];
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
