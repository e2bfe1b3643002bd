import type { DomainRef } from "../domains/find.ts";
import { conflict } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";

/** The domain, if who acts may report tickets to it, or say where its tickets are. Throws not allowed, and a conflict where it is archived. */
export async function placeFor(tx: Sql, domain: DomainRef): Promise<DomainRef> {
  await tx`select quad_must('configure_agents', ${domain.id})`;
  if (domain.archivedAt !== null) throw archived(domain);
  return domain;
}

/**
 * Lets nobody else who does the same go on before the transaction has ended, so that two do not see each other's halves; and the
 * domain stays as it is.
 */
export async function holdPlace(tx: Sql, domain: DomainRef): Promise<void> {
  const [held] = await tx`
    select from QUAD_domains d where d.id = ${domain.id} and d.archived_at is null for no key update`;
  if (held === undefined) throw archived(domain);
}

const archived = ({ path }: DomainRef) =>
  conflict(`${path} is archived.`, { hint: `Bring it back first: quad domain restore ${path.slice(1)}` });
