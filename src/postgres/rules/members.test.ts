import { expect, test } from "vitest";
import { drift, sqlCompany } from "../../testing/company.ts";
import { emptyInstall } from "../../testing/install.ts";

test("an e-mail is folded, and a role held once in a domain", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const acme = await sqlCompany(sql);
    await acme.member(acme.root, "Dev@ACME.com");
    expect(await sql`select email from QUAD_domain_members where role = 'DEVELOPER'`).toEqual([
      { email: "dev@acme.com" },
    ]);
    await expect(acme.member(acme.root, "DEV@acme.com")).rejects.toMatchObject({
      constraint_name: "quad_domain_members_role_once",
    });
    await acme.member(acme.root, "dev@acme.com", { role: "QA" });
    await expect(acme.member(acme.root, "not an e-mail")).rejects.toMatchObject({
      constraint_name: "quad_domain_members_email_valid",
    });
    await expect(acme.member(acme.root, "x@acme.com", { role: "DIRECTOR" })).rejects.toMatchObject({
      constraint_name: "quad_domain_members_role_known",
    });
    await expect(acme.member(acme.root, "x@acme.com", { status: "gone" })).rejects.toMatchObject({
      constraint_name: "quad_domain_members_status_known",
    });
    expect(await drift(sql)).toEqual([]);
  });
});

test("one domain at most is a person's primary, in each company", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const acme = await sqlCompany(sql);
    const [a, b] = [await acme.domain("a"), await acme.domain("b")];
    await acme.member(a, "dev@acme.com", { primary: true });
    await acme.member(b, "dev@acme.com");
    await expect(acme.member(b, "DEV@acme.com", { role: "QA", primary: true })).rejects.toMatchObject({
      constraint_name: "quad_domain_members_one_primary",
    });
    await expect(
      sql`update QUAD_domain_members set is_primary_domain = true where domain_id = ${b}`,
    ).rejects.toMatchObject({ constraint_name: "quad_domain_members_one_primary" });
  });
});

test("an allocation is a percentage, and pending ones count towards the hundred", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const acme = await sqlCompany(sql);
    const [a, b] = [await acme.domain("a"), await acme.domain("b")];
    await acme.member(a, "dev@acme.com", { allocation: 66.66, status: "pending" });
    await expect(acme.member(b, "dev@acme.com", { allocation: 33.35 })).rejects.toMatchObject({
      code: "QU005",
      message: "dev@acme.com would be allocated 100.01 %; nobody can be above 100 %.",
      detail: "dev@acme.com holds 66.66 % in /acme/a; 33.34 % is left.",
    });
    await acme.member(b, "dev@acme.com", { allocation: 33.34 });
    await expect(
      sql`update QUAD_domain_members set allocation_percentage = 34 where domain_id = ${b}`,
    ).rejects.toMatchObject({
      code: "QU005",
      message: "dev@acme.com would be allocated 100.66 %; nobody can be above 100 %.",
    });
    for (const wrong of [-1, 100.01, "NaN"]) {
      await expect(
        sql`update QUAD_domain_members set allocation_percentage = ${wrong} where domain_id = ${b}`,
      ).rejects.toMatchObject({ constraint_name: "quad_domain_members_allocation_is_a_percentage" });
    }
    expect(await drift(sql)).toEqual([]);
  });
});

test("allocations are swapped between domains in one statement", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const acme = await sqlCompany(sql);
    const [a, b, c] = [await acme.domain("a"), await acme.domain("b"), await acme.domain("c")];
    await acme.member(a, "dev@acme.com", { allocation: 70 });
    await acme.member(b, "dev@acme.com", { allocation: 30 });
    await sql`
      update QUAD_domain_members set allocation_percentage = 100 - allocation_percentage where email = 'dev@acme.com'`;
    await sql`
      insert into QUAD_domain_members (domain_id, email, role, allocation_percentage)
      values (${c}, 'dev@acme.com', 'DEVELOPER', 50), (${a}, 'dev@acme.com', 'DEVELOPER', 30), (${b}, 'dev@acme.com', 'DEVELOPER', 20)
      on conflict (domain_id, email, role) do update set allocation_percentage = excluded.allocation_percentage`;
    await sql`
      with gone as (delete from QUAD_domain_members where domain_id = ${c})
      insert into QUAD_domain_members (domain_id, email, role, allocation_percentage)
      values (${c}, 'dev@acme.com', 'QA', 50)`;
    expect(await sql`select allocated, memberships from QUAD_people where email = 'dev@acme.com'`).toEqual([
      { allocated: 100, memberships: 3 },
    ]);
    await expect(
      sql`
        insert into QUAD_domain_members (domain_id, email, role, allocation_percentage)
        values (${a}, 'dev@acme.com', 'DEVELOPER', 31)
        on conflict (domain_id, email, role) do update set allocation_percentage = excluded.allocation_percentage`,
    ).rejects.toMatchObject({
      code: "QU005",
      message: "dev@acme.com would be allocated 101 %; nobody can be above 100 %.",
    });
    expect(await drift(sql)).toEqual([]);
  });
});

