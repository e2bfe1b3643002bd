import type { Sql } from "./sql.ts";

/** Something that `migrations/rules/` makes. */
export interface RuleObject {
  readonly kind: "policy" | "trigger" | "view" | "function";
  /** As a DROP statement names it. */
  readonly identity: string;
}

/** Every policy, trigger, view and function of the schema, in the order in which they can be dropped. */
export const ruleObjects = (tx: Sql) => tx<RuleObject[]>`
  select kind, identity from (
    select 1 as rank, 'policy' as kind, format('%I on %s', p.polname, p.polrelid::regclass) as identity, p.oid
    from pg_policy p join pg_class c on c.oid = p.polrelid where c.relnamespace = quote_ident(current_schema())::regnamespace
    union all
    select 2, 'trigger', format('%I on %s', t.tgname, t.tgrelid::regclass), t.oid
    from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where c.relnamespace = quote_ident(current_schema())::regnamespace and not t.tgisinternal and t.tgparentid = 0
    union all
    select 3, 'view', c.oid::regclass::text, c.oid
    from pg_class c where c.relnamespace = quote_ident(current_schema())::regnamespace and c.relkind = 'v'
    union all
    select 4, 'function', p.oid::regprocedure::text, p.oid
    from pg_proc p where p.pronamespace = quote_ident(current_schema())::regnamespace
  ) objects
  order by rank, oid desc`;
