import { expect, test } from "vitest";
import { type Attack, attackedCompany, inPgTemp, nothing, promote } from "../../testing/attacks.ts";

/** How a DOMAIN_ADMIN tries with psql to change the schema, be somebody else, or shadow what the rules use, and how each ends. */
const attacks: readonly Attack[] = [
  // the shape of things
  ...[
    "truncate QUAD_domain_members cascade",
    "alter table QUAD_domain_members disable trigger all",
    "alter table QUAD_domain_members disable trigger quad_member_0_insert_is_allowed",
    "alter table QUAD_users disable row level security",
    "alter table QUAD_users no force row level security",
    "alter table QUAD_users owner to current_user",
    "alter table QUAD_users add x int",
    "drop table QUAD_sessions",
    "drop policy quad_person on QUAD_users",
    "alter policy quad_person on QUAD_users using (true)",
    "create policy mine on QUAD_users using (true)",
    "drop function quad_me()",
    "create or replace function quad_my_email() returns text language sql as 'select ''boss@acme.com'''",
    "alter function quad_me() owner to current_user",
    "alter function quad_me() reset search_path",
    "drop trigger quad_audit_insert on QUAD_domain_members",
    "create trigger mine after insert on QUAD_users for each row execute function suppress_redundant_updates_trigger()",
    "create rule mine as on insert to QUAD_users do instead nothing",
    "create index on QUAD_users (email)",
    "create table mine (a int)",
    "create view mine as select 1",
    "create schema mine",
    "create function public.lower(text) returns text language sql as 'select ''x'''",
    "create temp table mine () inherits (QUAD_users)",
    "drop view QUAD_organizations",
    "create or replace view QUAD_organizations as select 1",
    "drop owned by quad_person",
    "create database mine",
    "alter database $database set search_path = mine",
    "drop schema public cascade",
    "alter default privileges for role quad grant all on tables to public",
    "alter system set row_security = off",
  ].map((sql): Attack => [`DDL: ${sql.slice(0, 70)}`, sql, "42501"]),
  ["grants rights on a table", "grant all on QUAD_users to public", nothing],
  ["grants rights on the trail", "grant all on QUAD_audit to current_user", nothing],
  // being somebody else
  ...[
    "set role quad",
    "set role $chief",
    "set role quad_platform",
    "set session authorization quad",
    "set session authorization $chief",
    "set session_replication_role = replica",
    "create role mine",
    "alter role quad_person superuser",
    "alter role current_user superuser",
    "alter role current_user createrole",
    "alter role current_user bypassrls",
    "alter role $chief password 'x'",
    "alter role $chief set search_path = mine",
    "grant quad_platform to current_user",
    "grant quad_person to public",
    "grant quad to current_user",
    "grant $chief to current_user",
    "drop role $chief",
    "set row_security = off; select from QUAD_users",
    "set zero_damaged_pages = on",
  ].map((sql): Attack => [`role: ${sql}`, sql.replaceAll(" to public", " to quad_platform"), "42501"]),
  ["names another actor", `set quad.actor = '$acme boss@acme.com'; ${promote}`, "QU003"],
  [
    "names another actor and sees as them",
    "set quad.actor = '$beta boss@beta.com'; select from QUAD_companies where id = '$beta'",
    nothing,
  ],
  [
    "keeps the snapshot of a better time",
    "begin isolation level repeatable read; insert into QUAD_domains (name, parent_domain_id) values ('mine', '$mine')",
    "QU005",
  ],
  [
    "serialises",
    "begin isolation level serializable; insert into QUAD_domains (name, parent_domain_id) values ('mine', '$mine')",
    "QU005",
  ],
  // shadowing
  [
    "shadows the members",
    `create temp table quad_domain_members as select * from public.QUAD_domain_members; update quad_domain_members set role = 'QUAD_ADMIN', domain_id = '$root' where email = 'director@acme.com';
    set search_path = pg_temp, public; insert into public.QUAD_domain_members (domain_id, email, role) values ('$root', 'director@acme.com', 'QUAD_ADMIN')`,
    "QU003",
  ],
  [
    "shadows what roles can",
    `create temp table quad_role_capabilities as select 'DOMAIN_ADMIN' as role, capability, 'company' as scope, true as allowed from public.QUAD_capabilities;
    set search_path = pg_temp, public; ${promote}`,
    "QU003",
  ],
  [
    "shadows the logins",
    `create temp table quad_logins as select session_user::text as login, '$beta'::uuid as company_id, 'boss@beta.com' as email;
    set search_path = pg_temp, public; select from public.QUAD_companies where id = '$beta'`,
    nothing,
  ],
  [
    "shadows the table whose owner is asked for",
    `create temp table quad_install (a int); set search_path = pg_temp, public; set quad.actor = '$beta boss@beta.com';
    select from public.QUAD_companies where id = '$beta'`,
    nothing,
  ],
  [
    "shadows a function",
    `${inPgTemp("quad_my_company()", "return '$beta'", "uuid")} set search_path = pg_temp, public; select from QUAD_companies where id = '$beta'`,
    nothing,
  ],
  [
    "shadows an operator",
    `create function pg_temp.yes(uuid, uuid) returns boolean language sql as 'select true';
    create operator pg_temp.= (leftarg = uuid, rightarg = uuid, function = pg_temp.yes); set search_path = pg_temp, public; select from public.QUAD_companies where id::text = '$beta'`,
    nothing,
  ],
];

const { attack } = attackedCompany();

test.each(attacks)("a DOMAIN_ADMIN %s", async (_what, text, ends) => {
  expect(await attack(text)).toEqual({ ended: ends, changed: false, leaked: [] });
});
