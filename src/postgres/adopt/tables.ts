import { type Change, display, ident } from "./change.ts";
import { isDerived } from "./derive.ts";
import type { Column, Relation, Shape } from "./shape.ts";

/** What it takes to make the found tables and columns those of a fresh install, and what prevents it. */
export interface TablePlan {
  readonly problems: readonly string[];
  /** Tables, and columns as `table.column`, that nothing can be built on. */
  readonly unsound: readonly string[];
  readonly missing: readonly string[];
  /** Of our tables, those that stand there as they should. */
  readonly existing: readonly string[];
  readonly columns: readonly Change[];
  readonly notNulls: readonly Change[];
}

export interface Known {
  /** Tables that hold rows in the install. */
  readonly filled: ReadonlySet<string>;
  /** Tables that a fresh install holds rows of. */
  readonly seeded: ReadonlySet<string>;
}

/** Compares tables and columns. Pure. */
export function planTables(wanted: Shape, found: Shape, known: Known): TablePlan {
  const problems: string[] = [];
  const unsound: string[] = [];
  const missing: string[] = [];
  const existing: string[] = [];
  const columns: Change[] = [];
  const notNulls: Change[] = [];
  for (const relation of wanted.relations) {
    const candidate = candidateFor(relation, found.relations);
    if (candidate === undefined) {
      if (!isCovered(relation, found.relations)) missing.push(relation.name);
      continue;
    }
    const wrong = wrongRelation(relation, candidate);
    problems.push(...wrong);
    if (wrong.length > 0) unsound.push(relation.name);
    else existing.push(relation.name);
    if (relation.partitionOf !== null) continue;
    const compared = compareColumns(
      relation.name,
      wanted.columns.filter(({ table }) => table === relation.name),
      found.columns.filter(({ table }) => table === candidate.name),
      candidate.name,
      known,
    );
    problems.push(...compared.problems);
    unsound.push(...compared.unsound);
    columns.push(...compared.columns);
    notNulls.push(...compared.notNulls);
  }
  return { problems, unsound, missing, existing, columns, notNulls };
}

/** The relation that plays the part of ours, under its name or under one that has to be changed first. */
function candidateFor({ name }: Relation, found: readonly Relation[]): Relation | undefined {
  const named = (wanted: string) =>
    found.find((relation) => relation.name === wanted) ??
    found.find((relation) => relation.name.toLowerCase() === wanted);
  const organisations = name === "quad_companies" ? named("quad_organizations") : undefined;
  return named(name) ?? (organisations?.kind === "r" ? organisations : undefined);
}

/** A partition for everything else is there under another name, or its table cannot have one. */
function isCovered({ partitionOf }: Relation, found: readonly Relation[]): boolean {
  const parent = found.find(({ name }) => name === partitionOf);
  return parent !== undefined && (parent.kind !== "p" || parent.hasDefaultPartition);
}

/** The sentence about a name that is ours but for its capitals. */
export const misnamed = ({ name }: Relation): string =>
  `${display(name)} has capitals that only quotes keep; ${display(name.toLowerCase())} without quotes is wanted.`;

/** What a `pg_class.relkind` is called. */
export const kinds: Readonly<Record<string, string>> = {
  r: "a plain table",
  p: "a partitioned table",
  v: "a view",
  m: "a materialised view",
  f: "a foreign table",
};

function wrongRelation(wanted: Relation, found: Relation): readonly string[] {
  const name = display(found.name);
  const wrong: string[] = [];
  if (found.name.toLowerCase() !== wanted.name) {
    wrong.push(`${name} holds what belongs into ${display(wanted.name)}, which is missing.`);
  } else if (found.name !== wanted.name) wrong.push(misnamed(found));
  if (found.kind !== wanted.kind) {
    const by = wanted.partitionKey === null ? "" : ` by ${wanted.partitionKey}`;
    wrong.push(`${name} is ${kinds[found.kind]}; ${kinds[wanted.kind]}${by} is wanted.`);
  } else if (found.partitionKey !== wanted.partitionKey) {
    wrong.push(`${name} is partitioned by ${found.partitionKey}; ${wanted.partitionKey} is wanted.`);
  }
  if (found.partitionOf !== wanted.partitionOf) {
    const of = (parent: string | null) => (parent === null ? "no partition" : `a partition of ${display(parent)}`);
    wrong.push(`${name} is ${of(found.partitionOf)}; ${of(wanted.partitionOf)} is wanted.`);
  }
  if (!found.owned) wrong.push(`${name} belongs to the role ${found.owner}; only that role can have it adopted.`);
  return wrong;
}

