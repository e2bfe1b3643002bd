import type { DomainRef } from "../domains/find.ts";
import { conflict, notFound, usage } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { shortened } from "../terminal/style.ts";
import { didYouMean, nearest } from "../values/near.ts";
import type { Location } from "./git/location.ts";
import { isUnder } from "./under.ts";

/** A repository that is bound to a domain: its branches are that domain's work. */
export interface Repository {
  readonly id: string;
  /** Unique in its company. */
  readonly name: string;
  readonly domainId: string;
  readonly companyId: string;
  /** Path of the domain. */
  readonly domain: string;
  readonly archivedAt: Date | null;
  /** What git reads, or `stdin:NAME` of one whose names are handed over. */
  readonly location: string;
  /** The branch that others are merged into; null: as git has it. */
  readonly base: string | null;
}

export const selectRepositories = (sql: Sql) => sql`
  select r.id, r.name, r.domain_id as "domainId", r.company_id as "companyId", d.path as domain, d.archived_at as "archivedAt",
    r.location, r.base_branch as base
  from QUAD_repositories r join QUAD_domains d on d.id = r.domain_id`;

/** Where the names of a repository come from that git cannot read here. */
export const handedOver = (name: string): string => `stdin:${name}`;

export const isHandedOver = ({ location }: Pick<Repository, "location">): boolean => location.startsWith("stdin:");

/** The bound repositories of domains that are not archived, which git reads, by domain and name. */
export const readableRepositories = (sql: Sql, under: string | undefined) => sql<Repository[]>`
  ${selectRepositories(sql)}
  where ${isUnder(sql, under)} and d.archived_at is null and not starts_with(r.location, 'stdin:')
  order by translate(d.path, '/', ' '), r.name`;

/**
 * The repository that is bound under a name, or at a location; undefined where there is none. Throws a usage error where several
 * companies have it.
 */
export async function boundRepository(
  sql: Sql,
  by: { readonly name: string } | { readonly location: string },
  companyId?: string,
): Promise<Repository | undefined> {
  const [found, ...others] = await sql<Repository[]>`
    ${selectRepositories(sql)}
    where ${"name" in by ? sql`r.name = ${by.name}` : sql`r.location = ${by.location}`}
      and ${companyId === undefined ? sql`true` : sql`r.company_id = ${companyId}`}
    order by d.path`;
  if (found && others.length > 0) {
    throw usage(`${"name" in by ? by.name : by.location} is bound in several companies.`, {
      detail: [found, ...others].map(({ name, domain }) => `  ${name} ${domain}`),
      hint: "Say in which: --domain DOMAIN",
    });
  }
  return found;
}

/** Throws not found of a name that no repository has, nor a branch that was linked by hand. */
export async function mustHaveRepository(sql: Sql, name: string): Promise<void> {
  const [found] = await sql`
    select from QUAD_repositories r where r.name = ${name}
    union all select from QUAD_branch_ticket_mapping b where b.repository = ${name} limit 1`;
  if (!found) throw await noSuchRepository(sql, name);
}

/** The failure of a name that no repository has, with those that come near. */
export async function noSuchRepository(sql: Sql, name: string) {
  const all = await sql<{ name: string }[]>`
    select distinct r.name from QUAD_repositories r order by 1 limit 5000`;
  const near = await nearest(name, all, { spellings: (one) => [one.name] });
  return notFound(`There is no repository ${shortened(name)}.`, {
    hint: didYouMean(
      near.map((one) => one.name),
      "See them: quad branch repo list",
    ),
  });
}

/** Throws not allowed where who acts may not report the branches of a domain, and a conflict where it is archived. */
export async function mustReport(sql: Sql, { id, path, archivedAt }: Pick<DomainRef, "id" | "path" | "archivedAt">) {
  await sql`select quad_must('configure_agents', ${id})`;
  if (archivedAt)
    throw conflict(`${path} is archived.`, { hint: `Bring it back first: quad domain restore ${path.slice(1)}` });
}

/** A repository's name: one word of at most 100 characters that can be seen. Throws a usage error. */
export function parseRepositoryName(text: string): string {
  if (/^[\p{L}\p{N}_][\p{L}\p{N}\p{M}._-]*$/u.test(text) && text.length <= 100) return text;
  throw usage(
    `${JSON.stringify(shortened(text))} is not the name of a repository: letters, digits, dots, hyphens and underscores, at most 100.`,
  );
}

/** The name that a repository goes by, where nobody gives it another. */
export const usualName = ({ name }: Location): string =>
  name
    .replace(/[^\p{L}\p{N}\p{M}._-]+/gu, "-")
    .replace(/^[^\p{L}\p{N}_]+|-+$/gu, "")
    .slice(0, 100) || "repository";
