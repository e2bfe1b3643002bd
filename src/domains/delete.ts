import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import { findDomain } from "./find.ts";
import { lockTree } from "./tree-lock.ts";

/** What a deletion takes with it. */
export interface Deletion {
  readonly path: string;
  readonly name: string;
  /** Domains below it, at any depth. */
  readonly descendants: number;
  readonly memberships: number;
  /** People who have no other membership in the company. */
  readonly peopleLeaving: number;
  readonly keys: number;
  readonly tickets: number;
  readonly branches: number;
  /** Days of workload history, over all its developers. */
  readonly workloadRows: number;
}

/** What would go with a domain; changes nothing. Throws not found. */
export async function deletionOf(sql: Sql, reference: string): Promise<Deletion> {
  const { path, name } = await findDomain(sql, reference);
  const [counts] = await sql<[Omit<Deletion, "path" | "name">]>`
    with gone as (${subtree(sql, path)})
    select (select count(*) - 1 from gone) as descendants,
      (select count(*) from QUAD_domain_members where domain_id in (select id from gone)) as memberships,
      (select count(*) from (
         select from QUAD_domain_members m
         where exists (select from QUAD_domain_members g where (g.company_id, g.email) = (m.company_id, m.email)
                         and g.domain_id in (select id from gone))
         group by m.company_id, m.email having bool_and(m.domain_id in (select id from gone))) leaving) as "peopleLeaving",
      (select count(*) from QUAD_domain_integration_keys where domain_id in (select id from gone)) as keys,
      (select count(*) from QUAD_itsm_tickets where domain_id in (select id from gone)) as tickets,
      (select count(*) from QUAD_branch_ticket_mapping where domain_id in (select id from gone)) as branches,
      (select count(*) from QUAD_workload_tracking where domain_id in (select id from gone)) as "workloadRows"`;
  return { path, name, ...counts };
}

/** Deletes a domain and everything below it, history included. Throws not found. Returns what went. */
export async function deleteDomain(sql: Sql, reference: string): Promise<Deletion> {
  return transaction(sql, async (tx) => {
    await lockTree(tx);
    const deletion = await deletionOf(tx, reference);
    await tx`delete from QUAD_domains where id in (${subtree(tx, deletion.path)})`;
    return deletion;
  });
}

const subtree = (sql: Sql, path: string) =>
  sql`select id from QUAD_domains where path = ${path} or path > ${`${path}/`} and path < ${`${path}0`}`;
