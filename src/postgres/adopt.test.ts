import { expect, test } from "vitest";
import { emptyInstall, type TestInstall } from "../testing/install.ts";

/** A platform that made the spec's tables by hand: plain SQL, its own path trigger, five members, no ledgers. */
const platform = `
  create table QUAD_companies (
    id uuid primary key default gen_random_uuid(), name text not null, admin_email text not null, size text,
    created_at timestamptz default now(), updated_at timestamptz default now());
  create table QUAD_users (
    id uuid primary key default gen_random_uuid(), company_id uuid not null references QUAD_companies (id),
    email text not null, full_name text, avatar_url text, sso_provider text, badge integer,
    created_at timestamptz not null default now());
  create unique index users_company_email_key on QUAD_users (company_id, email);
  create table QUAD_domains (
    id uuid primary key default gen_random_uuid(), company_id uuid references QUAD_companies (id) on delete cascade,
    parent_domain_id uuid references QUAD_domains (id) on delete set null, name text not null, display_name text,
    domain_type text default 'domain', path text, depth integer, created_at timestamptz not null default now());
  create table QUAD_domain_members (
    id uuid primary key, domain_id uuid not null references QUAD_domains (id) on delete cascade,
    email text not null, role text not null, status text not null default 'active',
    allocation_percentage numeric(5, 2) not null default 0, invited_by uuid,
    constraint one_role_once unique (domain_id, email, role),
    constraint a_percentage check (allocation_percentage >= 0 and allocation_percentage <= 100) not valid);
  create table QUAD_user_integration_keys (
    id uuid primary key default gen_random_uuid(), user_id uuid not null references QUAD_users (id) on delete cascade,
    tool_provider text not null, vault_path text not null);
  create table QUAD_branch_ticket_mapping (
    id uuid primary key default gen_random_uuid(), domain_id uuid not null references QUAD_domains (id) on delete cascade,
    repository text not null, branch_name text not null, ticket_id text, ticket_provider text, developer_email text);
  create table QUAD_roles (role text primary key, title text not null);
  create table QUAD_widgets (id integer primary key, updated_at timestamptz);
  create view QUAD_organizations as select id, name, admin_email from QUAD_companies;

  create function update_domain_path() returns trigger language plpgsql as $$
  declare above text; below integer;
  begin
    select path, depth into above, below from QUAD_domains where id = new.parent_domain_id;
    new.path := coalesce(above, '') || '/' || new.name;
    new.depth := coalesce(below + 1, 0);
    return new;
  end $$;
  create trigger trg_domain_path before insert or update on QUAD_domains
    for each row execute function update_domain_path();
  create function check_user_total_allocation() returns trigger language plpgsql as $$ begin return new; end $$;
  create trigger trg_allocation before insert on QUAD_domain_members
    for each row execute function check_user_total_allocation();
  create function extract_ticket_id_from_branch(text, integer) returns text language sql as $$ select $1 $$;
  create function set_updated_at() returns trigger language plpgsql as $$
    begin new.updated_at := now(); return new; end $$;
  create trigger trg_updated before update on QUAD_companies for each row execute function set_updated_at();

  insert into QUAD_companies (id, name, admin_email) values
    ('00000000-0000-0000-0000-00000000000c', 'Mass Mutual', 'it-admin@massmutual.com');
  insert into QUAD_users (id, company_id, email, badge) values
    ('00000000-0000-0000-0000-0000000000aa', '00000000-0000-0000-0000-00000000000c', 'dev@massmutual.com', 7);
  insert into QUAD_domains (id, company_id, parent_domain_id, name, domain_type) values
    ('00000000-0000-0000-0000-0000000000d0', '00000000-0000-0000-0000-00000000000c', null, 'massmutual', 'root'),
    ('00000000-0000-0000-0000-0000000000d1', null, '00000000-0000-0000-0000-0000000000d0', 'wealth', null),
    ('00000000-0000-0000-0000-0000000000d2', null, '00000000-0000-0000-0000-0000000000d1', 'retirement', null);
  insert into QUAD_domain_members (id, domain_id, email, role, allocation_percentage) values
    (gen_random_uuid(), '00000000-0000-0000-0000-0000000000d0', 'it-admin@massmutual.com', 'QUAD_ADMIN', 0),
    (gen_random_uuid(), '00000000-0000-0000-0000-0000000000d1', 'dev@massmutual.com', 'DEVELOPER', 60),
    (gen_random_uuid(), '00000000-0000-0000-0000-0000000000d2', 'dev@massmutual.com', 'DEVELOPER', 40);
  insert into QUAD_branch_ticket_mapping (domain_id, repository, branch_name, ticket_id) values
    ('00000000-0000-0000-0000-0000000000d1', 'app', 'feature/JIRA-1', 'JIRA-1'),
    ('00000000-0000-0000-0000-0000000000d1', 'app', 'feature/login', null);
  insert into QUAD_roles values ('DEVELOPER', 'Developers'), ('QA', 'Quality');`;

