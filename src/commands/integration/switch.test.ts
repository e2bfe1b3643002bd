import { expect, test } from "vitest";
import { testInstall } from "../../testing/install.ts";
import { insuranceInstall } from "../../testing/insurance.ts";

const noKey = `No key for GitHub applies to anybody yet.
Set one: quad key set github --domain massmutual --path PATH
`;

test("an integration is switched on once, warned of where no key applies, and is in the trail", async () => {
  const { quad } = await insuranceInstall();
  expect(await quad("integration enable GitHub --dry-run")).toEqual({
    code: 0,
    stdout: "Switched on: GitHub.\n",
    stderr: `Nothing was changed: --dry-run.\n${noKey}`,
  });
  expect(await quad("integration enable GitHub")).toEqual({ code: 0, stdout: "Switched on: GitHub.\n", stderr: noKey });
  expect((await quad("integration enable github")).stdout).toBe("Nothing to do: GitHub is on already.\n");
  await quad("key set github --domain life-insurance --path Engineering/GitHub");
  expect((await quad("integration enable github")).stderr).toBe("");
  expect(await quad("integration disable github")).toEqual({ code: 0, stdout: "Switched off: GitHub.\n", stderr: "" });
  expect((await quad("integration disable github")).stdout).toBe("Nothing to do: GitHub is off already.\n");
  const trail = (await quad("audit list --json")).stdout;
  const ofSwitches = JSON.parse(trail).filter(({ table }: { table: string }) => table === "quad_company_integrations");
  expect(ofSwitches.map(({ action, command }: Record<string, string>) => [action, command])).toEqual([
    ["insert", "quad integration enable"],
    ["update", "quad integration disable"],
  ]);
});

test("what was never on is off, and stays without a row", async () => {
  const { quad, withSql } = await testInstall();
  expect((await quad("integration disable figma")).stdout).toBe("Nothing to do: Figma is off already.\n");
  expect(await withSql((sql) => sql`select from QUAD_company_integrations`)).toHaveLength(0);
});

test("what is coming soon cannot be switched on, and can be off", async () => {
  const { quad } = await testInstall();
  expect(await quad("integration enable docker")).toEqual({
    code: 5,
    stdout: "",
    stderr: `Docker is coming soon: it is not there yet to be switched on.
Say that you want it: quad request submit --tool docker
A patch will bring it: quad patch apply ./NAME.tar.gz
`,
  });
  expect((await quad("integration disable docker")).code).toBe(0);
});

test("whoever manages the company's keys switches, and nobody else", async () => {
  const { quad } = await insuranceInstall();
  for (const verb of ["enable", "disable"])
    expect(await quad(`integration ${verb} github --as teamlead@massmutual.com`)).toEqual({
      code: 3,
      stdout: "",
      stderr: "teamlead@massmutual.com may not manage global integration keys.\nAsk it-admin@massmutual.com.\n",
    });
  expect((await quad("integration enable github --as it-admin@massmutual.com")).code).toBe(0);
});

test("two at once make one row", async () => {
  const { quad, withSql } = await testInstall();
  const runs = await Promise.all([1, 2, 3, 4].map(() => quad("integration enable github")));
  expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  expect(runs.filter(({ stdout }) => stdout === "Switched on: GitHub.\n")).toHaveLength(1);
  expect(await withSql((sql) => sql`select from QUAD_company_integrations where is_enabled`)).toHaveLength(1);
});

test("the row of an older hand, key and all, is the switch", async () => {
  const { quad, withSql } = await testInstall();
  await withSql(
    (sql) => sql`
      insert into QUAD_company_integrations (company_id, integration, is_enabled, vault_path)
      select id, 'GitHub', false, 'old/path' from QUAD_companies`,
  );
  expect((await quad("integration enable github")).stdout).toBe("Switched on: GitHub.\n");
  expect([
    ...(await withSql((sql) => sql`select integration, is_enabled, vault_path from QUAD_company_integrations`)),
  ]).toEqual([{ integration: "GitHub", is_enabled: true, vault_path: "old/path" }]);
});
