import { expect, test } from "vitest";
import { drift, sqlCompany } from "../../testing/company.ts";
import { emptyInstall } from "../../testing/install.ts";

test("the free plan has five seats: distinct e-mails, active or pending, in whatever domain", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const acme = await sqlCompany(sql, "acme", "free");
    const a = await acme.domain("a");
    for (const n of [2, 3, 4]) await acme.member(a, `dev${n}@acme.com`);
    await acme.member(a, "dev5@acme.com", { status: "pending" });
    await acme.member(acme.root, "dev2@acme.com", { role: "QA" });
    const refused = {
      code: "QU005",
      message: "The Free plan of acme holds 5 people, and all seats are taken.",
      detail: "Seated: admin@acme.com, dev2@acme.com, dev3@acme.com, dev4@acme.com, dev5@acme.com.",
      hint: "Change the plan: quad company set --plan pro",
    };
    await expect(acme.member(a, "dev6@acme.com", { status: "pending" })).rejects.toMatchObject(refused);
    await sql`delete from QUAD_domain_members where email = 'dev2@acme.com' and role = 'QA'`;
    await expect(acme.member(a, "dev6@acme.com")).rejects.toMatchObject(refused);
    await sql`update QUAD_domain_members set email = 'dev6@acme.com' where email = 'dev5@acme.com'`;
    await sql`delete from QUAD_domain_members where email = 'dev2@acme.com'`;
    await acme.member(a, "dev7@acme.com");
    expect(await sql`select used from QUAD_seats`).toEqual([{ used: 5 }]);
    expect(await drift(sql)).toEqual([]);
  });
});

test("one statement that takes more seats than there are is refused whole", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const acme = await sqlCompany(sql, "acme", "free");
    const take = (n: number) => sql`
      insert into QUAD_domain_members (domain_id, email, role)
      select ${acme.root}, 'dev' || n || '@acme.com', r from generate_series(1, ${n}) n, unnest(array['QA', 'DEVELOPER']) r`;
    await expect(take(5)).rejects.toMatchObject({ code: "QU005", detail: "Seated: admin@acme.com." });
    await take(4);
    expect(await drift(sql)).toEqual([]);
  });
});

test("a plan that the people exceed is refused, and one that holds them is taken", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const acme = await sqlCompany(sql, "acme", "pro");
    await sql`
      insert into QUAD_domain_members (domain_id, email, role)
      select ${acme.root}, 'dev' || n || '@acme.com', 'DEVELOPER' from generate_series(1, 5) n`;
    await expect(sql`update QUAD_companies set plan = 'free'`).rejects.toMatchObject({
      code: "QU005",
      message: "acme has 6 people, more than the 5 of the free plan.",
      hint: "Remove members first: quad member list",
    });
    await sql`delete from QUAD_domain_members where email = 'dev1@acme.com'`;
    await sql`update QUAD_companies set plan = 'free'`;
    await expect(acme.member(acme.root, "dev1@acme.com")).rejects.toMatchObject({ code: "QU005" });
    await sql`update QUAD_companies set plan = 'enterprise'`;
    await acme.member(acme.root, "dev1@acme.com");
    expect(await drift(sql)).toEqual([]);
  });
});

test("a plan has to be one of the three", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    await expect(
      sql`insert into QUAD_companies (name, admin_email, plan) values ('x', 'x@x.com', 'gold')`,
    ).rejects.toMatchObject({ constraint_name: "quad_companies_plan_fkey" });
  });
});