test("one statement may take from one domain and give to another: MERGE, or WITH where the server has none", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const acme = await sqlCompany(sql);
    const [a, b] = [await acme.domain("a"), await acme.domain("b")];
    await acme.member(a, "dev@acme.com", { allocation: 100 });
    const [server] = await sql<[{ merges: boolean }]>`
      select current_setting('server_version_num')::integer >= 150000 as merges`;
    await (server.merges
      ? sql`
          merge into QUAD_domain_members m
          using (values (${a}::uuid, 40), (${b}::uuid, 60)) as wanted (domain_id, percent)
          on m.domain_id = wanted.domain_id and m.email = 'dev@acme.com'
          when matched then update set allocation_percentage = percent
          when not matched then insert (domain_id, email, role, allocation_percentage)
            values (wanted.domain_id, 'dev@acme.com', 'DEVELOPER', percent)`
      : sql`
          with taken as (
            update QUAD_domain_members set allocation_percentage = 40 where domain_id = ${a} and email = 'dev@acme.com'
          )
          insert into QUAD_domain_members (domain_id, email, role, allocation_percentage)
          values (${b}, 'dev@acme.com', 'DEVELOPER', 60)`);
    expect(await sql`select allocated from QUAD_people where email = 'dev@acme.com'`).toEqual([{ allocated: 100 }]);
  });
});

test("statements of many rows are refused whole, and name one who is over", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const acme = await sqlCompany(sql);
    const [a, b] = [await acme.domain("a"), await acme.domain("b")];
    await expect(
      sql`
        insert into QUAD_domain_members (domain_id, email, role, allocation_percentage)
        select d, 'dev' || n || '@acme.com', 'DEVELOPER', case n when 7 then 51 else 50 end
        from generate_series(1, 9) n, unnest(array[${a}, ${b}]::uuid[]) d`,
    ).rejects.toMatchObject({
      message: "dev7@acme.com would be allocated 102 %; nobody can be above 100 %.",
      detail: "dev7@acme.com holds nothing elsewhere; 100 % is left.",
    });
    expect(await sql`select from QUAD_domain_members where role = 'DEVELOPER'`).toHaveLength(0);
    await sql`
      insert into QUAD_domain_members (domain_id, email, role, allocation_percentage)
      select d, 'dev' || n || '@acme.com', 'DEVELOPER', 50 from generate_series(1, 9) n, unnest(array[${a}, ${b}]::uuid[]) d`;
    await expect(
      sql`update QUAD_domain_members set allocation_percentage = allocation_percentage + 1 where role = 'DEVELOPER'`,
    ).rejects.toMatchObject({ message: "dev1@acme.com would be allocated 102 %; nobody can be above 100 %." });
    await sql`delete from QUAD_domain_members where role = 'DEVELOPER' and domain_id = ${a}`;
    expect(await sql`select distinct allocated from QUAD_people where memberships > 0 order by 1`).toEqual([
      { allocated: 0 },
      { allocated: 50 },
    ]);
    expect(await drift(sql)).toEqual([]);
  });
});

test("rows that come by COPY keep the rules as well", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const acme = await sqlCompany(sql);
    const copy = (...rows: string[]) => {
      const lines = rows.map((row) => `${acme.root}\\t${row}\\n`).join("");
      return sql.unsafe(
        `copy QUAD_domain_members (domain_id, email, role, allocation_percentage) from program 'printf "${lines}"'`,
      );
    };
    await copy("Dev@acme.com\\tDEVELOPER\\t60", "dev@acme.com\\tQA\\t40");
    await expect(copy("dev@acme.com\\tDATABASE\\t1")).rejects.toMatchObject({
      message: "dev@acme.com would be allocated 101 %; nobody can be above 100 %.",
    });
    expect(await drift(sql)).toEqual([]);
  });
});

