import { conflict, QuadError } from "../errors.ts";
import { type Adoption, apply, type Change, check, display, ident, prepareAttempts } from "./adopt/change.ts";
import { planConstraints } from "./adopt/constraints.ts";
import { derivedRules, fillDerived } from "./adopt/derive.ts";
import { fillLedgers, ledgerRules, seedRows } from "./adopt/ledgers.ts";
import { readShape, type Shape } from "./adopt/shape.ts";
import { planTables } from "./adopt/tables.ts";
import { planTakeover } from "./adopt/takeover.ts";
import type { Schema } from "./migrations.ts";
import { type RuleObject, ruleObjects } from "./rule-objects.ts";
import type { Sql } from "./sql.ts";

/**
 * Makes tables that stand in the schema already those of a fresh install, in the caller's transaction: what is missing is
 * added, rows are kept, derived columns and ledgers are filled from them. A fresh install is made in a scratch schema
 * beside it, to compare with; existing tables are locked until the transaction ends. Returns a line for each table.
 * Throws a conflict (exit 5) that lists everything that is incompatible and every rule that existing rows break; the
 * transaction has to be rolled back then.
 *
 * Of what differs, these are changed and said: a missing or another default (any will do for an id or a time), a missing
 * NOT NULL, a column's collation, a foreign key that acts otherwise on deletion, the name of a constraint that says the
 * same, the spec's functions and their triggers. What quad does not know is left alone, as long as quad can write beside it.
 */
export async function adopt(tx: Sql, schema: Schema): Promise<readonly string[]> {
  const [place] = await tx<[{ home: string; path: string; scratch: string; mayCreate: boolean; grant: string }]>`
    select current_schema() as home, current_setting('search_path') as path,
      format('quad_scratch_%s', pg_backend_pid()) as scratch,
      format('grant create on database %I to %I', current_database(), current_user) as grant,
      has_database_privilege(current_database(), 'create') as "mayCreate"`;
  if (!place.mayCreate) {
    throw new QuadError("notAllowed", "To adopt tables, a schema to compare with has to be made for a moment.", {
      hint: `Allow it until that is done: ${place.grant}`,
    });
  }
  const { home, scratch } = place;
  const fresh = await makeFresh(tx, schema, scratch);
  await lockTables(tx, home, fresh.shape);
  const found = await readShape(tx, home);
  const takeover = await planTakeover(tx, fresh.rules, await ruleObjects(tx), found);
  await tx`select set_config('search_path', ${place.path}, true)`;

  const filled = await tablesWithRows(tx, home, found);
  const tables = planTables(fresh.shape, found, { filled, seeded: fresh.seeded });
  const constraints = planConstraints(fresh.shape, found, tables.existing);
  const adoption: Adoption = {
    tx,
    scratch,
    problems: [...tables.problems, ...takeover.problems, ...constraints.problems],
    hints: new Set(),
    unsound: new Set(tables.unsound),
    added: new Map(),
  };
  const existingSeeds = [...fresh.seeded].filter((table) => tables.existing.includes(table));
  await apply(adoption, takeover.changes);
  await apply(adoption, createTables(fresh.shape, found, scratch, home, tables.missing));
  await apply(adoption, await defaultPrivileges(tx, home, tables.missing));
  await apply(adoption, tables.columns);
  await apply(adoption, fillDerived(fresh.shape, found, scratch, fresh.seeded));
  await apply(adoption, tables.notNulls);
  await apply(adoption, constraints.keys);
  await apply(adoption, seedRows(fresh.shape, scratch, existingSeeds));
  await apply(adoption, constraints.checks);
  await apply(adoption, constraints.foreignKeys);
  await check(adoption, derivedRules);
  await check(
    adoption,
    ledgerRules({
      plan: !found.columns.some(({ table, name }) => table === "quad_companies" && name === "plan"),
      install: tables.missing.includes("quad_install"),
    }),
  );
  if (adoption.problems.length === 0) await apply(adoption, fillLedgers);
  if (adoption.problems.length > 0) throw refusal(adoption);
  await tx.unsafe(`drop schema ${scratch} cascade`);
  return lines(adoption, tables.existing);
}

interface Fresh {
  readonly shape: Shape;
  readonly rules: readonly RuleObject[];
  readonly seeded: ReadonlySet<string>;
}

