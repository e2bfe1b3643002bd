import { conflict } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import { findDomain } from "./find.ts";
import { lockTree } from "./tree-lock.ts";

/** A domain that was archived or brought back, and the domains below that went with it. */
export interface Archived {
  readonly path: string;
  readonly descendants: number;
  /** People who hold an allocation in what is archived; it counts on until they are removed. */
  readonly allocatedPeople: number;
}

/**
 * Archives a domain and everything below it: it keeps its members and takes no new ones, nor children. Throws a
 * conflict for a root, and for what is archived already.
 */
export async function archiveDomain(sql: Sql, reference: string): Promise<Archived> {
  return transaction(sql, async (tx) => {
    await lockTree(tx);
    const { path, depth, archivedAt } = await findDomain(tx, reference);
    if (depth === 0) throw conflict(`${path} is a root, and a root is not archived.`);
    if (archivedAt) throw conflict(`${path} is archived already, since ${archivedAt.toISOString().slice(0, 10)}.`);
    return mark(tx, path, tx`current_timestamp`, tx`archived_at is null`);
  });
}

/**
 * Brings a domain back, with those below it that were archived along with it. Throws a conflict when it is not
 * archived, or something above it is.
 */
export async function restoreDomain(sql: Sql, reference: string): Promise<Archived> {
  return transaction(sql, async (tx) => {
    await lockTree(tx);
    const { id, path, archivedAt } = await findDomain(tx, reference);
    if (!archivedAt) throw conflict(`${path} is not archived.`);
    const [above] = await tx<{ path: string }[]>`
      select p.path from QUAD_domains d join QUAD_domains p on p.id = d.parent_domain_id
      where d.id = ${id} and p.archived_at is not null`;
    if (above) {
      throw conflict(`${above.path}, above it, is archived too.`, {
        hint: `Bring that back first: quad domain restore ${above.path.slice(1)}`,
      });
    }
    return mark(tx, path, tx`null`, tx`archived_at = (select archived_at from QUAD_domains where id = ${id})`);
  });
}

async function mark(tx: Sql, path: string, value: ReturnType<Sql>, which: ReturnType<Sql>): Promise<Archived> {
  const [marked] = await tx<[{ n: number; people: number }]>`
    with marked as (
      update QUAD_domains set archived_at = ${value}
      where (path = ${path} or path > ${`${path}/`} and path < ${`${path}0`}) and ${which}
      returning id
    )
    select (select count(*) from marked) as n,
      (select count(distinct m.email) from QUAD_domain_members m
       where m.allocation_percentage > 0 and m.domain_id in (select id from marked)) as people`;
  return { path, descendants: marked.n - 1, allocatedPeople: marked.people };
}
