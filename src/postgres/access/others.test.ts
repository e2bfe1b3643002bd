import { beforeAll, describe, expect, test } from "vitest";
import { attempt, type RawLogin } from "../../testing/raw-logins.ts";
import { type TwoCompanies, twoCompanies } from "../../testing/two-companies.ts";
import type { Sql } from "../sql.ts";

let world: TwoCompanies;
let betaRoot: string;
let chief: RawLogin;

beforeAll(async () => {
  world = await twoCompanies();
  [{ id: betaRoot }] = await world.install.withSql(
    (sql) => sql<[{ id: string }]>`select id from QUAD_domains where path = '/beta'`,
  );
  chief = await world.logins.grant(world.acme, "chief@acme.com");
  return () => world.drop();
});

/** Reads all it may of every table, partition, view and sequence of the schema: what it got of each, as text. */
async function readEverything(sql: Sql): Promise<Readonly<Record<string, string>>> {
  const readable = await sql<{ name: string; columns: string | null }[]>`
    select c.relname as name,
      (select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_attribute a
       where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and has_column_privilege(c.oid, a.attnum, 'select')) as columns
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S') order by c.relname`;
  const read: Record<string, string> = {};
  for (const { name, columns } of readable) {
    if (columns === null) {
      expect(await attempt(sql, `select from ${name}`)).toMatch(/^42501 /);
      continue;
    }
    const [all] = await sql.unsafe(`select json_agg(t)::text as text from (select ${columns} from ${name}) t`);
    if (all?.text) read[name] = all.text;
  }
  return read;
}

/** The tables that say the same to everybody. */
const forEverybody = [
  "quad_capabilities",
  "quad_install",
  "quad_integrations",
  "quad_migrations",
  "quad_plans",
  "quad_request_settings",
  "quad_role_capabilities",
  "quad_roles",
  "quad_rules",
  "quad_sla",
  "quad_sso_providers",
];

/** Every identifier and name by which something of beta can be told. */
async function marksOfBeta(sql: Sql): Promise<RegExp> {
  const ids = await sql<{ id: string }[]>`
    select id from QUAD_companies where name = 'beta' union select id from QUAD_domains where path like '/beta%'
    union select id from QUAD_users where email like '%@beta.com'`;
  return new RegExp(['beta(?!_released_at|_due|_patch|","min_days)', ...ids.map(({ id }) => id)].join("|"));
}

test("whoever reads everything they can finds nothing of another company, in no table, partition or view", async () => {
  const marks = await world.install.withSql(marksOfBeta);
  const ofBeta = Object.entries(await world.install.withSql(readEverything)).filter(([, text]) => marks.test(text));
  expect(ofBeta.map(([name]) => name).filter((name) => !/_y\d+m\d+$/.test(name))).toEqual([
    "quad_active_branch_times",
    "quad_active_ticket_times",
    "quad_agent_downloads",
    "quad_approval_rules",
    "quad_approval_workflows",
    "quad_audit",
    "quad_branch_ticket_mapping",
    "quad_branch_times",
    "quad_branch_versions",
    "quad_calendars",
    "quad_companies",
    "quad_company_integrations",
    "quad_domain_integration_keys",
    "quad_domain_members",
    "quad_domain_times",
    "quad_domain_versions",
    "quad_domains",
    "quad_effective_capabilities",
    "quad_holidays",
    "quad_integration_requests",
    "quad_itsm_config",
    "quad_itsm_tickets",
    "quad_key_uses",
    "quad_member_aliases",
    "quad_member_versions",
    "quad_organizations",
    "quad_outbox",
    "quad_outbox_attachments",
    "quad_people",
    "quad_reach",
    "quad_repositories",
    "quad_repository_scans",
    "quad_request_attachments",
    "quad_request_events",
    "quad_request_feedback",
    "quad_request_votes",
    "quad_scim_audit_log",
    "quad_scim_config",
    "quad_seats",
    "quad_sessions",
    "quad_ticket_times",
    "quad_ticket_versions",
    "quad_user_integration_keys",
    "quad_users",
    "quad_workload_tracking",
  ]);
  for (const who of ["boss", "director", "lead", "dev", "invited"]) {
    const { sql } = await world.logins.grant(world.acme, `${who}@acme.com`);
    const read = await readEverything(sql);
    expect(Object.keys(read)).toEqual(expect.arrayContaining(["quad_domains", "quad_organizations", "quad_users"]));
    expect(Object.keys(read).filter((name) => marks.test(read[name] ?? ""))).toEqual([]);
  }
});

