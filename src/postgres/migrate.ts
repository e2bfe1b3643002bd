import { conflict, QuadError } from "../errors.ts";
import { sqlState } from "./failures.ts";
import type { Migration, Schema } from "./migrations.ts";
import { foreignHistory, newer } from "./requirement.ts";
import { type RuleObject, ruleObjects } from "./rule-objects.ts";
import type { Sql } from "./sql.ts";
import { transaction } from "./transaction.ts";

/** What stands in a database, and what it would take to bring it to the program's schema. */
export interface MigrationStatus {
  readonly applied: readonly AppliedMigration[];
  readonly pending: readonly { readonly number: number; readonly name: string }[];
  /** `absent` before the first run, `outdated` when any rule has changed since. */
  readonly rules: "current" | "outdated" | "absent";
  /** Tables that stood there before quad did; they are adopted by the first run. */
  readonly adopts: readonly string[];
}

interface AppliedMigration {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
  readonly appliedAt: Date;
}

/** What a run has done. */
export interface Migrated {
  readonly applied: readonly { readonly number: number; readonly name: string }[];
  readonly rules: "applied" | "current";
  /** What was added to tables that stood there before. */
  readonly adopted: readonly string[];
}

/**
 * Brings the database to the program's schema. Each file is one transaction, under one lock; the history is read again
 * in each, so that it works through a pooler and 20 runs at once leave one clean schema. Throws a conflict, and changes
 * nothing, where the history was edited, has a gap, is newer than the program, or existing tables cannot be adopted. A file
 * that fails is undone (exit 7); those before it stand.
 */
export async function migrate(sql: Sql, schema: Schema): Promise<Migrated> {
  const applied: Migration[] = [];
  let adopted: readonly string[] = [];
  for (;;) {
    const done = await transaction(sql, async (tx) => {
      const history = await lockHistory(tx);
      const next = pendingOf(schema, history)[0];
      if (next === undefined) return undefined;
      if (history.length === 0) {
        const existing = await existingTables(tx);
        if (existing.length > 0) {
          const { adopt } = await import("./adopt.ts");
          adopted = await adopt(tx, schema);
          for (const migration of schema.migrations) await record(tx, migration);
          await applyRules(tx, schema);
          return schema.migrations;
        }
      }
      await dropViews(tx);
      await runFile(tx, next);
      await record(tx, next);
      return [next];
    });
    if (done === undefined) break;
    applied.push(...done);
  }
  const rules = await transaction(sql, async (tx) => {
    pendingOf(schema, await lockHistory(tx));
    if ((await readRules(tx))?.checksum === schema.rules.checksum) return "current" as const;
    await applyRules(tx, schema);
    return "applied" as const;
  });
  return { applied: applied.map(({ number, name }) => ({ number, name })), rules, adopted };
}

/** Compares a database with the program's schema; changes nothing. Throws a conflict on an edited or newer history. */
export async function migrationStatus(sql: Sql, schema: Schema): Promise<MigrationStatus> {
  const [state] = await sql<[{ begun: boolean; ruled: boolean }]>`
    select to_regclass('quad_migrations') is not null as begun, to_regclass('quad_rules') is not null as ruled`;
  if (!state.begun) {
    return {
      applied: [],
      pending: schema.migrations.map(({ number, name }) => ({ number, name })),
      rules: "absent",
      adopts: await existingTables(sql),
    };
  }
  const applied = await readHistory(sql);
  const rules = state.ruled ? await readRules(sql) : undefined;
  return {
    applied,
    pending: pendingOf(schema, applied).map(({ number, name }) => ({ number, name })),
    rules: rules === undefined ? "absent" : rules.checksum === schema.rules.checksum ? "current" : "outdated",
    adopts: [],
  };
}

/** What a `migrate` would do, done and rolled back: it finds what cannot be adopted, too. */
export async function rehearse(sql: Sql, schema: Schema): Promise<Migrated> {
  await sql`begin`;
  try {
    await sql`set local lock_timeout = '30s'`;
    const history = await lockHistory(sql);
    const pending = pendingOf(schema, history);
    const existing = history.length === 0 ? await existingTables(sql) : [];
    let adopted: readonly string[] = [];
    if (existing.length > 0) {
      const { adopt } = await import("./adopt.ts");
      adopted = await adopt(sql, schema);
    } else {
      if (pending.length > 0) await dropViews(sql);
      for (const migration of pending) await runFile(sql, migration);
    }
    const outdated = (await readRules(sql))?.checksum !== schema.rules.checksum;
    if (outdated) await applyRules(sql, schema);
    return {
      applied: pending.map(({ number, name }) => ({ number, name })),
      rules: outdated ? "applied" : "current",
      adopted,
    };
  } finally {
    await sql`rollback`.catch(() => {});
  }
}

async function lockHistory(tx: Sql): Promise<readonly AppliedMigration[]> {
  await tx`select pg_advisory_xact_lock(1903522148, 1)`;
  await tx`set local client_min_messages = warning`;
  await tx
    .unsafe(
      `create table if not exists QUAD_migrations (
         number integer primary key, name text not null, checksum text not null,
         created_at timestamptz not null default current_timestamp,
         updated_at timestamptz not null default current_timestamp);
       create table if not exists QUAD_rules (
         one boolean primary key default true constraint quad_rules_is_one_row check (one),
         checksum text not null, objects jsonb not null,
         created_at timestamptz not null default current_timestamp,
         updated_at timestamptz not null default current_timestamp);`,
    )
    .simple();
  return readHistory(tx);
}

