import type { Sql } from "../../postgres/sql.ts";
import { installOf, type Trail } from "./trail.ts";

/** So many entries of the trail may have been written, but not committed, when a copy was made. */
export const underWay = 10_000;

/**
 * Brings the entries of the trail, and its seals, that one database has more than an older copy of it into that copy: nothing takes the
 * trail back. Nothing is done where one of them has no trail, or they are of different installs. May be done again.
 */
export async function carryTrail(from: Trail, to: Sql): Promise<void> {
  if (from.install === null || from.install !== (await installOf(to))) return;
  const [{ last }] = await to<[{ last: number }]>`select coalesce(max(id), 0) as last from QUAD_audit`;
  // Whoever writes there meanwhile takes numbers behind these.
  await to`select setval(pg_get_serial_sequence('quad_audit', 'id'), greatest(${from.newest}, ${last}, 1))`;
  for await (const batch of from.entries(last - underWay))
    await to`
      insert into QUAD_audit overriding system value
      select * from jsonb_populate_recordset(null::QUAD_audit, ${listOf(batch)}::text::jsonb) on conflict (id) do nothing`;
  const [{ sealed }] = await to<
    [{ sealed: number }]
  >`select coalesce(max(position), 0) as sealed from QUAD_audit_seals`;
  for await (const batch of from.seals(sealed))
    await to`
      insert into QUAD_audit_seals
      select * from jsonb_populate_recordset(null::QUAD_audit_seals, ${listOf(batch)}::text::jsonb) on conflict do nothing`;
}

/**
 * Brings what was found out about a vendor since into an older copy: a key that was revoked stays revoked, a number that was seen stays
 * seen, and a patch that was applied since is one that was rolled back.
 */
export async function carryVendor(from: Sql, to: Sql): Promise<void> {
  const [one, other] = [await installOf(from), await installOf(to)];
  if (one === null || one !== other) return;
  const all = async (table: string) => {
    for (const sql of [from, to]) {
      const [{ there }] = await sql<[{ there: boolean }]>`select to_regclass(${table}) is not null as there`;
      if (!there) return undefined;
    }
    const rows = await from.unsafe<{ row: string }[]>(`select to_jsonb(t)::text as row from ${table} t`);
    return listOf(rows.map(({ row }) => row));
  };
  const keys = await all("QUAD_patch_keys");
  if (keys !== undefined) {
    // Who vouched for one may not be there, and does not come along unless it is revoked as well.
    await to`
      with revoked as (
        select k.* from jsonb_populate_recordset(null::QUAD_patch_keys, ${keys}::text::jsonb) k where k.revoked_at is not null
      ), there as (select key_id from QUAD_patch_keys union select key_id from revoked)
      insert into QUAD_patch_keys
      select (jsonb_populate_record(null::QUAD_patch_keys, to_jsonb(r) || jsonb_build_object(
        'vouched_by', (select t.key_id from there t where t.key_id = r.vouched_by)))).*
      from revoked r on conflict do nothing`;
    await to`
      update QUAD_patch_keys k set revoked_at = r.revoked_at, revoked_because = r.revoked_because
      from jsonb_populate_recordset(null::QUAD_patch_keys, ${keys}::text::jsonb) r
      where r.key_id = k.key_id and r.revoked_at is not null and k.revoked_at is null`;
  }
  const patches = await all("QUAD_patches");
  if (patches !== undefined)
    await to`
      insert into QUAD_patches (id, name, version, channel, sequence, sha256, key_id, applied_at, rolled_back_at)
      select p.id, p.name, p.version, p.channel, p.sequence, p.sha256,
        (select k.key_id from QUAD_patch_keys k where k.key_id = p.key_id), p.applied_at, coalesce(p.rolled_back_at, current_timestamp)
      from jsonb_populate_recordset(null::QUAD_patches, ${patches}::text::jsonb) p
      where to_jsonb(p) ->> 'undone_at' is null on conflict do nothing`;
  const indexes = await all("QUAD_patch_indexes");
  if (indexes !== undefined)
    await to`
      insert into QUAD_patch_indexes as i select * from jsonb_populate_recordset(null::QUAD_patch_indexes, ${indexes}::text::jsonb) s
      where s.key_id in (select key_id from QUAD_patch_keys)
      on conflict (source, key_id) do update set sequence = greatest(i.sequence, excluded.sequence)`;
}

/**
 * How many entries the trail has behind the last of this command: what others have written since. Those up to the number `before` are of
 * earlier runs, which may have had the same command.
 */
export async function writtenSince(sql: Sql, command: string, before = 0): Promise<number> {
  if ((await installOf(sql)) === null) return 0;
  const [{ n }] = await sql<[{ n: number }]>`
    select count(*) as n from QUAD_audit
    where id > (select max(id) from QUAD_audit where command = ${command} and id > ${before})`;
  return n;
}

const listOf = (rows: readonly string[]): string => `[${rows.join(",")}]`;
