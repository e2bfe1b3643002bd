import { expect, test } from "vitest";
import { drift, sqlCompany } from "../../testing/company.ts";
import { emptyInstall } from "../../testing/install.ts";

test("the first member of a root is its QUAD_ADMIN, active", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const acme = await sqlCompany(sql);
    await sql`delete from QUAD_domains`;
    const [root] = await sql<[{ id: string }]>`
      insert into QUAD_domains (name, company_id) values ('acme', ${acme.id}) returning id`;
    const refused = {
      code: "QU005",
      message: "The first member of /acme has to be its QUAD_ADMIN (active).",
      hint: "Name one first: quad member add EMAIL --domain acme --role QUAD_ADMIN",
    };
    await expect(acme.member(root.id, "dev@acme.com")).rejects.toMatchObject(refused);
    await expect(acme.member(root.id, "dev@acme.com", { role: "DOMAIN_ADMIN" })).rejects.toMatchObject(refused);
    await expect(
      acme.member(root.id, "admin@acme.com", { role: "QUAD_ADMIN", status: "pending" }),
    ).rejects.toMatchObject(refused);
    await sql`
      insert into QUAD_domain_members (domain_id, email, role)
      values (${root.id}, 'dev@acme.com', 'DEVELOPER'), (${root.id}, 'admin@acme.com', 'QUAD_ADMIN')`;
    expect(await drift(sql)).toEqual([]);
  });
});

test("QUAD_ADMIN is given on roots only", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const acme = await sqlCompany(sql);
    const a = await acme.domain("a");
    const refused = { code: "QU005", message: "QUAD_ADMIN is given on a root, and /acme/a is not one." };
    await expect(acme.member(a, "dev@acme.com", { role: "QUAD_ADMIN" })).rejects.toMatchObject(refused);
    const dev = await acme.member(a, "dev@acme.com");
    await expect(sql`update QUAD_domain_members set role = 'QUAD_ADMIN' where id = ${dev}`).rejects.toMatchObject(
      refused,
    );
    await acme.member(acme.root, "second@acme.com", { role: "QUAD_ADMIN" });
    await expect(
      sql`update QUAD_domain_members set domain_id = ${a} where email = 'second@acme.com'`,
    ).rejects.toMatchObject(refused);
  });
});

test("the last QUAD_ADMIN is not removed, demoted, moved or made pending, by any statement", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const acme = await sqlCompany(sql);
    const a = await acme.domain("a");
    await acme.member(acme.root, "dev@acme.com", { role: "DOMAIN_ADMIN" });
    const refused = {
      code: "QU005",
      message: "The last QUAD_ADMIN of /acme cannot be removed.",
      hint: "Name another first: quad member add EMAIL --domain acme --role QUAD_ADMIN",
    };
    const admins = sql`role = 'QUAD_ADMIN'`;
    await expect(sql`delete from QUAD_domain_members where ${admins}`).rejects.toMatchObject(refused);
    await expect(sql`delete from QUAD_domain_members`).rejects.toMatchObject(refused);
    await expect(sql`update QUAD_domain_members set role = 'DEVELOPER' where ${admins}`).rejects.toMatchObject(refused);
    await expect(sql`update QUAD_domain_members set status = 'pending' where ${admins}`).rejects.toMatchObject(refused);
    await expect(
      sql`update QUAD_domain_members set domain_id = ${a}, role = 'DEVELOPER' where ${admins}`,
    ).rejects.toMatchObject(refused);

    await acme.member(acme.root, "second@acme.com", { role: "QUAD_ADMIN" });
    await expect(sql`delete from QUAD_domain_members where ${admins}`).rejects.toMatchObject(refused);
    await sql`delete from QUAD_domain_members where email = 'admin@acme.com'`;
    // One statement may hand it over.
    await sql`
      with gone as (delete from QUAD_domain_members where ${admins})
      insert into QUAD_domain_members (domain_id, email, role) values (${acme.root}, 'third@acme.com', 'QUAD_ADMIN')`;
    await sql`update QUAD_domain_members set allocation_percentage = 5, email = 'fourth@acme.com' where ${admins}`;
    await sql`delete from QUAD_domains where id = ${acme.root}`;
    expect(await drift(sql)).toEqual([]);
  });
});

test("in the cloud a DOMAIN_ADMIN will do, and nobody else comes first", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    await sql`update QUAD_install set deployment_model = 'cloud'`;
    const alpha = await sqlCompany(sql, "alpha");
    const [second] = await sql<[{ id: string }]>`
      insert into QUAD_domains (name, company_id) values ('alpha-labs', ${alpha.id}) returning id`;
    const message = "The first member of /alpha-labs has to be its QUAD_ADMIN or DOMAIN_ADMIN (active).";
    await expect(alpha.member(second.id, "dev@alpha.com")).rejects.toMatchObject({ code: "QU005", message });
    const dev = await alpha.member(alpha.root, "dev@alpha.com");
    await expect(sql`update QUAD_domain_members set domain_id = ${second.id} where id = ${dev}`).rejects.toMatchObject({
      code: "QU005",
      message,
    });
    await alpha.member(second.id, "founder@alpha.com", { role: "DOMAIN_ADMIN" });
    await expect(sql`delete from QUAD_domain_members where email = 'founder@alpha.com'`).rejects.toMatchObject({
      message: "The last QUAD_ADMIN or DOMAIN_ADMIN of /alpha-labs cannot be removed.",
    });
    await sql`update QUAD_domain_members set domain_id = ${second.id} where id = ${dev}`;
  });
});

test.each(["read committed", "repeatable read", "serializable"])(
  "of two QUAD_ADMINs who remove each other at once in %s, one stays",
  async (isolation) => {
    const { withSql } = await emptyInstall();
    await withSql(async (sql) => {
      const acme = await sqlCompany(sql);
      await acme.member(acme.root, "second@acme.com", { role: "QUAD_ADMIN" });
      let both = 0;
      let meet: () => void = () => {};
      const met = new Promise<void>((resolve) => {
        meet = resolve;
      });
      const remove = (email: string) =>
        withSql((own) =>
          own.begin(`isolation level ${isolation}`, async (tx) => {
            await tx`select 1 from QUAD_domain_members`;
            both += 1;
            if (both === 2) meet();
            await met;
            await tx`delete from QUAD_domain_members where email = ${email}`;
          }),
        );
      const ends = await Promise.allSettled([remove("admin@acme.com"), remove("second@acme.com")]);
      expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      expect(await sql`select from QUAD_domain_members where role = 'QUAD_ADMIN'`).toHaveLength(1);
      expect(await drift(sql)).toEqual([]);
    });
  },
);
