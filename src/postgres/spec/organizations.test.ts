import { expect, test } from "vitest";
import { emptyInstall } from "../../testing/install.ts";

test("updated_at is the time of the last change, whatever was written there", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    await sql`insert into QUAD_companies (name, admin_email, updated_at) values ('Acme', 'a@acme.com', '2020-01-01')`;
    await sql`update QUAD_companies set size = 'startup', updated_at = '2020-01-01'`;
    expect(await sql`select updated_at > current_timestamp - interval '1 minute' as now from QUAD_companies`).toEqual([
      { now: true },
    ]);
  });
});

test("each status of a request is taken, and no other", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const [company] = await sql<[{ id: string }]>`
      insert into QUAD_organizations (name, admin_email) values ('Acme Corp', 'admin@acmecorp.com') returning id`;
    const request = (status: string) => sql`
      insert into QUAD_integration_requests (company_id, tool_name, category, status, requested_by_email)
      values (${company.id}, 'Postman', 'API Testing', ${status}, 'admin@acmecorp.com')`;
    for (const status of ["submitted", "in_progress", "beta", "released", "rejected"]) await request(status);
    await expect(request("done")).rejects.toMatchObject({
      code: "23514",
      constraint_name: "quad_integration_requests_status_known",
    });
    await sql`delete from QUAD_organizations where id = ${company.id}`;
    expect(await sql`select from QUAD_integration_requests`).toHaveLength(0);
  });
});

test("QUAD_organizations is QUAD_companies under its other name, to read and to write", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    await sql`insert into QUAD_organizations (name, admin_email) values ('Acme', 'Admin@Acme.com')`;
    expect(await sql`select name, admin_email, plan from QUAD_companies`).toEqual([
      { name: "Acme", admin_email: "admin@acme.com", plan: "free" },
    ]);
    expect(await sql`select used, seat_limit from QUAD_seats`).toEqual([{ used: 0, seat_limit: 5 }]);
    await sql`update QUAD_organizations set plan = 'pro'`;
    expect(await sql`select plan from QUAD_companies`).toEqual([{ plan: "pro" }]);
    expect(await sql`select seat_limit from QUAD_seats`).toEqual([{ seat_limit: null }]);
    await sql`delete from QUAD_organizations`;
    expect(await sql`select from QUAD_companies`).toHaveLength(0);
    expect(await sql`select from QUAD_seats`).toHaveLength(0);
  });
});