const platformInstall = (sql: string) => bare((install) => install.withSql((tx) => tx.unsafe(sql).simple()));

async function bare(prepare: (install: TestInstall) => Promise<unknown>): Promise<TestInstall> {
  const install = await emptyInstall({ template: "template0" });
  await prepare(install);
  return install;
}

/** Columns, constraints and indexes of our tables, in words that two databases can be compared by. */
const catalog = (install: TestInstall): Promise<string[]> =>
  install.withSql(async (sql) => {
    const rows = await sql<{ line: string }[]>`
      select format('%s.%s %s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
        a.attcollation::regcollation, replace(pg_get_expr(d.adbin, d.adrelid), 'now()', 'CURRENT_TIMESTAMP')) as line
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
      where c.relnamespace = 'public'::regnamespace and c.relname like 'quad\\_%' and c.relkind in ('r', 'p', 'v')
      union all
      select format('%s: %s %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid))
      from pg_constraint k where k.connamespace = 'public'::regnamespace and k.contype <> 'n'
      union all
      select pg_get_indexdef(indexrelid) from pg_index join pg_class c on c.oid = indexrelid
      where c.relnamespace = 'public'::regnamespace
      union all
      select format('%s: %s', t.tgrelid::regclass, pg_get_triggerdef(t.oid)) from pg_trigger t where not t.tgisinternal
      union all
      select pg_get_functiondef(p.oid) from pg_proc p where p.pronamespace = 'public'::regnamespace`;
    return rows.map(({ line }) => line).sort();
  });

/** Everything that anybody has made in the database. */
const everything = (install: TestInstall): Promise<unknown> =>
  install.withSql(
    (sql) => sql`
      select 'relation' as kind, oid::text, relname as name, xmin::text from pg_class where relnamespace::regnamespace::text !~ '^pg_'
      union all select 'schema', oid::text, nspname, xmin::text from pg_namespace
      union all select 'function', oid::text, proname, xmin::text from pg_proc
      union all select 'trigger', oid::text, tgname, xmin::text from pg_trigger
      union all select 'constraint', oid::text, conname, xmin::text from pg_constraint
      union all select 'column', attrelid::text, attname, xmin::text from pg_attribute where attrelid >= 16384
      order by 1, 2, 3`,
  );

