import { beforeAll } from "vitest";
import type { Sql } from "../postgres/sql.ts";
import type { RawLogin } from "./raw-logins.ts";
import { type TwoCompanies, twoCompanies } from "./two-companies.ts";

/** The attack ends without an error, and with no row. */
export const nothing = "nothing";

/**
 * What is tried, in SQL with `$root` and so on (see `ids` below), and how it ends: refused with this SQLSTATE, or `nothing`.
 */
export type Attack = readonly [what: string, sql: string, ends: string];

/** The statement that makes the attacker a QUAD_ADMIN. */
export const promote =
  "insert into QUAD_domain_members (domain_id, email, role) values ('$root', 'director@acme.com', 'QUAD_ADMIN')";
/** Makes a function in a schema that the attacker may make things in. */
export const inPgTemp = (name: string, body: string, returns = "text") =>
  `create function pg_temp.${name} returns ${returns} language plpgsql as $f$ begin ${body}; end $f$;`;
/** Makes a function that tells all paths of keys that the attacker sees at that moment. */
export const tell = inPgTemp(
  "tell()",
  "raise notice 'LEAK %', (select string_agg(vault_path, ' ') from QUAD_domain_integration_keys); return ''",
);

interface Outcome {
  readonly ended: string;
  readonly changed: boolean;
  /** What the attacker has been told of what they may not see. */
  readonly leaked: readonly string[];
}

/** Two companies for the attacks of a file; the attacker is director@acme.com, DOMAIN_ADMIN of /acme/engineering. */
export function attackedCompany(): { attack(sql: string): Promise<Outcome> } {
  let world: TwoCompanies;
  let director: RawLogin;
  let ids: Readonly<Record<string, string>>;
  let untouched: string;
  beforeAll(async () => {
    world = await twoCompanies();
    director = await world.logins.grant(world.acme, "director@acme.com");
    const chief = await world.logins.grant(world.acme, "chief@acme.com");
    const [{ pid }] = await chief.sql<[{ pid: number }]>`select pg_backend_pid() as pid`;
    const [found] = await world.install.withSql(
      (sql) => sql<[Record<string, string>]>`
        select (select id from QUAD_domains where path = '/acme') as root,
          (select id from QUAD_domains where path = '/acme/engineering') as mine,
          (select id from QUAD_domains where path = '/acme/operations') as theirs,
          (select id from QUAD_domains where path = '/beta') as "betaRoot",
          (select id from QUAD_users where email = 'director@acme.com') as me,
          (select id from QUAD_users where email = 'boss@beta.com') as "betaBoss",
          current_database() as database`,
    );
    ids = { ...found, acme: world.acme, beta: world.beta, chief: chief.name, chiefPid: String(pid) };
    untouched = await world.install.withSql(fingerprint);
    return world.drop;
  });
  return {
    async attack(text) {
      const filledIn = text.replace(/\$([a-z][A-Za-z]*)(?!\$)/g, (whole, name) => ids[name] ?? whole);
      director.notices.length = 0;
      const ended = await end(director.sql, filledIn);
      await director.sql`rollback`;
      await director.sql`discard all`;
      return {
        ended,
        changed: (await world.install.withSql(fingerprint)) !== untouched,
        leaked: director.notices.filter((notice) =>
          /LEAK .*(beta|\/operations|boss|quad\/acme\/acme( |$))/.test(notice),
        ),
      };
    },
  };
}

async function end(sql: Sql, statements: string): Promise<string> {
  try {
    const done = await sql.unsafe(statements).simple();
    const rows = "count" in done ? done.count : (done as { count: number | null }[]).at(-1)?.count;
    return rows ? `${rows} rows` : nothing;
  } catch (error) {
    return String((error as { code?: string }).code);
  }
}

/** What is in every table, and what holds it. */
async function fingerprint(sql: Sql): Promise<string> {
  const [all] = await sql<[{ text: string }]>`
    select md5(string_agg(x.text, ',' order by x.text)) as text from (
      select c.oid::regclass || query_to_xml('select * from ' || c.oid::regclass || ' t order by t::text', true, true, '')::text as text
      from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      union all select format('%s %s', oid, relacl) || relrowsecurity || relowner from pg_class where relnamespace = 'public'::regnamespace
      union all select format('%s %s', oid, proacl) || proowner || prosrc || proconfig::text from pg_proc where pronamespace = 'public'::regnamespace
      union all select format('%s %s', oid, tgenabled) from pg_trigger
      union all select format('%s %s', polname, pg_get_expr(polqual, polrelid)) from pg_policy
      union all select r::text from pg_roles r where rolname ~ '^(quad|mine)' or rolname in (select login from QUAD_logins)
      union all select m.roleid || ' ' || m.member from pg_auth_members m where pg_get_userbyid(m.member) in (select login from QUAD_logins)
      union all select nspname || nspowner || coalesce(nspacl::text, '') from pg_namespace where nspname !~ '^pg_'
    ) x`;
  return all.text;
}
