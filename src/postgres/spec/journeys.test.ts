import { expect, test } from "vitest";
import { emptyInstall } from "../../testing/install.ts";
import { fill } from "../../testing/statements.ts";
import type { Sql } from "../sql.ts";

/** Runs a statement of the spec as it stands, with its placeholders filled in. */
const run = (sql: Sql, statement: string, ids: Readonly<Record<string, string>> = {}) =>
  sql.unsafe(fill(statement, ids));

const idOf = async (sql: Sql, table: "QUAD_companies" | "QUAD_domains", name: string): Promise<string> => {
  const [row] = await sql<[{ id: string }]>`select id from ${sql(table.toLowerCase())} where name = ${name}`;
  return row.id;
};

/** Example 1, steps 1 to 4, word for word. */
async function massMutual(sql: Sql) {
  await run(
    sql,
    `-- Created at installation
INSERT INTO QUAD_companies (name, admin_email, size) VALUES
    ('Massachusetts Mutual Life Insurance', 'it-admin@massmutual.com', 'enterprise');`,
  );
  const company = await idOf(sql, "QUAD_companies", "Massachusetts Mutual Life Insurance");
  await run(
    sql,
    `INSERT INTO QUAD_domains (name, display_name, company_id, domain_type) VALUES
    ('massmutual', 'Mass Mutual', <company_id>, 'root');`,
    { company_id: company },
  );
  const root = await idOf(sql, "QUAD_domains", "massmutual");
  await run(
    sql,
    `INSERT INTO QUAD_domain_members (domain_id, email, role, status) VALUES
    (<domain_id>, 'it-admin@massmutual.com', 'QUAD_ADMIN', 'active');`,
    { domain_id: root },
  );

  await run(
    sql,
    `-- Director creates insurance-division domain
INSERT INTO QUAD_domains (name, display_name, parent_domain_id) VALUES
    ('insurance-division', 'Insurance Division', <massmutual_domain_id>);`,
    { massmutual_domain_id: root },
  );
  const insurance = await idOf(sql, "QUAD_domains", "insurance-division");
  await run(
    sql,
    `INSERT INTO QUAD_domain_members (domain_id, email, role) VALUES
    (<insurance_domain_id>, 'director@massmutual.com', 'DOMAIN_ADMIN');`,
    { insurance_domain_id: insurance },
  );

  await run(
    sql,
    `-- Team lead creates life-insurance sub-domain
INSERT INTO QUAD_domains (name, display_name, parent_domain_id) VALUES
    ('life-insurance', 'Life Insurance', <insurance_domain_id>);`,
    { insurance_domain_id: insurance },
  );
  const life = await idOf(sql, "QUAD_domains", "life-insurance");
  await run(
    sql,
    `INSERT INTO QUAD_domain_members (domain_id, email, role) VALUES
    (<life_insurance_domain_id>, 'teamlead@massmutual.com', 'SUBDOMAIN_ADMIN');`,
    { life_insurance_domain_id: life },
  );

  await run(
    sql,
    `-- Developer joins life-insurance team
INSERT INTO QUAD_domain_members (domain_id, email, role, allocation_percentage) VALUES
    (<life_insurance_domain_id>, 'dev@massmutual.com', 'DEVELOPER', 100.00);`,
    { life_insurance_domain_id: life },
  );
  return { company, root, insurance, life };
}

test("Example 1: Self-Hosted Enterprise (Mass Mutual), on the plan that an INSERT leaves out", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const { company } = await massMutual(sql);
    expect(await sql`select name, admin_email, size, plan from QUAD_companies`).toEqual([
      {
        name: "Massachusetts Mutual Life Insurance",
        admin_email: "it-admin@massmutual.com",
        size: "enterprise",
        plan: "free",
      },
    ]);
    expect(
      await sql`
        select path, depth, domain_type, display_name from QUAD_domains where company_id = ${company} order by path`,
    ).toEqual([
      { path: "/massmutual", depth: 0, domain_type: "root", display_name: "Mass Mutual" },
      {
        path: "/massmutual/insurance-division",
        depth: 1,
        domain_type: "domain",
        display_name: "Insurance Division",
      },
      {
        path: "/massmutual/insurance-division/life-insurance",
        depth: 2,
        domain_type: "subdomain",
        display_name: "Life Insurance",
      },
    ]);
    expect(
      await sql`
        select d.name as domain, m.email, m.role, m.status, m.allocation_percentage as allocation, m.user_id,
          m.is_primary_domain as primary
        from QUAD_domain_members m join QUAD_domains d on d.id = m.domain_id
        where m.company_id = ${company} order by d.path, m.email desc`,
    ).toMatchObject([
      { domain: "massmutual", email: "it-admin@massmutual.com", role: "QUAD_ADMIN", status: "active", allocation: 0 },
      { domain: "insurance-division", email: "director@massmutual.com", role: "DOMAIN_ADMIN", status: "active" },
      { domain: "life-insurance", email: "teamlead@massmutual.com", role: "SUBDOMAIN_ADMIN", status: "active" },
      { domain: "life-insurance", email: "dev@massmutual.com", role: "DEVELOPER", allocation: 100, user_id: null },
    ]);
    expect(await sql`select used, seat_limit from QUAD_seats`).toEqual([{ used: 4, seat_limit: 5 }]);
  });
});

