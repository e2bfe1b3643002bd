import { type Change, display, ident } from "./change.ts";
import type { Constraint, Index, Shape } from "./shape.ts";
import { rowLabel } from "./tables.ts";

/** What it takes to make the constraints and indexes of existing tables those of a fresh install. */
export interface ConstraintPlan {
  readonly problems: readonly string[];
  /** Primary and unique keys and indexes: foreign keys build on them. */
  readonly keys: readonly Change[];
  readonly checks: readonly Change[];
  readonly foreignKeys: readonly Change[];
}

/**
 * Compares constraints and indexes by what they say. One that says the same under another name gets our name, because
 * the program tells refusals apart by it; a unique index that an ORM made becomes the constraint. A foreign key over
 * columns of one of ours to the same table is replaced when it acts otherwise on deletion (or covers less): the spec's
 * "ON DELETE CASCADE for cleanup" is a rule of the schema, and no row is touched by it. One that only defers its check
 * stays. Pure.
 */
export function planConstraints(wanted: Shape, found: Shape, tables: readonly string[]): ConstraintPlan {
  const problems: string[] = [];
  const keys: Change[] = [];
  const checks: Change[] = [];
  const foreignKeys: Change[] = [];
  for (const ours of wanted.constraints) {
    if (!tables.includes(ours.table)) {
      if (ours.kind === "f") foreignKeys.push(added(ours, [], []));
      continue;
    }
    const present = found.columns.filter(({ table }) => table === ours.table).map(({ name }) => name);
    const planned = planConstraint(ours, wanted, found, present);
    if (typeof planned === "string") problems.push(planned);
    else (ours.kind === "f" ? foreignKeys : ours.kind === "c" ? checks : keys).push(...planned);
  }
  for (const ours of wanted.indexes) {
    if (ours.constraint !== null || !tables.includes(ours.table)) continue;
    const planned = planIndex(ours, found);
    if (typeof planned === "string") problems.push(planned);
    else keys.push(...planned);
  }
  return { problems, keys, checks, foreignKeys };
}

/** The changes for one constraint, or the sentence that says why there are none. */
function planConstraint(
  ours: Constraint,
  wanted: Shape,
  found: Shape,
  present: readonly string[],
): readonly Change[] | string {
  const { table, name, kind } = ours;
  const theirs = found.constraints.filter((constraint) => constraint.table === table);
  const twin = theirs.find((constraint) => says(constraint) === says(ours));
  const replaced = twin || kind !== "f" ? [] : theirs.filter((theirKey) => supersedes(ours, theirKey, wanted));
  const namesake = theirs.find((constraint) => constraint.name === name && !replaced.includes(constraint));
  if (namesake && namesake !== twin) {
    return `${display(table)}: the constraint ${name} is ${namesake.definition}; ${ours.definition} is wanted.`;
  }
  if (twin) return kept(ours, twin, present);
  const primary = kind === "p" && theirs.find((constraint) => constraint.kind === "p");
  if (primary) return `${display(table)}: the ${lower(primary)} is there; ${lower(ours)} is wanted.`;
  if (kind === "f" || kind === "c") return [added(ours, replaced, present)];
  const definition = wanted.indexes.find((index) => index.table === table && index.constraint === name)?.definition;
  const index = found.indexes.find(
    (other) => other.table === table && other.unique && other.constraint === null && other.definition === definition,
  );
  if (index) {
    const key = kind === "p" ? "primary key" : "unique";
    const statement = `alter table ${ident(table)} add constraint ${ident(name)} ${key} using index ${ident(index.name)}`;
    return [{ table, statement, added: `constraint ${name} from the index ${index.name}`, ...bonds(ours) }];
  }
  return takenName(name, table, found) ?? [added(ours, [], present)];
}

/** A constraint that says what ours says: it is validated and named as ours. */
function kept(ours: Constraint, twin: Constraint, present: readonly string[]): readonly Change[] {
  const alter = `alter table ${ident(ours.table)}`;
  const rename = `${alter} rename constraint ${ident(twin.name)} to ${ident(ours.name)}`;
  const { table, name } = ours;
  return [
    ...(twin.validated
      ? []
      : [
          {
            table,
            statement: `${alter} validate constraint ${ident(twin.name)}`,
            added: `${name} for the rows from before it`,
            ...bonds(ours),
            breaking: breaking(ours, present),
          },
        ]),
    ...(twin.name === name
      ? []
      : [{ table, statement: rename, added: `the name ${name} for ${twin.name}`, needs: [table] }]),
  ];
}

