import type { Sql } from "../../postgres/sql.ts";
import { counted } from "../../terminal/style.ts";
import { type Check, failed, ok, warning } from "./check.ts";

/**
 * The roles of the server that people's logins, and `--as`, work through. They and the logins belong to the server and
 * not to the database, so a restored one may be without them.
 */
export async function checkLogins(sql: Sql): Promise<Check> {
  const [state] = await sql<[{ roles: number; logins: number; lost: string[]; open: boolean; schema: string }]>`
    select (select count(*) from pg_roles where rolname in ('quad_person', 'quad_platform')) as roles,
      (select count(*) from QUAD_logins) as logins,
      (select coalesce(json_agg(l.email order by l.email), '[]')
       from QUAD_logins l where not exists (select from pg_roles r where r.rolname = l.login and r.rolcanlogin)) as lost,
      has_schema_privilege('public', current_schema(), 'create') as open,
      current_schema() as schema`;
  if (state.roles < 2) return failed("logins", "The roles quad_person and quad_platform are missing.", "quad migrate");
  if (state.lost.length > 0) {
    const some = `${state.lost.slice(0, 3).join(", ")}${state.lost.length > 3 ? ", …" : ""}`;
    const [first] = state.lost;
    return failed(
      "logins",
      `Postgres has no login for ${some}, and it was granted here.`,
      `quad access revoke ${first}, and grant it again`,
    );
  }
  if (state.open) {
    return warning(
      "logins",
      `Whoever can log in may create things in schema ${state.schema}; personal logins are not safe with that.`,
      `As its owner: revoke create on schema ${state.schema} from public;`,
    );
  }
  return ok("logins", state.logins === 0 ? "none but the owner's" : counted(state.logins, "personal login"));
}
