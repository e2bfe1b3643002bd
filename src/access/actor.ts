import { QuadError } from "../errors.ts";
import { nobody } from "../postgres/requirement.ts";
import type { Sql } from "../postgres/sql.ts";

/** Whose connection it is, and which person acts on it. */
export interface Actor {
  /** The Postgres role of the session. */
  readonly login: string;
  /** The install's owner's, the platform's, or a person's. */
  readonly connection: "owner" | "platform" | "person";
  /** The person: of a login their own, or the one that the owner's connection acts as. */
  readonly email: string | null;
  readonly companyId: string | null;
}

/** Who acts on this connection. Throws not allowed for a login that belongs to nobody. */
export async function actorOf(sql: Sql): Promise<Actor> {
  const [actor] = await sql<[Actor]>`
    select session_user as login, me.email, me.company_id as "companyId",
      case when quad_session_is_owner() then 'owner' when exists (select from quad_me()) then 'person' else 'platform' end as connection
    from (select) always left join quad_me() me on true`;
  if (actor.connection === "person" && actor.email === null) throw nobody();
  return actor;
}

/**
 * The person that acts in a company; of the owner's connection as such, the company's QUAD_ADMIN. Throws not allowed for
 * the platform's.
 */
export async function personOf(sql: Sql, actor: Actor, companyId: string): Promise<string> {
  if (actor.email !== null) return actor.email;
  if (actor.connection === "platform") {
    throw new QuadError("notAllowed", `${actor.login} is the platform's, and no person's.`, {
      hint: "Ask with a person's login, or with the owner's and --as EMAIL.",
    });
  }
  const [{ admin }] = await sql<[{ admin: string }]>`select quad_admin_of(${companyId}) as admin`;
  return admin;
}