test("a platform's tables are adopted: what is missing is added, and the rows stay", async () => {
  const install = await platformInstall(platform);
  const { code, stdout, stderr } = await install.quad("migrate");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatchInlineSnapshot(`
    "  adopted  QUAD_agent_downloads: created
      adopted  QUAD_approval_rules: created
      adopted  QUAD_approval_workflows: created
      adopted  QUAD_audit: created
      adopted  QUAD_audit_seals: created
      adopted  QUAD_branch_ticket_mapping: column is_orphan, column first_seen_at, column last_commit_at, column merged_at, column deleted_at, column created_at, column updated_at, column tip, column author, column linked_by_email, column renamed_from, column valid_from, branches that have a ticket (rows: 1), constraint quad_branch_ticket_mapping_once, index quad_branch_ticket_mapping_active, index quad_branch_ticket_mapping_developer, index quad_branch_ticket_mapping_repository, index quad_branch_ticket_mapping_ticket, constraint quad_branch_ticket_mapping_orphan_has_no_ticket
      adopted  QUAD_branch_versions: created
      adopted  QUAD_calendars: created
      adopted  QUAD_capabilities: created
      adopted  QUAD_companies: column plan, column counts_key_uses, not null of created_at, not null of updated_at, constraint quad_companies_admin_email_valid, constraint quad_companies_name_printable, constraint quad_companies_size_printable, constraint quad_companies_plan_fkey
      adopted  QUAD_company_integrations: created
      adopted  QUAD_customers: created
      adopted  QUAD_domain_integration_keys: created
      adopted  QUAD_domain_members: default of id, column company_id, column user_id, column is_primary_domain, column created_at, column updated_at, column valid_from, the company of the domain (rows: 3), links to users (rows: 2), the name quad_domain_members_role_once for one_role_once, index quad_domain_members_invited_by, index quad_domain_members_one_primary, index quad_domain_members_pending, index quad_domain_members_person, index quad_domain_members_time, index quad_domain_members_user, the name quad_domain_members_allocation_is_a_percentage for a_percentage, constraint quad_domain_members_email_valid, constraint quad_domain_members_status_known, constraint quad_domain_members_domain_in_company in place of quad_domain_members_domain_id_fkey (FOREIGN KEY (domain_id) REFERENCES quad_domains(id) ON DELETE CASCADE), constraint quad_domain_members_invited_by_fkey, constraint quad_domain_members_role_known, constraint quad_domain_members_user_id_fkey
      adopted  QUAD_domain_versions: created
      adopted  QUAD_domains: no default of domain_type in place of 'domain'::text, collation of path, column estimation_multiplier, column archived_at, column updated_at, column full_load, column branch_active_days, column valid_from, what follows from the parents (rows: 3), not null of company_id, not null of display_name, not null of domain_type, not null of path, not null of depth, constraint quad_domains_in_company, constraint quad_domains_name_among_siblings, constraint quad_domains_path_once, index quad_domains_company, index quad_domains_name, constraint quad_domains_branch_active_days_valid, constraint quad_domains_display_name_printable, constraint quad_domains_estimation_multiplier_known, constraint quad_domains_full_load_positive, constraint quad_domains_name_is_a_slug, constraint quad_domains_path_under_2000_bytes, constraint quad_domains_root_has_no_parent, constraint quad_domains_type_follows_depth, constraint quad_domains_parent_in_company in place of quad_domains_parent_domain_id_fkey (FOREIGN KEY (parent_domain_id) REFERENCES quad_domains(id) ON DELETE SET NULL)
      adopted  QUAD_holidays: created
      adopted  QUAD_install: created, roots counted
      adopted  QUAD_integration_requests: created
      adopted  QUAD_integrations: created
      adopted  QUAD_itsm_config: created
      adopted  QUAD_itsm_tickets: created
      adopted  QUAD_key_uses: created
      adopted  QUAD_logins: created
      adopted  QUAD_member_aliases: created
      adopted  QUAD_member_versions: created
      adopted  QUAD_organizations: replaced
      adopted  QUAD_outbox: created
      adopted  QUAD_outbox_attachments: created
      adopted  QUAD_patch_indexes: created
      adopted  QUAD_patch_keys: created
      adopted  QUAD_patches: created
      adopted  QUAD_people: created, people counted (2)
      adopted  QUAD_plans: created
      adopted  QUAD_repositories: created
      adopted  QUAD_repository_scans: created
      adopted  QUAD_request_attachments: created
      adopted  QUAD_request_events: created
      adopted  QUAD_request_feedback: created
      adopted  QUAD_request_names: created
      adopted  QUAD_request_settings: created
      adopted  QUAD_request_votes: created
      adopted  QUAD_role_capabilities: created
      adopted  QUAD_roles: column rank, column created_at, column updated_at, values of rank (rows: 2), constraint quad_roles_rank_key, rows that were missing (6)
      adopted  QUAD_scim_audit_log: created
      adopted  QUAD_scim_config: created
      adopted  QUAD_seats: created, companies counted (1)
      adopted  QUAD_sessions: created
      adopted  QUAD_sla: created
      adopted  QUAD_sso_providers: created
      adopted  QUAD_ticket_versions: created
      adopted  QUAD_user_integration_keys: column created_at, column updated_at, column expires_at, column former_vault_path, column former_until, column former_expires_at, column rotated_at, column rotated_by_email, constraint quad_user_integration_keys_once, constraint quad_user_integration_keys_former_for_some_time, constraint quad_user_integration_keys_tool_in_small_letters
      adopted  QUAD_users: column sso_subject, column updated_at, constraint quad_users_email_once from the index users_company_email_key, constraint quad_users_sso_subject_once, index quad_users_email, constraint quad_users_email_valid, constraint quad_users_full_name_printable, constraint quad_users_company_id_fkey in place of quad_users_company_id_fkey (FOREIGN KEY (company_id) REFERENCES quad_companies(id)), constraint quad_users_sso_provider_fkey
      adopted  QUAD_workload_tracking: created
      adopted  QUAD_workload_tracking_default: created
      adopted  check_user_total_allocation(): its trigger trg_allocation on quad_domain_members dropped, replaced
      adopted  extract_ticket_id_from_branch(text,integer): replaced
      adopted  update_domain_path(): its trigger trg_domain_path on quad_domains dropped, replaced
    The schema is up to date now.
    "
  `);
  const [rows] = await install.withSql(
    (sql) => sql`select
      (select jsonb_agg(d.path || ' ' || d.depth || ' ' || d.domain_type || ' ' || d.display_name order by d.path)
       from QUAD_domains d where d.company_id = '00000000-0000-0000-0000-00000000000c') as domains,
      (select jsonb_agg(m.email || ' ' || m.role || ' ' || coalesce(u.badge::text, '-') order by m.email, m.role)
       from QUAD_domain_members m left join QUAD_users u on u.id = m.user_id) as members,
      (select jsonb_agg(p.email || ' ' || p.memberships || ' ' || p.allocated order by p.email) from QUAD_people p) as people,
      (select jsonb_agg(s.used || ' of ' || s.seat_limit) from QUAD_seats s) as seats,
      (select jsonb_agg(b.is_orphan order by b.branch_name) from QUAD_branch_ticket_mapping b) as orphans,
      (select jsonb_agg(r.title || ' ' || r.rank order by r.rank) from QUAD_roles r where r.rank > 3 and r.rank < 6) as roles,
      (select root_count from QUAD_install) as roots`,
  );
  expect(rows).toEqual({
    domains: [
      "/massmutual 0 root massmutual",
      "/massmutual/wealth 1 domain wealth",
      "/massmutual/wealth/retirement 2 subdomain retirement",
    ],
    members: [
      "dev@massmutual.com DEVELOPER 7",
      "dev@massmutual.com DEVELOPER 7",
      "it-admin@massmutual.com QUAD_ADMIN -",
    ],
    people: ["dev@massmutual.com 2 100.00", "it-admin@massmutual.com 1 0.00"],
    seats: ["2 of 5"],
    orphans: [false, true],
    roles: ["Developers 4", "Quality 5"],
    roots: 1,
  });
});

