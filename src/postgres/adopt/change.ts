import type { Sql } from "../sql.ts";

/** One change to the install's schema or rows, tried by itself so that all that stands in the way is found. */
export interface Change {
  readonly table: string;
  readonly statement: string;
  /** How it is reported; nothing for what goes without saying, or when no row was concerned. */
  readonly added?: string | ((rows: number) => string | undefined) | undefined;
  /** What it cannot do without, as in `quad_users`, `quad_users.email`; skipped where one of these is unsound. */
  readonly needs: readonly string[];
  /** What is unsound for the later ones when it fails. */
  readonly provides?: string | undefined;
  /** Names the rows that it fails on: a sentence's beginning and a query of one text column. */
  readonly breaking?: { readonly what: string; readonly rows: string } | undefined;
}

/** A rule that existing rows have to keep: a query of one text column, a sentence for each case that breaks it. */
export interface Rule {
  readonly needs: readonly string[];
  readonly query: string;
  /** What to run about it. */
  readonly hint?: string;
}

/** The adoption under way: where it works, what it has found, what it has done. */
export interface Adoption {
  readonly tx: Sql;
  /** The schema that holds a fresh install to compare with. */
  readonly scratch: string;
  readonly problems: string[];
  readonly hints: Set<string>;
  readonly unsound: Set<string>;
  /** What was added, by table. */
  readonly added: Map<string, string[]>;
}

/** An SQL identifier, quoted. */
export const ident = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A name as the spec writes it, and in quotes where only quotes keep its capitals. */
export const display = (name: string): string =>
  name === name.toLowerCase() ? name.replace(/^quad_/, "QUAD_") : ident(name);

const shown = 20;

/** Makes what `apply` and `check` need in the scratch schema. */
export async function prepareAttempts(tx: Sql, scratch: string): Promise<void> {
  await tx
    .unsafe(`
    create function ${scratch}.attempt(statement text, out failure text, out rows bigint)
    language plpgsql as $$
    declare
      more text;
    begin
      execute statement;
      get diagnostics rows = row_count;
    exception when others then
      -- deadlocks, timeouts and a server in trouble end the run; they say nothing about the tables
      if sqlstate ~ '^(40|53|55P03|57|58|XX)' then
        raise;
      end if;
      get stacked diagnostics more = pg_exception_detail;
      failure := concat_ws(': ', sqlerrm, nullif(more, ''));
    end $$;
    create function ${scratch}.lines(query text) returns jsonb
    language plpgsql as $$
    declare
      found jsonb;
    begin
      execute format('select jsonb_build_object(''n'', count(*), ''first'', coalesce(to_jsonb((array_agg(line order by line))[1:%s]), ''[]''))
        from (%s) as lines (line)', ${shown}, query) into found;
      return found;
    exception when others then
      if sqlstate ~ '^(40|53|55P03|57|58|XX)' then
        raise;
      end if;
      return jsonb_build_object('n', 0, 'first', '[]'::jsonb);
    end $$`)
    .simple();
}

/** Tries each change, in order and whatever became of the others. */
export async function apply(adoption: Adoption, changes: readonly Change[]): Promise<void> {
  const { tx, scratch, unsound } = adoption;
  const possible: Change[] = [];
  for (const change of changes) {
    if (!change.needs.some((need) => unsound.has(need))) possible.push(change);
    else if (change.provides) unsound.add(change.provides);
  }
  const outcomes = await tx<{ failure: string | null; rows: number }[]>`
    select a.failure, a.rows
    from jsonb_array_elements_text(${JSON.stringify(possible.map(({ statement }) => statement))}::text::jsonb)
      with ordinality as s (statement, n),
      lateral ${tx(scratch)}.attempt(s.statement) a
    order by s.n`;
  for (const [i, change] of possible.entries()) {
    const { failure, rows } = outcomes[i] ?? { failure: "it was not tried", rows: 0 };
    if (failure === null) note(adoption, change, rows);
    else await explain(adoption, change, failure);
  }
}

/** Looks for rows that break rules, and names them. */
export async function check(adoption: Adoption, rules: readonly Rule[]): Promise<void> {
  for (const { needs, query, hint } of rules) {
    if (needs.some((need) => adoption.unsound.has(need))) continue;
    const { n, first } = await linesOf(adoption, query);
    adoption.problems.push(...first, ...(n > first.length ? [`… and ${n - first.length} more of these.`] : []));
    if (n > 0 && hint) adoption.hints.add(hint);
  }
}

function note({ added }: Adoption, { table, added: what }: Change, rows: number): void {
  const words = typeof what === "function" ? what(rows) : what;
  if (words === undefined) return;
  added.set(table, [...(added.get(table) ?? []), words]);
}

async function explain(adoption: Adoption, change: Change, failure: string): Promise<void> {
  if (change.provides) adoption.unsound.add(change.provides);
  const { n, first } = change.breaking ? await linesOf(adoption, change.breaking.rows) : { n: 0, first: [] };
  if (n === 0 || change.breaking === undefined) {
    adoption.problems.push(`${display(change.table)}: ${failure}.`);
    return;
  }
  const more = n > first.length ? `; and ${n - first.length} more` : "";
  adoption.problems.push(`${display(change.table)}: ${change.breaking.what}: ${first.join("; ")}${more}.`);
}

async function linesOf({ tx, scratch }: Adoption, query: string) {
  const [row] = await tx<[{ found: { n: number; first: string[] } }]>`
    select ${tx(scratch)}.lines(${query}) as found`;
  return row.found;
}
