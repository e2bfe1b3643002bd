import { expect, inject, onTestFinished, test } from "vitest";
import type { TestInstall } from "../../testing/install.ts";
import { insuranceInstall } from "../../testing/insurance.ts";
import { withConnection } from "../connect.ts";
import type { Sql } from "../sql.ts";
import { parseTarget } from "../target.ts";

interface Recorded {
  readonly id: number;
  readonly actor: string;
  readonly login: string;
  readonly actingAs: string | null;
  readonly command: string | null;
  readonly action: string;
  readonly table: string;
  readonly rowId: string;
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
}

/** What is recorded while `work` is done. */
async function recorded(install: TestInstall, work: () => Promise<unknown>): Promise<readonly Recorded[]> {
  const [{ last }] = await install.withSql((sql) => sql<[{ last: number }]>`select max(id) as last from QUAD_audit`);
  await work();
  return (
    await install.withSql(
      (sql) => sql<Recorded[]>`
        select id, actor, login, acting_as as "actingAs", command, action, table_name as "table", row_id as "rowId", before, after
        from QUAD_audit where id > ${last} order by id`,
    )
  ).slice();
}

const who = (entries: readonly Recorded[]) =>
  entries.map(({ actor, login, actingAs, command }) => ({ actor, login, actingAs, command }));

test("a command of the owner's connection is its QUAD_ADMIN's doing; with --as it is that person's, and said so", async () => {
  const install = await insuranceInstall();
  const line = "member set dev@massmutual.com -d life-insurance -a";
  expect(who(await recorded(install, () => install.quad(`${line} 10`)))).toEqual([
    { actor: "it-admin@massmutual.com", login: "quad", actingAs: null, command: "quad member set" },
  ]);
  expect(who(await recorded(install, () => install.quad(`${line} 20 --as teamlead@massmutual.com`)))).toEqual([
    {
      actor: "teamlead@massmutual.com",
      login: "quad",
      actingAs: "teamlead@massmutual.com",
      command: "quad member set",
    },
  ]);
});

test("what the owner's connection writes without a command is the platform's doing", async () => {
  const install = await insuranceInstall();
  const entries = await recorded(install, () => install.withSql((sql) => sql`update QUAD_companies set size = 'x'`));
  expect(who(entries)).toEqual([{ actor: "platform", login: "quad", actingAs: null, command: null }]);
});

test("what a personal login writes is its person's doing, whatever it calls itself", async () => {
  const install = await insuranceInstall();
  const login = `lead-${install.url.split("/").at(-1)}`;
  await install.withSql(
    (sql) => sql`select quad_grant_login(id, 'teamlead@massmutual.com', ${login}, null) from QUAD_companies`,
  );
  onTestFinished(() => install.withSql((sql) => sql`delete from QUAD_logins`).then(() => {}));
  const target = parseTarget(
    `postgresql://${login}@${encodeURIComponent(inject("sockets"))}/${install.url.split("/").at(-1)}`,
  );
  const entries = await recorded(install, () =>
    withConnection(target, async (sql) => {
      await sql`begin`;
      await sql`select set_config('quad.actor', (select id || ' it-admin@massmutual.com' from QUAD_companies), true)`;
      await sql`select set_config('quad.command', 'quad nonsense', true)`;
      await sql`update QUAD_domain_members set allocation_percentage = 5 where email = 'dev@massmutual.com'`;
      await sql`commit`;
    }),
  );
  expect(who(entries)).toEqual([{ actor: "teamlead@massmutual.com", login, actingAs: null, command: "quad nonsense" }]);
});

test("a statement of many rows records each with its own before and after, and nothing of those that stay as they are", async () => {
  const install = await insuranceInstall();
  await install.withSql(
    (sql) => sql`
      insert into QUAD_domain_members (domain_id, email, role, allocation_percentage)
      select d.id, 'p' || i || '@massmutual.com', 'DEVELOPER', i % 50 from QUAD_domains d, generate_series(1, 500) i where d.depth = 0`,
  );
  const entries = await recorded(install, () =>
    install.withSql(
      (sql) => sql`
        update QUAD_domain_members set allocation_percentage = case when allocation_percentage % 2 = 0 then allocation_percentage
          else allocation_percentage + 1 end
        where email like 'p%'`,
    ),
  );
  expect(entries.length).toBe(250);
  for (const { before, after, rowId } of entries) {
    expect(after).toEqual({
      ...before,
      allocation_percentage: Number(before?.allocation_percentage) + 1,
      updated_at: after?.updated_at,
    });
    expect(rowId).toBe(before?.id);
  }
});

