import type { Sql } from "../../postgres/sql.ts";
import type { Deal } from "../apply/deal.ts";

/**
 * What a script cannot end the transaction without that it is run in, or reach past it. Function bodies and comments have it too, and what is
 * only suspected costs time: the database is filled anew that would have done as it is.
 */
const endsTransactions = /\b(commit|rollback|abort|prepare|dblink\w*)\b|(^|[;/\n\r])\s*end\b/i;

/**
 * Whether something of a run that migrates may be committed in this database: its own row is, which is written in the same transaction, or a
 * script can have committed by itself.
 */
export async function hasCommitted(
  sql: Sql,
  { kind, id, reverts }: Pick<Deal, "kind" | "id" | "reverts">,
  texts: () => Promise<readonly string[]>,
): Promise<boolean> {
  if ((await texts()).some((text) => endsTransactions.test(text))) return true;
  // A function may reach past it where an extension does.
  const [{ there, past }] = await sql<[{ there: boolean; past: boolean }]>`
    select to_regclass('QUAD_patches') is not null as there,
      exists (select from pg_extension where extname in ('dblink', 'pg_background')) as past`;
  if (!there || past) return true;
  const [{ done }] =
    kind === "rollback"
      ? await sql<[{ done: boolean }]>`
          select exists (select from QUAD_patches where id = ${reverts} and rolled_back_at is not null) as done`
      : await sql<[{ done: boolean }]>`
          select exists (select from QUAD_patches where id = ${id} and undone_at is null) as done`;
  return done;
}
