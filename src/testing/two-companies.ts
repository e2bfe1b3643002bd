import type { Sql } from "../postgres/sql.ts";
import { createInstall, type TestInstall } from "./install.ts";
import { createRawLogins, type RawLogins } from "./raw-logins.ts";

/** A cloud install with two companies that have the same of everything, and logins in the first. */
export interface TwoCompanies {
  readonly install: TestInstall;
  readonly logins: RawLogins;
  /** The ids of both, by name. */
  readonly acme: string;
  readonly beta: string;
  drop(): Promise<void>;
}

/**
 * Of each company, with NAME for acme and beta: `/NAME` (boss@, QUAD_ADMIN), `engineering` (director@, DOMAIN_ADMIN) with
 * `web` (lead@, SUBDOMAIN_ADMIN; dev@, DEVELOPER; invited@, pending) in it, `operations` (chief@, DOMAIN_ADMIN). Everybody
 * has an account, a key and a session of their own; every domain a ticket, branch, repository, day of workload, key and ITSM project
 * of its people. What a company has says its name somewhere in each row.
 */
export async function twoCompanies(): Promise<TwoCompanies> {
  const { drop, ...install } = await createInstall();
  const logins = createRawLogins(install);
  const [acme, beta] = await install.withSql(async (sql) => {
    await sql`update QUAD_install set deployment_model = 'cloud'`;
    return [await furnish(sql, "acme"), await furnish(sql, "beta")] as const;
  });
  return {
    install,
    logins,
    acme,
    beta,
    async drop() {
      await logins.drop();
      await drop();
    },
  };
}

