import { expect, test } from "vitest";
import { sqlCompany } from "../testing/company.ts";
import { emptyInstall } from "../testing/install.ts";
import { attempt, rawLogins } from "../testing/raw-logins.ts";

const writes = [
  "insert into QUAD_integrations (name, display_name, status, health_path) values ('x', 'X', 'active', '/x')",
  "update QUAD_integrations set status = 'active'",
  "delete from QUAD_integrations",
];

test("the catalogue is read by the platform and by everybody, and written by the owner alone", async () => {
  const install = await emptyInstall();
  const acme = await install.withSql((sql) => sqlCompany(sql));
  const platform = await rawLogins(install).create("create role %I login in role quad_platform");
  const admin = await rawLogins(install).grant(acme.id, "admin@acme.com");
  for (const { sql } of [platform, admin]) {
    expect(await sql`select from QUAD_integrations`).toHaveLength(6);
    for (const text of writes)
      expect([text, await attempt(sql, text)]).toEqual([text, expect.stringMatching(/^42501 /)]);
  }
  await install.withSql(
    (sql) => sql`update QUAD_integrations set display_name = 'Docker Desktop' where name = 'docker'`,
  );
  const [entry] = (await install.json("audit list")).filter(
    ({ table }: { table: string }) => table === "quad_integrations",
  );
  expect(entry).toMatchObject({ action: "update" });
});

test("the platform and whoever manages the company's keys switch; of others' switches nobody else learns", async () => {
  const install = await emptyInstall();
  const acme = await install.withSql(async (sql) => {
    const company = await sqlCompany(sql);
    await company.member(company.root, "dev@acme.com");
    return company;
  });
  const platform = await rawLogins(install).create("create role %I login in role quad_platform");
  const admin = await rawLogins(install).grant(acme.id, "admin@acme.com");
  const dev = await rawLogins(install).grant(acme.id, "dev@acme.com");
  const turn = (on: boolean) => `select quad_switch_integration('${acme.id}', 'github', ${on}) as changed`;
  expect([...(await platform.sql.unsafe(turn(true)))]).toEqual([{ changed: true }]);
  expect([...(await admin.sql.unsafe(turn(false)))]).toEqual([{ changed: true }]);
  expect(await attempt(dev.sql, turn(true))).toMatch(/^QU003 dev@acme\.com may not manage global integration keys\./);
  expect([...(await dev.sql`select * from quad_integration_switches(${acme.id})`)]).toEqual([
    { integration: "github", is_enabled: false },
  ]);
  expect(await dev.sql`select from QUAD_company_integrations`).toHaveLength(0);
});
