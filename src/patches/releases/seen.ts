import { conflict } from "../../errors.ts";
import type { Sql } from "../../postgres/sql.ts";
import { transaction } from "../../postgres/transaction.ts";
import type { Index } from "./index-shape.ts";

/** An index whose signature was checked, and where it is from. */
interface Seen {
  readonly source: string;
  readonly keyId: string;
  readonly index: Index;
  /** Takes one that has expired, or is older than one that was seen. */
  readonly older: boolean;
}

/**
 * Keeps that an index was seen. Throws a conflict for one that has expired, or has a lower number than one that was seen from this source or
 * of this key: with `older` it is taken, and the trail says so.
 */
export function keepSeen(sql: Sql, { source, keyId, index, older }: Seen): Promise<void> {
  const { sequence, expires } = index;
  return transaction(sql, async (tx) => {
    const [{ highest, expired }] = await tx<[{ highest: number; expired: boolean }]>`
      select coalesce(max(i.sequence), 0) as highest, ${expires}::timestamptz <= current_timestamp as expired
      from QUAD_patch_indexes i where i.source = ${source} or i.key_id = ${keyId}`;
    const why = expired
      ? `has expired on ${expires.slice(0, 10)}`
      : sequence < highest
        ? `has the number ${sequence}; one with ${highest} was seen already`
        : undefined;
    if (why !== undefined && !older)
      throw conflict(`The index of ${source} ${why}.`, {
        hint: "Somebody may be holding newer patches back: ask the vendor. Where it is meant: --allow-older",
      });
    await tx`
      insert into QUAD_patch_indexes (source, key_id, sequence) values (${source}, ${keyId}, ${sequence})
      on conflict (source, key_id) do update set sequence = excluded.sequence, seen_at = current_timestamp
      where QUAD_patch_indexes.sequence < excluded.sequence`;
    if (why === undefined) return;
    await tx`
      update QUAD_patch_indexes set older_sequence = ${sequence}, older_at = current_timestamp
      where source = ${source} and key_id = ${keyId}`;
  });
}
