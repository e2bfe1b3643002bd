import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import { findRequest } from "./find.ts";
import type { IntegrationRequest } from "./request.ts";

/**
 * Adds a remark to a request and mails it to the other side: to the team, or as the team to whoever asked. Throws not found, and not
 * allowed.
 */
export async function commentOn(
  sql: Sql,
  reference: string,
  text: string,
  asTeam: boolean,
): Promise<IntegrationRequest> {
  return transaction(sql, async (tx) => {
    const request = await findRequest(tx, reference);
    await tx`select quad_request_comment(${request.id}, ${text}, ${asTeam})`;
    return request;
  });
}

/** Takes a request back, and tells the team. Throws not found, not allowed, and a conflict for one that is over. */
export async function withdrawRequest(
  sql: Sql,
  reference: string,
  reason: string | undefined,
): Promise<IntegrationRequest> {
  return transaction(sql, async (tx) => {
    const { id } = await findRequest(tx, reference);
    await tx`select quad_request_withdraw(${id}, ${reason ?? null})`;
    return findRequest(tx, id);
  });
}

/**
 * Votes for a request, or takes the vote back: one a person and company (spec, Future Enhancements, Phase 2). Throws not found, not allowed,
 * and a conflict for one that is over.
 */
export async function voteFor(
  sql: Sql,
  reference: string,
  wanted: boolean,
): Promise<IntegrationRequest & { readonly changed: boolean }> {
  return transaction(sql, async (tx) => {
    const { id } = await findRequest(tx, reference);
    const [{ changed }] = await tx<[{ changed: boolean }]>`select quad_request_vote(${id}, ${wanted}) as changed`;
    return { ...(await findRequest(tx, id)), changed };
  });
}
