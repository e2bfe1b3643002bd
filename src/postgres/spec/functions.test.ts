import { expect, test } from "vitest";
import { emptyInstall } from "../../testing/install.ts";
import type { Sql } from "../sql.ts";

/** The spec's self-hosted tree with its administrator; gives the id of each domain by name. */
async function tree(sql: Sql): Promise<Record<string, string>> {
  const [company] = await sql<[{ id: string }]>`
    insert into QUAD_companies (name, admin_email) values ('Mass Mutual', 'it-admin@massmutual.com') returning id`;
  const ids: Record<string, string> = { company: company.id };
  const add = async (name: string, parent: string | null) => {
    const [row] = await sql<[{ id: string }]>`
      insert into QUAD_domains (name, parent_domain_id, company_id)
      values (${name}, ${parent === null ? null : (ids[parent] ?? null)}, ${company.id}) returning id`;
    ids[name] = row.id;
  };
  await add("massmutual", null);
  await add("insurance-division", "massmutual");
  await add("wealth-management", "massmutual");
  await add("life-insurance", "insurance-division");
  await add("annuities", "insurance-division");
  await sql`
    insert into QUAD_domain_members (domain_id, email, role)
    values (${ids.massmutual ?? ""}, 'it-admin@massmutual.com', 'QUAD_ADMIN')`;
  return ids;
}

test("1. Domain Path Auto-Generation: the three paths and depths of the example", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const ids = await tree(sql);
    const placed = async (name: string) => {
      const [row] = await sql`select path, depth from QUAD_domains where id = ${ids[name] ?? ""}`;
      return row;
    };
    expect(await placed("massmutual")).toEqual({ path: "/massmutual", depth: 0 });
    expect(await placed("insurance-division")).toEqual({ path: "/massmutual/insurance-division", depth: 1 });
    expect(await placed("life-insurance")).toEqual({
      path: "/massmutual/insurance-division/life-insurance",
      depth: 2,
    });
    expect(await sql`select from pg_proc where proname = 'update_domain_path' and prorettype = 'trigger'::regtype`) //
      .toHaveLength(1);
  });
});

test("2. Allocation Percentage Check: 50% + 30% + 20% = 100% is OK, another 10% is an ERROR", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const ids = await tree(sql);
    const allocate = (name: string, percent: number) => sql`
      insert into QUAD_domain_members (domain_id, email, role, allocation_percentage)
      values (${ids[name] ?? ""}, 'dev@massmutual.com', 'DEVELOPER', ${percent})`;
    await allocate("insurance-division", 50);
    await allocate("wealth-management", 30);
    await allocate("annuities", 20);
    await expect(allocate("life-insurance", 10)).rejects.toMatchObject({
      code: "QU005",
      message: "dev@massmutual.com would be allocated 110 %; nobody can be above 100 %.",
      detail:
        "dev@massmutual.com holds 50 % in /massmutual/insurance-division, 20 % in /massmutual/insurance-division/annuities, 30 % in /massmutual/wealth-management; 0 % is left.",
      hint: "See it: quad member show dev@massmutual.com",
    });
    expect(await sql`select allocated from QUAD_people where email = 'dev@massmutual.com'`).toEqual([
      { allocated: 100 },
    ]);
  });
});

test("3. Ticket ID Extraction: the four examples, and those of Branch-Ticket Auto-Coupling", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const extracted = async (branch: string) => {
      const [row] = await sql`select * from extract_ticket_id_from_branch(${branch})`;
      return row;
    };
    expect(await extracted("feature/JIRA-123-add-login")).toEqual({
      ticket_id: "JIRA-123",
      provider: "jira",
      is_orphan: false,
    });
    expect(await extracted("bugfix/SNW-456-fix-timeout")).toEqual({
      ticket_id: "SNW-456",
      provider: "servicenow",
      is_orphan: false,
    });
    expect(await extracted("hotfix/LIN-789")).toEqual({ ticket_id: "LIN-789", provider: "linear", is_orphan: false });
    expect(await extracted("feature/add-login")).toEqual({ ticket_id: null, provider: null, is_orphan: true });
  });
});

