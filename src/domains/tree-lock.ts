import type { Sql } from "../postgres/sql.ts";

/**
 * Holds the tree until the transaction ends: the lock that the rules take (migrations/rules/domains.sql), taken before
 * anything is looked up, so that what is found stays so.
 */
export async function lockTree(tx: Sql): Promise<void> {
  await tx`select pg_advisory_xact_lock(1903522148, 2)`;
}
