import { QuadError } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { throughout } from "../postgres/transaction.ts";
import { parseEmail } from "../values/email.ts";
import { companyKnowing } from "./known.ts";

/**
 * Lends the connection of the install's owner to a person: everything on it is done with their rights and recorded in their
 * name. `person` is an e-mail, with `ROOT:` before it where several companies know it. A personal login acts as its own
 * person only. Throws not allowed (exit 3), not found, and a usage error that lists the candidates.
 */
export async function actAs<T>(sql: Sql, person: string, use: (sql: Sql) => Promise<T>): Promise<T> {
  const [, root, address = ""] = /^(?:\/?([a-z0-9-]+):)?(.*)$/is.exec(person) ?? [];
  const email = parseEmail(address);
  const [session] = await sql<[{ owner: boolean; email: string | null }]>`
    select quad_session_is_owner() as owner, quad_my_email() as email`;
  if (!session.owner) {
    if (session.email === email) return use(sql);
    throw new QuadError("notAllowed", `This login acts as ${session.email ?? "nobody"}, and not as ${email}.`, {
      hint: "--as is for the connection of the install's owner.",
    });
  }
  const known = await companyKnowing(sql, email, root, (one) => `Say in which, by its root: --as ${one}:${email}`);
  return throughout(sql, `${known.companyId} ${email}`, use);
}