test("an adopted install is like a fresh one, and the rules hold in it", async () => {
  const install = await platformInstall(platform);
  expect((await install.quad("migrate")).code).toBe(0);
  const theirs = /^quad_widgets|\.badge |quad_organizations\.badge|ON public\.quad_widgets|a_percentage|set_updated_at/;
  expect((await catalog(install)).filter((line) => !theirs.test(line))).toEqual(
    (await catalog(await emptyInstall())).filter((line) => !theirs.test(line)),
  );
  const refused = (statement: string) =>
    install.withSql((sql) =>
      sql.unsafe(statement).then(
        () => "allowed",
        (error: Error) => error.message,
      ),
    );
  expect(
    await refused(`insert into QUAD_domain_members (domain_id, email, role, allocation_percentage)
      values ('00000000-0000-0000-0000-0000000000d0', 'dev@massmutual.com', 'QA', 10)`),
  ).toBe("dev@massmutual.com would be allocated 110 %; nobody can be above 100 %.");
  expect(
    await refused(
      `insert into QUAD_domains (name, company_id) values ('second', '00000000-0000-0000-0000-00000000000c')`,
    ),
  ).toBe("This install is self-hosted and has its root already: /massmutual.");
  expect(
    await refused(`insert into QUAD_domain_members (domain_id, email, role)
      select '00000000-0000-0000-0000-0000000000d1', 'p' || n || '@massmutual.com', 'QA' from generate_series(1, 4) n`),
  ).toBe("The Free plan of Mass Mutual holds 5 people, and all seats are taken.");
  expect(await refused(`update QUAD_domains set name = 'assets' where name = 'wealth'`)).toBe("allowed");
  expect((await install.json("domain list")).map(({ path }: { path: string }) => path)).toContain(
    "/massmutual/assets/retirement",
  );
});