test("a row that is only touched is not recorded", async () => {
  const install = await insuranceInstall();
  expect(
    await recorded(install, () => install.withSql((sql) => sql`update QUAD_domain_members set role = role`)),
  ).toEqual([]);
});

test("what is rolled back is not recorded", async () => {
  const install = await insuranceInstall();
  const line = "member set dev@massmutual.com -d life-insurance -a 10 --dry-run";
  expect(await recorded(install, () => install.quad(line))).toEqual([]);
});

test("a row whose key changes is recorded as gone under the one and there under the other", async () => {
  const install = await insuranceInstall();
  const id = "00000000-0000-4000-8000-000000000001";
  const entries = await recorded(install, () =>
    install.withSql((sql) => sql`update QUAD_domain_members set id = ${id} where email = 'dev@massmutual.com'`),
  );
  const [gone, there] = entries.toSorted((a) => (a.before ? -1 : 1));
  expect(entries.length).toBe(2);
  expect([gone?.before?.id, gone?.after]).toEqual([gone?.rowId, null]);
  expect([there?.before, there?.after?.id, there?.rowId]).toEqual([null, id, id]);
});

test("what leads to a secret is left out, and that it has changed is said", async () => {
  const install = await insuranceInstall();
  const write = (statement: (sql: Sql) => Promise<unknown>) => recorded(install, () => install.withSql(statement));
  const [made] = await write(
    (sql) => sql`
      insert into QUAD_domain_integration_keys (domain_id, tool_provider, vault_path)
      select id, 'github', 'secret/one' from QUAD_domains where depth = 0`,
  );
  expect(made?.after).toMatchObject({ tool_provider: "github" });
  expect(made?.after).not.toHaveProperty("vault_path");
  const [changed] = await write((sql) => sql`update QUAD_domain_integration_keys set vault_path = 'secret/two'`);
  expect(changed?.after).toMatchObject({ withheld: ["vault_path"] });
  const [gone] = await write((sql) => sql`delete from QUAD_domain_integration_keys`);
  expect([gone?.after, gone?.before?.tool_provider]).toEqual([null, "github"]);
  expect(JSON.stringify([made, changed, gone])).not.toMatch("secret/");
});

test("TRUNCATE, which shows no rows, is recorded as one", async () => {
  const install = await insuranceInstall();
  const entries = await recorded(install, () =>
    install.withSql((sql) => sql`truncate QUAD_scim_config, QUAD_itsm_config`),
  );
  expect(entries.map(({ action, table, rowId, actor }) => [action, table, rowId, actor]).sort()).toEqual([
    ["truncate", "quad_itsm_config", "*", "platform"],
    ["truncate", "quad_scim_config", "*", "platform"],
  ]);
});

test("whom the entry is about is known by its company and its domain", async () => {
  const install = await insuranceInstall();
  await install.quad("user add dev@massmutual.com");
  await install.withSql(async (sql) => {
    await sql`insert into QUAD_user_integration_keys (user_id, tool_provider, vault_path) select id, 'github', 'x' from QUAD_users where email = 'dev@massmutual.com'`;
    const rows = await sql<{ table: string; companies: number; domains: number; n: number }[]>`
      select table_name as "table", count(company_id) as companies, count(domain_id) as domains, count(*) as n
      from QUAD_audit where table_name <> 'quad_install' and table_name <> 'quad_plans' and table_name <> 'quad_role_capabilities'
      group by 1 order by 1`;
    expect(rows.map((row) => ({ ...row }))).toEqual([
      { table: "quad_companies", companies: 1, domains: 0, n: 1 },
      { table: "quad_domain_members", companies: 4, domains: 4, n: 4 },
      { table: "quad_domains", companies: 6, domains: 6, n: 6 },
      { table: "quad_user_integration_keys", companies: 1, domains: 0, n: 1 },
      { table: "quad_users", companies: 2, domains: 0, n: 2 },
    ]);
  });
});

test("100,000 rows of one statement are recorded, in the name of the one who is answerable for them", async () => {
  const install = await insuranceInstall();
  const [{ n }] = await install.withSql(async (sql) => {
    // Who that is takes a look at the company's members, of which there are more and more.
    await sql`select set_config('quad.command', 'quad org import', false)`;
    await sql`
      insert into QUAD_domain_members (domain_id, email, role)
      select d.id, 'p' || i || '@massmutual.com', 'DEVELOPER' from QUAD_domains d, generate_series(1, 100000) i where d.depth = 0`;
    return sql<[{ n: number }]>`
      select count(distinct row_id) as n from QUAD_audit
      where after ->> 'email' like 'p%' and action = 'insert' and actor = 'it-admin@massmutual.com'`;
  });
  expect(n).toBe(100_000);
});