async function furnish(sql: Sql, name: string): Promise<string> {
  const [company] = await sql<[{ id: string }]>`
    insert into QUAD_companies (name, admin_email, plan) values (${name}, ${`boss@${name}.com`}, 'enterprise') returning id`;
  const domain = (slug: string, parent: string) =>
    `insert into QUAD_domains (name, parent_domain_id) select '${slug}', id from QUAD_domains where path = '${parent}';`;
  const member = (path: string, who: string, role: string, status = "active") =>
    `insert into QUAD_domain_members (domain_id, email, role, status, allocation_percentage)
       select id, '${who}@${name}.com', '${role}', '${status}', 20 from QUAD_domains where path = '${path}';`;
  await sql.unsafe(`
    insert into QUAD_domains (name, company_id) values ('${name}', '${company.id}');
    ${domain("engineering", `/${name}`)} ${domain("web", `/${name}/engineering`)} ${domain("operations", `/${name}`)}
    ${member(`/${name}`, "boss", "QUAD_ADMIN")}
    ${member(`/${name}/engineering`, "director", "DOMAIN_ADMIN")}
    ${member(`/${name}/engineering/web`, "lead", "SUBDOMAIN_ADMIN")}
    ${member(`/${name}/engineering/web`, "dev", "DEVELOPER")}
    ${member(`/${name}/engineering/web`, "invited", "DEVELOPER", "pending")}
    ${member(`/${name}/operations`, "chief", "DOMAIN_ADMIN")}
    update QUAD_domains set estimation_multiplier = 0.5 where path = '/${name}';
    insert into QUAD_users (company_id, email, full_name)
      select distinct company_id, email, 'Somebody of ${name}' from QUAD_domain_members where email like '%@${name}.com';
    insert into QUAD_user_integration_keys (user_id, tool_provider, vault_path)
      select id, 'github', 'quad/${name}/' || email from QUAD_users where company_id = '${company.id}';
    insert into QUAD_sessions (user_id, token) select id, 'token-' || email from QUAD_users where company_id = '${company.id}';
    insert into QUAD_agent_downloads (user_id, agent_type) select id, '${name}-agent' from QUAD_users where company_id = '${company.id}';
    insert into QUAD_itsm_tickets (domain_id, ticket_id, provider, title, assignee_email)
      select id, 'JIRA-1', 'jira', path, 'dev@${name}.com' from QUAD_domains where company_id = '${company.id}';
    insert into QUAD_branch_ticket_mapping (domain_id, repository, branch_name, developer_email)
      select id, '${name}', 'main', 'dev@${name}.com' from QUAD_domains where company_id = '${company.id}';
    insert into QUAD_workload_tracking (snapshot_date, domain_id, developer_email, base_workload, final_workload, overload_alert)
      select current_date, id, 'dev@${name}.com', 1, 1, false from QUAD_domains where company_id = '${company.id}';
    insert into QUAD_repositories (company_id, domain_id, name, location)
      select company_id, id, '${name}-' || name, '/git/${name}' || path from QUAD_domains where company_id = '${company.id}';
    insert into QUAD_repository_scans (repository_id, failure)
      select id, name || ' is away' from QUAD_repositories where company_id = '${company.id}';
    insert into QUAD_member_aliases (company_id, alias, email) values ('${company.id}', 'dev', 'dev@${name}.com');
    insert into QUAD_calendars (company_id, time_zone) values ('${company.id}', 'Europe/Berlin');
    insert into QUAD_holidays (company_id, day, name) values ('${company.id}', '2026-12-24', '${name} is closed');
    insert into QUAD_domain_versions (domain_id, company_id, valid_from, valid_to)
      select id, company_id, '2026-01-01', '2026-01-02' from QUAD_domains where company_id = '${company.id}';
    insert into QUAD_member_versions (domain_id, email, role, allocation_percentage, valid_from, valid_to)
      select id, 'dev@${name}.com', 'DEVELOPER', 10, '2026-01-01', '2026-01-02' from QUAD_domains where company_id = '${company.id}';
    insert into QUAD_ticket_versions (domain_id, ticket_id, assignee_email, status_category, valid_from, valid_to)
      select id, 'JIRA-1', 'dev@${name}.com', 'todo', '2026-01-01', '2026-01-02' from QUAD_domains where company_id = '${company.id}';
    insert into QUAD_branch_versions (domain_id, repository, branch_name, developer_email, first_seen_at, valid_from, valid_to)
      select id, '${name}', 'main', 'dev@${name}.com', '2026-01-01', '2026-01-01', '2026-01-02'
      from QUAD_domains where company_id = '${company.id}';
    insert into QUAD_outbox (company_id, recipient_email, template, data, occasion)
      values ('${company.id}', 'boss@${name}.com', 'workload-overload', '{}', 'overload');
    insert into QUAD_outbox_attachments (outbox_id, position, filename, media_type, content)
      select id, 1, '${name}.json', 'application/json', '{}' from QUAD_outbox where company_id = '${company.id}';
    insert into QUAD_domain_integration_keys (domain_id, tool_provider, vault_path)
      select id, 'github', 'quad/${name}' || path from QUAD_domains where company_id = '${company.id}';
    insert into QUAD_key_uses (domain_key_id, way, last_used_by_email)
      select k.id, 'exec', 'dev@${name}.com' from QUAD_domain_integration_keys k join QUAD_domains d on d.id = k.domain_id
      where d.company_id = '${company.id}';
    insert into QUAD_key_uses (user_key_id, way, last_used_by_email)
      select k.id, 'reveal', u.email from QUAD_user_integration_keys k join QUAD_users u on u.id = k.user_id
      where u.company_id = '${company.id}';
    insert into QUAD_itsm_config (domain_id, tool, project_key, vault_path)
      select id, 'linear', 'LIN', 'quad/${name}/itsm' from QUAD_domains where company_id = '${company.id}';
    insert into QUAD_company_integrations (company_id, integration, vault_path) values ('${company.id}', 'github', 'quad/${name}/old');
    insert into QUAD_scim_config (company_id, provider, bearer_token_vault_path) values ('${company.id}', 'okta', 'quad/${name}/scim');
    insert into QUAD_scim_audit_log (company_id, operation, resource_type, request) values ('${company.id}', 'create', 'User', '{"of": "${name}"}');
    insert into QUAD_integration_requests (company_id, tool_name, category, requested_by_email)
      values ('${company.id}', 'Asana', 'planning', 'dev@${name}.com'), ('${company.id}', 'Miro', 'planning', 'chief@${name}.com');
    insert into QUAD_request_feedback (request_id, number, kind, said, reported_by_email)
      select id, 1, 'bug', 'of ${name}', requested_by_email from QUAD_integration_requests
      where company_id = '${company.id}' and tool_name = 'Miro';
    insert into QUAD_request_attachments (feedback_id, filename, media_type, content)
      select id, '${name}.png', 'image/png', 'png' from QUAD_request_feedback where said = 'of ${name}';
    insert into QUAD_request_votes (request_id, company_id, email)
      select id, company_id, 'dev@${name}.com' from QUAD_integration_requests
      where company_id = '${company.id}' and tool_name = 'Miro';
    insert into QUAD_approval_rules (company_id, subject_type) values ('${company.id}', 'integration_request');
    insert into QUAD_approval_workflows (company_id, domain_id, subject_type, subject, vault_path, requested_by_email)
      select company_id, id, 'key', '{"tool_provider": "slack"}', 'quad/${name}/asked', 'dev@${name}.com'
      from QUAD_domains where company_id = '${company.id}'`);
  return company.id;
}