test("4. Workload Calculation: tickets × 1.0 + branches × 0.5 + points × 0.2, times the multiplier, over the allocation", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const ids = await tree(sql);
    const domain = ids["life-insurance"] ?? "";
    await sql`
      insert into QUAD_domain_members (domain_id, email, role, allocation_percentage)
      values (${domain}, 'dev@massmutual.com', 'DEVELOPER', 50)`;
    await sql`
      insert into QUAD_itsm_tickets (domain_id, ticket_id, provider, assignee_email, story_points)
      select ${domain}, 'JIRA-' || n, 'jira', 'dev@massmutual.com', 5 from generate_series(1, 4) n`;
    await sql`
      insert into QUAD_branch_ticket_mapping (domain_id, repository, branch_name, developer_email)
      select ${domain}, 'life', 'branch-' || n, 'dev@massmutual.com' from generate_series(1, 6) n`;
    const load = async () => {
      const [row] = await sql`
        select * from calculate_developer_workload(${domain}, 'dev@massmutual.com', current_date)`;
      return row;
    };
    expect(await load()).toEqual({
      active_tickets: 4,
      active_branches: 6,
      story_points: 20,
      allocation_percentage: 50,
      estimation_multiplier: 1,
      base_workload: 11, // 4 × 1.0 + 6 × 0.5 + 20 × 0.2
      final_workload: 11,
      capacity_percentage: 22,
      workload_level: "normal",
      overload_alert: false,
    });
    const withMultiplier = async (multiplier: number) => {
      await sql`update QUAD_domains set estimation_multiplier = ${multiplier} where name = 'massmutual'`;
      const row = await load();
      return [row?.final_workload, row?.capacity_percentage];
    };
    expect(await withMultiplier(0.5)).toEqual([5.5, 11]);
    expect(await withMultiplier(1.5)).toEqual([16.5, 33]);
  });
});

test("Overload Alerts: the five bands meet at 50, 70, 90 and 100, and the alert is above 70", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const ids = await tree(sql);
    const domain = ids["life-insurance"] ?? "";
    await sql`
      insert into QUAD_domain_members (domain_id, email, role, allocation_percentage)
      values (${domain}, 'dev@massmutual.com', 'DEVELOPER', 100)`;
    await sql`
      insert into QUAD_itsm_tickets (domain_id, ticket_id, provider, assignee_email, story_points)
      values (${domain}, 'JIRA-1', 'jira', 'dev@massmutual.com', 0)`;
    const at = async (capacity: number) => {
      await sql`update QUAD_itsm_tickets set story_points = ${(capacity - 1) * 5}`;
      const [row] = await sql<[{ capacity: number; level: string; alert: boolean }]>`
        select capacity_percentage as capacity, workload_level as level, overload_alert as alert
        from calculate_developer_workload(${domain}, 'dev@massmutual.com', current_date)`;
      return row;
    };
    const bands = await [1, 50, 51, 70, 71, 90, 91, 100, 101].reduce(
      async (rows, capacity) => [...(await rows), await at(capacity)],
      Promise.resolve<unknown[]>([]),
    );
    expect(bands).toEqual([
      { capacity: 1, level: "normal", alert: false },
      { capacity: 50, level: "normal", alert: false },
      { capacity: 51, level: "moderate", alert: false },
      { capacity: 70, level: "moderate", alert: false },
      { capacity: 71, level: "high", alert: true },
      { capacity: 90, level: "high", alert: true },
      { capacity: 91, level: "at capacity", alert: true },
      { capacity: 100, level: "at capacity", alert: true },
      { capacity: 101, level: "overloaded", alert: true },
    ]);
  });
});