function compareColumns(
  table: string,
  wanted: readonly Column[],
  found: readonly Column[],
  foundTable: string,
  { filled, seeded }: Known,
) {
  const problems: string[] = [];
  const unsound: string[] = [];
  const columns: Change[] = [];
  const notNulls: Change[] = [];
  const refuse = (column: string, problem: string) => {
    problems.push(problem);
    unsound.push(`${table}.${column}`);
  };
  const alter = `alter table ${ident(table)}`;
  const lookalikes = new Map(
    found
      .filter(({ name }) => !wanted.some((ours) => ours.name === name))
      .map((theirs) => [folded(theirs.name), theirs]),
  );
  for (const ours of wanted) {
    const theirs = found.find(({ name }) => name === ours.name);
    const column = ident(ours.name);
    const needs = [table, `${table}.${ours.name}`];
    const place = `${display(foundTable)}.${ours.name}`;
    if (theirs === undefined) {
      const lookalike = lookalikes.get(folded(ours.name));
      const derived = isDerived(table, ours.name) || seeded.has(table);
      if (lookalike) {
        refuse(
          ours.name,
          `${display(foundTable)}.${ident(lookalike.name)} is there; ${ours.name} ${ours.type} is wanted.`,
        );
        continue;
      }
      if (ours.notNull && ours.default === null && filled.has(foundTable) && !derived) {
        refuse(ours.name, `${place} is missing; the table has rows, and nothing tells what they should have there.`);
        continue;
      }
      columns.push({
        table,
        statement: `${alter} add column ${column} ${ours.type}${collate(ours)}${ours.default === null ? "" : ` default ${ours.default}`}`,
        added: `column ${ours.name}`,
        needs: [table],
        provides: `${table}.${ours.name}`,
      });
    } else if (theirs.type !== ours.type || theirs.generated) {
      const is = `${theirs.type}${theirs.generated ? ", given by the server" : ""}`;
      refuse(ours.name, `${place} is ${is}; ${ours.type} is wanted.`);
      continue;
    } else {
      columns.push(...changedColumn(ours, theirs, needs));
      if (theirs.notNull && !ours.notNull && theirs.default === null) {
        problems.push(`${place} is not null and has no default; it has to be free to be null.`);
      }
    }
    if (ours.notNull && !theirs?.notNull) {
      notNulls.push({
        table,
        statement: `${alter} alter column ${column} set not null`,
        added: theirs && `not null of ${ours.name}`,
        needs,
        provides: `${table}.${ours.name} not null`,
        breaking: {
          what: `${ours.name} cannot be null, and is`,
          rows: `select ${rowLabel(
            found.map(({ name }) => name),
            [],
          )} from ${ident(table)} where ${column} is null`,
        },
      });
    }
  }
  const refused = new Set(unsound.map(folded));
  for (const { name, notNull, default: preset, generated } of lookalikes.values()) {
    if (!notNull || preset !== null || generated || refused.has(folded(`${table}.${name}`))) continue;
    problems.push(
      `${display(foundTable)}.${name} is not null and has no default; quad does not know it, and could add no row.`,
    );
    unsound.push(rowsOf(table));
  }
  return { problems, unsound, columns, notNulls };
}

/** A default of ours that is missing or says something else, a collation, and what may be null. */
function changedColumn(ours: Column, theirs: Column, needs: readonly string[]): readonly Change[] {
  const { table, name } = ours;
  const alter = `alter table ${ident(table)} alter column ${ident(name)}`;
  const changes: Change[] = [];
  if (ours.collation !== theirs.collation) {
    changes.push({
      table,
      statement: `${alter} type ${ours.type}${collate(ours) || ' collate "default"'}`,
      added: `collation of ${name}`,
      needs,
      provides: `${table}.${name}`,
    });
  }
  if (theirs.notNull && !ours.notNull && theirs.default !== null) {
    changes.push({ table, statement: `${alter} drop not null`, added: `${name} may be null`, needs });
  }
  // Any default will do for an id or a time: what matters is that there is one.
  const asGood = ours.default !== null && theirs.default !== null && /^(uuid|timestamp)/.test(ours.type);
  if (ours.default !== theirs.default && !asGood) {
    const was = theirs.default === null ? "" : ` in place of ${theirs.default}`;
    changes.push({
      table,
      statement: `${alter} ${ours.default === null ? "drop default" : `set default ${ours.default}`}`,
      added: ours.default === null ? `no default of ${name}${was}` : `default of ${name}${was}`,
      needs,
    });
  }
  return changes;
}

const collate = ({ collation }: Column) => (collation === null ? "" : ` collate ${ident(collation)}`);

/** What an insertion needs. */
export const rowsOf = (table: string): string => `${table} rows`;

const folded = (name: string) => name.toLowerCase().replaceAll("_", "");

const telling = ["email", "path", "name", "ticket_id", "branch_name", "id"];

/** An SQL text that tells a row from the others: what people know it by, and the columns in question. */
export function rowLabel(present: readonly string[], columns: readonly string[]): string {
  const value = (name: string) => `'${name} ' || left(${ident(name)}::text, 80)`;
  const known = columns.some((name) => telling.slice(0, 3).includes(name))
    ? []
    : telling.filter((name) => present.includes(name) && !columns.includes(name));
  const parts = [...(known.length > 0 ? [`coalesce(${known.map(value).join(", ")})`] : []), ...columns.map(value)];
  return `concat_ws(', ', ${parts.join(", ") || "'a row'"})`;
}
