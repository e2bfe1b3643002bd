import { conflict, needsAttention, QuadError } from "../errors.ts";
import { sqlState } from "./failures.ts";
import type { Fingerprint } from "./migrations.ts";
import type { Sql } from "./sql.ts";

/**
 * Refuses a database whose schema is not the program's, before a command works on it. Throws needsAttention (exit 8)
 * with the command that mends it.
 */
export async function requireSchema(sql: Sql, { latest, rules }: Fingerprint): Promise<void> {
  try {
    const [state] = await sql<[{ latest: number | null; rules: string | null }]>`
      select (select max(number) from QUAD_migrations) as latest, (select checksum from QUAD_rules) as rules`;
    if (state.latest === latest && state.rules === rules) return;
    if (state.latest !== null && state.latest > latest) throw newer(state.latest, latest);
  } catch (error) {
    if (sqlState(error) === "42501") throw nobody(error);
    if (sqlState(error) !== "42P01") throw foreignHistory(error) ?? error;
    throw needsAttention("This database has no QUAD schema yet.", { hint: "Make it ready: quad init" });
  }
  throw needsAttention("The schema of this database is older than this quad.", {
    hint: "Bring it up to date: quad migrate",
  });
}

/** The refusal of tables that have the names of quad's history and are not; undefined for other errors. */
export const foreignHistory = (error: unknown) =>
  sqlState(error) === "42703" || sqlState(error) === "42883" || sqlState(error) === "42804"
    ? conflict("There is a table quad_migrations or quad_rules here that quad did not make.", {
        detail: `Its columns are others: ${(error as Error).message}.`,
        hint: "Rename it, or give quad a database or a schema of its own.",
        cause: error,
      })
    : undefined;

/** The refusal of a database that knows more migrations than the program. */
export const newer = (found: number, latest: number) =>
  conflict(`This database is at migration ${found}; this quad knows them up to ${latest}.`, {
    hint: "Use a newer quad.",
  });

/** The refusal of a login that is no person's, nor the owner's, nor the platform's. */
export const nobody = (cause?: unknown) =>
  new QuadError("notAllowed", "This login belongs to nobody here, and may do nothing.", {
    hint: "Ask whoever manages the company for one: quad access grant EMAIL",
    cause,
  });
