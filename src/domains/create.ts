import { type Asked, askFor, needsApproval } from "../approvals/ask.ts";
import { findCompany } from "../companies/find.ts";
import { conflict, usage } from "../errors.ts";
import { insertMember, type Membership } from "../members/add.ts";
import { brokenConstraint } from "../postgres/failures.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import { type DomainRef, findDomain } from "./find.ts";

export interface NewDomain {
  readonly name: string;
  readonly displayName?: string | undefined;
  /** Path or unique name; without one a root is made, of `company` (the only one when left out). */
  readonly parent?: string | undefined;
  readonly company?: string | undefined;
  /** Made its administrator in the same transaction: DOMAIN_ADMIN, or SUBDOMAIN_ADMIN below the first level. */
  readonly admin?: string | undefined;
  /** Ask for it, whoever may do it. */
  readonly ask?: boolean | undefined;
}

export interface CreatedDomain {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly path: string;
  readonly depth: number;
  readonly type: "root" | "domain" | "subdomain";
  readonly admin: Membership | null;
}

/**
 * Adds a domain, and its administrator where one is named; its path, depth and type are the database's. Throws a
 * conflict when a sibling has the name, when a self-hosted install has its root already, or when the administrator
 * finds no seat. Where the company wants domains approved, or roles and one is given, a domain under another is asked for.
 */
export async function createDomain(sql: Sql, wanted: NewDomain): Promise<CreatedDomain | Asked> {
  return transaction(sql, async (tx) => {
    const parent = wanted.parent === undefined ? undefined : await findDomain(tx, wanted.parent);
    if (parent === undefined && wanted.ask) {
      throw usage("A root is not asked for: nobody is above it to approve it.", {
        hint: "Say under which domain it is to be: --parent DOMAIN",
      });
    }
    const gives = wanted.admin === undefined ? [] : (["role"] as const);
    if (parent && (wanted.ask || (await needsApproval(tx, parent.companyId, "domain", ...gives)))) {
      const { name, displayName, admin } = wanted;
      return askFor(tx, parent.id, "domain", { name, display_name: displayName, admin });
    }
    const companyId = parent?.companyId ?? (await findCompany(tx, wanted.company)).id;
    const created = await insertDomain(tx, { ...wanted, parent, companyId });
    if (wanted.admin === undefined) return { ...created, admin: null };
    const role = created.depth === 0 ? "QUAD_ADMIN" : created.depth === 1 ? "DOMAIN_ADMIN" : "SUBDOMAIN_ADMIN";
    const { member } = await insertMember(
      tx,
      { ...created, companyId },
      { email: wanted.admin, role, status: "active" },
    );
    return { ...created, admin: member };
  });
}

interface Placed extends Pick<NewDomain, "name" | "displayName"> {
  readonly parent: DomainRef | undefined;
  readonly companyId: string;
}

async function insertDomain(
  tx: Sql,
  { name, displayName, parent, companyId }: Placed,
): Promise<Omit<CreatedDomain, "admin">> {
  try {
    const [created] = await tx<[Omit<CreatedDomain, "admin">]>`
      insert into QUAD_domains (name, display_name, parent_domain_id, company_id)
      values (${name}, ${displayName ?? null}, ${parent?.id ?? null}, ${companyId})
      returning id, name, display_name as "displayName", path, depth, domain_type as type`;
    return created;
  } catch (error) {
    if (
      brokenConstraint(error, "quad_domains_path_once") ||
      brokenConstraint(error, "quad_domains_name_among_siblings")
    ) {
      const path = `${parent?.path ?? ""}/${name}`;
      throw conflict(`${path} exists already.`, { hint: `See it: quad domain show ${path.slice(1)}`, cause: error });
    }
    throw error;
  }
}