test("Example 2: Cloud-Hosted Startup, whose founder is a user", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    await sql`update QUAD_install set deployment_model = 'cloud'`;
    await run(
      sql,
      `-- User signs up at quadframe.work
INSERT INTO QUAD_companies (name, admin_email, size) VALUES
    ('Startup Alpha', 'founder@startupalpha.com', 'startup');`,
    );
    const company = await idOf(sql, "QUAD_companies", "Startup Alpha");
    const [founder] = await sql<[{ id: string }]>`
      insert into QUAD_users (company_id, email) values (${company}, 'founder@startupalpha.com') returning id`;
    await run(
      sql,
      `INSERT INTO QUAD_domains (name, display_name, company_id, domain_type) VALUES
    ('startup-alpha', 'Startup Alpha', <company_id>, 'root');`,
      { company_id: company },
    );
    const root = await idOf(sql, "QUAD_domains", "startup-alpha");
    await run(
      sql,
      `INSERT INTO QUAD_domain_members (domain_id, email, role, status) VALUES
    (<domain_id>, 'founder@startupalpha.com', 'DOMAIN_ADMIN', 'active');`,
      { domain_id: root },
    );
    await run(
      sql,
      `-- Founder invites 2 developers (free tier limit = 5 users)
INSERT INTO QUAD_domain_members (domain_id, email, role, status, invited_by) VALUES
    (<domain_id>, 'dev1@startupalpha.com', 'DEVELOPER', 'pending', <founder_id>),
    (<domain_id>, 'dev2@startupalpha.com', 'DEVELOPER', 'pending', <founder_id>);`,
      { domain_id: root, founder_id: founder.id },
    );
    expect(
      await sql`
        select email, role, status, user_id as user, invited_by as inviter from QUAD_domain_members order by email`,
    ).toEqual([
      { email: "dev1@startupalpha.com", role: "DEVELOPER", status: "pending", user: null, inviter: founder.id },
      { email: "dev2@startupalpha.com", role: "DEVELOPER", status: "pending", user: null, inviter: founder.id },
      { email: "founder@startupalpha.com", role: "DOMAIN_ADMIN", status: "active", user: founder.id, inviter: null },
    ]);
    expect(await sql`select used, seat_limit from QUAD_seats`).toEqual([{ used: 3, seat_limit: 5 }]);
  });
});

test("Example 3: Shared Resource (Developer Works on Multiple Projects), with the figures of its comments", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const { root, insurance } = await massMutual(sql);
    await sql`
      insert into QUAD_domains (name, parent_domain_id) values ('wealth-management', ${root}), ('legacy', ${root})`;
    const wealth = await idOf(sql, "QUAD_domains", "wealth-management");
    const legacy = await idOf(sql, "QUAD_domains", "legacy");
    await run(
      sql,
      `-- Developer works 50% on insurance + 30% on wealth + 20% on legacy
INSERT INTO QUAD_domain_members (domain_id, email, role, allocation_percentage) VALUES
    (<insurance_domain_id>, 'shared-dev@massmutual.com', 'DEVELOPER', 50.00),
    (<wealth_domain_id>, 'shared-dev@massmutual.com', 'DEVELOPER', 30.00),
    (<legacy_domain_id>, 'shared-dev@massmutual.com', 'DEVELOPER', 20.00);`,
      { insurance_domain_id: insurance, wealth_domain_id: wealth, legacy_domain_id: legacy },
    );
    expect(await sql`select memberships, allocated from QUAD_people where email = 'shared-dev@massmutual.com'`).toEqual(
      [{ memberships: 3, allocated: 100 }],
    );

    await sql`
      insert into QUAD_branch_ticket_mapping (domain_id, repository, branch_name, developer_email)
      select ${insurance}::uuid, 'insurance', 'branch-' || n, 'shared-dev@massmutual.com' from generate_series(1, 10) n
      union all
      select ${wealth}::uuid, 'wealth', 'branch-' || n, 'shared-dev@massmutual.com' from generate_series(1, 20) n`;
    const load = async (domain: string) => {
      const [row] = await sql<[{ base: number; capacity: number; level: string; alert: boolean }]>`
        select base_workload as base, capacity_percentage as capacity, workload_level as level, overload_alert as alert
        from calculate_developer_workload(${domain}, 'shared-dev@massmutual.com', current_date)`;
      return row;
    };
    // "10 branches × 0.5 = 5.0", "(5.0 / 50) × 100 = 10% ← OK"
    expect(await load(insurance)).toEqual({ base: 5, capacity: 10, level: "normal", alert: false });
    // "20 branches × 0.5 = 10.0", "(10.0 / 30) × 100 = 33% ← OK"
    expect(await load(wealth)).toEqual({ base: 10, capacity: 33.3333, level: "normal", alert: false });
    expect(await load(legacy)).toEqual({ base: 0, capacity: 0, level: "normal", alert: false });
  });
});
