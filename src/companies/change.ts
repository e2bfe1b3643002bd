import { conflict } from "../errors.ts";
import { brokenConstraint } from "../postgres/failures.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import { type Company, findCompany } from "./find.ts";

export interface CompanyChange {
  readonly name?: string | undefined;
  readonly plan?: string | undefined;
  readonly size?: string | undefined;
  readonly admin?: string | undefined;
  /** Whether it is counted how often keys are taken out of the vault. */
  readonly countKeyUses?: boolean | undefined;
}

/** Changes a company. Throws a conflict when its people exceed the plan. */
export async function changeCompany(sql: Sql, reference: string | undefined, change: CompanyChange): Promise<Company> {
  return transaction(sql, async (tx) => {
    const { id, name } = await findCompany(tx, reference);
    const { admin, plan, size } = change;
    try {
      await tx`
        update QUAD_companies set
          name = coalesce(${change.name ?? null}, name),
          plan = coalesce(${plan ?? null}, plan),
          size = coalesce(${size ?? null}, size),
          counts_key_uses = coalesce(${change.countKeyUses ?? null}, counts_key_uses),
          admin_email = coalesce(${admin ?? null}, admin_email)
        where id = ${id}`;
    } catch (error) {
      if (brokenConstraint(error, "quad_seats_within_plan")) {
        throw conflict(`${name} has more people than the ${plan} plan holds.`, { cause: error });
      }
      throw error;
    }
    return findCompany(tx, id);
  });
}