test("5. Integration Key Resolution: John's walk for a GitHub token, step by step", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const ids = await tree(sql);
    const [john] = await sql<[{ id: string }]>`
      insert into QUAD_users (company_id, email) values (${ids.company ?? ""}, 'john@massmutual.com') returning id`;
    await sql`
      insert into QUAD_domain_members (domain_id, email, role)
      values (${ids["life-insurance"] ?? ""}, 'john@massmutual.com', 'DEVELOPER')`;
    await sql`insert into QUAD_user_integration_keys (user_id, tool_provider, vault_path) values (${john.id}, 'github', 'users/john')`;
    await sql`
      insert into QUAD_domain_integration_keys (domain_id, tool_provider, vault_path)
      select id, 'github', 'domains/' || name from QUAD_domains where name in ('life-insurance', 'insurance-division', 'massmutual')`;
    const walk = async () => {
      const [row] = await sql<{ key_source: string; vault_path: string }[]>`
        select key_source, vault_path
        from resolve_integration_key_for_user(${john.id}, ${ids["life-insurance"] ?? ""}, 'github')`;
      return row && [row.key_source, row.vault_path];
    };
    const without = (name: string) =>
      sql`delete from QUAD_domain_integration_keys where domain_id = ${ids[name] ?? ""}`;

    expect(await walk()).toEqual(["user", "users/john"]);
    await sql`delete from QUAD_user_integration_keys`;
    expect(await walk()).toEqual(["subdomain", "domains/life-insurance"]);
    await without("life-insurance");
    expect(await walk()).toEqual(["domain", "domains/insurance-division"]);
    await without("insurance-division");
    expect(await walk()).toEqual(["root", "domains/massmutual"]);
    await without("massmutual");
    expect(await walk()).toBeUndefined();
  });
});

test("Example Inheritance: the root's GitHub token reaches all but wealth-management, annuities has a Jira token of its own", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const ids = await tree(sql);
    await sql`
      insert into QUAD_domain_integration_keys (domain_id, tool_provider, vault_path, inherit_from_parent) values
        (${ids.massmutual ?? ""}, 'github', 'root/github', false),
        (${ids["insurance-division"] ?? ""}, 'github', null, true),
        (${ids["life-insurance"] ?? ""}, 'github', null, true),
        (${ids.annuities ?? ""}, 'github', null, true),
        (${ids.annuities ?? ""}, 'jira', 'annuities/jira', false),
        (${ids["wealth-management"] ?? ""}, 'github', 'wealth/github', false)`;
    const [john] = await sql<[{ id: string }]>`
      insert into QUAD_users (company_id, email) values (${ids.company ?? ""}, 'john@massmutual.com') returning id`;
    await sql`
      insert into QUAD_domain_members (domain_id, email, role)
      select id, 'john@massmutual.com', 'DEVELOPER' from QUAD_domains`;
    const keys = (provider: string) => sql`
      select d.name, k.vault_path as key
      from QUAD_domains d left join lateral resolve_integration_key_for_user(${john.id}, d.id, ${provider}) k on true
      order by d.path`;

    expect(await keys("github")).toEqual([
      { name: "massmutual", key: "root/github" },
      { name: "insurance-division", key: "root/github" },
      { name: "annuities", key: "root/github" },
      { name: "life-insurance", key: "root/github" },
      { name: "wealth-management", key: "wealth/github" },
    ]);
    expect(await keys("jira")).toEqual([
      { name: "massmutual", key: null },
      { name: "insurance-division", key: null },
      { name: "annuities", key: "annuities/jira" },
      { name: "life-insurance", key: null },
      { name: "wealth-management", key: null },
    ]);
    // "Developer John uses personal GitHub token → Overrides all domain keys"
    await sql`insert into QUAD_user_integration_keys (user_id, tool_provider, vault_path) values (${john.id}, 'github', 'users/john')`;
    expect(new Set((await keys("github")).map(({ key }) => key))).toEqual(new Set(["users/john"]));
  });
});