test("a second run changes nothing", async () => {
  const install = await platformInstall(platform);
  await install.quad("migrate");
  const before = await everything(install);
  expect((await install.quad("migrate")).stdout).toBe("The schema is up to date.\n");
  expect(await everything(install)).toEqual(before);
});

test("a dry run says the same and changes nothing", async () => {
  const install = await platformInstall(platform);
  const before = await everything(install);
  const rehearsed = await install.quad("migrate --dry-run");
  expect(await everything(install)).toEqual(before);
  const done = await install.quad("migrate");
  expect(rehearsed.code).toBe(0);
  expect(rehearsed.stdout.match(/(?<=would adopt {2}).*/g)).toEqual(done.stdout.match(/(?<=adopted {2}).*/g));
});

test("a part of the tables gets the rest", async () => {
  const install = await platformInstall(`
    create table QUAD_companies (id uuid, name text, admin_email text);
    create table QUAD_users (id uuid primary key, email text not null);
    insert into QUAD_companies values (gen_random_uuid(), 'Mass Mutual', 'it-admin@massmutual.com');
    insert into QUAD_users values (gen_random_uuid(), 'it-admin@massmutual.com');`);
  expect(await install.quad("migrate")).toMatchObject({ code: 0, stderr: "" });
  expect(await catalog(install)).toEqual(await catalog(await emptyInstall()));
  const [row] = await install.withSql(
    (sql) => sql`select c.plan, u.email from QUAD_users u join QUAD_companies c on c.id = u.company_id`,
  );
  expect(row).toEqual({ plan: "free", email: "it-admin@massmutual.com" });
});

test("an ORM's tables are refused: everything that is incompatible is named, and nothing is changed", async () => {
  const install = await platformInstall(
    `
    create type member_role as enum ('ADMIN', 'MEMBER');
    create table QUAD_organizations (id varchar(36) primary key, name text not null);
    create table "QUAD_domains" (
      id varchar(36) primary key, "companyId" varchar(36) not null, name text not null, created_at timestamp not null);
    create table quad_users (
      id varchar(36) primary key, email varchar(255) not null, tenant text not null, created_at timestamp default now());
    create table quad_domain_members (
      id uuid primary key, domain_id uuid not null, email text not null, role member_role not null,
      user_id uuid not null, allocation_percentage double precision not null,
      path text generated always as (email || 'x') stored);
    create table quad_workload_tracking (id uuid primary key, snapshot_date date not null);
    create view quad_sessions as select 1 as id;
    create table quad_itsm_config (id integer primary key);
    create table quad_plans (plan text primary key, title text not null, monthly_usd integer, seat_limit integer, code text primary key);
    `.replace(", code text primary key", ", code text not null"),
  );
  const before = await everything(install);
  const refused = await install.quad("migrate");
  expect(refused).toMatchObject({ code: 5, stdout: "" });
  expect(refused.stderr).toMatchInlineSnapshot(`
    "The tables that stand here cannot be adopted, 19 things are in the way; nothing was changed.
    QUAD_organizations holds what belongs into QUAD_companies, which is missing.
    QUAD_organizations.id is character varying(36); uuid is wanted.
    QUAD_domain_members.user_id is not null and has no default; it has to be free to be null.
    QUAD_domain_members.role is member_role; text is wanted.
    QUAD_domain_members.allocation_percentage is double precision; numeric(5,2) is wanted.
    "QUAD_domains" has capitals that only quotes keep; QUAD_domains without quotes is wanted.
    "QUAD_domains".id is character varying(36); uuid is wanted.
    "QUAD_domains"."companyId" is there; company_id uuid is wanted.
    "QUAD_domains".created_at is timestamp without time zone; timestamp with time zone is wanted.
    QUAD_itsm_config.id is integer; uuid is wanted.
    QUAD_plans.code is not null and has no default; quad does not know it, and could add no row.
    QUAD_sessions is a view; a plain table is wanted.
    QUAD_users.id is character varying(36); uuid is wanted.
    QUAD_users.email is character varying(255); text is wanted.
    QUAD_users.created_at is timestamp without time zone; timestamp with time zone is wanted.
    QUAD_users.tenant is not null and has no default; quad does not know it, and could add no row.
    QUAD_workload_tracking is a plain table; a partitioned table by RANGE (snapshot_date) is wanted.
    QUAD_workload_tracking.id is not null and has no default; quad does not know it, and could add no row.
    QUAD_organizations is a plain table; a view is wanted, and quad makes it.
    Change what is named, or rename what is not quad's, and see what is left: quad migrate --dry-run
    "
  `);
  expect(await install.quad("migrate --dry-run")).toEqual(refused);
  expect(await everything(install)).toEqual(before);
});

