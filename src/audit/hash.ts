import { createHash } from "node:crypto";
import type postgres from "postgres";
import type { Sql } from "../postgres/sql.ts";

/**
 * SQL for the hash of an entry, in hex: sha256 of everything in it, in one order and one spelling, whatever the session's
 * settings are. It is no function of the database, whose owner could put another in its place. `a` is QUAD_audit.
 */
export const entryHash = (sql: Sql): postgres.PendingQuery<postgres.Row[]> => sql`
  encode(sha256(convert_to(jsonb_build_array(
    a.id, to_char(a.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), a.company_id, a.domain_id, a.table_name,
    a.row_id, a.action, a.actor, a.login, a.acting_as, a.command, a.transaction_id, a.before, a.after)::text, 'UTF8')), 'hex')`;

/** The chain's hash before its first entry. */
export const beginning = "0".repeat(64);

/** The chain's hash after one more entry; all in hex. */
export const chained = (chain: string, entry: string): string =>
  createHash("sha256").update(Buffer.from(chain, "hex")).update(Buffer.from(entry, "hex")).digest("hex");
