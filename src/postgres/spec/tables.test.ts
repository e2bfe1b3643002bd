import { beforeAll, expect, test } from "vitest";
import { createInstall, type TestInstall } from "../../testing/install.ts";

let withSql: TestInstall["withSql"];
beforeAll(async () => {
  const install = await createInstall();
  withSql = install.withSql;
  return install.drop;
});

/** The summary's tables, in the spec's order and spelling. */
const tables = [
  "QUAD_companies",
  "QUAD_users",
  "QUAD_domains",
  "QUAD_domain_members",
  "QUAD_role_capabilities",
  "QUAD_itsm_config",
  "QUAD_approval_workflows",
  "QUAD_scim_config",
  "QUAD_scim_audit_log",
  "QUAD_branch_ticket_mapping",
  "QUAD_workload_tracking",
  "QUAD_domain_integration_keys",
  "QUAD_user_integration_keys",
  "QUAD_sessions",
  "QUAD_agent_downloads",
  "QUAD_integration_requests",
  "QUAD_company_integrations",
];

test("the seventeen tables of the summary exist under their names", async () => {
  await withSql(async (sql) => {
    for (const table of tables) await sql.unsafe(`select * from ${table} limit 0`);
  });
  expect(tables).toHaveLength(17);
});

test("the functions and triggers of the spec exist under their names, with their parameters", async () => {
  const found = await withSql(
    (sql) => sql`
      select p.proname || '(' || coalesce(array_to_string(p.proargnames[1:p.pronargs], ', '), '') || ')' as signature
      from pg_proc p
      where p.proname in ('update_domain_path', 'check_user_total_allocation', 'extract_ticket_id_from_branch',
        'calculate_developer_workload', 'resolve_integration_key_for_user')
      order by 1`,
  );
  expect(found.map(({ signature }) => signature)).toEqual([
    "calculate_developer_workload(domain_id, developer_email, snapshot_date)",
    "check_user_total_allocation()",
    "extract_ticket_id_from_branch(branch_name)",
    "extract_ticket_id_from_branch(branch_name, in_domain)",
    "resolve_integration_key_for_user(user_id, domain_id, tool_provider)",
    "update_domain_path()",
  ]);
});

test("the eight roles and the six SSO providers are rows", async () => {
  await withSql(async (sql) => {
    expect((await sql`select role from QUAD_roles order by rank`).map(({ role }) => role)).toEqual([
      "QUAD_ADMIN",
      "DOMAIN_ADMIN",
      "SUBDOMAIN_ADMIN",
      "DEVELOPER",
      "QA",
      "QA_LEAD",
      "INFRASTRUCTURE",
      "DATABASE",
    ]);
    expect((await sql`select provider from QUAD_sso_providers order by 1`).map(({ provider }) => provider)).toEqual([
      "azure_ad",
      "github",
      "gitlab",
      "google",
      "oidc",
      "okta",
    ]);
  });
});

test("all tables have created_at and updated_at, kept by a trigger, and every time has a time zone", async () => {
  await withSql(async (sql) => {
    const without = await sql`
      select c.relname as table from pg_class c
      where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace
        and (
          (select count(*) from pg_attribute a join pg_attrdef d on (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
           where a.attrelid = c.oid and a.attname in ('created_at', 'updated_at')
             and pg_get_expr(d.adbin, d.adrelid) = 'CURRENT_TIMESTAMP') <> 2
          or c.relname not in ('quad_migrations', 'quad_rules')
            and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'quad_touch_updated_at'))`;
    expect(without).toEqual([]);
    expect(
      await sql`
        select table_name, column_name from information_schema.columns
        where table_schema = 'public' and data_type = 'timestamp without time zone'`,
    ).toEqual([]);
  });
});

