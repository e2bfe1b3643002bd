import { beforeAll, expect, test } from "vitest";
import { createInstall, type TestInstall } from "../../testing/install.ts";

let withSql: TestInstall["withSql"];
beforeAll(async () => {
  const install = await createInstall();
  withSql = install.withSql;
  return install.drop;
});

/** The Role Hierarchy of the spec, by hand: where a role can do something, and what it is said that it cannot do. */
const hierarchy: Record<string, { can: Record<string, string>; cannot: string[] }> = {
  QUAD_ADMIN: {
    can: {
      create_root_domain: "company", // Create root domains
      delete_root_domain: "company",
      create_domain: "company", // Create any domain/sub-domain
      invite_user: "company", // Invite users to any domain
      assign_quad_admin_role: "company", // Assign any role
      assign_admin_role: "company",
      assign_basic_role: "company",
      manage_global_keys: "company", // Manage global integration keys
      manage_domain_keys: "company",
      approve_request: "company", // Approve any request
      configure_agents: "company",
      view_activity: "company",
      download_agents: "self",
      use_agents: "self",
      manage_own_keys: "self",
      request_integration: "company",
      view_own_workload: "self",
      manage_company: "company", // (No restrictions)
    },
    cannot: [], // (No restrictions)
  },
  DOMAIN_ADMIN: {
    can: {
      create_domain: "domain", // Create sub-domains under their domain
      invite_user: "domain", // Invite users to their domain
      assign_admin_role: "domain", // Assign roles (except QUAD_ADMIN)
      assign_basic_role: "domain",
      manage_domain_keys: "domain", // Manage domain integration keys
      approve_request: "domain", // Approve requests in their domain
      configure_agents: "domain",
      view_activity: "domain",
      download_agents: "self",
      use_agents: "self",
      manage_own_keys: "self",
      request_integration: "company",
      view_own_workload: "self",
    },
    cannot: [
      "assign_quad_admin_role", // Assign QUAD_ADMIN role
      "create_root_domain", // Create root domains
      "delete_root_domain", // Delete root domains
      "manage_global_keys",
    ],
  },
  SUBDOMAIN_ADMIN: {
    can: {
      invite_user: "subdomain", // Invite users to their sub-domain
      assign_basic_role: "subdomain", // Assign basic roles (DEVELOPER, QA, etc.)
      configure_agents: "subdomain", // Configure agents for their sub-domain
      view_activity: "subdomain", // View sub-domain activity
      download_agents: "self",
      use_agents: "self",
      manage_own_keys: "self",
      request_integration: "company",
      view_own_workload: "self",
    },
    cannot: [
      "assign_admin_role", // Assign admin roles
      "create_domain", // Create domains
      "create_root_domain",
      "manage_domain_keys", // Manage integration keys
    ],
  },
};
for (const role of ["DEVELOPER", "QA", "QA_LEAD", "INFRASTRUCTURE", "DATABASE"]) {
  hierarchy[role] = {
    can: {
      download_agents: "self", // Download agents
      use_agents: "self", // Use agents
      manage_own_keys: "self", // Manage their own integration keys
      request_integration: "company", // Request new integrations
      view_own_workload: "self", // View their own workload
    },
    cannot: [
      "assign_basic_role", // Assign roles
      "create_domain", // Create domains
      "invite_user", // Invite users
      "manage_domain_keys", // Manage domain keys
    ],
  };
}

test.each(Object.entries(hierarchy))("%s can and cannot do what the Role Hierarchy says", async (role, expected) => {
  const rows = await withSql(
    (sql) => sql<{ capability: string; scope: string; allowed: boolean }[]>`
      select capability, scope, allowed from QUAD_role_capabilities where role = ${role} order by capability`,
  );
  expect({
    can: Object.fromEntries(rows.filter(({ allowed }) => allowed).map(({ capability, scope }) => [capability, scope])),
    cannot: rows.filter(({ allowed }) => !allowed).map(({ capability }) => capability),
  }).toEqual(expected);
});
