import { expect, test } from "vitest";
import { type Attack, attackedCompany, inPgTemp, nothing } from "../../testing/attacks.ts";

/** How a DOMAIN_ADMIN tries with psql to read what is not theirs, and how each ends. */
const attacks: readonly Attack[] = [
  // functions
  ["asks what somebody may elsewhere", "select where quad_may('boss@beta.com', 'invite_user', '$betaRoot')", nothing],
  ["asks who may elsewhere", "select quad_who_may('invite_user', '$betaRoot')", nothing],
  ["asks what somebody may elsewhere, all of it", "select quad_capabilities_of('$beta', 'boss@beta.com')", nothing],
  [
    "asks for the load of somebody elsewhere",
    "select from calculate_developer_workload('$betaRoot', 'dev@beta.com') where active_tickets > 0 or allocation_percentage > 0 or estimation_multiplier <> 1",
    "QU004",
  ],
  ["asks what is on somebody's desk elsewhere", "select from quad_desk('$betaRoot', 'dev@beta.com', now())", "QU004"],
  ["asks for everybody's load", "select from quad_workload(now(), '$beta', null, null, null)", "42501"],
  ["takes a snapshot elsewhere", "select quad_take_snapshot('$beta', current_date, null)", "42501"],
  [
    "asks for the path of a key elsewhere",
    "select resolve_integration_key_for_user('$betaBoss', '$betaRoot', 'github')",
    nothing,
  ],
  ["walks for a key elsewhere", "select quad_resolve_key('$beta', 'boss@beta.com', '$betaRoot', 'github')", nothing],
  [
    "walks for a key in a domain that is not its own",
    "select quad_resolve_key('$acme', 'chief@acme.com', '$theirs', 'github')",
    "QU003",
  ],
  ["walks step by step elsewhere", "select quad_key_walk('$beta', 'boss@beta.com', '$betaRoot', 'github')", nothing],
  [
    "says what it likes in the trail",
    "select quad_use_key('$acme', 'director@acme.com', '$mine', 'github', 'exec (approved)', '$me', 'x')",
    "QU002",
  ],
  ["asks for everybody's keys elsewhere", "select quad_effective_keys('$beta', 'below')", nothing],
  ["asks whether there are keys elsewhere", "select where quad_has_keys('$beta')", nothing],
  [
    "asks for everybody's keys where it neither invites nor manages keys",
    "select quad_effective_keys('$acme', 'below', '/acme/operations')",
    nothing,
  ],
  [
    "walks to the path of somebody's own key",
    `select from quad_key_walk('$acme', 'dev@acme.com', (select id from QUAD_domains where path = '/acme/engineering/web'), 'github')
     where vault_path = 'quad/acme/dev@acme.com' or source_path = '/acme' and vault_path is not null`,
    nothing,
  ],
  [
    "takes somebody's own key out of the vault",
    `select quad_use_key('$acme', 'dev@acme.com', (select id from QUAD_domains where path = '/acme/engineering/web'), 'github', 'exec', '$me', 'x')`,
    "QU003",
  ],
  ["makes an account for another's keys", "select quad_account_for_keys('$acme', 'dev@acme.com')", "QU003"],
  ["makes an account elsewhere", "select quad_account_for_keys('$beta', 'director@acme.com')", "QU003"],
  [
    "reads a path that is asked for elsewhere",
    "select where quad_approval_path((select id from QUAD_approval_workflows where domain_id = '$theirs')) is not null",
    nothing,
  ],
  [
    "is counted as using a key",
    "insert into QUAD_key_uses (domain_key_id, way, last_used_by_email) select id, 'exec', 'x' from QUAD_domain_integration_keys",
    "42501",
  ],
  [
    "says that another has changed a path",
    "update QUAD_domain_integration_keys set rotated_by_email = 'boss@acme.com' where domain_id = '$mine'",
    "42501",
  ],
  ["stops the counting of uses", "update QUAD_companies set counts_key_uses = false", "QU003"],
  ["asks who invites elsewhere", "select where quad_inviter('$beta') is not null", nothing],
  ["asks who administers elsewhere", "select quad_admin_of('$beta')", "42501"],
  ["makes partitions", "select quad_workload_month('2190-01-01')", "42501"],
  ["gives itself another login", "select quad_grant_login('$acme', 'boss@acme.com', 'mine', null)", "QU003"],
  ["gives a login elsewhere", "select quad_grant_login('$beta', 'boss@beta.com', 'mine', null)", "QU003"],
  ["resets another's password", "select quad_reset_login('$acme', 'chief@acme.com', null)", "QU003"],
  ["revokes another's login", "select quad_revoke_login('$acme', 'chief@acme.com')", "QU003"],
  ["calls a trigger's function", "select quad_login_goes()", "42501"],
  // what unique and foreign keys tell
  [
    "puts a domain under another company's",
    "insert into QUAD_domains (name, parent_domain_id) values ('mine', '$betaRoot')",
    "QU004",
  ],
  [
    "joins another company",
    "insert into QUAD_domain_members (domain_id, email, role) values ('$betaRoot', 'director@acme.com', 'QA')",
    "QU004",
  ],
  [
    "moves its membership to another company",
    "update QUAD_domain_members set domain_id = '$betaRoot' where email = 'director@acme.com'",
    "QU004",
  ],
  [
    "is invited by somebody of another company",
    "update QUAD_domain_members set invited_by = '$betaBoss' where email = 'director@acme.com'",
    "QU005",
  ],
  [
    "asks whether there is a ticket elsewhere",
    "insert into QUAD_itsm_tickets (domain_id, ticket_id, provider) values ('$betaRoot', 'JIRA-1', 'jira')",
    "42501",
  ],
  [
    "asks whether there is a key elsewhere",
    "insert into QUAD_domain_integration_keys (domain_id, tool_provider) values ('$betaRoot', 'github')",
    "QU004",
  ],
  [
    "moves its key to another's domain",
    "update QUAD_domain_integration_keys set domain_id = '$theirs' where domain_id = '$mine'",
    "QU003",
  ],
  [
    "sets a global key",
    "insert into QUAD_domain_integration_keys (domain_id, tool_provider) values ('$root', 'jira')",
    "QU003",
  ],
  [
    "gives somebody else a key",
    "insert into QUAD_user_integration_keys (user_id, tool_provider, vault_path) select id, 'jira', 'x' from QUAD_users where email = 'dev@acme.com'",
    "42501",
  ],
  [
    "asks in another's name",
    "insert into QUAD_integration_requests (company_id, tool_name, category, requested_by_email) values ('$acme', 'x', 'y', 'boss@acme.com')",
    "42501",
  ],
  [
    "has its own request released",
    "insert into QUAD_integration_requests (company_id, tool_name, category, requested_by_email, prod_released_at) values ('$acme', 'x', 'y', 'director@acme.com', now())",
    "42501",
  ],
  [
    "approves by hand",
    "update QUAD_approval_workflows set status = 'approved', decided_by_email = 'boss@acme.com', decided_at = now()",
    "42501",
  ],
  // secrets and the server
  ...[
    "select token from QUAD_sessions",
    "select s from QUAD_sessions s",
    "select id from QUAD_sessions where token like 't%'",
    "delete from QUAD_sessions returning token",
    "select vault_path from QUAD_approval_workflows",
    "select * from QUAD_approval_workflows",
    "select * from QUAD_audit_seals",
    "select * from pg_authid",
    "select * from pg_shadow",
    "select * from pg_statistic",
    "select pg_read_file('/etc/passwd')",
    "select pg_ls_dir('/')",
    "select lo_import('/etc/passwd')",
    "copy (select 1) to program 'id'",
    "copy (select 1) to '/tmp/x'",
    "copy QUAD_users from program 'id'",
    "begin; lock table QUAD_audit in access exclusive mode",
    "begin; lock table QUAD_install in share mode",
    "begin; lock table QUAD_people in share mode",
    "begin; lock table QUAD_companies in access exclusive mode",
    "select from QUAD_audit for update",
    "select from QUAD_install for update",
    "select pg_terminate_backend($chiefPid)",
    "select pg_cancel_backend($chiefPid)",
    "select from QUAD_workload_tracking_default",
    "select pg_reload_conf()",
  ].map((sql): Attack => [`server: ${sql}`, sql, "42501"]),
  ["reads what SCIM sent", "select from QUAD_scim_audit_log", nothing],
  ["reads where SCIM's token is", "select from QUAD_scim_config", nothing],
  ["reads others' keys", "select from QUAD_user_integration_keys where user_id <> '$me'", nothing],
  [
    "reads the keys above its domain",
    "select from QUAD_domain_integration_keys where domain_id in ('$root', '$theirs')",
    nothing,
  ],
  [
    "reads a path in the trail",
    "select from QUAD_audit where before::text like '%quad/%' or after::text like '%quad/%'",
    nothing,
  ],
  [
    "reads what the statistics know",
    "select from pg_stats where tablename like 'quad%' and most_common_vals::text like '%beta%'",
    nothing,
  ],
  ...["QUAD_users", "QUAD_organizations", "QUAD_audit", "QUAD_domains"].map(
    (table): Attack => [
      `has every row of ${table} told by a function in WHERE`,
      `${inPgTemp("tell(told text)", "if told ~ 'beta' then raise notice 'LEAK %', told; end if; return false", "boolean cost 0.0001")}
      select from ${table} t where pg_temp.tell(t::text)`,
      nothing,
    ],
  ),
];

const { attack } = attackedCompany();

test.each(attacks)("a DOMAIN_ADMIN %s", async (_what, text, ends) => {
  expect(await attack(text)).toEqual({ ended: ends, changed: false, leaked: [] });
});