test("all UUIDs use gen_random_uuid()", async () => {
  const ids = await withSql(
    (sql) => sql`
      select distinct a.attname as column, pg_get_expr(d.adbin, d.adrelid) as default
      from pg_attribute a join pg_class c on c.oid = a.attrelid
      join pg_index i on i.indrelid = c.oid and i.indisprimary and i.indkey[0] = a.attnum and i.indnkeyatts = 1
      left join pg_attrdef d on (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
      where a.atttypid = 'uuid'::regtype and c.relname not in ('quad_calendars', 'quad_customers', 'quad_seats')`,
  );
  expect(ids).toEqual([{ column: "id", default: "gen_random_uuid()" }]);
});

test("foreign keys use ON DELETE CASCADE; only a link to an account is emptied, and lookup rows stay", async () => {
  const others = await withSql(
    (sql) => sql`
      select conrelid::regclass::text || ' → ' || confrelid::regclass::text as key,
        case confdeltype when 'n' then 'set null' when 'a' then 'no action' else confdeltype::text end as action
      from pg_constraint where contype = 'f' and conparentid = 0 and confdeltype <> 'c' order by 1`,
  );
  expect(others).toEqual([
    { key: "quad_companies → quad_plans", action: "no action" },
    { key: "quad_domain_members → quad_roles", action: "no action" },
    { key: "quad_domain_members → quad_users", action: "set null" },
    { key: "quad_domain_members → quad_users", action: "set null" },
    { key: "quad_patch_indexes → quad_patch_keys", action: "no action" },
    { key: "quad_patch_keys → quad_patch_keys", action: "no action" },
    { key: "quad_patches → quad_patch_keys", action: "no action" },
    { key: "quad_role_capabilities → quad_capabilities", action: "no action" },
    { key: "quad_users → quad_sso_providers", action: "no action" },
  ]);
});

test("domain_id, user_id, email, ticket_id and status are indexed wherever they are", async () => {
  const bare = await withSql(
    (sql) => sql`
      select c.relname as table, a.attname as column
      from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relname in (select lower(t) from json_array_elements_text(${JSON.stringify(tables)}::text::json) t)
        and a.attname in ('domain_id', 'user_id', 'email', 'ticket_id', 'status')
        and not exists (select from pg_index i where i.indrelid = c.oid and a.attnum = any (i.indkey))`,
  );
  expect(bare).toEqual([]);
});

test("QUAD_integration_requests is what its DDL says, times with a zone apart", async () => {
  await withSql(async (sql) => {
    const columns = await sql`
      select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as required,
        pg_get_expr(d.adbin, d.adrelid) as default
      from pg_attribute a left join pg_attrdef d on (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
      where a.attrelid = 'QUAD_integration_requests'::regclass and a.attnum > 0 and not a.attisdropped
      order by a.attnum`;
    const column = (name: string, type: string, required: boolean, value: string | null = null) => ({
      name,
      type,
      required,
      default: value,
    });
    const time = "timestamp with time zone";
    expect(columns.slice(0, 13)).toEqual([
      column("id", "uuid", true, "gen_random_uuid()"),
      column("company_id", "uuid", true),
      column("tool_name", "text", true),
      column("category", "text", true),
      column("team_size", "integer", false),
      column("details", "text", false),
      column("status", "text", true, "'submitted'::text"),
      column("estimated_release_date", "date", false),
      column("requested_by_email", "text", true),
      column("created_at", time, false, "CURRENT_TIMESTAMP"),
      column("started_at", time, false),
      column("beta_released_at", time, false),
      column("prod_released_at", time, false),
    ]);
    expect(
      await sql`
        select indexname as name, split_part(indexdef, ' USING ', 2) as what from pg_indexes
        where tablename = 'quad_integration_requests' and indexname like 'idx%' order by 1`,
    ).toEqual([
      { name: "idx_quad_integration_requests_company", what: "btree (company_id)" },
      { name: "idx_quad_integration_requests_status", what: "btree (status)" },
    ]);
    expect(
      await sql`
        select pg_get_constraintdef(oid) as key from pg_constraint
        where conrelid = 'QUAD_integration_requests'::regclass and contype = 'f'`,
    ).toEqual([{ key: "FOREIGN KEY (company_id) REFERENCES quad_companies(id) ON DELETE CASCADE" }]);
  });
});
