import type { Sql } from "../../postgres/sql.ts";

/** So many entries of the trail may have been written, but not committed, when a copy was made. */
const underWay = 10_000;
const atOnce = 1000;

/**
 * Brings the entries of the trail, and its seals, that one database has more than an older copy of it into that copy: nothing takes the
 * trail back. May be done again.
 */
export async function carryTrail(from: Sql, to: Sql): Promise<void> {
  const [{ last }] = await to<[{ last: number }]>`select coalesce(max(id), 0) as last from QUAD_audit`;
  const entries = from<{ rows: string }[]>`
    select to_jsonb(a)::text as rows from QUAD_audit a where a.id > ${last - underWay} order by a.id`;
  for await (const batch of entries.cursor(atOnce))
    await to`
      insert into QUAD_audit overriding system value
      select * from jsonb_populate_recordset(null::QUAD_audit, ${listOf(batch)}::text::jsonb) on conflict (id) do nothing`;
  const [{ sealed }] = await to<
    [{ sealed: number }]
  >`select coalesce(max(position), 0) as sealed from QUAD_audit_seals`;
  const seals = from<{ rows: string }[]>`
    select to_jsonb(s)::text as rows from QUAD_audit_seals s where s.position > ${sealed} order by s.position`;
  for await (const batch of seals.cursor(atOnce))
    await to`
      insert into QUAD_audit_seals
      select * from jsonb_populate_recordset(null::QUAD_audit_seals, ${listOf(batch)}::text::jsonb) on conflict do nothing`;
  await to`
    select setval(pg_get_serial_sequence('quad_audit', 'id'), greatest(max(id), 1), max(id) is not null) from QUAD_audit`;
}

const listOf = (rows: readonly { readonly rows: string }[]): string => `[${rows.map((row) => row.rows).join(",")}]`;