/** What asks for something by its identifier, and what a stranger gets: an SQLSTATE, or no row. */
const asked: readonly (readonly [sql: string, answer: string | number])[] = [
  ["select where quad_may('boss@beta.com', 'invite_user', '$betaRoot')", 0],
  ["select quad_who_may('invite_user', '$betaRoot')", 0],
  ["select quad_capabilities_of('$beta', 'boss@beta.com')", 0],
  ["select quad_resolve_key('$beta', 'boss@beta.com', '$betaRoot', 'github')", 0],
  ["select where quad_inviter('$beta') is not null", 0],
  ["select quad_integration_switches('$beta')", 0],
  ["select quad_switch_integration('$beta', 'github', false)", "QU003"],
  ["select quad_mail_retry((select id from QUAD_outbox where company_id = '$beta'))", "QU004"],
  ["select quad_admin_of('$beta')", "42501"],
  ["select quad_workload_month('2190-01-01')", "42501"],
  ["select quad_grant_login('$beta', 'boss@beta.com', 'mine', null)", "QU003"],
  ["select quad_reset_login('$beta', 'boss@beta.com', null)", "QU003"],
  ["select quad_revoke_login('$beta', 'boss@beta.com')", "QU003"],
  ["insert into QUAD_domains (name, company_id) values ('mine', '$beta')", "42501"],
  ["insert into QUAD_domains (name, parent_domain_id) values ('mine', '$betaRoot')", "QU004"],
  ["insert into QUAD_users (company_id, email) values ('$beta', 'mine@beta.com')", "42501"],
  [
    "insert into QUAD_integration_requests (company_id, tool_name, category, requested_by_email) values ('$beta', 'x', 'y', 'boss@beta.com')",
    "42501",
  ],
];

describe.each([
  ["a login of quad_person that nobody has", () => world.logins.create("create role %I login in role quad_person")],
  [
    "a login whose person was removed from all domains",
    async () => {
      await world.install.withSql(
        (sql) => sql`
          insert into QUAD_domain_members (domain_id, email, role) select id, 'gone@beta.com', 'QUAD_ADMIN' from QUAD_domains where path = '/beta'`,
      );
      const login = await world.logins.grant(world.beta, "gone@beta.com");
      await world.install.withSql((sql) => sql`delete from QUAD_domain_members where email = 'gone@beta.com'`);
      return login;
    },
  ],
] as const)("%s", (_who, make) => {
  let login: RawLogin;
  beforeAll(async () => {
    login = await make();
  });

  test("reads what is the same for everybody, and nothing else", async () => {
    expect(Object.keys(await readEverything(login.sql))).toEqual(forEverybody);
  });

  test.each(asked)("asks in vain: %s", async (text, answer) => {
    const outcome = await attempt(login.sql, text.replaceAll("$betaRoot", betaRoot).replaceAll("$beta", world.beta));
    expect(typeof outcome === "string" ? outcome.slice(0, 5) : outcome).toBe(answer);
  });
});

test("a role that was given nothing reaches no table and no function", async () => {
  const { sql } = await world.logins.create("create role %I login");
  expect(await readEverything(sql)).toEqual({});
  const functions = await sql<{ name: string }[]>`
    select p.oid::regprocedure::text as name from pg_proc p
    where p.pronamespace = 'public'::regnamespace and has_function_privilege(p.oid, 'execute')`;
  expect([...functions]).toEqual([]);
});

test("a person with two roles may do what either gives, each in its own place", async () => {
  await world.install.withSql(
    (sql) => sql`
      insert into QUAD_domain_members (domain_id, email, role)
      select d.id, 'both@acme.com', case d.name when 'web' then 'SUBDOMAIN_ADMIN' else 'DOMAIN_ADMIN' end
      from QUAD_domains d where d.path in ('/acme/engineering/web', '/acme/operations')`,
  );
  const { sql } = await world.logins.grant(world.acme, "both@acme.com");
  const outcome = async (text: string) => String(await attempt(sql, text)).slice(0, 5);
  const invite = (path: string, role: string) =>
    `insert into QUAD_domain_members (domain_id, email, role) select id, 'x@acme.com', '${role}' from QUAD_domains where path = '${path}'`;
  const create = (path: string) =>
    `insert into QUAD_domains (name, parent_domain_id) select 'x', id from QUAD_domains where path = '${path}'`;
  expect(await outcome(invite("/acme/engineering/web", "QA"))).toBe("1");
  expect(await outcome(invite("/acme/engineering/web", "DOMAIN_ADMIN"))).toBe("QU003");
  expect(await outcome(invite("/acme/operations", "DOMAIN_ADMIN"))).toBe("1");
  expect(await outcome(create("/acme/operations"))).toBe("1");
  expect(await outcome(create("/acme/engineering/web"))).toBe("QU003");
  expect(await outcome(create("/acme/engineering"))).toBe("QU003");
  expect(await outcome(create("/acme"))).toBe("QU003");
});

/** Nobody is stopped from these by Postgres; they change nothing that is somebody else's. */
test.each([
  ["sets their own search_path", "alter role current_user set search_path = pg_temp, public"],
  ["sets their own password", "alter role current_user password 'of-their-own'"],
  ["makes things that last as long as the session", "create temp table mine (a int)"],
  ["waits for, and holds, the tree's lock", "select pg_advisory_xact_lock(1903522148, 2)"],
  ["locks a table that they may delete from", "lock table QUAD_domain_members in access exclusive mode; select 1"],
  ["holds on to the rows of their company", "select from QUAD_domains for update"],
  ["sees the names of all logins of the server", "select rolname from pg_roles"],
])("a person still %s", async (_what, text) => {
  expect(String(await attempt(chief.sql, text))).not.toMatch(/^[0-9A-Z]{5} /);
});
