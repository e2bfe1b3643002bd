import type { Sql } from "../postgres/sql.ts";
import { type Checkpoint, lastOf } from "./checkpoint-file.ts";
import { entryHash } from "./hash.ts";
import { sealsOf } from "./seal.ts";

/** What has become of a sealed entry; `unsealed`: its seal is gone, `resealed`: its seal was changed. */
export type Damage = "edited" | "deleted" | "reordered" | "unsealed" | "resealed";

/** A sealed entry that is not as it was sealed. */
export interface DamagedEntry {
  readonly entry: number;
  readonly position: number;
  readonly damage: Damage;
  /** Null where the entry is gone. */
  readonly table: string | null;
  readonly at: Date | null;
}

/** Compares the entries of a checkpoint with what the database holds. `moved`: some of its seals are at other positions. */
export async function compareCheckpoint(
  sql: Sql,
  checkpoint: Checkpoint,
): Promise<{ readonly damaged: readonly DamagedEntry[]; readonly moved: boolean }> {
  const seals = sealsOf({ position: checkpoint.from - 1, chain: checkpoint.previous }, checkpoint.entries);
  const rows = await sql<(Omit<DamagedEntry, "damage"> & { damage: Damage | "moved" })[]>`
    select * from (
      select e.id as entry, e.position, a.table_name as "table", a.created_at as at,
        case
          when a.id is null then 'deleted'
          when ${entryHash(sql)} <> e.hash then 'edited'
          when s.entry_id is null then 'unsealed'
          -- A chain that was made again goes on from the seal before it, which then is another as well.
          when encode(s.entry_hash, 'hex') <> e.hash or encode(s.chain_hash, 'hex') <> e.chain and s.chain_hash is distinct from
            sha256(coalesce((
              select p.chain_hash from QUAD_audit_seals p where p.position < s.position order by p.position desc limit 1),
              decode(repeat('00', 32), 'hex')) || s.entry_hash)
          then 'resealed'
          when s.position <> e.position then 'moved'
        end as damage
      from (
        select (j ->> 0)::bigint as position, (j ->> 1)::bigint as id, j ->> 2 as hash, j ->> 3 as chain
        from json_array_elements(${JSON.stringify(seals)}::text::json) j) e
      left join QUAD_audit a on a.id = e.id
      left join QUAD_audit_seals s on s.entry_id = e.id) compared
    where damage is not null
    order by position`;
  const [count] = await sql<[{ seals: number }]>`
    select count(*) as seals from QUAD_audit_seals where position between ${checkpoint.from} and ${lastOf(checkpoint)}`;
  return {
    damaged: rows.filter((row): row is DamagedEntry => row.damage !== "moved"),
    moved: rows.length > 0 || count.seals !== checkpoint.count,
  };
}

/** Looks at the positions of a range by what the database alone holds: there is no checkpoint for them. */
export async function compareRange(sql: Sql, from: number, to: number): Promise<readonly DamagedEntry[]> {
  const damaged: DamagedEntry[] = [];
  for (let begin = from; begin <= to; begin += 10_000) {
    const rows = await sql<DamagedEntry[]>`
      select * from (
        select s.entry_id as entry, s.position, a.table_name as "table", a.created_at as at,
          case
            when a.id is null then 'deleted'
            when ${entryHash(sql)} <> encode(s.entry_hash, 'hex') then 'edited'
            when s.chain_hash is distinct from sha256(coalesce((
                select p.chain_hash from QUAD_audit_seals p where p.position < s.position order by p.position desc limit 1),
                decode(repeat('00', 32), 'hex')) || s.entry_hash)
            then 'resealed'
          end as damage
        from QUAD_audit_seals s left join QUAD_audit a on a.id = s.entry_id
        where s.position between ${begin} and ${Math.min(to, begin + 9999)}) compared
      where damage is not null
      order by position`;
    damaged.push(...rows);
  }
  return damaged;
}

/** The entries of the chain in the database's order, by their ids. */
export async function sealedOrder(sql: Sql): Promise<readonly number[]> {
  const ids: number[] = [];
  for (let after = 0; ; ) {
    const [page] = await sql<[{ ids: number[] | null; last: number | null }]>`
      select json_agg(p.entry_id order by p.position) as ids, max(p.position) as last from (
        select position, entry_id from QUAD_audit_seals where position > ${after} order by position limit 50000) p`;
    if (page.ids === null || page.last === null) return ids;
    for (const id of page.ids) ids.push(id);
    after = page.last;
  }
}
