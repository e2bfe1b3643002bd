import { findCompany } from "../companies/find.ts";
import { conflict, notFound, usage } from "../errors.ts";
import { brokenConstraint } from "../postgres/failures.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";

/** A person's account in a company. */
export interface User {
  readonly id: string;
  readonly email: string;
  readonly company: string;
  readonly fullName: string | null;
  readonly ssoProvider: string | null;
  readonly ssoSubject: string | null;
  readonly avatarUrl: string | null;
  /** Their Postgres login. */
  readonly login: string | null;
  /** Memberships linked to the account. */
  readonly memberships: number;
  readonly createdAt: Date;
}

export interface NewUser {
  readonly email: string;
  /** Name, root or id; the only company when left out. */
  readonly company?: string | undefined;
  readonly fullName?: string | undefined;
  readonly ssoProvider?: string | undefined;
  readonly ssoSubject?: string | undefined;
  readonly avatarUrl?: string | undefined;
}

/** The SSO providers that accounts can come from (spec, Core Identity), as `provider`. */
export const ssoProviders = ["okta", "azure_ad", "google", "github", "gitlab", "oidc"] as const;

/** Adds an account; memberships of that e-mail in the company are linked to it. Throws a conflict when there is one. */
export async function addUser(sql: Sql, wanted: NewUser): Promise<User> {
  return transaction(sql, async (tx) => {
    const company = await findCompany(tx, wanted.company);
    try {
      const [{ id }] = await tx<[{ id: string }]>`
        insert into QUAD_users (company_id, email, full_name, sso_provider, sso_subject, avatar_url)
        values (${company.id}, ${wanted.email}, ${wanted.fullName ?? null}, ${wanted.ssoProvider ?? null},
          ${wanted.ssoSubject ?? null}, ${wanted.avatarUrl ?? null})
        returning id`;
      return await getUser(tx, id);
    } catch (error) {
      if (brokenConstraint(error, "quad_users_email_once")) {
        throw conflict(`${wanted.email} is a user of ${company.name} already.`, {
          hint: `See them: quad user show ${wanted.email}`,
          cause: error,
        });
      }
      if (brokenConstraint(error, "quad_users_sso_subject_once")) {
        throw conflict(`Another user of ${company.name} has that subject of ${wanted.ssoProvider}.`, { cause: error });
      }
      throw error;
    }
  });
}

/** Accounts by e-mail, of one company or of all. */
export async function listUsers(sql: Sql, companyId?: string): Promise<readonly User[]> {
  return sql<User[]>`
    ${selectUsers(sql)} where ${companyId === undefined ? sql`true` : sql`u.company_id = ${companyId}`}
    order by u.email, c.name`;
}

/** The account of an e-mail. Throws not found, and a usage error where several companies have one. */
export async function findUser(sql: Sql, email: string, company?: string): Promise<User> {
  const companyId = company === undefined ? undefined : (await findCompany(sql, company)).id;
  const found = await sql<User[]>`
    ${selectUsers(sql)}
    where u.email = ${email} and ${companyId === undefined ? sql`true` : sql`u.company_id = ${companyId}`}
    order by c.name`;
  const [first, ...others] = found;
  if (!first) throw notFound(`There is no user ${email}.`, { hint: "See who is: quad user list" });
  if (others.length > 0) {
    throw usage(`${email} is a user of several companies.`, {
      detail: found.map((user) => `  ${user.company}`),
      hint: "Say which: --company COMPANY",
    });
  }
  return first;
}

/**
 * Gives an account another e-mail; memberships, tickets, branches, requests and history follow. Throws a conflict when
 * the new e-mail is taken, by an account or by memberships.
 */
export async function renameUser(sql: Sql, email: string, newEmail: string, company?: string): Promise<User> {
  return transaction(sql, async (tx) => {
    const { id, company: name } = await findUser(tx, email, company);
    try {
      await tx`update QUAD_users set email = ${newEmail} where id = ${id}`;
    } catch (error) {
      if (brokenConstraint(error, "quad_users_email_once")) {
        throw conflict(`${newEmail} is a user of ${name} already.`, {
          hint: `See them: quad user show ${newEmail}`,
          cause: error,
        });
      }
      throw error;
    }
    return getUser(tx, id);
  });
}

/** Removes an account with its keys, sessions and login; the memberships of its e-mail stay. Throws not found. */
export async function removeUser(sql: Sql, email: string, company?: string): Promise<User> {
  return transaction(sql, async (tx) => {
    const user = await findUser(tx, email, company);
    await tx`delete from QUAD_users where id = ${user.id}`;
    return user;
  });
}

async function getUser(tx: Sql, id: string): Promise<User> {
  const [user] = await tx<[User]>`${selectUsers(tx)} where u.id = ${id}`;
  return user;
}

const selectUsers = (sql: Sql) => sql`
  select u.id, u.email, c.name as company, u.full_name as "fullName", u.sso_provider as "ssoProvider",
    u.sso_subject as "ssoSubject", u.avatar_url as "avatarUrl", u.created_at as "createdAt",
    (select l.login from QUAD_logins l where (l.company_id, l.email) = (u.company_id, u.email)) as login,
    (select count(*) from QUAD_domain_members m where m.user_id = u.id) as memberships
  from QUAD_users u join QUAD_companies c on c.id = u.company_id`;
