import { conflict } from "../errors.ts";
import { brokenConstraint } from "../postgres/failures.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import { type DomainRef, findDomain } from "./find.ts";
import { lockTree } from "./tree-lock.ts";

/** A domain that has changed its place, and how many came with it. */
export interface Reshaped {
  readonly from: string;
  readonly path: string;
  readonly displayName: string;
  /** Domains below it whose paths changed with its own. */
  readonly descendants: number;
}

/** Renames a domain; the paths of its subtree follow in one statement. Throws a conflict when a sibling has the name. */
export async function renameDomain(
  sql: Sql,
  reference: string,
  { name, displayName }: { name?: string | undefined; displayName?: string | undefined },
): Promise<Reshaped> {
  return reshape(sql, reference, (tx, { id, path }) => ({
    change: tx`update QUAD_domains set name = coalesce(${name ?? null}, name),
                 display_name = coalesce(${displayName ?? null}, display_name) where id = ${id}`,
    wanted: `${path.slice(0, path.lastIndexOf("/"))}/${name}`,
  }));
}

/**
 * Moves a domain, and everything below it, under another. Throws a conflict under itself, into another company, for a
 * root, or where a sibling has the name.
 */
export async function moveDomain(sql: Sql, reference: string, to: string): Promise<Reshaped> {
  return reshape(sql, reference, async (tx, { id, name }) => {
    const parent = await findDomain(tx, to);
    return {
      change: tx`update QUAD_domains set parent_domain_id = ${parent.id} where id = ${id}`,
      wanted: `${parent.path}/${name}`,
    };
  });
}

interface Change {
  readonly change: PromiseLike<unknown>;
  readonly wanted: string;
}

async function reshape(
  sql: Sql,
  reference: string,
  plan: (tx: Sql, domain: DomainRef) => Change | Promise<Change>,
): Promise<Reshaped> {
  return transaction(sql, async (tx) => {
    await lockTree(tx);
    const domain = await findDomain(tx, reference);
    const { change, wanted } = await plan(tx, domain);
    try {
      await change;
    } catch (error) {
      if (
        brokenConstraint(error, "quad_domains_path_once") ||
        brokenConstraint(error, "quad_domains_name_among_siblings")
      ) {
        throw conflict(`${wanted} exists already.`, {
          hint: `See it: quad domain show ${wanted.slice(1)}`,
          cause: error,
        });
      }
      throw error;
    }
    const [after] = await tx<[{ path: string; displayName: string; descendants: number }]>`
      select d.path, d.display_name as "displayName",
        (select count(*) from QUAD_domains k where k.path > d.path || '/' and k.path < d.path || '0') as descendants
      from QUAD_domains d where d.id = ${domain.id}`;
    return { from: domain.path, ...after, descendants: after.path === domain.path ? 0 : after.descendants };
  });
}
