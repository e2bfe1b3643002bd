import { QuadError } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import type { Day } from "../values/day.ts";

/** What was let go. */
export interface Pruned {
  /** The first day that is kept. */
  readonly before: Day;
  /** Months whose partition went as a whole. */
  readonly months: readonly string[];
  /** Rows of days, of those and of others. */
  readonly rows: number;
  /** Former versions of domains, memberships, tickets and branches that no kept day needs. */
  readonly versions: number;
}

/**
 * Lets go of the days before so many whole months ago, and of what was so before them: partitions are dropped, not emptied.
 * Throws not allowed for whoever is not the owner.
 */
export async function pruneWorkload(sql: Sql, months: number): Promise<Pruned> {
  return transaction(sql, async (tx) => {
    const [{ before, owner }] = await tx<[{ before: Day; owner: boolean }]>`
      select (date_trunc('month', current_date) - make_interval(months => ${months}))::date::text as before,
        not exists (select from quad_me()) as owner`;
    if (!owner)
      throw new QuadError("notAllowed", "The history is pruned with the rights of the install.", {
        hint: "Leave out --as.",
      });
    await tx`select pg_advisory_xact_lock(1903522148, 6), pg_advisory_xact_lock(1903522148, 4)`;
    const partitions = await tx<{ name: string; month: string }[]>`
      select c.relname as name, to_char(to_date(substring(c.relname from 'y([0-9]+m[0-9]+)$'), 'YYYY"m"MM'), 'YYYY-MM') as month
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'QUAD_workload_tracking'::regclass and c.relname ~ 'y[0-9]+m[0-9]+$'
        and to_date(substring(c.relname from 'y([0-9]+m[0-9]+)$'), 'YYYY"m"MM') < ${before}
      order by 2`;
    const [{ rows }] = await tx<[{ rows: number }]>`
      select count(*)::integer as rows from QUAD_workload_tracking where snapshot_date < ${before}`;
    for (const { name } of partitions) await tx`drop table ${tx(name)}`;
    await tx`delete from QUAD_workload_tracking where snapshot_date < ${before}`;
    // What there was before can no longer be known, so no day of it can be computed again.
    await tx`update QUAD_install set observed_since = greatest(observed_since, ${before}::date)`;
    let versions = 0;
    for (const table of ["domain", "member", "ticket", "branch"]) {
      versions += (await tx`delete from ${tx(`quad_${table}_versions`)} where valid_to < ${before}::date`).count;
    }
    return { before, months: partitions.map(({ month }) => month), rows, versions };
  });
}
