import type { Sql } from "../postgres/sql.ts";

/** A patch that was applied to this install, or tried. */
export interface PatchRow {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly channel: "beta" | "prod";
  readonly sequence: number;
  readonly sha256: string;
  /** Whose signature it had; null where somebody said its hash. */
  readonly signedBy: string | null;
  readonly appliedAt: Date;
  readonly rolledBackAt: Date | null;
  /** When it came to nothing; null of one that was applied. */
  readonly undoneAt: Date | null;
}

/** Every patch that was applied here, the newest first. */
export const patchHistory = (sql: Sql) => sql<PatchRow[]>`
  select id, name, version, channel, sequence::integer, sha256, key_id as "signedBy", applied_at as "appliedAt",
    rolled_back_at as "rolledBackAt", undone_at as "undoneAt"
  from QUAD_patches order by applied_at desc, id`;

/** The names of the patches that are applied now, and the highest number that ever was. */
export async function appliedPatches(
  sql: Sql,
): Promise<{ readonly applied: readonly string[]; readonly sequence: number }> {
  const [{ applied, sequence }] = await sql<[{ applied: string[]; sequence: number }]>`
    select coalesce(json_agg(name order by sequence) filter (where rolled_back_at is null), '[]') as applied,
      coalesce(max(sequence) filter (where undone_at is null), 0)::integer as sequence
    from QUAD_patches`;
  return { applied, sequence };
}
