import type postgres from "postgres";
import { findDomain } from "../domains/find.ts";
import { QuadError, usage } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { shortened } from "../terminal/style.ts";
import type { Moment } from "../values/moment.ts";
import type { Action } from "./entry.ts";

/** Which entries are wanted, as it was asked for. */
export interface Wanted {
  /** An e-mail, or `platform`. */
  readonly by?: string | undefined;
  /** Path or unique name of a domain, perhaps of one that is gone; it and what is below it. */
  readonly domain?: string | undefined;
  readonly since?: Moment | undefined;
  readonly until?: Moment | undefined;
  /** With `QUAD_` before it or without, in any case. */
  readonly table?: string | undefined;
  readonly action?: Action | undefined;
}

/** A condition on `a`, QUAD_audit. */
export type Condition = postgres.PendingQuery<postgres.Row[]>;

/** The condition that entries have to meet. Throws not found, and a usage error for a table that is not on record. */
export async function conditionOf(
  sql: Sql,
  { by, domain, since, until, table, action }: Wanted,
): Promise<() => Condition> {
  const name = table === undefined ? undefined : await auditedTable(sql, table);
  const path = domain === undefined ? undefined : await pathOf(sql, domain);
  const begin = since && (await moment(sql, since));
  const end = until && (await moment(sql, until));
  // A query that has run cannot be part of another, so it is made anew for each.
  return () => sql`
    ${by === undefined ? sql`true` : sql`a.actor = ${by}`}
    and ${name === undefined ? sql`true` : sql`a.table_name = ${name}`}
    and ${action === undefined ? sql`true` : sql`a.action = ${action}`}
    and ${begin === undefined ? sql`true` : sql`a.created_at >= ${begin}`}
    and ${end === undefined ? sql`true` : sql`a.created_at < ${end}`}
    and ${
      path === undefined
        ? sql`true`
        : sql`a.domain_id in (
            select d.id from QUAD_domains d where d.path = ${path} or d.path > ${`${path}/`} and d.path < ${`${path}0`}
            union
            select g.domain_id from QUAD_audit g
            where g.table_name = 'quad_domains' and g.action = 'delete'
              and (g.before ->> 'path' = ${path} or g.before ->> 'path' > ${`${path}/`} and g.before ->> 'path' < ${`${path}0`}))`
    }`;
}

/** The moment by the database's clock, as entries have it. */
async function moment(sql: Sql, wanted: Moment): Promise<Date> {
  if ("at" in wanted) return wanted.at;
  const [{ at }] = await sql<[{ at: Date }]>`select current_timestamp - make_interval(secs => ${wanted.ago}) as at`;
  return at;
}

/** The path of a domain, or the last path of one that is gone. */
async function pathOf(sql: Sql, domain: string): Promise<string> {
  try {
    return (await findDomain(sql, domain)).path;
  } catch (error) {
    if (!(error instanceof QuadError) || error.code !== "notFound") throw error;
    const wanted = domain
      .trim()
      .replace(/^\/|\/+$/g, "")
      .toLowerCase();
    const gone = await sql<{ path: string }[]>`
      select distinct g.before ->> 'path' as path from QUAD_audit g
      where g.table_name = 'quad_domains' and g.action = 'delete'
        and (g.before ->> 'path' = ${`/${wanted}`} or g.before ->> 'name' = ${wanted} or g.row_id = ${wanted})
      order by 1 limit 9`;
    const [first, ...others] = gone;
    if (first === undefined) throw error;
    if (others.length === 0) return first.path;
    throw usage(`${shortened(domain)} could be any of several domains that are gone.`, {
      detail: gone.slice(0, 8).map(({ path }) => `  ${path}`),
      hint: "Name it by its path.",
    });
  }
}

async function auditedTable(sql: Sql, table: string): Promise<string> {
  const name = table.toLowerCase().replace(/^(quad_)?/, "quad_");
  const tables = await sql<{ name: string }[]>`
    select c.relname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where t.tgname = 'quad_audit_insert' and c.relnamespace = quote_ident(current_schema())::regnamespace order by 1`;
  if (tables.some((one) => one.name === name)) return name;
  throw usage(`${JSON.stringify(shortened(table))} is no table that changes are recorded of.`, {
    detail: `There are ${tables.map((one) => one.name.slice("quad_".length)).join(", ")}.`,
    hint: "Name it with quad_ before it or without.",
  });
}
