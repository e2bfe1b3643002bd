import { findCompany } from "../companies/find.ts";
import { conflict, notFound, type QuadError, usage } from "../errors.ts";
import { brokenConstraint, sqlState } from "../postgres/failures.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import { shortened } from "../terminal/style.ts";

/** A person's Postgres login. */
export interface Login {
  readonly login: string;
  readonly email: string;
  readonly company: string;
  /** With a password; or without one, for a certificate or the cloud's IAM. */
  readonly kind: "password" | "certificate";
  /** Active memberships of the person. */
  readonly roles: number;
  readonly since: Date;
  /** Whether the server has the role, able to log in and with the rights of a person. */
  readonly present: boolean;
}

export interface NewLogin {
  readonly email: string;
  /** Name, root or id; the only company when left out. */
  readonly company?: string | undefined;
  readonly login: string;
  /** SCRAM-SHA-256; none for a certificate or the cloud's IAM. */
  readonly verifier?: string | undefined;
}

/** The name of a login. Throws a usage error for what Postgres, or quad, keeps to itself or cannot hold. */
export function parseLogin(text: string): string {
  const name = text.trim();
  const length = Buffer.byteLength(name);
  if (length > 0 && length <= 63 && !/\p{Cc}/u.test(name) && !/^(pg_|quad_)/i.test(name)) return name;
  throw usage(`${JSON.stringify(shortened(text))} cannot be the name of a login.`, {
    detail: "It can have 63 bytes, no control characters, and does not begin with pg_ or quad_.",
    hint: "Give it another: --login NAME",
  });
}

/**
 * Gives a member of a company a login, which comes with a Postgres role. Throws not found for who is no member, a conflict
 * when they have one or the name is taken, and not allowed.
 */
export async function grantLogin(sql: Sql, { email, company, login, verifier }: NewLogin): Promise<Login> {
  const { id, name } = await findCompany(sql, company);
  try {
    return await transaction(sql, async (tx) => {
      const [member] = await tx`select from QUAD_domain_members where company_id = ${id} and email = ${email} limit 1`;
      if (!member) {
        throw notFound(`${email} is not a member of ${name}.`, {
          hint: `Make them one first: quad member add ${email} --domain DOMAIN --role ROLE`,
        });
      }
      await tx`select quad_grant_login(${id}, ${email}, ${login}, ${verifier ?? null})`;
      return (await loginOf(tx, id, email)) as Login;
    });
  } catch (error) {
    if (!isTaken(error)) throw error;
    const theirs = await loginOf(sql, id, email);
    if (theirs) throw hasOne(theirs, error);
    throw conflict(`The login ${login} is somebody else's already.`, {
      hint: `Give this one another name: quad access grant ${email} --login NAME`,
      cause: error,
    });
  }
}

/** Whether a name that is given once was given twice, here or in another database of the server. */
const isTaken = (error: unknown): boolean =>
  brokenConstraint(error, "quad_logins_pkey") ||
  brokenConstraint(error, "quad_logins_person_once") ||
  brokenConstraint(error, "pg_authid_rolname_index") ||
  sqlState(error) === "42710";

const hasOne = ({ email, login, kind }: Login, cause: unknown): QuadError =>
  conflict(`${email} has a login already: ${login}.`, {
    hint:
      kind === "password"
        ? `Give it another password: quad access grant ${email} --reset`
        : `End it, and grant another: quad access revoke ${email}`,
    cause,
  });

/** Gives a login another password. Throws not found, not allowed, and a conflict for a login without a password. */
export async function resetLogin(
  sql: Sql,
  email: string,
  company: string | undefined,
  verifier: string,
): Promise<Login> {
  return transaction(sql, async (tx) => {
    const { id, name } = await findCompany(tx, company);
    const [{ login }] = await tx<
      [{ login: string | null }]
    >`select quad_reset_login(${id}, ${email}, ${verifier}) as login`;
    const theirs = await loginOf(tx, id, email);
    if (theirs === undefined) throw none(email, name);
    if (login !== null) return theirs;
    throw conflict(
      `The login ${theirs.login} of ${email} has no password: it is for a certificate or the cloud's IAM.`,
      {
        hint: `End it, and grant another: quad access revoke ${email}`,
      },
    );
  });
}

/** Ends a login, its Postgres role and its connections. Throws not found, and not allowed. */
export async function revokeLogin(sql: Sql, email: string, company: string | undefined): Promise<Login> {
  return transaction(sql, async (tx) => {
    const { id, name } = await findCompany(tx, company);
    const theirs = await loginOf(tx, id, email);
    const [{ gone }] = await tx<[{ gone: string | null }]>`select quad_revoke_login(${id}, ${email}) as gone`;
    if (gone === null || theirs === undefined) throw none(email, name);
    return theirs;
  });
}

const none = (email: string, company: string): QuadError =>
  notFound(`${email} has no login in ${company}.`, { hint: `Give them one: quad access grant ${email}` });

/** Logins by e-mail, of one company or of all. */
export async function listLogins(sql: Sql, company?: string): Promise<readonly Login[]> {
  const id = company === undefined ? undefined : (await findCompany(sql, company)).id;
  return sql<Login[]>`
    ${selectLogins(sql)} ${id === undefined ? sql`` : sql`where l.company_id = ${id}`} order by l.email, c.name`;
}

/** The login of a person, where there is one that whoever asks may see. */
export async function findLogin(sql: Sql, email: string, company?: string): Promise<Login | undefined> {
  return loginOf(sql, (await findCompany(sql, company)).id, email);
}

async function loginOf(sql: Sql, companyId: string, email: string): Promise<Login | undefined> {
  const [found] = await sql<Login[]>`
    ${selectLogins(sql)} where l.company_id = ${companyId} and l.email = ${email}`;
  return found;
}

const selectLogins = (sql: Sql) => sql`
  select l.login, l.email, c.name as company, l.kind, l.created_at as since,
    (select count(*) from QUAD_domain_members m
     where (m.company_id, m.email) = (l.company_id, l.email) and m.status = 'active') as roles,
    exists (select from pg_roles r
      where r.rolname = l.login and r.rolcanlogin and pg_has_role(r.oid, 'quad_person', 'member')) as present
  from QUAD_logins l join QUAD_companies c on c.id = l.company_id`;
