import { type DomainRef, findDomain } from "../domains/find.ts";
import type { Role } from "../members/roles.ts";
import type { Sql } from "../postgres/sql.ts";
import type { CapabilityName } from "./capabilities.ts";
import type { Capability } from "./roles.ts";

/** Somebody who may do something in a domain, by a role in it or above it. */
export interface Holder {
  readonly email: string;
  readonly role: Role;
  readonly scope: Capability["scope"];
  /** The path of the domain that the role is held in. */
  readonly through: string;
}

/** Who may do it in a domain, once for each role that gives it, the nearest first. Throws not found, and usage. */
export async function whoCan(
  sql: Sql,
  capability: CapabilityName,
  reference: string,
): Promise<{ readonly capability: CapabilityName; readonly domain: string; readonly holders: readonly Holder[] }> {
  const { id, path } = await findDomain(sql, reference);
  const holders = await sql<Holder[]>`
    select w.email, w.role, w.scope, w.through_path as through
    from quad_who_may(${capability}, ${id}) w join QUAD_roles r using (role)
    where w.why_not is null
    order by ${nearest(sql, path)}, r.rank, w.email`;
  return { capability, domain: path, holders };
}

/** The same as people, each by their nearest role; `most` of them at most. */
export const nearestHolders = (sql: Sql, capability: CapabilityName, { id, path }: DomainRef, most: number) =>
  sql<Holder[]>`
    select email, role, scope, through from (
      select w.email, w.role, w.scope, w.through_path as through,
        row_number() over (partition by w.email order by ${nearest(sql, path)}, r.rank) as nth,
        row_number() over (order by ${nearest(sql, path)}, r.rank, w.email) as place
      from quad_who_may(${capability}, ${id}) w join QUAD_roles r using (role)
      where w.why_not is null) holders
    where nth = 1 order by place limit ${most}`;

/** In the domain itself or above it, from there upwards; then elsewhere in the company, by path. */
export const nearest = (sql: Sql, path: string) => sql`
  not starts_with(${`${path}/`}, w.through_path || '/'),
  case when starts_with(${`${path}/`}, w.through_path || '/') then -length(w.through_path) end, w.through_path`;
