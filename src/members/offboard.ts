import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import { type Person, showPerson } from "./person.ts";

/** Everything one person holds, that ends, and what stays behind under their name. */
export interface Holdings {
  readonly email: string;
  readonly people: readonly Person[];
  readonly keys: readonly string[];
  readonly sessions: number;
  /** The names of their Postgres logins. */
  readonly logins: readonly string[];
  /** These belong to the tickets' own tool and to git; they stay, and want somebody else. */
  readonly openTickets: number;
  readonly openBranches: number;
}

/** What a person holds, in all companies; changes nothing. Throws not found. */
export async function holdingsOf(sql: Sql, email: string): Promise<Holdings> {
  const people = await showPerson(sql, email);
  const [counts] = await sql<[Omit<Holdings, "email" | "people">]>`
    select
      (select coalesce(json_agg(k.tool_provider order by k.tool_provider), '[]')
       from QUAD_user_integration_keys k join QUAD_users u on u.id = k.user_id where u.email = ${email}) as keys,
      (select count(*) from QUAD_sessions s join QUAD_users u on u.id = s.user_id where u.email = ${email}) as sessions,
      (select coalesce(json_agg(l.login order by l.login), '[]') from QUAD_logins l where l.email = ${email}) as logins,
      (select count(*) from QUAD_itsm_tickets where assignee_email = ${email} and status_category <> 'done') as "openTickets",
      (select count(*) from QUAD_branch_ticket_mapping
       where developer_email = ${email} and merged_at is null and deleted_at is null) as "openBranches"`;
  return { email, people, ...counts };
}

/**
 * Ends everything a person holds in one transaction: memberships, their own keys, sessions, account and login. Throws not
 * found, and a conflict for the last QUAD_ADMIN of a company.
 */
export async function offboard(sql: Sql, email: string): Promise<Holdings> {
  return transaction(sql, async (tx) => {
    const holdings = await holdingsOf(tx, email);
    await tx`delete from QUAD_domain_members where email = ${email}`;
    await tx`delete from QUAD_users where email = ${email}`;
    return holdings;
  });
}
