import { expect, test } from "vitest";
import { type Attack, attackedCompany, inPgTemp, nothing, promote, tell } from "../../testing/attacks.ts";

/** How a DOMAIN_ADMIN tries with psql to raise themselves, change the tree, the ledgers or the trail, and how each ends. */
const attacks: readonly Attack[] = [
  // raising oneself
  ["makes itself QUAD_ADMIN", promote, "QU003"],
  [
    "makes itself QUAD_ADMIN, invited",
    promote.replace("role)", "role, status)").replace("'QUAD_ADMIN')", "'QUAD_ADMIN', 'pending')"),
    "QU003",
  ],
  [
    "changes its own role",
    "update QUAD_domain_members set role = 'QUAD_ADMIN', domain_id = '$root' where email = 'director@acme.com'",
    "QU003",
  ],
  [
    "changes its role on a conflict",
    `insert into QUAD_domain_members (domain_id, email, role) values ('$mine', 'director@acme.com', 'DOMAIN_ADMIN')
    on conflict (domain_id, email, role) do update set role = 'QUAD_ADMIN', domain_id = '$root'`,
    "QU003",
  ],
  ["makes itself QUAD_ADMIN in a CTE", `with x as (${promote} returning 1) select count(*) from x`, "QU003"],
  ["lets the first row permit the second", `${promote}, ('$theirs', 'director@acme.com', 'DOMAIN_ADMIN')`, "QU003"],
  [
    "lets one CTE permit the other",
    `with x as (${promote} returning 1) insert into QUAD_domains (name, parent_domain_id) select 'mine', '$theirs' from x`,
    "QU003",
  ],
  ["copies itself in", "copy QUAD_domain_members (domain_id, email, role) from stdin", "0A000"],
  [
    "merges itself in",
    `do $$ begin
       execute case when current_setting('server_version_num')::integer < 150000 then $i$${promote}$i$
         else $i$merge into QUAD_domain_members m using (values ('$mine'::uuid)) v (id) on (m.domain_id, m.email) = (v.id, 'director@acme.com')
           when matched then update set role = 'QUAD_ADMIN', domain_id = '$root'$i$ end;
     end $$`,
    "QU003",
  ],
  [
    "writes through the view that decides",
    "insert into quad_effective_capabilities (email) values ('director@acme.com')",
    "55000",
  ],
  ["reads the view that decides", "select from quad_effective_capabilities", "42501"],
  [
    "takes the QUAD_ADMIN's membership",
    "update QUAD_domain_members set email = 'director@acme.com' where role = 'QUAD_ADMIN'",
    "QU003",
  ],
  [
    "takes the QUAD_ADMIN's account",
    "update QUAD_users set email = 'x@acme.com' where email = 'director@acme.com'; update QUAD_users set email = 'director@acme.com' where email = 'boss@acme.com'",
    "QU003",
  ],
  [
    "makes itself an account",
    "insert into QUAD_users (company_id, email) values ('$acme', 'second@acme.com')",
    "QU003",
  ],
  ["removes the QUAD_ADMIN", "delete from QUAD_domain_members where role = 'QUAD_ADMIN'", "QU003"],
  ["removes the QUAD_ADMIN's account", "delete from QUAD_users where email = 'boss@acme.com'", "QU003"],
  [
    "accepts for somebody else",
    "update QUAD_domain_members set status = 'active' where email = 'chief@acme.com'",
    "QU003",
  ],
  ["forges who invited", "update QUAD_domain_members set invited_by = '$me' where email = 'chief@acme.com'", "QU003"],
  [
    "forges whose account a membership is",
    "update QUAD_domain_members set user_id = '$me' where email = 'chief@acme.com'",
    "42501",
  ],
  ["forges since when somebody is a member", "update QUAD_domain_members set created_at = '1999-01-01'", "42501"],
  [
    "writes what is there already",
    "update QUAD_domain_members set role = role where email = 'chief@acme.com'",
    "QU003",
  ],
  ["changes what a role can do", "update QUAD_role_capabilities set allowed = true", "42501"],
  [
    "adds to what a role can do",
    "insert into QUAD_role_capabilities values ('DOMAIN_ADMIN', 'manage_company', 'company', true, '')",
    "42501",
  ],
  ["maps its login to the QUAD_ADMIN", "update QUAD_logins set email = 'boss@acme.com'", "42501"],
  [
    "adds a login",
    "insert into QUAD_logins (login, company_id, email, kind) values ('x', '$acme', 'boss@acme.com', 'password')",
    "42501",
  ],
  ["changes the company's plan", "update QUAD_companies set plan = 'pro'", "QU003"],
  ["does away with approvals", "delete from QUAD_approval_rules", "QU003"],
  [
    "gives itself a holiday",
    "insert into QUAD_holidays (company_id, day, name) values ('$acme', '2026-12-23', 'x')",
    "QU003",
  ],
  ["does away with holidays", "delete from QUAD_holidays", "QU003"],
  ["makes every day a business day", "update QUAD_calendars set weekend = '{}'", "QU003"],
  // what a function sees while a statement that will be refused is still running
  ["looks around from RETURNING as QUAD_ADMIN", `${tell} ${promote} returning pg_temp.tell()`, "QU003"],
  [
    "looks around from RETURNING with another's domain under its own",
    `${tell} update QUAD_domains set parent_domain_id = '$mine' where id = '$theirs' returning pg_temp.tell()`,
    "QU003",
  ],
  [
    "looks around from RETURNING in another's place",
    `${tell} with gone as (delete from QUAD_domains where id = '$theirs' returning *)
    update QUAD_domains d set name = 'operations' from gone where d.id = '$mine' returning pg_temp.tell()`,
    "QU003",
  ],
  [
    "looks around from RETURNING, its domain made again in another's place",
    `${tell} with gone as (delete from QUAD_domains where id in ('$theirs', '$mine') returning *)
    insert into QUAD_domains (id, name, parent_domain_id) select id, 'operations', parent_domain_id from gone where id = '$mine' returning pg_temp.tell()`,
    "QU003",
  ],
  [
    "looks around from RETURNING as another account",
    `${tell} update QUAD_users set email = case email when 'director@acme.com' then 'x@acme.com' else 'director@acme.com' end
    where email in ('director@acme.com', 'boss@acme.com') returning pg_temp.tell()`,
    "QU003",
  ],
  [
    "looks around in a block that catches the refusal",
    `${tell} do $$ begin begin ${promote}; exception when others then null; end; perform pg_temp.tell(); end $$`,
    nothing,
  ],
  // the tree and the ledgers
  ["writes a path", "update QUAD_domains set path = '/acme/engineering/operations' where id = '$theirs'", "42501"],
  ["writes a path of its own", "update QUAD_domains set path = '/acme' where id = '$mine'", "42501"],
  ["writes a depth and a type", "update QUAD_domains set depth = 0, domain_type = 'root' where id = '$mine'", "42501"],
  [
    "writes a path from a trigger of its own",
    `${inPgTemp("f()", "update QUAD_domains set path = '/acme/engineering/x' where id = '$theirs'; return null", "trigger")}
    create temp table t (a int); create trigger t after insert on t for each statement execute function pg_temp.f(); insert into t values (1)`,
    "42501",
  ],
  ["moves its own domain", "update QUAD_domains set parent_domain_id = '$theirs' where id = '$mine'", "QU003"],
  [
    "moves another's domain under its own",
    "update QUAD_domains set parent_domain_id = '$mine' where id = '$theirs'",
    "QU003",
  ],
  ["moves the root under its own", "update QUAD_domains set parent_domain_id = '$mine' where id = '$root'", "QU005"],
  [
    "moves a domain to another company",
    "update QUAD_domains set parent_domain_id = '$betaRoot' where name = 'web'",
    "QU004",
  ],
  ["makes a root", "insert into QUAD_domains (name, company_id) values ('mine', '$acme')", "QU003"],
  [
    "asks whether another company has a root of that name",
    "insert into QUAD_domains (name, company_id) values ('beta', '$acme')",
    "QU003",
  ],
  ["deletes the root", "delete from QUAD_domains where id = '$root'", "QU003"],
  [
    "deletes the root from a trigger of its own",
    `${inPgTemp("f()", "delete from QUAD_domains where id = '$root'; return null", "trigger")}
    create temp table t (a int); create trigger t after insert on t for each statement execute function pg_temp.f(); insert into t values (1)`,
    "QU003",
  ],
  [
    "deletes all members from a trigger of its own",
    `${inPgTemp("f()", "delete from QUAD_domain_members where role <> 'QUAD_ADMIN'; return null", "trigger")}
    create temp table t (a int); create trigger t after insert on t for each statement execute function pg_temp.f(); insert into t values (1)`,
    "QU003",
  ],
  ["deletes its own domain", "delete from QUAD_domains where id = '$mine'", "QU003"],
  ["archives another's domain", "update QUAD_domains set archived_at = now() where id = '$theirs'", "QU003"],
  [
    "writes what is there already in another's domain",
    "update QUAD_domains set name = name where id = '$theirs'",
    "QU003",
  ],
  ...[
    "QUAD_people set allocated = 0",
    "QUAD_seats set seat_limit = null",
    "QUAD_install set deployment_model = 'cloud'",
    "QUAD_plans set seat_limit = null",
  ].map((what): Attack => [`writes ${what}`, `update ${what}`, "42501"]),
  ["inserts into a ledger", "insert into QUAD_people (company_id, email) values ('$acme', 'x@acme.com')", "42501"],
  ["deletes from a ledger", "delete from QUAD_seats", "42501"],
  ["counts the roots of the install", "select root_count from QUAD_install", "42501"],
  // the trail
  ...[
    "update QUAD_audit set actor = 'boss@acme.com'",
    "delete from QUAD_audit",
    "insert into QUAD_audit (table_name, row_id, action, actor, login, transaction_id) values ('quad_domains', 'x', 'delete', 'boss@acme.com', 'x', 1)",
    "truncate QUAD_audit",
    "update QUAD_audit_seals set entry_hash = ''",
    "delete from QUAD_audit_seals",
    "insert into QUAD_audit_seals values (1, 1, '', '')",
    "truncate QUAD_audit_seals",
    "select setval('quad_audit_id_seq', 1)",
    "select nextval('quad_audit_id_seq')",
  ].map((sql): Attack => [`trail: ${sql.slice(0, 60)}`, sql, "42501"]),
];

const { attack } = attackedCompany();

test.each(attacks)("a DOMAIN_ADMIN %s", async (_what, text, ends) => {
  expect(await attack(text)).toEqual({ ended: ends, changed: false, leaked: [] });
});
