import type { Sql } from "../sql.ts";

/** What the catalogs say of one schema's `quad_` relations; names inside definitions are unqualified. */
export interface Shape {
  readonly relations: readonly Relation[];
  readonly columns: readonly Column[];
  readonly constraints: readonly Constraint[];
  readonly indexes: readonly Index[];
}

export interface Relation {
  readonly name: string;
  /** `pg_class.relkind`: r table, p partitioned table, v view, m materialised view, f foreign table. */
  readonly kind: string;
  readonly partitionKey: string | null;
  readonly hasDefaultPartition: boolean;
  readonly partitionOf: string | null;
  readonly partitionBound: string | null;
  readonly owner: string;
  /** Whether this connection's role may alter it. */
  readonly owned: boolean;
}

export interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  /** Null for the type's own. */
  readonly collation: string | null;
  readonly notNull: boolean;
  readonly default: string | null;
  /** Generated or identity: the server, not the writer, gives the value. */
  readonly generated: boolean;
}

export interface Constraint {
  readonly table: string;
  readonly name: string;
  /** `pg_constraint.contype`: p primary key, u unique, c check, f foreign key. */
  readonly kind: "p" | "u" | "c" | "f";
  /** Without NOT VALID; see `validated`. */
  readonly definition: string;
  readonly columns: readonly string[];
  readonly references: string | null;
  readonly referencedColumns: readonly string[];
  readonly validated: boolean;
}

export interface Index {
  readonly table: string;
  readonly name: string;
  readonly unique: boolean;
  /** From the access method on, as in `btree (email)`. */
  readonly definition: string;
  readonly columns: readonly string[];
  readonly predicate: string | null;
  /** The constraint that it serves. */
  readonly constraint: string | null;
}

/** Reads the shape of a schema. Leaves `search_path` at that schema, so that definitions come out comparable. */
export async function readShape(tx: Sql, schema: string): Promise<Shape> {
  await tx`select set_config('search_path', quote_ident(${schema}), true)`;
  return {
    relations: await readRelations(tx),
    columns: await readColumns(tx),
    constraints: await readConstraints(tx),
    indexes: await readIndexes(tx),
  };
}

const readRelations = (tx: Sql) => tx<Relation[]>`
  select c.relname as name, c.relkind as kind, pg_get_partkeydef(c.oid) as "partitionKey",
    coalesce(t.partdefid <> 0, false) as "hasDefaultPartition", parent.relname as "partitionOf",
    pg_get_expr(c.relpartbound, c.oid) as "partitionBound", pg_get_userbyid(c.relowner) as owner,
    pg_has_role(c.relowner, 'usage') as owned
  from pg_class c
  left join pg_partitioned_table t on t.partrelid = c.oid
  left join pg_inherits i on i.inhrelid = c.oid and c.relispartition
  left join pg_class parent on parent.oid = i.inhparent
  where c.relnamespace = quote_ident(current_schema())::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
    and lower(c.relname) like 'quad\\_%'
  order by c.relname`;

const readColumns = (tx: Sql) => tx<Column[]>`
  select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
    case when a.attcollation <> y.typcollation then l.collname end as collation,
    a.attnotnull as "notNull", case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end as default,
    a.attgenerated <> '' or a.attidentity <> '' as generated
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join pg_type y on y.oid = a.atttypid
  left join pg_collation l on l.oid = a.attcollation
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where c.relnamespace = quote_ident(current_schema())::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    and lower(c.relname) like 'quad\\_%'
  order by c.relname, a.attnum`;

const readConstraints = (tx: Sql) => tx<Constraint[]>`
  select c.relname as table, k.conname as name, k.contype as kind,
    regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', '') as definition,
    (select coalesce(jsonb_agg(a.attname order by n), '[]')
     from unnest(k.conkey) with ordinality as u (attnum, n)
     join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.attnum) as columns,
    r.relname as references,
    (select coalesce(jsonb_agg(a.attname order by n), '[]')
     from unnest(k.confkey) with ordinality as u (attnum, n)
     join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.attnum) as "referencedColumns",
    k.convalidated as validated
  from pg_class c
  join pg_constraint k on k.conrelid = c.oid and k.contype in ('p', 'u', 'c', 'f')
  left join pg_class r on r.oid = k.confrelid
  where c.relnamespace = quote_ident(current_schema())::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    and lower(c.relname) like 'quad\\_%'
  order by c.relname, k.conname`;

// Those of every table: an index takes its name in the schema, whatever table it is on.
const readIndexes = (tx: Sql) => tx<Index[]>`
  select c.relname as table, x.relname as name, i.indisunique as unique,
    substring(pg_get_indexdef(i.indexrelid, 0, true) from ' USING (.*)$') as definition,
    (select coalesce(jsonb_agg(a.attname order by n), '[]')
     from unnest(i.indkey::int2[]) with ordinality as u (attnum, n)
     join pg_attribute a on a.attrelid = c.oid and a.attnum = u.attnum) as columns,
    pg_get_expr(i.indpred, i.indrelid) as predicate, k.conname as constraint
  from pg_index i
  join pg_class c on c.oid = i.indrelid
  join pg_class x on x.oid = i.indexrelid
  left join pg_constraint k on k.conindid = i.indexrelid and k.conrelid = c.oid and k.contype in ('p', 'u', 'x')
  where c.relnamespace = quote_ident(current_schema())::regnamespace and not c.relispartition and i.indisvalid
  order by c.relname, x.relname`;
