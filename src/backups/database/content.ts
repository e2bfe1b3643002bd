import type { Sql } from "../../postgres/sql.ts";
import type { Content } from "../manifest.ts";

/** How rows are digested. */
type DigestOf = Content["digestOf"];

/** The tables whose rows a dump holds. What an extension brings comes back with the extension. */
const ofUsers = `n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'`;
const noMember = (catalog: string, id: string) =>
  `not exists (select from pg_depend dep where dep.classid = '${catalog}'::regclass and dep.objid = ${id} and dep.deptype = 'e')`;

/** Types whose values hash as their texts differ, and the same on every server. An enum's value is a number of the server's own. */
const hashed = ["int2", "int4", "int8", "bool", "uuid", "timestamptz", "timestamp", "date", "bytea", "jsonb"];

interface TableToDigest {
  readonly name: string;
  readonly columns: string;
}

/** What makes texts the same whoever asks, and lets a long statement come to its end. */
const settings = {
  search_path: "pg_catalog",
  datestyle: "ISO, YMD",
  intervalstyle: "postgres",
  timezone: "UTC",
  extra_float_digits: "3",
  bytea_output: "hex",
  lc_monetary: "C",
  row_security: "off",
  statement_timeout: "0",
  lock_timeout: "60s",
  idle_in_transaction_session_timeout: "0",
  transaction_timeout: "0",
  max_parallel_workers_per_gather: "0",
};

/** Prepares a transaction for `contentOf`. */
export async function settleFor(tx: Sql): Promise<void> {
  await tx`
    select set_config(s.name, w.value, true)
    from json_each_text(${JSON.stringify(settings)}::text::json) w(name, value) join pg_settings s on lower(s.name) = w.name`;
}

/**
 * Looks up the tables, and keeps others from emptying or changing them until the transaction ends. Reading and writing rows goes on.
 * Throws not allowed where one cannot be read.
 */
export async function lockTables(tx: Sql): Promise<readonly TableToDigest[]> {
  const tables = await tx<TableToDigest[]>`
    select format('%I.%I', n.nspname, c.relname) as name, coalesce((
      select string_agg(
        case when t.typname = any (string_to_array(${hashed.join(",")}, ',')) and t.typnamespace = 'pg_catalog'::regnamespace
          then format('x.%I', a.attname) else format('x.%I::text collate "C"', a.attname) end, ', ' order by a.attnum)
      from pg_attribute a join pg_type t on t.oid = a.atttypid
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped), '') as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and c.relpersistence <> 't' and ${tx.unsafe(ofUsers)} and ${tx.unsafe(noMember("pg_class", "c.oid"))}
    order by 1`;
  if (tables.length > 0)
    await tx.unsafe(`lock table only ${tables.map(({ name }) => name).join(", only ")} in access share mode`);
  return tables;
}

/** The rows of every table with a digest that is the same in whatever order they are: a sum of hashes. One statement a table. */
export async function tablesOf(
  tx: Sql,
  tables: readonly TableToDigest[],
  digestOf: DigestOf,
): Promise<Content["tables"]> {
  const found: Content["tables"] = [];
  for (const { name, columns } of tables) {
    const hash =
      digestOf === "values" ? `hash_record_extended(row(${columns}), 0)` : `hashtextextended(row(${columns})::text, 0)`;
    const [row] = await tx.unsafe<[{ rows: number; digest: string }]>(
      `select count(*) as rows, coalesce(sum(${hash}), 0)::text as digest from only ${name} x`,
    );
    found.push({ name, ...row });
  }
  return found;
}

/** The last value of every sequence; null where none was drawn. It is outside of any snapshot. */
export async function sequencesOf(tx: Sql): Promise<ReadonlyMap<string, string | null>> {
  const rows = await tx<{ name: string; value: string | null }[]>`
    select format('%I.%I', s.schemaname, s.sequencename) as name, s.last_value::text as value
    from pg_sequences s
    join pg_namespace n on n.nspname = s.schemaname join pg_class c on c.relnamespace = n.oid and c.relname = s.sequencename
    where c.relpersistence <> 't' and ${tx.unsafe(ofUsers)} and ${tx.unsafe(noMember("pg_class", "c.oid"))}
    order by 1`;
  return new Map(rows.map(({ name, value }) => [name, value]));
}