/** Makes a fresh install in the scratch schema, and reads it; its rules are made, read and undone. */
async function makeFresh(tx: Sql, schema: Schema, scratch: string): Promise<Fresh> {
  await tx.unsafe(`create schema ${scratch}; set local search_path to ${scratch}`).simple();
  for (const migration of schema.migrations) await tx.unsafe(migration.sql).simple();
  await tx.unsafe("savepoint before_rules").simple();
  await tx.unsafe(`set local check_function_bodies = off;\n${schema.rules.sql}`).simple();
  const rules = await ruleObjects(tx);
  await tx.unsafe("rollback to savepoint before_rules").simple();
  await prepareAttempts(tx, scratch);
  const shape = await readShape(tx, scratch);
  const foreignKeys = shape.constraints.filter(({ kind }) => kind === "f");
  await tx
    .unsafe(
      foreignKeys.map(({ table, name }) => `alter table ${ident(table)} drop constraint ${ident(name)}`).join(";\n"),
    )
    .simple();
  return { shape, rules, seeded: await tablesWithRows(tx, scratch, shape) };
}

/** Nobody writes while what they wrote is counted. */
async function lockTables(tx: Sql, home: string, wanted: Shape): Promise<void> {
  const names = wanted.relations.map(({ name }) => name);
  const tables = await tx<{ name: string }[]>`
    select c.oid::regclass::text as name from pg_class c
    where c.relnamespace = quote_ident(${home})::regnamespace and c.relkind in ('r', 'p') and c.relname in ${tx(names)}
      and pg_has_role(c.relowner, 'usage')
    order by c.relname`;
  if (tables.length > 0) {
    await tx.unsafe(`lock table ${tables.map(({ name }) => name).join(", ")} in access exclusive mode`);
  }
}

async function tablesWithRows(tx: Sql, schema: string, { relations }: Shape): Promise<ReadonlySet<string>> {
  const tables = relations.filter(({ kind, owned }) => (kind === "r" || kind === "p") && owned);
  if (tables.length === 0) return new Set();
  const rows = await tx.unsafe<{ name: string }[]>(
    tables
      .map(
        ({ name }) =>
          `select '${name.replaceAll("'", "''")}' as name where exists (select from ${ident(schema)}.${ident(name)})`,
      )
      .join(" union all "),
  );
  return new Set(rows.map(({ name }) => name));
}

/** Missing tables come out of the scratch schema with their indexes, constraints and rows. */
const createTables = (
  wanted: Shape,
  found: Shape,
  scratch: string,
  home: string,
  missing: readonly string[],
): readonly Change[] =>
  wanted.relations
    .filter(({ name }) => missing.includes(name))
    .map(({ name, partitionOf, partitionBound }) => ({
      table: name,
      statement: found.relations.some((relation) => relation.name === partitionOf)
        ? `create table ${ident(name)} partition of ${ident(partitionOf ?? "")} ${partitionBound}`
        : `alter table ${scratch}.${ident(name)} set schema ${ident(home)}`,
      added: "created",
      needs: [],
      provides: name,
    }));

/** What `alter default privileges in schema` promises of new tables: one that moves in does not get it by itself. */
async function defaultPrivileges(tx: Sql, home: string, missing: readonly string[]): Promise<readonly Change[]> {
  const grants = await tx<{ privilege: string; grantee: string; option: string }[]>`
    select a.privilege_type as privilege, case a.grantee when 0 then 'public' else a.grantee::regrole::text end as grantee,
      case when a.is_grantable then ' with grant option' else '' end as option
    from pg_default_acl d, aclexplode(d.defaclacl) a
    where d.defaclnamespace = quote_ident(${home})::regnamespace and d.defaclobjtype = 'r'
      and d.defaclrole = (select r.oid from pg_roles r where r.rolname = current_user)`;
  return missing.flatMap((table) =>
    grants.map(({ privilege, grantee, option }) => ({
      table,
      statement: `grant ${privilege} on ${ident(table)} to ${grantee}${option}`,
      needs: [table],
    })),
  );
}

function refusal({ problems, hints }: Adoption): QuadError {
  const count = problems.length === 1 ? "one thing is" : `${problems.length} things are`;
  return conflict(`The tables that stand here cannot be adopted, ${count} in the way; nothing was changed.`, {
    detail: problems,
    hint: [
      "Change what is named, or rename what is not quad's, and see what is left: quad migrate --dry-run",
      ...hints,
    ],
  });
}

function lines({ added }: Adoption, existing: readonly string[]): readonly string[] {
  const unchanged = existing.filter((table) => !added.has(table)).map((table) => `${display(table)}: as it is`);
  const changed = [...added].map(([table, what]) => `${display(table)}: ${what.join(", ")}`);
  return [...unchanged, ...changed].sort();
}
