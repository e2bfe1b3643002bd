import { expect, test } from "vitest";
import { testInstall } from "../../testing/install.ts";

test("the eight roles are listed with who has them and how much they can do", async () => {
  const { quad } = await testInstall();
  expect(await quad("role ls")).toEqual({
    code: 0,
    stdout: `QUAD_ADMIN\t1-2 people in entire company\t1\t18
DOMAIN_ADMIN\tDirectors\t0\t13
SUBDOMAIN_ADMIN\tTeam Leads\t0\t9
DEVELOPER\tDevelopers\t0\t5
QA\tTesters\t0\t5
QA_LEAD\tTest leads\t0\t5
INFRASTRUCTURE\tInfrastructure engineers\t0\t5
DATABASE\tDatabase engineers\t0\t5
`,
    stderr: "",
  });
});

test("a role is shown with what it can and cannot do", async () => {
  const { quad, json } = await testInstall();
  expect((await quad("role show subdomain-admin")).stdout).toBe(`SUBDOMAIN_ADMIN (Team Leads)
Can do:
  ✓ request_integration  Request new integrations (in the whole company)
  ✓ assign_basic_role    Assign basic roles (DEVELOPER, QA, etc.) (in their sub-domain)
  ✓ configure_agents     Configure agents for their sub-domain (in their sub-domain)
  ✓ invite_user          Invite users to their sub-domain (in their sub-domain)
  ✓ view_activity        View sub-domain activity (in their sub-domain)
  ✓ download_agents      Download agents (for themselves)
  ✓ manage_own_keys      Manage their own integration keys (for themselves)
  ✓ use_agents           Use agents (for themselves)
  ✓ view_own_workload    View their own workload (for themselves)
Cannot do:
  ✗ assign_admin_role    Assign admin roles
  ✗ create_domain        Create domains
  ✗ create_root_domain   Create root domains
  ✗ manage_domain_keys   Manage integration keys
`);
  expect((await quad("role view quad_admin")).stdout).toMatch(/Cannot do:\n {2}\(No restrictions\)\n$/);
  expect(await json("role get qa")).toMatchObject({ role: "QA", title: "Testers", people: 0 });
});

test("what is no role is refused with the eight", async () => {
  const { quad } = await testInstall();
  expect(await quad("role show boss")).toEqual({
    code: 2,
    stdout: "",
    stderr:
      '"boss" is not a role.\nThe roles: QUAD_ADMIN, DOMAIN_ADMIN, SUBDOMAIN_ADMIN, DEVELOPER, QA, QA_LEAD, INFRASTRUCTURE, DATABASE\n',
  });
});
