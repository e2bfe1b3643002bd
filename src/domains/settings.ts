import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import { findDomain } from "./find.ts";

/** The spec's estimation multipliers ("0.5x rigid, 1.0x balanced, 1.5x flexible"). */
export const estimations = { rigid: 0.5, balanced: 1, flexible: 1.5 } as const;

/** What to set; what is left out stays, inherit is as the domain above has it. */
export interface WantedSettings {
  readonly estimation?: keyof typeof estimations | "inherit" | undefined;
  readonly fullLoad?: number | "inherit" | undefined;
  readonly branchActiveDays?: number | "inherit" | undefined;
}

/** How a domain weighs its work, and whose setting each is: the path of the domain, null where nobody set it. */
export interface DomainSettings {
  readonly path: string;
  readonly estimationMultiplier: { readonly value: number; readonly from: string | null };
  readonly fullLoad: { readonly value: number; readonly from: string | null };
  readonly branchActiveDays: { readonly value: number; readonly from: string | null };
}

/** Changes how a domain weighs its work. Throws not found, and not allowed for whoever may not change it. */
export async function setDomain(sql: Sql, reference: string, wanted: WantedSettings): Promise<DomainSettings> {
  return transaction(sql, async (tx) => {
    const { id, path } = await findDomain(tx, reference);
    const { estimation, fullLoad, branchActiveDays } = wanted;
    const orNull = <T>(value: T | "inherit" | undefined) => (value === "inherit" || value === undefined ? null : value);
    const multiplier = estimation === undefined || estimation === "inherit" ? null : estimations[estimation];
    await tx`
      update QUAD_domains set
        estimation_multiplier = ${estimation === undefined ? tx`estimation_multiplier` : multiplier},
        full_load = ${fullLoad === undefined ? tx`full_load` : orNull(fullLoad)},
        branch_active_days = ${branchActiveDays === undefined ? tx`branch_active_days` : orNull(branchActiveDays)}
      where id = ${id}`;
    return domainSettings(tx, path);
  });
}

/** How the domain at a path weighs its work. */
export async function domainSettings(sql: Sql, path: string): Promise<DomainSettings> {
  const nearest = (column: string, usual: number) => sql`
    coalesce(
      (select json_build_object('value', d.${sql(column)}, 'from', d.path) from QUAD_domains d
       where starts_with(${`${path}/`}, d.path || '/') and d.${sql(column)} is not null order by d.depth desc limit 1),
      json_build_object('value', ${usual}::integer, 'from', null))`;
  const [settings] = await sql<[DomainSettings]>`
    select ${path} as path, ${nearest("estimation_multiplier", 1)} as "estimationMultiplier", ${nearest("full_load", 100)} as "fullLoad",
      ${nearest("branch_active_days", 30)} as "branchActiveDays"`;
  return settings;
}
