import { expect, test } from "vitest";
import { emptyInstall } from "../../testing/install.ts";
import { shippedSchema } from "../../testing/migrations.ts";
import { attempt, rawLogins } from "../../testing/raw-logins.ts";
import { migrate } from "../migrate.ts";

test("every function pins its search_path to the schema of the install, with pg_temp last", async () => {
  const { withSql } = await emptyInstall();
  const unpinned = await withSql(
    (sql) => sql`
      select p.oid::regprocedure::text as name, p.proconfig::text as settings from pg_proc p
      where p.pronamespace = 'public'::regnamespace
        and not coalesce(p.proconfig, '{}') && array['search_path=public, pg_temp']`,
  );
  // It becomes a part of the statements that call it, all of them in functions that have one; people may not call it.
  expect([...unpinned]).toEqual([
    { name: "quad_workload(timestamp with time zone,uuid,text,uuid,text)", settings: null },
  ]);
});

test("no function is for whoever reaches the database, and none of a trigger's is anybody's to put on a table", async () => {
  const { withSql } = await emptyInstall();
  const callable = await withSql(
    (sql) => sql`
      select p.oid::regprocedure::text as name, r.role
      from pg_proc p, (values ('public'), ('quad_person'), ('quad_platform')) r (role)
      where p.pronamespace = 'public'::regnamespace
        and (r.role = 'public' or p.prorettype = 'trigger'::regtype) and has_function_privilege(r.role, p.oid, 'execute')`,
  );
  expect([...callable]).toEqual([]);
});

/**
 * They run as the owner, and no policy holds for them. So each asks by itself who calls it (quad_me, quad_require, quad_sees_company,
 * quad_acts_as), or tells nothing.
 */
const runAsOwnerForPeople = [
  "calculate_developer_workload(uuid,text,date)",
  "quad_ticket_projects()",
  "quad_desk(uuid,text,timestamp with time zone)",
  "quad_domain_desk(uuid)",
  "quad_observed_since(uuid)",
  "quad_require_desk(uuid,text)",
  "quad_ticket_projects(uuid)",
  "quad_account_for_keys(uuid,text)",
  "quad_acts_as(uuid)",
  "quad_answerable(uuid)",
  "quad_approval_path(uuid)",
  "quad_ask_for(uuid,text,jsonb,text)",
  "quad_audit_is_due()",
  "quad_audit_is_sealed(bigint)",
  "quad_grant_login(uuid,text,text,text)",
  "quad_refuse_unapproved(text)",
  "quad_reset_login(uuid,text,text)",
  "quad_effective_keys(uuid,text,text,text,text)",
  "quad_has_keys(uuid)",
  "quad_key_walk(uuid,text,uuid,text)",
  "quad_use_key(uuid,text,uuid,text,text,uuid,text)",
  "quad_revoke_login(uuid,text)",
  "quad_approvers(uuid)",
  "quad_cancel_approval(uuid)",
  "quad_capabilities_of(uuid,text)",
  "quad_decide(uuid,boolean,text)",
  "quad_integration_switches(uuid)",
  "quad_mail_drop(uuid)",
  "quad_mail_retry(uuid)",
  "quad_may(text,text,uuid)",
  "quad_may_ask_for_key(uuid)",
  "quad_may_become_domain(uuid,uuid,uuid,text,timestamp with time zone,text)",
  "quad_may_become_member(uuid,uuid,text,text)",
  "quad_may_become_user(uuid)",
  "quad_me()",
  "quad_my_company()",
  "quad_my_company_where(text)",
  "quad_my_domains(text,boolean)",
  "quad_my_domains_below(text)",
  "quad_my_email()",
  "quad_patch_applied_at(text)",
  "quad_request_attach(uuid,text,text,bytea)",
  "quad_request_comment(uuid,text,boolean)",
  "quad_request_is_mine(uuid)",
  "quad_request_report(uuid,jsonb,text)",
  "quad_request_timeline(uuid,boolean)",
  "quad_request_vote(uuid,boolean)",
  "quad_request_withdraw(uuid,text)",
  "quad_require(text,uuid,boolean)",
  "quad_require_own_keys(uuid,text)",
  "quad_require_in_company(text,uuid)",
  "quad_sees_company(uuid)",
  "quad_who_may(text,uuid)",
];

test("the functions that run as the owner and that people may call are these, each looked at", async () => {
  const { withSql } = await emptyInstall();
  const found = await withSql(
    (sql) => sql<{ name: string }[]>`
      select p.oid::regprocedure::text as name from pg_proc p
      where p.pronamespace = 'public'::regnamespace and p.prosecdef and has_function_privilege('quad_person', p.oid, 'execute')`,
  );
  expect(found.map(({ name }) => name).sort()).toEqual(runAsOwnerForPeople.toSorted());
});

test("every table hides its rows, and people may read one view", async () => {
  const { withSql } = await emptyInstall();
  const [open] = await withSql(
    (sql) => sql`
      select
        (select json_agg(c.relname) from pg_class c
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relrowsecurity) as unhidden,
        (select json_agg(c.relname order by c.relname) from pg_class c
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('v', 'm') and has_table_privilege('quad_person', c.oid, 'select')) as views,
        (select json_agg(c.relname) from pg_class c
         where c.relnamespace = 'public'::regnamespace and has_table_privilege('public', c.oid, 'select, insert, update, delete, truncate')) as everybodys,
        (select json_agg(c.relname) from pg_class c
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v')
           and has_table_privilege('quad_person', c.oid, 'truncate, references, trigger')) as too_much,
        (select json_agg(distinct p.policyname || ' on ' || p.tablename) from pg_policies p
         where 'public' = any (p.roles)) as policies_for_all`,
  );
  expect(open).toEqual({
    unhidden: null,
    views: ["quad_organizations"],
    everybodys: null,
    too_much: null,
    policies_for_all: null,
  });
});

test("a partition of a month that comes later is as closed as the others", async () => {
  const install = await emptyInstall();
  const { sql } = await rawLogins(install).create("create role %I login in role quad_person");
  await install.withSql((owner) => owner`select quad_workload_month('2190-01-01')`);
  expect(await attempt(sql, "select from quad_workload_tracking_y2190m01")).toMatch(/^42501 /);
});

test("what an earlier hand gave to everybody, by default too, is taken back when the rules are made", async () => {
  const install = await emptyInstall();
  const bare = await rawLogins(install).create("create role %I login");
  await install.withSql(async (sql) => {
    await sql
      .unsafe(
        `grant all on QUAD_users, QUAD_audit to public, quad_person;
         grant select (vault_path) on QUAD_domain_integration_keys to public;
         alter default privileges grant all on tables to public, quad_person;
         update QUAD_rules set checksum = 'of other rules'`,
      )
      .simple();
    await migrate(sql, shippedSchema());
    await sql`alter default privileges revoke all on tables from public, quad_person`;
  });
  for (const what of ["QUAD_users", "QUAD_audit", "QUAD_domain_integration_keys", "quad_effective_capabilities"])
    expect(await attempt(bare.sql, `select from ${what}`)).toMatch(/^42501 /);
  const [person] = await install.withSql(
    (sql) => sql`
      select has_table_privilege('quad_person', 'quad_audit', 'insert') as audit,
        has_table_privilege('quad_person', 'quad_effective_capabilities', 'select') as deciding`,
  );
  expect(person).toEqual({ audit: false, deciding: false });
});
