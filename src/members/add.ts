import { type Asked, askFor, needsApproval } from "../approvals/ask.ts";
import { type DomainRef, findDomain } from "../domains/find.ts";
import { conflict } from "../errors.ts";
import { brokenConstraint } from "../postgres/failures.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import type { Role } from "./roles.ts";

export interface NewMember {
  /** Path or unique name. */
  readonly domain: string;
  readonly email: string;
  readonly role: Role;
  readonly status: "active" | "pending";
  readonly allocation?: number | undefined;
  readonly primary?: boolean | undefined;
  /** Ask for it, whoever may do it. */
  readonly ask?: boolean | undefined;
}

/** One membership: a person in a domain, in a role. */
export interface Membership {
  readonly email: string;
  /** The path of the domain. */
  readonly domain: string;
  readonly role: Role;
  readonly status: "active" | "pending";
  /** In percent. */
  readonly allocation: number;
  readonly primary: boolean;
}

/** A new membership, and what is worth saying about it. */
export interface AddedMember {
  readonly member: Membership;
  /** In percent, over all domains of the company. */
  readonly allocationLeft: number;
  /** The QUAD_ADMINs of the company, when there are more than the spec's "1-2 people". */
  readonly tooManyAdmins: readonly string[];
}

/**
 * Adds a person to a domain, active or invited (pending). Throws a conflict when they have the role already, when the
 * plan has no seat left, or when they would be allocated more than 100 % in all. Where the company wants roles approved, it
 * is asked for.
 */
export async function addMember(sql: Sql, wanted: NewMember): Promise<AddedMember | Asked> {
  return transaction(sql, async (tx) => {
    const domain = await findDomain(tx, wanted.domain);
    if (wanted.ask || (await needsApproval(tx, domain.companyId, "role"))) {
      const { email, role, status, allocation = 0, primary = false } = wanted;
      const particulars = { email, role, status, allocation_percentage: allocation, is_primary_domain: primary };
      return askFor(tx, domain.id, "role", particulars);
    }
    return insertMember(tx, domain, wanted);
  });
}

/** Adds the person inside a transaction of the caller's, without asking for an approval. */
export async function insertMember(
  tx: Sql,
  { id, companyId, path }: Pick<DomainRef, "id" | "companyId" | "path">,
  wanted: Omit<NewMember, "domain" | "ask">,
): Promise<AddedMember> {
  try {
    const [member] = await tx<[Membership]>`
      insert into QUAD_domain_members (domain_id, email, role, status, allocation_percentage, is_primary_domain, invited_by)
      values (${id}, ${wanted.email}, ${wanted.role}, ${wanted.status}, ${wanted.allocation ?? 0}, ${wanted.primary ?? false},
        ${wanted.status === "pending" ? tx`quad_inviter(${companyId})` : null})
      returning email, ${path} as domain, role, status, allocation_percentage as allocation, is_primary_domain as primary`;
    const [after] = await tx<[{ left: number; admins: string[] }]>`
      select 100 - p.allocated as left,
        (select coalesce(json_agg(distinct m.email), '[]')
         from QUAD_domain_members m where m.company_id = ${companyId} and m.role = 'QUAD_ADMIN') as admins
      from QUAD_people p where p.company_id = ${companyId} and p.email = ${wanted.email}`;
    const tooMany = wanted.role === "QUAD_ADMIN" && after.admins.length > 2;
    return { member, allocationLeft: after.left, tooManyAdmins: tooMany ? after.admins : [] };
  } catch (error) {
    if (brokenConstraint(error, "quad_domain_members_role_once")) {
      throw conflict(`${wanted.email} is ${wanted.role} in ${path} already.`, {
        hint: `Change it: quad member set ${wanted.email} --domain ${path.slice(1)}`,
        cause: error,
      });
    }
    if (brokenConstraint(error, "quad_domain_members_one_primary")) {
      throw conflict(`${wanted.email} has another primary domain.`, {
        hint: `See it: quad member show ${wanted.email}`,
        cause: error,
      });
    }
    throw error;
  }
}