test("rows that break rules are named with their values, all of them", async () => {
  const install = await platformInstall(`${platform}
    insert into QUAD_companies (name, admin_email) values ('Other', 'Boss@Other.com');
    insert into QUAD_users (company_id, email) values ('00000000-0000-0000-0000-00000000000c', 'QA@MassMutual.com');
    insert into QUAD_domains (company_id, name) values ('00000000-0000-0000-0000-00000000000c', 'second');
    insert into QUAD_domain_members (id, domain_id, email, role, allocation_percentage)
      select gen_random_uuid(), '00000000-0000-0000-0000-0000000000d2', 'p' || n || '@massmutual.com', 'QA', 0
      from generate_series(1, 4) n;
    insert into QUAD_domain_members (id, domain_id, email, role, allocation_percentage) values
      (gen_random_uuid(), '00000000-0000-0000-0000-0000000000d0', 'dev@massmutual.com', 'DIRECTOR', 10),
      (gen_random_uuid(), '00000000-0000-0000-0000-0000000000d2', 'p1@massmutual.com', 'QUAD_ADMIN', 0);
    insert into QUAD_user_integration_keys (user_id, tool_provider, vault_path)
      select '00000000-0000-0000-0000-0000000000aa', 'github', 'a' from generate_series(1, 2);
    alter table QUAD_domains disable trigger trg_domain_path;
    insert into QUAD_domains (parent_domain_id, name, path, depth) values
      ('00000000-0000-0000-0000-0000000000d1', 'Bad Name', 'massmutual/bad', 2);
    insert into QUAD_domains (id, parent_domain_id, name) values
      ('00000000-0000-0000-0000-0000000000e1', '00000000-0000-0000-0000-0000000000e1', 'circle');`);
  const before = await everything(install);
  const refused = await install.quad("migrate");
  expect(refused).toMatchObject({ code: 5, stdout: "" });
  expect(refused.stderr).toMatchInlineSnapshot(`
    "The tables that stand here cannot be adopted, 16 things are in the way; nothing was changed.
    QUAD_domains: company_id cannot be null, and is: name circle.
    QUAD_domains: display_name cannot be null, and is: name circle.
    QUAD_domains: path cannot be null, and is: name circle.
    QUAD_domains: depth cannot be null, and is: name circle.
    QUAD_user_integration_keys: rows that quad_user_integration_keys_once does not allow: user_id 00000000-0000-0000-0000-0000000000aa, tool_provider github, 2 times.
    QUAD_companies: rows that quad_companies_admin_email_valid does not allow: name Other, admin_email Boss@Other.com.
    QUAD_domains: rows that quad_domains_name_is_a_slug does not allow: name Bad Name.
    QUAD_domains: rows that quad_domains_type_follows_depth does not allow: name circle, domain_type domain; path /second, domain_type domain, depth 0; path massmutual/bad, domain_type domain, depth 2.
    QUAD_users: rows that quad_users_email_valid does not allow: email QA@MassMutual.com.
    QUAD_domain_members: rows that point to nothing in QUAD_roles (quad_domain_members_role_known): email dev@massmutual.com, role DIRECTOR.
    The domain Bad Name has the path massmutual/bad and the depth 2; its parents make it /massmutual/wealth/Bad Name and 2.
    The domain circle is below no root: its parents go in a circle.
    p1@massmutual.com is QUAD_ADMIN of /massmutual/wealth/retirement, which is not a root.
    dev@massmutual.com is allocated 110 %, and nobody can be above 100 %: 10 % in /massmutual, 60 % in /massmutual/wealth, 40 % in /massmutual/wealth/retirement.
    Mass Mutual has 6 people, more than the 5 of the free plan: dev@massmutual.com, it-admin@massmutual.com, p1@massmutual.com, p2@massmutual.com, p3@massmutual.com, p4@massmutual.com.
    This install is self-hosted and has 2 roots, where there can be one: /massmutual, /second.
    Change what is named, or rename what is not quad's, and see what is left: quad migrate --dry-run
    Let path and depth be derived: alter table QUAD_domains drop column path, drop column depth
    Say the plan first, where it is not free: alter table QUAD_companies add column plan text; update QUAD_companies set plan = 'enterprise'
    Say first that it is in the cloud, where it is: create table QUAD_install (deployment_model text); insert into QUAD_install values ('cloud')
    "
  `);
  expect(await everything(install)).toEqual(before);
});