test("the ledgers are kept by triggers, and written by nobody else", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const acme = await sqlCompany(sql);
    const people = { code: "QU005", message: "QUAD_people is kept by triggers and cannot be written." };
    const seats = { code: "QU005", message: "QUAD_seats is kept by triggers and cannot be written." };
    const install = { code: "QU005", message: "QUAD_install is kept by triggers and cannot be written." };
    await expect(sql`update QUAD_people set allocated = 0`).rejects.toMatchObject(people);
    await expect(sql`delete from QUAD_people`).rejects.toMatchObject(people);
    await expect(
      sql`insert into QUAD_people (company_id, email) values (${acme.id}, 'x@acme.com')`,
    ).rejects.toMatchObject(people);
    await expect(sql`truncate QUAD_people`).rejects.toMatchObject({ code: "QU005" });
    await expect(sql`update QUAD_seats set used = 0`).rejects.toMatchObject(seats);
    await expect(sql`truncate QUAD_seats`).rejects.toMatchObject({ code: "QU005" });
    await expect(sql`update QUAD_install set root_count = 0`).rejects.toMatchObject(install);
    await expect(sql`delete from QUAD_install`).rejects.toMatchObject(install);
    await expect(sql`truncate QUAD_install`).rejects.toMatchObject(install);
  });
});

test("TRUNCATE empties the ledgers with the tables, and takes no administrator away", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const acme = await sqlCompany(sql);
    await acme.member(acme.root, "dev@acme.com", { allocation: 100 });
    await expect(sql`truncate QUAD_domain_members`).rejects.toMatchObject({
      code: "QU005",
      message: "The last QUAD_ADMIN of a root cannot be removed.",
    });
    await sql`truncate QUAD_domains cascade`;
    expect(await drift(sql)).toEqual([]);
    expect(await sql`select used from QUAD_seats`).toEqual([{ used: 0 }]);
    await sqlCompany(sql, "beta");
    await sql`truncate QUAD_companies cascade`;
    expect(await drift(sql)).toEqual([]);
    await sqlCompany(sql, "gamma");
  });
});

test("deleting a company leaves nothing of it behind but the trail", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    await sql`update QUAD_install set deployment_model = 'cloud'`;
    const beta = await sqlCompany(sql, "beta");
    const acme = await sqlCompany(sql, "acme");
    await acme.domain("a");
    const b = await acme.domain("a/b");
    const [user] = await sql<[{ id: string }]>`
      insert into QUAD_users (company_id, email) values (${acme.id}, 'admin@acme.com') returning id`;
    await acme.member(b, "dev@acme.com", { allocation: 50 });
    await sql`update QUAD_domain_members set invited_by = ${user.id} where email = 'dev@acme.com'`;
    await sql`insert into QUAD_user_integration_keys (user_id, tool_provider, vault_path) values (${user.id}, 'github', 'x')`;
    await sql`insert into QUAD_domain_integration_keys (domain_id, tool_provider) values (${b}, 'github')`;
    await sql`insert into QUAD_itsm_tickets (domain_id, ticket_id, provider) values (${b}, 'JIRA-1', 'jira')`;
    await sql`insert into QUAD_sessions (user_id, token) values (${user.id}, 't')`;
    await sql`delete from QUAD_companies where id = ${acme.id}`;
    const left = await sql<{ table: string; n: number }[]>`
      select c.relname as table, (xpath('/row/n/text()',
        query_to_xml(format('select count(*) as n from %s', c.oid::regclass), false, true, '')))[1]::text::int as n
      from pg_class c
      where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
        and c.relname not in ('quad_plans', 'quad_sla', 'quad_request_settings', 'quad_integrations', 'quad_roles', 'quad_capabilities', 'quad_role_capabilities', 'quad_sso_providers', 'quad_migrations', 'quad_rules', 'quad_audit')`;
    expect(Object.fromEntries(left.filter(({ n }) => n > 0).map(({ table, n }) => [table, n]))).toEqual({
      quad_install: 1,
      quad_companies: 1,
      quad_seats: 1,
      quad_domains: 1,
      quad_domain_members: 1,
      quad_people: 1,
    });
    expect(await drift(sql)).toEqual([]);
    expect(await beta.pathOf(beta.root)).toBe("/beta");
  });
});
