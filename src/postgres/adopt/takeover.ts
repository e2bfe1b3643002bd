import type { RuleObject } from "../rule-objects.ts";
import type { Sql } from "../sql.ts";
import { type Change, display, ident } from "./change.ts";
import type { Relation, Shape } from "./shape.ts";
import { kinds, misnamed } from "./tables.ts";

/** What has to go before the rules are made, and what is in their way and cannot go. */
export interface Takeover {
  readonly problems: readonly string[];
  readonly changes: readonly Change[];
}

/**
 * Takes over what the platform has under the names of our rules: the functions that the spec names, with their triggers
 * on our tables, and a plain view of QUAD_companies called QUAD_organizations. Everything else under a name of ours is
 * named as a problem; what has other names is left alone.
 */
export async function planTakeover(
  tx: Sql,
  ours: readonly RuleObject[],
  theirs: readonly RuleObject[],
  found: Shape,
): Promise<Takeover> {
  const functions = ours.filter(({ kind }) => kind === "function").map(({ identity }) => nameOf(identity));
  const specs = functions.filter((name) => !name.startsWith("quad_"));
  const replaced = theirs.filter(({ kind, identity }) => kind === "function" && specs.includes(nameOf(identity)));
  const triggers = await triggersOf(tx, specs);
  const going = new Set([
    ...replaced.map(({ identity }) => `function ${identity}`),
    ...triggers.map(({ identity }) => `trigger ${identity}`),
  ]);
  const names = new Set(ours.map(({ kind, identity }) => `${kind} ${identity}`));
  const inTheWay = theirs
    .filter(({ kind }) => kind !== "view")
    .map(({ kind, identity }) => `${kind} ${identity}`)
    .filter((object) => names.has(object) && !going.has(object));
  const views = await Promise.all(
    ours.filter(({ kind }) => kind === "view").map(({ identity }) => planView(tx, identity, found)),
  );
  return {
    problems: [
      ...inTheWay.map((object) => `The ${object} is there already; quad makes its own under that name.`),
      ...views.flatMap(({ problems }) => problems),
    ],
    changes: [
      ...triggers.map(({ identity, calls }) => ({
        table: calls,
        statement: `drop trigger ${identity}`,
        added: `its trigger ${identity} dropped`,
        needs: [],
      })),
      ...replaced.map(({ identity }) => ({
        table: identity,
        statement: `drop routine ${identity}`,
        added: "replaced",
        needs: [],
      })),
      ...views.flatMap(({ changes }) => changes),
    ],
  };
}

const nameOf = (signature: string) => signature.replace(/\(.*$/, "");

const triggersOf = (tx: Sql, functions: readonly string[]) => tx<{ identity: string; calls: string }[]>`
  select format('%I on %s', t.tgname, t.tgrelid::regclass) as identity, p.oid::regprocedure::text as calls
  from pg_trigger t
  join pg_class c on c.oid = t.tgrelid
  join pg_proc p on p.oid = t.tgfoid
  where c.relnamespace = quote_ident(current_schema())::regnamespace and c.relname like 'quad\\_%'
    and not t.tgisinternal and t.tgparentid = 0
    and p.pronamespace = quote_ident(current_schema())::regnamespace and p.proname in ${tx(functions)}
  order by 1`;

async function planView(tx: Sql, name: string, found: Shape): Promise<Takeover> {
  const theirs = found.relations.find((relation) => relation.name.toLowerCase() === name);
  if (theirs === undefined) return { problems: [], changes: [] };
  const problems = theirs.name === name ? [] : [misnamed(theirs)];
  if (theirs.kind !== "v") {
    const is = `${display(theirs.name)} is ${kinds[theirs.kind]}`;
    return { problems: [...problems, `${is}; a view is wanted, and quad makes it.`], changes: [] };
  }
  if (problems.length > 0) return { problems, changes: [] };
  if (!(await showsCompaniesPlainly(tx, theirs, found))) {
    return {
      problems: [`${display(name)} is another view than quad's, which shows QUAD_companies as it is.`],
      changes: [],
    };
  }
  return {
    problems: [],
    changes: [{ table: name, statement: `drop view ${ident(name)}`, added: "replaced", needs: [] }],
  };
}

/** Whether ours can stand in for a view: one table, all rows, its columns under their own names. */
async function showsCompaniesPlainly(tx: Sql, view: Relation, found: Shape): Promise<boolean> {
  const columns = found.columns.filter(({ table }) => table === "quad_companies").map(({ name }) => name);
  const [shown] = await tx<{ definition: string; columns: string[] }[]>`
    select pg_get_viewdef(c.oid) as definition, jsonb_agg(a.attname) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
    where c.relnamespace = quote_ident(current_schema())::regnamespace and c.relname = ${view.name}
    group by c.oid`;
  return (
    shown !== undefined &&
    /^\s*SELECT [^()]*\sFROM quad_companies;$/.test(shown.definition) &&
    !/\sAS\s/.test(shown.definition) &&
    shown.columns.every((column) => columns.includes(column))
  );
}
