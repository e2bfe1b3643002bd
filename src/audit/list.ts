import { notFound } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import type { Entry } from "./entry.ts";
import { type Condition, conditionOf, type Wanted } from "./wanted.ts";

/** The newest entries, at most `limit` of them, the newest last. */
export async function listEntries(sql: Sql, wanted: Wanted, limit: number): Promise<readonly Entry[]> {
  const condition = await conditionOf(sql, wanted);
  return select(sql, sql`where ${condition()} order by a.id desc limit ${limit}`);
}

/** One entry. Throws not found. */
export async function findEntry(sql: Sql, id: number): Promise<Entry> {
  const [entry] = await select(sql, sql`where a.id = ${id}`);
  if (entry) return entry;
  throw notFound(`There is no entry ${id}, or you may not see it.`, { hint: "See them: quad audit list" });
}

/** Every entry, from the first, a page at a time. */
export async function* everyEntry(sql: Sql, wanted: Wanted): AsyncGenerator<readonly Entry[]> {
  const condition = await conditionOf(sql, wanted);
  for (let after = 0; ; ) {
    const page = await select(sql, sql`where a.id > ${after} and ${condition()} order by a.id limit 2000`);
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    after = last.id;
  }
}

/**
 * The newest entries and then, for ever, those that are committed: looked for every second, because a pooler passes no
 * notifications on. What had not ended when it was last looked is looked for again, so nothing is lost whatever the order of
 * the ids.
 */
export async function* followEntries(sql: Sql, wanted: Wanted, limit: number): AsyncGenerator<readonly Entry[]> {
  const condition = await conditionOf(sql, wanted);
  const now = async () => {
    const [row] = await sql<[{ snapshot: string }]>`select txid_current_snapshot()::text as snapshot`;
    return row.snapshot;
  };
  const visible = (snapshot: string) =>
    sql`txid_visible_in_snapshot(a.transaction_id, ${snapshot}::text::txid_snapshot)`;
  let seen = await now();
  // Numbers of transactions begin again where a dump is restored, so that old entries can seem to be of the future.
  const old = () => sql`a.created_at <= current_timestamp - interval '1 day'`;
  yield await select(
    sql,
    sql`where ${condition()} and (${visible(seen)} or ${old()}) order by a.id desc limit ${limit}`,
  );
  for (;;) {
    // Waiting in the database ends at once when it is interrupted.
    await sql`select pg_sleep(1)`;
    const next = await now();
    const fresh = await select(
      sql,
      sql`where ${condition()} and not ${visible(seen)} and ${visible(next)}
        and a.transaction_id >= txid_snapshot_xmin(${seen}::text::txid_snapshot)
        and not ${old()}
        order by a.id`,
    );
    if (fresh.length > 0) yield fresh;
    seen = next;
  }
}

/** Entries, by their ids; `which` is what follows QUAD_audit a. */
async function select(sql: Sql, which: Condition): Promise<readonly Entry[]> {
  const rows = await sql<Entry[]>`
    select a.id, a.created_at as at, a.actor, a.login, a.acting_as as "actingAs", a.command, a.action, a.table_name as "table",
      a.row_id as "rowId", a.company_id as "companyId", a.domain_id as "domainId",
      coalesce(d.path, (
        select g.before ->> 'path' from QUAD_audit g
        where g.domain_id = a.domain_id and g.table_name = 'quad_domains' and g.action = 'delete' limit 1)) as domain,
      a.transaction_id as "transactionId", a.before, a.after, quad_audit_is_sealed(a.id) as sealed
    from (select * from QUAD_audit a ${which}) a left join QUAD_domains d on d.id = a.domain_id
    order by a.id`;
  return rows;
}
