import { QuadError } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";

/** Mails that were let go. */
export interface Pruned {
  /** What was sent, or dropped, before is let go. */
  readonly before: Date;
  readonly mails: number;
}

/**
 * Lets go of mails that were sent or dropped more than so many seconds ago, with what came with them. Throws not allowed for whoever is
 * not the install itself.
 */
export async function pruneMail(sql: Sql, seconds: number): Promise<Pruned> {
  return transaction(sql, async (tx) => {
    const [{ before, may }] = await tx<[{ before: Date; may: boolean }]>`
      select current_timestamp - make_interval(secs => ${seconds}) as before, not exists (select from quad_me()) as may`;
    if (!may)
      throw new QuadError("notAllowed", "Mails are pruned with the rights of the install.", {
        hint: "Leave out --as.",
      });
    const { count } = await tx`
      delete from QUAD_outbox o
      where o.status in ('sent', 'dropped') and coalesce(o.sent_at, o.updated_at) < ${before}`;
    return { before, mails: count };
  });
}