const readHistory = (sql: Sql): Promise<readonly AppliedMigration[]> =>
  sql<AppliedMigration[]>`
    select number, name, checksum, created_at as "appliedAt" from QUAD_migrations order by number`.catch(refuseForeign);

/**
 * What the rules made last time; undefined before the first time. The roles that they make belong to the server, and do
 * not come along with a database that is restored on another one: then the rules are no rules that the program knows.
 */
async function readRules(sql: Sql): Promise<{ checksum: string; objects: RuleObject[] } | undefined> {
  const [rules] = await sql<{ checksum: string; objects: RuleObject[] }[]>`
    select objects, case
        when (select count(*) from pg_roles where rolname in ('quad_person', 'quad_platform')) = 2 then checksum
        else 'without roles' end as checksum
    from QUAD_rules`.catch(refuseForeign);
  return rules;
}

function refuseForeign(error: unknown): never {
  throw foreignHistory(error) ?? error;
}

function pendingOf(schema: Schema, history: readonly AppliedMigration[]): readonly Migration[] {
  const known = new Map(schema.migrations.map((migration) => [migration.number, migration]));
  const latest = schema.migrations.at(-1)?.number ?? 0;
  const last = history.at(-1)?.number ?? 0;
  if (last > latest) throw newer(last, latest);
  for (const { number, name, checksum } of history) {
    if (known.get(number)?.checksum !== checksum) {
      throw conflict(`Migration ${label(number, name)} is not the one that was applied to this database.`, {
        hint: "Use the quad that this database was made with, or restore its migrations/ from the package.",
      });
    }
  }
  const applied = new Set(history.map(({ number }) => number));
  const pending = schema.migrations.filter(({ number }) => !applied.has(number));
  const skipped = pending.find(({ number }) => number < last);
  if (skipped) {
    throw conflict(
      `Migration ${label(skipped.number, skipped.name)} was never applied to this database, and later ones were.`,
      { hint: "Somebody has changed QUAD_migrations, or migrated with another quad; restore a backup." },
    );
  }
  return pending;
}

const label = (number: number, name: string) => `${String(number).padStart(4, "0")}-${name}`;

const record = (tx: Sql, { number, name, checksum }: Migration) =>
  tx`insert into QUAD_migrations (number, name, checksum) values (${number}, ${name}, ${checksum})`;

async function existingTables(sql: Sql): Promise<readonly string[]> {
  const rows = await sql<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace = quote_ident(current_schema())::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')
      and relname ilike 'quad\\_%' and relname not in ('quad_migrations', 'quad_rules')
    order by relname`;
  return rows.map(({ name }) => name);
}

/** Runs a numbered file. What the server refuses of it is a failure that names it. */
const runFile = (tx: Sql, { number, name, sql }: Migration) =>
  undoable(`Migration ${label(number, name)} failed and was undone`, () => tx.unsafe(sql).simple());

/** Drops what the rules made last time and makes them again. */
async function applyRules(tx: Sql, schema: Schema): Promise<void> {
  await undoable("The rules were not changed", async () => {
    for (const { kind, identity } of (await readRules(tx))?.objects ?? []) {
      await tx.unsafe(`drop ${kind} if exists ${identity}`);
    }
    const before = new Set((await ruleObjects(tx)).map(({ kind, identity }) => `${kind} ${identity}`));
    await tx`select set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true)`;
    await tx.unsafe(`set local check_function_bodies = off;\n${schema.rules.sql}`).simple();
    const made = (await ruleObjects(tx)).filter(({ kind, identity }) => !before.has(`${kind} ${identity}`));
    await tx`delete from QUAD_rules`;
    await tx`insert into QUAD_rules (checksum, objects) values (${schema.rules.checksum}, ${JSON.stringify(made)}::text::jsonb)`;
  });
}

/** Gives a refused statement a sentence; what another run may bring about (a lost server, a lock) is left as it is. */
async function undoable(sentence: string, work: () => PromiseLike<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const state = sqlState(error);
    if (state === undefined || /^(08|25|28|40|42501|53|55|57|58|QU)/.test(state)) throw error;
    const { message, detail } = error as Error & { detail?: string };
    if (state === "2BP01") {
      throw conflict(`${sentence}: ${message}.`, {
        detail,
        hint: "Drop what depends on it, migrate, and make it again.",
        cause: error,
      });
    }
    throw new QuadError("undone", `${sentence}: ${message}.`, { detail, cause: error });
  }
}

/** Views stand in the way of a migration that changes their columns; they are made again with the rules. */
async function dropViews(tx: Sql): Promise<void> {
  for (const { kind, identity } of (await readRules(tx))?.objects ?? []) {
    if (kind !== "view") continue;
    await undoable("The views were not changed", () => tx.unsafe(`drop view if exists ${identity}`));
  }
}
