import { expect, test } from "vitest";
import { listIntegrations } from "../../integrations/list.ts";
import { renderIntegrations } from "../../integrations/render.ts";
import { styleOf } from "../../terminal/style.ts";
import { emptyInstall, type TestInstall, testInstall } from "../../testing/install.ts";
import { insuranceInstall } from "../../testing/insurance.ts";

/** The list as somebody at a terminal sees it. */
const drawn = ({ withSql }: TestInstall, filter = {}): Promise<string> =>
  withSql(async (sql) => {
    const [{ id }] = await sql<[{ id: string }]>`select id from QUAD_companies`;
    return renderIntegrations(await listIntegrations(sql, id, filter), await styleOf({ isTTY: true }, false));
  });

test("the list is the spec's, as the platform draws it", async () => {
  const install = await testInstall();
  for (const name of ["github", "Jira", "slack"])
    expect((await install.quad(`integration enable ${name} --quiet`)).code).toBe(0);
  expect(await drawn(install, { role: "backend" })).toBe(`Backend Developer Integrations
  [x] GitHub        ✅ Active
  [x] Jira          ✅ Active
  [x] Slack         ✅ Active
  [ ] Postman       🔜 Coming Soon
  [ ] Docker        🔜 Coming Soon

Don't see the tool you need?
  Ask for it: quad request submit`);
  expect(await drawn(install)).toMatch("\n\nOther Integrations\n  [ ] Figma         ✅ Active\n\n");
});

test("scripts get a line each, and JSON", async () => {
  const { quad, json } = await testInstall();
  await quad("integration enable github --quiet");
  expect((await quad("integrations ls")).stdout).toBe(
    [
      "github\tGitHub\tbackend\tactive\ton\t",
      "jira\tJira\tbackend\tactive\toff\t",
      "slack\tSlack\tbackend\tactive\toff\t",
      "postman\tPostman\tbackend\tcoming_soon\toff\t",
      "docker\tDocker\tbackend\tcoming_soon\toff\t",
      "figma\tFigma\t\tactive\toff\t",
      "",
    ].join("\n"),
  );
  expect((await json("integration list --role BACKEND"))[0]).toEqual({
    name: "github",
    displayName: "GitHub",
    role: "backend",
    status: "active",
    enabled: true,
    patch: null,
  });
});

test("what a patch has brought stands in its list, beta behind what is active", async () => {
  const install = await testInstall();
  await install.withSql(async (sql) => {
    const { bringIntegration } = await import("../../integrations/catalogue.ts");
    await bringIntegration(
      sql,
      { name: "docker", display_name: "Docker", role: "backend" },
      { patch: "docker-beta-1.0", channel: "beta" },
    );
    await bringIntegration(
      sql,
      { name: "selenium", display_name: "Selenium \u001b[31m", role: "qa" },
      { patch: "selenium-prod-1.0", channel: "prod" },
    );
  });
  const list = await drawn(install);
  expect(list).toMatch("  [ ] Docker               🧪 Beta\n  [ ] Postman              🔜 Coming Soon\n");
  expect(list).toMatch("Integrations for qa\n  [ ] Selenium \\u{1b}[31m  ✅ Active\n");
  expect((await install.quad("integration list --role qa")).stdout).toBe(
    "selenium\tSelenium \\u{1b}[31m\tqa\tactive\toff\tselenium-prod-1.0\n",
  );
});

test("a role without a list is refused, with those that have one", async () => {
  const { quad } = await testInstall();
  expect(await quad("integration list --role frontend")).toEqual({
    code: 2,
    stdout: "",
    stderr: 'There is no list of integrations for "frontend".\nThere is one for: backend\n',
  });
});

test("--all shows switches of older hands that the catalogue does not name", async () => {
  const { quad, withSql } = await testInstall();
  await withSql(
    (sql) => sql`
      insert into QUAD_company_integrations (company_id, integration, is_enabled)
      select c.id, i.name, i.on from QUAD_companies c,
        (values (' Slack', true), ('slack', false), ('HipChat', true)) i (name, "on")`,
  );
  const list = (await quad("integration list --all")).stdout;
  expect(list).toMatch("slack\tSlack\tbackend\tactive\ton\t\n");
  expect(list).toMatch("\nhipchat\thipchat\t\tunknown\ton\t\n");
  expect((await quad("integration list")).stdout).not.toMatch("hipchat");
  expect((await quad("integration disable HipChat")).stdout).toBe("Switched off: hipchat.\n");
  expect((await quad("integration disable slack")).stdout).toBe("Switched off: Slack.\n");
  expect((await quad("integration list --all")).stdout).toMatch(/slack\t.*\toff\t\n[\s\S]*hipchat\t.*\toff\t\n/);
});

test("everybody in a company sees its switches, and nobody those of another", async () => {
  const { quad } = await insuranceInstall();
  await quad("integration enable github --quiet");
  expect((await quad("integration list --as dev@massmutual.com")).stdout).toMatch(
    "github\tGitHub\tbackend\tactive\ton\t",
  );
});

test("of several companies one is named", async () => {
  const { quad } = await testInstall({ model: "cloud" });
  await quad("company create Beta --root beta --admin boss@beta.com");
  expect((await quad("integration list")).code).toBe(2);
  await quad("integration enable github --company beta --quiet");
  expect((await quad("integration list --company beta")).stdout).toMatch("github\tGitHub\tbackend\tactive\ton");
  expect((await quad("integration list --company massmutual")).stdout).toMatch("github\tGitHub\tbackend\tactive\toff");
  expect((await quad("integration list --as boss@beta.com")).stdout).toMatch("github\tGitHub\tbackend\tactive\ton");
});

test("before there is a company it says how to make one", async () => {
  const { quad } = await emptyInstall();
  expect(await quad("integration list")).toEqual({
    code: 4,
    stdout: "",
    stderr: "There is no company yet.\nMake one: quad init\n",
  });
});