/** What else there is: large objects, how many objects of each kind, and which roles have to do with it. */
export async function restOf(tx: Sql): Promise<Pick<Content, "largeObjects" | "objects" | "roles" | "name" | "bytes">> {
  const [largeObjects] = await tx<[Content["largeObjects"]]>`
    select count(distinct o.oid) as rows,
      coalesce(sum(hashtextextended(o.oid || ' ' || at || ' ' || encode(sha256(lo_get(o.oid, at, 1048576)), 'hex'), 0)), 0)::text as digest
    from pg_largeobject_metadata o, lateral (select lo_open(o.oid, 262144) as fd offset 0) opened,
      lateral (select lo_lseek64(opened.fd, 0, 2) as size offset 0) sized, generate_series(0::bigint, sized.size, 1048576) at`;
  const [{ objects }] = await tx.unsafe<[{ objects: Record<string, number> }]>(`
    with own as (
      select c.oid, c.relkind, c.relowner, c.relacl from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where ${ofUsers} and c.relpersistence <> 't' and ${noMember("pg_class", "c.oid")})
    select json_object_agg(kind, n) as objects from (
      select 'views' as kind, count(*) as n from own where relkind in ('v', 'm')
      union all select 'indexes', count(*) from own where relkind in ('i', 'I')
      union all select 'partitioned tables', count(*) from own where relkind = 'p'
      union all select 'foreign tables', count(*) from own where relkind = 'f'
      union all select 'grants', count(*) from own,
        aclexplode(coalesce(relacl, acldefault(case relkind when 'S' then 's' else 'r' end::"char", relowner))) where relkind in ('r', 'p', 'v', 'm', 'S')
      union all select 'constraints', count(*) from pg_constraint c join pg_namespace n on n.oid = c.connamespace
        where ${ofUsers} and ${noMember("pg_constraint", "c.oid")} and (c.conrelid = 0 or c.conrelid in (select oid from own))
      union all select 'triggers', count(*) from pg_trigger where not tgisinternal and tgrelid in (select oid from own)
      union all select 'policies', count(*) from pg_policy where polrelid in (select oid from own)
      union all select 'rules', count(*) from pg_rewrite where rulename <> '_RETURN' and ev_class in (select oid from own)
      union all select 'functions', count(*) from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where ${ofUsers} and ${noMember("pg_proc", "p.oid")}
      union all select 'types', count(*) from pg_type t join pg_namespace n on n.oid = t.typnamespace
        where ${ofUsers} and typtype in ('e', 'd', 'r') and ${noMember("pg_type", "t.oid")}
      union all select 'schemas', count(*) from pg_namespace n where ${ofUsers} and ${noMember("pg_namespace", "n.oid")}
      union all select 'extensions', count(*) from pg_extension
      union all select 'event triggers', count(*) from pg_event_trigger e where ${noMember("pg_event_trigger", "e.oid")}
    ) kinds`);
  const [whole] = await tx<[{ name: string; bytes: number; roles: string[] }]>`
    select current_database() as name, pg_database_size(current_database()) as bytes, (
      select coalesce(json_agg(r.rolname order by 1), '[]') from pg_roles r where r.oid in (
        select s.refobjid from pg_shdepend s join pg_database d on d.oid = s.dbid
        where d.datname = current_database() and s.refclassid = 'pg_authid'::regclass
        union select d.datdba from pg_database d where d.datname = current_database())) as roles`;
  return { ...whole, largeObjects, objects };
}

/** Everything of a database that nobody else works on. Wants a transaction that `settleFor` prepared. */
export async function contentOf(tx: Sql, digestOf: DigestOf): Promise<Content> {
  const tables = await tablesOf(tx, await lockTables(tx), digestOf);
  const sequences = [...(await sequencesOf(tx))].map(([name, value]) => ({ name, before: value, after: value }));
  return { ...(await restOf(tx)), digestOf, tables, sequences };
}

/** Of these a newer server has more for the same: `not null` is a constraint since Postgres 18, and to maintain a table a right since 17. */
const ofVersion = ["constraints", "grants"];

/** What differs in a database that was restored, a sentence each; `elsewhere`, on a server of another version. */
export function differences(was: Content, is: Content, elsewhere: boolean): readonly string[] {
  const found = new Map(is.tables.map((table) => [table.name, table]));
  const known = new Set(was.tables.map(({ name }) => name));
  const tables = was.tables.flatMap(({ name, rows, digest }) => {
    const now = found.get(name);
    if (now === undefined) return [`table ${name} is missing`];
    if (now.rows !== rows) return [`table ${name} has ${now.rows} rows, not ${rows}`];
    return now.digest === digest ? [] : [`table ${name} has ${rows} rows, but not the same ones`];
  });
  const more = is.tables.flatMap(({ name }) => (known.has(name) ? [] : [`table ${name} is there, and should not be`]));
  const values = new Map(is.sequences.map(({ name, after }) => [name, after]));
  const sequences = was.sequences.flatMap(({ name, before, after }) => {
    const now = values.get(name);
    if (now === undefined) return [`sequence ${name} is missing`];
    if (now === before || now === after || between(now, before, after)) return [];
    return [`sequence ${name} is at ${now ?? "its start"}, not at ${after ?? "its start"}`];
  });
  const kinds = Object.entries(was.objects).flatMap(([kind, n]) =>
    is.objects[kind] === n || (elsewhere && ofVersion.includes(kind))
      ? []
      : [`there are ${is.objects[kind] ?? 0} ${kind}, not ${n}`],
  );
  const { largeObjects: a } = was;
  const { largeObjects: b } = is;
  const large =
    a.rows !== b.rows
      ? [`there are ${b.rows} large objects, not ${a.rows}`]
      : a.digest === b.digest
        ? []
        : ["the large objects are not the same ones"];
  return [...tables, ...more, ...sequences, ...large, ...kinds];
}

/** Whether a sequence stands between two of its values, in either direction; one that had none yet begins anywhere. */
function between(now: string | null, before: string | null, after: string | null): boolean {
  if (now === null || after === null) return false;
  if (before === null) return true;
  const [low, high] = [BigInt(before), BigInt(after)].sort((a, b) => (a < b ? -1 : 1)) as [bigint, bigint];
  return low <= BigInt(now) && BigInt(now) <= high;
}
