import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import { type Approval, approvalColumns } from "./approval.ts";
import { findApproval } from "./find.ts";

export interface Decision {
  readonly approve: boolean;
  /** A rejection needs one, and so does a QUAD_ADMIN who approves their own request. */
  readonly reason?: string | undefined;
  /** The version of the platform, which the QUAD team is told with a request for an integration. */
  readonly version?: string | undefined;
}

/**
 * Approves a request and carries it out, or rejects it, as whoever acts. Throws not allowed for who may not approve there, or
 * could not make the change, or has asked for it; a conflict when it is decided or expired; and whatever refuses the change
 * itself, in which case it stays pending.
 */
export async function decide(sql: Sql, reference: string, { approve, reason, version }: Decision): Promise<Approval> {
  return transaction(sql, async (tx) => {
    const { id } = await findApproval(tx, reference);
    await tx`select set_config('quad.platform_version', ${version ?? ""}, true)`;
    const [decided] = await tx<[Approval]>`
      select ${approvalColumns(tx)}
      from quad_decide(${id}, ${approve}, ${reason ?? null}) a join QUAD_domains d on d.id = a.domain_id`;
    return decided;
  });
}

/** Withdraws a request that is pending: one's own, or one that one may decide on. Throws not allowed, and a conflict. */
export async function cancelApproval(sql: Sql, reference: string): Promise<Approval> {
  return transaction(sql, async (tx) => {
    const { id } = await findApproval(tx, reference);
    const [cancelled] = await tx<[Approval]>`
      select ${approvalColumns(tx)} from quad_cancel_approval(${id}) a join QUAD_domains d on d.id = a.domain_id`;
    return cancelled;
  });
}