function added(ours: Constraint, replaced: readonly Constraint[], present: readonly string[]): Change {
  const { table, name, definition } = ours;
  const drops = replaced.map((theirs) => `drop constraint ${ident(theirs.name)}, `).join("");
  const instead = replaced.map((theirs) => ` in place of ${theirs.name} (${theirs.definition})`).join("");
  return {
    table,
    statement: `alter table ${ident(table)} ${drops}add constraint ${ident(name)} ${definition}`,
    added: present.length === 0 ? undefined : `constraint ${name}${instead}`,
    ...bonds(ours),
    breaking: breaking(ours, present),
  };
}

function planIndex(ours: Index, found: Shape): readonly Change[] | string {
  const { table, name, unique, definition, columns } = ours;
  const twin = found.indexes.find(
    (index) => index.table === table && index.definition === definition && (index.unique || !unique),
  );
  const needs = [table, ...columns.map((column) => `${table}.${column}`)];
  if (twin && (twin.name === name || !unique)) return [];
  if (twin) {
    const statement = `alter index ${ident(twin.name)} rename to ${ident(name)}`;
    return takenName(name, table, found) ?? [{ table, statement, added: `the name ${name} for ${twin.name}`, needs }];
  }
  const statement = `create ${unique ? "unique " : ""}index ${ident(name)} on ${ident(table)} using ${definition}`;
  const duplicates = { what: `rows that ${name} does not allow`, rows: duplicateRows(table, columns, ours.predicate) };
  return (
    takenName(name, table, found) ?? [
      { table, statement, added: `index ${name}`, needs, ...(unique && { breaking: duplicates }) },
    ]
  );
}

function takenName(name: string, table: string, found: Shape): string | undefined {
  const taken = found.indexes.find((index) => index.name === name);
  if (taken === undefined) return undefined;
  return `${display(table)}: the name ${name} is that of ${taken.unique ? "a unique index" : "an index"} on ${display(taken.table)} using ${taken.definition}; another is wanted under it.`;
}

/** What a constraint says; when a foreign key is checked in a transaction makes no difference to the rules. */
const says = ({ kind, definition }: Constraint): string =>
  `${kind} ${kind === "f" ? definition.replace(/ DEFERRABLE( INITIALLY DEFERRED)?$/, "") : definition}`;

/** Whether a foreign key of ours takes the place of theirs, which none of ours says. */
function supersedes(ours: Constraint, theirs: Constraint, wanted: Shape): boolean {
  const pairs = ({ columns, referencedColumns }: Constraint) =>
    columns.map((column, i) => `${column} ${referencedColumns[i]}`);
  return (
    theirs.kind === "f" &&
    theirs.references === ours.references &&
    pairs(theirs).every((pair) => pairs(ours).includes(pair)) &&
    !wanted.constraints.some((other) => other.table === ours.table && says(other) === says(theirs))
  );
}

const lower = ({ definition }: Constraint) => definition.replace("PRIMARY KEY", "primary key");

function bonds({ table, kind, columns, references, referencedColumns }: Constraint) {
  const places = columns.map((column) => `${table}.${column}`);
  const referenced = references === null ? [] : [references, ...referencedColumns.map((c) => `${references}.${c}`)];
  return {
    needs: [
      table,
      ...places,
      ...(kind === "p" ? places.map((place) => `${place} not null`) : []),
      ...referenced,
      ...(references === null ? [] : [keyOf(references, referencedColumns)]),
    ],
    ...((kind === "p" || kind === "u") && { provides: keyOf(table, columns) }),
  };
}

const keyOf = (table: string, columns: readonly string[]) => `${table} (${columns.join(", ")})`;

/** The rows that a constraint does not allow. */
function breaking(
  { table, name, kind, definition, columns, references, referencedColumns }: Constraint,
  present: readonly string[],
) {
  const label = rowLabel(present, columns);
  if (kind === "c") {
    const rule = definition.replace(/^CHECK /, "");
    return { what: `rows that ${name} does not allow`, rows: `select ${label} from ${ident(table)} where not ${rule}` };
  }
  if (kind !== "f" || references === null) {
    return { what: `rows that ${name} does not allow`, rows: duplicateRows(table, columns, null) };
  }
  const pairs = columns.map((column, i) => `r.${ident(referencedColumns[i] ?? "")} = t.${ident(column)}`);
  return {
    what: `rows that point to nothing in ${display(references)} (${name})`,
    rows: `select ${label} from ${ident(table)} t
      where ${columns.map((column) => `${ident(column)} is not null`).join(" and ")}
        and not exists (select from ${ident(references)} r where ${pairs.join(" and ")})`,
  };
}

function duplicateRows(table: string, columns: readonly string[], predicate: string | null): string {
  const names = columns.map(ident);
  const given = names.map((name) => `${name} is not null`).join(" and ");
  return `select ${rowLabel([], columns)} || ', ' || count(*) || ' times' from ${ident(table)}
    where ${given}${predicate === null ? "" : ` and (${predicate})`} group by ${names.join(", ")} having count(*) > 1`;
}
