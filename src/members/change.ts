import { type Asked, askFor, needsApproval } from "../approvals/ask.ts";
import { findDomain } from "../domains/find.ts";
import { conflict, notFound, usage } from "../errors.ts";
import { brokenConstraint } from "../postgres/failures.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import type { Membership } from "./add.ts";
import type { Role } from "./roles.ts";

export interface MemberChange {
  readonly domain: string;
  readonly email: string;
  /** Which of the person's roles there; needed where they have several. */
  readonly role?: Role | undefined;
  readonly toRole?: Role | undefined;
  readonly allocation?: number | undefined;
  readonly primary?: boolean | undefined;
  /** Ask for it, whoever may do it. */
  readonly ask?: boolean | undefined;
}

export interface ChangedMember {
  readonly before: Membership;
  readonly after: Membership;
  /** In percent, over all domains of the company. */
  readonly allocationLeft: number;
}

interface Row extends Membership {
  readonly id: string;
}

/**
 * Changes a membership: its role, its allocation, or whether it is the person's primary domain (the former one ceases to
 * be). Throws not found, a usage error when it is not clear which role is meant, and a conflict above 100 %. Where the company
 * wants roles approved, another role is asked for.
 */
export async function changeMember(sql: Sql, wanted: MemberChange): Promise<ChangedMember | Asked> {
  return transaction(sql, async (tx) => {
    const { id: domainId, companyId, path } = await findDomain(tx, wanted.domain);
    const rows = await membershipsIn(tx, domainId, path, wanted.email);
    const { id, ...before } = onlyOne(rows, wanted, path);
    const { toRole = before.role, allocation, primary } = wanted;
    if (wanted.ask || (toRole !== before.role && (await needsApproval(tx, companyId, "role")))) {
      return askFor(tx, domainId, "role", {
        email: wanted.email,
        role: toRole,
        from_role: before.role,
        allocation_percentage: allocation,
        is_primary_domain: primary,
      });
    }
    if (wanted.primary) {
      await tx`
        update QUAD_domain_members set is_primary_domain = false
        where company_id = ${companyId} and email = ${wanted.email} and is_primary_domain and id <> ${id}`;
    }
    try {
      const [after] = await tx<[Membership & { left: number }]>`
        update QUAD_domain_members set
          role = coalesce(${wanted.toRole ?? null}, role),
          allocation_percentage = coalesce(${wanted.allocation ?? null}, allocation_percentage),
          is_primary_domain = coalesce(${wanted.primary ?? null}, is_primary_domain)
        where id = ${id}
        returning email, ${path} as domain, role, status, allocation_percentage as allocation,
          is_primary_domain as primary`;
      const [{ left }] = await tx<[{ left: number }]>`
        select 100 - allocated as left from QUAD_people where company_id = ${companyId} and email = ${wanted.email}`;
      return { before, after, allocationLeft: left };
    } catch (error) {
      if (brokenConstraint(error, "quad_domain_members_role_once")) {
        throw conflict(`${wanted.email} is ${wanted.toRole} in ${path} already.`, { cause: error });
      }
      throw error;
    }
  });
}

/** Makes a person's pending memberships in a domain active. Throws not found, and a conflict when none is pending. */
export async function acceptInvitation(sql: Sql, reference: string, email: string): Promise<readonly Membership[]> {
  return transaction(sql, async (tx) => {
    const { id, path } = await findDomain(tx, reference);
    const accepted = await tx<Membership[]>`
      update QUAD_domain_members set status = 'active'
      where domain_id = ${id} and email = ${email} and status = 'pending'
      returning email, ${path} as domain, role, status, allocation_percentage as allocation,
        is_primary_domain as primary`;
    if (accepted.length > 0) return [...accepted];
    const rows = await membershipsIn(tx, id, path, email);
    if (rows.length === 0) throw notMember(email, path);
    throw conflict(`${email} is an active member of ${path} already.`);
  });
}

/** What was ended, and what the person still holds. */
export interface RemovedMember {
  readonly removed: readonly Membership[];
  /** Memberships in other domains, or other roles. */
  readonly remaining: number;
}

/** Ends a person's memberships in a domain, or one role of them. Throws not found; a conflict for the last QUAD_ADMIN. */
export async function removeMember(sql: Sql, reference: string, email: string, role?: Role): Promise<RemovedMember> {
  return transaction(sql, async (tx) => {
    const { id, companyId, path } = await findDomain(tx, reference);
    const removed = await tx<Membership[]>`
      delete from QUAD_domain_members
      where domain_id = ${id} and email = ${email} and ${role === undefined ? tx`true` : tx`role = ${role}`}
      returning email, ${path} as domain, role, status, allocation_percentage as allocation,
        is_primary_domain as primary`;
    if (removed.length === 0) throw notMember(email, path, role);
    const [{ n }] = await tx<[{ n: number }]>`
      select count(*) as n from QUAD_domain_members where company_id = ${companyId} and email = ${email}`;
    return { removed: [...removed], remaining: n };
  });
}

const membershipsIn = (tx: Sql, domainId: string, path: string, email: string) => tx<Row[]>`
  select m.id, m.email, ${path} as domain, m.role, m.status, m.allocation_percentage as allocation,
    m.is_primary_domain as primary
  from QUAD_domain_members m join QUAD_roles r using (role)
  where m.domain_id = ${domainId} and m.email = ${email} order by r.rank for update of m`;

function onlyOne(rows: readonly Row[], { email, role }: MemberChange, path: string): Row {
  const found = role === undefined ? rows : rows.filter((row) => row.role === role);
  const [first, ...others] = found;
  if (!first) throw notMember(email, path, role);
  if (others.length > 0) {
    throw usage(`${email} has several roles in ${path}: ${found.map((row) => row.role).join(", ")}.`, {
      hint: "Say which: --role ROLE",
    });
  }
  return first;
}

const notMember = (email: string, path: string, role?: Role) =>
  notFound(`${email} is not ${role ? `${role} in` : "a member of"} ${path}.`, {
    hint: `See who is: quad member list --domain ${path.slice(1)}`,
  });