test("a table that is created gives the rights that its schema promises of new tables", async () => {
  const install = await platformInstall(`
    create table QUAD_companies (id uuid primary key, name text not null, admin_email text not null);
    alter default privileges in schema public grant select on tables to pg_monitor;`);
  await install.quad("migrate");
  const [row] = await install.withSql(
    (sql) => sql`select has_table_privilege('pg_monitor', 'quad_domains', 'select') as may`,
  );
  expect(row).toEqual({ may: true });
});

test("what is in the way of the rules is named", async () => {
  const install = await platformInstall(`
    create table QUAD_companies (id uuid primary key, name text not null, admin_email text not null);
    create function quad_inviter(uuid) returns integer language sql as 'select 1';
    create function mine() returns trigger language plpgsql as 'begin return new; end';
    create trigger quad_touch_updated_at before update on QUAD_companies for each row execute function mine();
    create view QUAD_organizations as select id as org_id from QUAD_companies where name <> '';
    create function update_domain_path() returns trigger language plpgsql as 'begin return new; end';
    create table orders (id integer);
    create trigger path before insert on orders for each row execute function update_domain_path();`);
  expect((await install.quad("migrate")).stderr).toMatchInlineSnapshot(`
    "The tables that stand here cannot be adopted, 4 things are in the way; nothing was changed.
    The trigger quad_touch_updated_at on quad_companies is there already; quad makes its own under that name.
    The function quad_inviter(uuid) is there already; quad makes its own under that name.
    QUAD_organizations is another view than quad's, which shows QUAD_companies as it is.
    update_domain_path(): cannot drop function update_domain_path() because other objects depend on it: trigger path on table orders depends on function update_domain_path().
    Change what is named, or rename what is not quad's, and see what is left: quad migrate --dry-run
    "
  `);
});

test("a platform in the cloud says so first, and keeps its roots", async () => {
  const cloud = `${platform}
    insert into QUAD_companies (id, name, admin_email) values
      ('00000000-0000-0000-0000-0000000000cc', 'Agency Beta', 'founder@beta.com');
    insert into QUAD_domains (company_id, name, domain_type) values
      ('00000000-0000-0000-0000-0000000000cc', 'agency-beta', 'root');`;
  const install = await platformInstall(cloud);
  const refused = await install.quad("migrate");
  expect(refused.stderr).toContain("has 2 roots, where there can be one: /agency-beta, /massmutual.");
  const recipe = /in the cloud, where it is: (.*)/.exec(refused.stderr)?.[1] ?? "";
  await install.withSql((sql) => sql.unsafe(recipe).simple());
  expect(await install.quad("migrate")).toMatchObject({ code: 0, stderr: "" });
  const [state] = await install.withSql((sql) => sql`select deployment_model, root_count from QUAD_install`);
  expect(state).toEqual({ deployment_model: "cloud", root_count: 2 });
});
