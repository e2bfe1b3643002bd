import { type DomainRef, findDomain } from "../domains/find.ts";
import { conflict } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import { shellWord } from "../terminal/shell-word.ts";
import { boundRepository, isHandedOver, mustReport, noSuchRepository, type Repository } from "./repository.ts";

export interface Binding {
  readonly domain: DomainRef;
  readonly name: string;
  readonly location: string;
  readonly base?: string | undefined;
}

/** A repository that is bound, and whether it was not before. */
export interface Bound {
  readonly repository: Repository;
  readonly isNew: boolean;
}

/**
 * Binds a repository to a domain, whose work its branches are from now on. Throws a conflict where it is bound to another, or its name
 * is taken, and not allowed.
 */
export async function bindRepository(sql: Sql, { domain, name, location, base }: Binding): Promise<Bound> {
  return transaction(sql, async (tx) => {
    await mustReport(tx, domain);
    // By its location or by its name: two that bind it at once may meet at either.
    const [bound] = await tx<{ id: string }[]>`
      insert into QUAD_repositories (company_id, domain_id, name, location, base_branch)
      values (${domain.companyId}, ${domain.id}, ${name}, ${location}, ${base ?? null})
      on conflict do nothing
      returning id`;
    if (bound) {
      const { id: domainId, companyId, path, archivedAt } = domain;
      const repository = { name, domainId, companyId, domain: path, archivedAt, location, base: base ?? null };
      return { repository: { id: bound.id, ...repository }, isNew: true };
    }
    const before = await boundRepository(tx, { location }, domain.companyId);
    if (before?.domainId === domain.id) return { repository: before, isNew: false };
    if (before || !(await boundRepository(tx, { name }, domain.companyId))) throw boundElsewhere(location, before);
    throw conflict(`There is a repository ${name} already.`, {
      hint: [
        "See it: quad branch repo list",
        isHandedOver({ location })
          ? "Give this one another name."
          : `Give this one another name: quad branch repo add ${shellWord(location)} --domain ${domain.path.slice(1)} --name NAME`,
      ],
    });
  });
}

/** The refusal of a repository that is bound already. */
export const boundElsewhere = (location: string, bound: Repository | undefined) =>
  conflict(`${location} is bound to ${bound ? `${bound.domain}, as ${bound.name}` : "a domain that you do not see"}.`, {
    hint: bound ? `Unbind it first: quad branch repo remove ${bound.name}` : undefined,
  });

/** A repository that is no longer bound, and what became of its branches. */
export interface Unbound {
  readonly name: string;
  readonly domain: string;
  readonly location: string;
  /** Branches that were active, and count as gone now. */
  readonly gone: number;
}

/** The repository of a name; `reference` names a domain of its company, where several have one. Throws not found. */
export async function findRepository(sql: Sql, name: string, reference?: string): Promise<Repository> {
  const domain = reference === undefined ? undefined : await findDomain(sql, reference);
  const found = await boundRepository(sql, { name }, domain?.companyId);
  if (found) return found;
  throw await noSuchRepository(sql, name);
}

/** How many of a repository's branches are active. */
export async function activeIn(sql: Sql, { domainId, name }: Repository): Promise<number> {
  const [{ n }] = await sql<[{ n: number }]>`
    select count(*) as n from QUAD_branch_ticket_mapping b
    where b.domain_id = ${domainId} and b.repository = ${name} and b.merged_at is null and b.deleted_at is null`;
  return n;
}

/** Unbinds a repository: nobody looks at it any more, so its active branches count as gone. Throws not allowed. */
export async function unbindRepository(sql: Sql, repository: Repository): Promise<Unbound> {
  const { id, domainId, name, domain, location } = repository;
  return transaction(sql, async (tx) => {
    await tx`select quad_must('configure_agents', ${domainId}, true)`;
    const removed = await tx`delete from QUAD_repositories where id = ${id} returning id`;
    if (removed.length === 0) throw await noSuchRepository(tx, name);
    const { count } = await tx`
      update QUAD_branch_ticket_mapping b set deleted_at = current_timestamp
      where b.domain_id = ${domainId} and b.repository = ${name} and b.merged_at is null and b.deleted_at is null`;
    return { name, domain, location, gone: count };
  });
}
