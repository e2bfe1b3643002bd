import { type DomainRef, findDomain } from "../domains/find.ts";
import { notFound, usage } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";

/** A person in a domain: what a key is asked for. */
export interface Position {
  readonly companyId: string;
  readonly email: string;
  readonly domain: DomainRef;
}

export interface PositionFlags {
  /** E-mail of the person; who acts when left out. */
  readonly user?: string | undefined;
  /** Path or unique name; the person's primary domain, or their only one, when left out. */
  readonly domain?: string | undefined;
}

/** The person and the domain that are meant. Throws not found, and a usage error where it is not clear. */
export async function positionOf(sql: Sql, { user, domain }: PositionFlags): Promise<Position> {
  if (domain !== undefined) {
    const found = await findDomain(sql, domain);
    const email = user ?? (await whoActs(sql, found.companyId));
    return { companyId: found.companyId, email, domain: found };
  }
  const { companyId, email } = await personMeant(sql, user);
  const own = await sql<{ id: string; path: string; primary: boolean }[]>`
    select d.id, d.path, bool_or(m.is_primary_domain) as primary
    from QUAD_domain_members m join QUAD_domains d on d.id = m.domain_id
    where m.company_id = ${companyId} and m.email = ${email} group by d.id, d.path order by 3 desc, 2 limit 9`;
  const [first, ...others] = own;
  if (!first) {
    throw notFound(`${email} is a member of no domain, and no key applies to them.`, {
      hint: `Add them to one: quad member add ${email} --domain DOMAIN --role ROLE`,
    });
  }
  if (others.length > 0 && !first.primary) {
    throw usage(`${email} is in several domains, and none is their primary one; say which is meant.`, {
      detail: own.slice(0, 8).map(({ path }) => `  ${path}`),
      hint: `As in: --domain ${first.path.slice(1)}`,
    });
  }
  return { companyId, email, domain: await findDomain(sql, first.id) };
}

/** The person that acts in a company. What it takes is loaded when nobody is named. */
async function whoActs(sql: Sql, companyId: string): Promise<string> {
  const { actorOf, personOf } = await import("../access/actor.ts");
  return personOf(sql, await actorOf(sql), companyId);
}

async function personMeant(sql: Sql, user: string | undefined): Promise<{ companyId: string; email: string }> {
  if (user !== undefined) return { companyId: await companyOf(sql, user), email: user };
  const { actorOf } = await import("../access/actor.ts");
  const actor = await actorOf(sql);
  if (actor.companyId !== null && actor.email !== null) return { companyId: actor.companyId, email: actor.email };
  const [only, another] = await sql<{ id: string }[]>`select id from QUAD_companies limit 2`;
  if (!only || another) throw usage("Missing: whose key.", { hint: "Say it: --user EMAIL" });
  return { companyId: only.id, email: await whoActs(sql, only.id) };
}

/** The company of the person of an e-mail. Throws not found, and a usage error where several know them. */
export async function companyOf(sql: Sql, email: string): Promise<string> {
  const { companyKnowing } = await import("../access/known.ts");
  const say = (root: string | null) => `Act as them in the one that is meant, by its root: --as ${root}:${email}`;
  return (await companyKnowing(sql, email, undefined, say)).companyId;
}
