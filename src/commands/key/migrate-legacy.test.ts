import { expect, test } from "vitest";
import { keyInstall, root } from "../../keys/install.testing.ts";
import type { TestInstall } from "../../testing/install.ts";

/** The company with legacy integrations of all kinds. */
async function legacy(): Promise<TestInstall> {
  const install = await keyInstall();
  await install.withSql(
    (sql) => sql`
      insert into QUAD_company_integrations (company_id, integration, vault_path, is_enabled)
      select c.id, i.name, i.path, i.enabled from QUAD_companies c,
        (values ('Slack', 'Legacy/slack', true), ('figma', null, true), ('github', 'Legacy/github', true),
          ('jira', 'Legacy/jira', false), ('aws', 'AKIAIOSFODNN7EXAMPLE', true), ('Big Tool!', 'Legacy/big', true),
          ('linear', 'LINEAR_TOKEN', true), (' Trello', E' Legacy/trello\n', true)) i (name, path, enabled)`,
  );
  return install;
}

const outcome = `Moved the  Trello key to ${root}.
Stays: Big Tool!; its name is none of a tool.
Moved the Slack key to ${root}.
Stays: aws; what is there is a key, not a path: put it into Vaultwarden, and revoke it where it was issued.
Stays: github; ${root} has another github key, or blocks it, already.
Stays: jira; it is switched off, and would be on for everybody.
Stays: linear; what is there is no path into Vaultwarden as quad knows them (quad key set --help).
`;

test("keys move to the root domain, and what cannot says why, with exit code 8", async () => {
  const { quad, json, withSql } = await legacy();
  expect(await quad("key migrate-legacy --dry-run")).toEqual({
    code: 8,
    stdout: outcome,
    stderr: "Nothing was changed: --dry-run.\n",
  });
  expect((await quad("key show slack --domain massmutual")).code).toBe(4);
  expect(await quad("key migrate-legacy")).toEqual({ code: 8, stdout: outcome, stderr: "" });
  expect(await json("key show slack --domain massmutual")).toMatchObject({ path: "Legacy/slack", state: "key" });
  expect(await json("key show trello --domain massmutual")).toMatchObject({ path: "Legacy/trello" });
  expect(
    await withSql(
      (sql) =>
        sql`select integration, is_enabled, vault_path from QUAD_company_integrations where integration in ('Slack', 'github') order by 1`,
    ),
  ).toEqual([
    { integration: "Slack", is_enabled: true, vault_path: null },
    { integration: "github", is_enabled: true, vault_path: "Legacy/github" },
  ]);
  // and again
  expect((await quad("key migrate-legacy")).stdout).toBe(outcome.replace(/Moved.*\n/g, ""));
});

test("what the root has already is no matter, and without anything to move it says so", async () => {
  const { quad, withSql } = await keyInstall();
  expect(await quad("key migrate-legacy")).toEqual({
    code: 0,
    stdout: "Nothing to move: no legacy integration has a key.\n",
    stderr: "",
  });
  await withSql(
    (sql) => sql`
      insert into QUAD_company_integrations (company_id, integration, vault_path) select id, 'github', 'Keys/massmutual' from QUAD_companies`,
  );
  expect((await quad("key migrate-legacy")).stdout).toBe(`Moved the github key to ${root}, which had it already.\n`);
});

test("a cloud company with several roots keeps its keys where they are", async () => {
  const { quad, json, withSql } = await legacy();
  await withSql((sql) => sql`update QUAD_install set deployment_model = 'cloud'`);
  await withSql((sql) => sql`insert into QUAD_domains (name, company_id) select 'second', id from QUAD_companies`);
  const slack = (await quad("key migrate-legacy")).stdout.split("\n").find((line) => line.includes("Slack"));
  expect(slack).toBe("Stays: Slack; its company has several roots (/massmutual, /second); set it where it belongs.");
  expect((await json("key list")).length).toBe(3);
});
