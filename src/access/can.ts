import { type DomainRef, findDomain } from "../domains/find.ts";
import { notFound, usage } from "../errors.ts";
import type { Role } from "../members/roles.ts";
import type { Sql } from "../postgres/sql.ts";
import { actorOf, personOf } from "./actor.ts";
import type { CapabilityName } from "./capabilities.ts";
import type { Capability } from "./roles.ts";
import { type Holder, nearest, nearestHolders } from "./who-can.ts";

/** A role in a domain, and how far what it gives reaches from there. */
export interface Grant {
  readonly role: Role;
  readonly scope: Capability["scope"];
  /** The path of the domain that the role is held in. */
  readonly domain: string;
}

/** A role that the person holds, and why it does not help. */
export interface NearMiss {
  readonly role: Role;
  readonly domain: string;
  /** How far the role would reach; null where it does not give the capability at all. */
  readonly scope: Capability["scope"] | null;
  /**
   * `not_given`: the role does not give it; `out_of_reach`: it gives it elsewhere; `pending`: it would, but the membership
   * is not accepted yet; `archived`: it would, but its domain, or the one that was asked about, is archived.
   */
  readonly why: "not_given" | "out_of_reach" | "pending" | "archived";
}

/** Whether somebody may do something in a domain, and why. */
export interface Answer {
  readonly capability: CapabilityName;
  /** In words that complete "EMAIL may …". */
  readonly title: string;
  /** The path of the domain. */
  readonly domain: string;
  readonly archived: boolean;
  readonly email: string;
  readonly allowed: boolean;
  /** The roles that give it, the nearest first; none where it is not allowed. */
  readonly because: readonly Grant[];
  readonly nearMisses: readonly NearMiss[];
  /** Who could do it or give it, the nearest first, three at most; none where it is allowed. */
  readonly ask: readonly Holder[];
}

/**
 * Whether the one who acts may do it in a domain; in the root of a company that has but one, when no domain is named.
 * Postgres decides (`quad_may`), and its reasons are read from the same view. Throws usage, not found, and not allowed
 * for a login that is no person's.
 */
export async function askCan(sql: Sql, capability: CapabilityName, reference: string | undefined): Promise<Answer> {
  const actor = await actorOf(sql);
  const domain = reference === undefined ? await onlyRoot(sql) : await findDomain(sql, reference);
  const email = await personOf(sql, actor, domain.companyId);
  const [decision] = await sql<[Pick<Answer, "title" | "allowed" | "because">]>`
    select c.title, quad_may(${email}, ${capability}, ${domain.id}) as allowed,
      (select coalesce(json_agg(json_build_object('role', w.role, 'scope', w.scope, 'domain', w.through_path)
          order by ${nearest(sql, domain.path)}, r.rank), '[]')
       from quad_who_may(${capability}, ${domain.id}) w join QUAD_roles r using (role)
       where w.email = ${email} and w.why_not is null) as because
    from QUAD_capabilities c where c.capability = ${capability}`;
  return {
    capability,
    domain: domain.path,
    archived: domain.archivedAt !== null,
    email,
    ...decision,
    nearMisses: decision.allowed ? [] : await nearMisses(sql, capability, domain, email),
    ask: decision.allowed ? [] : await nearestHolders(sql, await worthAskingAbout(sql, capability), domain, 3),
  };
}

async function onlyRoot(sql: Sql): Promise<DomainRef> {
  const roots = await sql<{ path: string }[]>`select path from QUAD_domains where depth = 0 order by path limit 9`;
  const [first, ...others] = roots;
  if (!first) throw notFound("There is no domain here.", { hint: "See who you are: quad whoami" });
  if (others.length === 0) return findDomain(sql, first.path);
  throw usage("There are several roots; say in which domain.", {
    detail: roots.slice(0, 8).map(({ path }) => `  ${path}`),
    hint: `As in: --domain ${first.path.slice(1)}`,
  });
}

const nearMisses = (sql: Sql, capability: CapabilityName, domain: DomainRef, email: string) => sql<NearMiss[]>`
  select m.role, d.path as domain, c.scope,
    case when c.role is null then 'not_given' when w.role is null then 'out_of_reach' else w.why_not end as why
  from QUAD_domain_members m
  join QUAD_domains d on d.id = m.domain_id
  join QUAD_roles r using (role)
  left join QUAD_role_capabilities c on c.role = m.role and c.capability = ${capability} and c.allowed
  left join quad_who_may(${capability}, ${domain.id}) w on w.email = m.email and w.role = m.role and w.through_path = d.path
  where m.company_id = ${domain.companyId} and m.email = ${email}
  order by c.role is null, not starts_with(${`${domain.path}/`}, d.path || '/'), d.depth desc, d.path, r.rank`;

/** What is only ever one's own nobody can do for another; whoever invites there can give the role that brings it. */
async function worthAskingAbout(sql: Sql, capability: CapabilityName): Promise<CapabilityName> {
  const [{ own }] = await sql<[{ own: boolean }]>`
    select bool_and(scope = 'self') as own from QUAD_role_capabilities where capability = ${capability} and allowed`;
  return own ? "invite_user" : capability;
}
