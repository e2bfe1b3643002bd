-- What a person sees. Each policy asks for the person's company or domains once a statement, in a subselect. What they may
-- change of what they see is decided by the triggers of access.sql, which also say why not; so a policy for writing only
-- keeps them within their company. Where there is no policy and no grant, there is nothing.

-- Every table, partitions included, which can be named as well. A role that an install's platform works with, and that does
-- not own the tables, keeps the rights it was given on them, and no row is hidden from it.
do $$
declare
  t record;
  platform text;
begin
  select string_agg(g.role, ', ' order by g.role) into platform
  from (
    select 'quad_platform' as role
    union
    select a.grantee::regrole::text
    from pg_class c,
      lateral (select c.relacl union all select att.attacl from pg_attribute att where att.attrelid = c.oid) l (acl),
      aclexplode(l.acl) a
    where c.relnamespace = quote_ident(current_schema())::regnamespace and c.relname like 'quad\_%'
      and a.grantee not in (0, c.relowner) and not pg_has_role(a.grantee, 'quad_person', 'member')
  ) g;
  for t in
    select c.oid::regclass as name, c.relkind, c.relispartition from pg_class c
    where c.relnamespace = quote_ident(current_schema())::regnamespace and c.relkind in ('r', 'p', 'v') and c.relname like 'quad\_%'
  loop
    -- Not everybody's: where an earlier hand was generous, this takes it back.
    execute format('revoke all on %s from public, quad_person', t.name);
    if t.relkind = 'v' then
      continue;
    end if;
    execute format('alter table %s enable row level security', t.name);
    if not t.relispartition then
      execute format('grant select, insert, update, delete on %s to quad_platform', t.name);
      execute format('create policy quad_platform on %s to %s using (true) with check (true)', t.name, platform);
    end if;
  end loop;
  -- Patches, what they bring, whose signature is believed and which index was seen are the owner's: a platform that was broken into could
  -- let in more.
  revoke insert, update, delete on QUAD_audit, QUAD_audit_seals, QUAD_logins, QUAD_key_uses, QUAD_patch_keys, QUAD_patches, QUAD_integrations,
      QUAD_patch_indexes
    from quad_platform;
  -- The history of the schema is the program's own, and not there yet where the rules are only tried out.
  for t in
    select h.name from unnest(array[to_regclass('QUAD_migrations'), to_regclass('QUAD_rules')]) h (name) where h.name is not null
  loop
    execute format('revoke insert, update, delete on %s from quad_platform', t.name);
    execute format('grant select on %s to quad_person', t.name);
    execute format('create policy quad_person on %s for select to quad_person using (true)', t.name);
  end loop;
  execute format('revoke create on schema %I from public', current_schema());
  execute format('grant usage on schema %I to quad_person, quad_platform', current_schema());
  execute format('grant usage on all sequences in schema %I to quad_platform', current_schema());
  -- The rights on a view go with it when it is made again; they are those on its table.
  for t in
    select a.grantee::regrole as role, string_agg(a.privilege_type, ', ') as rights
    from pg_class c, aclexplode(c.relacl) a
    where c.oid = 'QUAD_companies'::regclass and a.privilege_type in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
    group by 1
  loop
    execute format('grant %s on QUAD_organizations to %s', t.rights, t.role);
  end loop;
end
$$;

-- What is the same for everybody.
grant select on QUAD_plans, QUAD_sso_providers, QUAD_roles, QUAD_capabilities, QUAD_role_capabilities, QUAD_integrations,
    QUAD_request_settings, QUAD_sla
  to quad_person;
-- How many companies there are is the vendor's business.
grant select (one, install_id, deployment_model, observed_since, created_at, updated_at) on QUAD_install to quad_person;
create policy quad_person on QUAD_install for select to quad_person using (true);
create policy quad_person on QUAD_plans for select to quad_person using (true);
create policy quad_person on QUAD_sso_providers for select to quad_person using (true);
create policy quad_person on QUAD_roles for select to quad_person using (true);
create policy quad_person on QUAD_capabilities for select to quad_person using (true);
create policy quad_person on QUAD_role_capabilities for select to quad_person using (true);
create policy quad_person on QUAD_integrations for select to quad_person using (true);
create policy quad_person on QUAD_request_settings for select to quad_person using (true);
create policy quad_person on QUAD_sla for select to quad_person using (true);

-- The company, its tree and its people: all of it to all of its members.
-- What triggers derive from the rest (a path, a link to an account) nobody writes, by whichever way they come.
grant select, update (name, admin_email, size, plan, counts_key_uses) on QUAD_companies to quad_person;
create policy quad_person on QUAD_companies to quad_person using (id = (select quad_my_company()));
grant select on QUAD_seats, QUAD_people to quad_person;
create policy quad_person on QUAD_seats for select to quad_person using (company_id = (select quad_my_company()));
create policy quad_person on QUAD_people for select to quad_person using (company_id = (select quad_my_company()));
grant select, insert, delete on QUAD_users, QUAD_domains, QUAD_domain_members to quad_person;
grant update (email, full_name, avatar_url, sso_provider, sso_subject) on QUAD_users to quad_person;
grant update (parent_domain_id, name, display_name, estimation_multiplier, full_load, branch_active_days, archived_at) on QUAD_domains to quad_person;
grant update (domain_id, email, role, status, allocation_percentage, is_primary_domain, invited_by)
  on QUAD_domain_members to quad_person;
create policy quad_person on QUAD_users to quad_person using (company_id = (select quad_my_company()));
create policy quad_person on QUAD_domains to quad_person using (company_id = (select quad_my_company()));
create policy quad_person on QUAD_domain_members to quad_person using (company_id = (select quad_my_company()));

-- What rights follow from is not written before it was looked at (access.sql): by one look a statement where all is well (whether
-- they may in the whole company, else where), by one a row for the sentence that refuses it.
create policy quad_person_adds on QUAD_users as restrictive for insert to quad_person with check (
  company_id = (select quad_my_company_where('manage_company')) or quad_may_become_user(company_id));
create policy quad_person_changes on QUAD_users as restrictive for update to quad_person using (true) with check (
  company_id = (select quad_my_company_where('manage_company')) or quad_may_become_user(company_id));
create policy quad_person_adds on QUAD_domains as restrictive for insert to quad_person with check (
  parent_domain_id is not null and company_id = (select quad_my_company_where('create_domain'))
  or parent_domain_id in (select quad_my_domains('create_domain'))
  or quad_may_become_domain(id, company_id, parent_domain_id, name, archived_at, path));
create policy quad_person_changes on QUAD_domains as restrictive for update to quad_person using (true) with check (
  parent_domain_id is not null and company_id = (select quad_my_company_where('create_domain'))
  or id in (select quad_my_domains_below('create_domain')) and parent_domain_id in (select quad_my_domains('create_domain'))
  or quad_may_become_domain(id, company_id, parent_domain_id, name, archived_at, path));
create policy quad_person_adds on QUAD_domain_members as restrictive for insert to quad_person with check (
  company_id = (select quad_my_company_where('invite_user')) and company_id = (select quad_my_company_where('assign_quad_admin_role'))
  or domain_id in (select quad_my_domains('invite_user'))
    and role not in ('QUAD_ADMIN', 'DOMAIN_ADMIN', 'SUBDOMAIN_ADMIN') and domain_id in (select quad_my_domains('assign_basic_role'))
  or quad_may_become_member(id, domain_id, email, role));
create policy quad_person_changes on QUAD_domain_members as restrictive for update to quad_person using (true) with check (
  company_id = (select quad_my_company_where('invite_user')) and company_id = (select quad_my_company_where('assign_quad_admin_role'))
  or domain_id in (select quad_my_domains('invite_user'))
    and role not in ('QUAD_ADMIN', 'DOMAIN_ADMIN', 'SUBDOMAIN_ADMIN') and domain_id in (select quad_my_domains('assign_basic_role'))
  or quad_may_become_member(id, domain_id, email, role));

-- Who works on what: whoever may view the activity there, and everybody their own.
grant select, insert, update, delete on QUAD_itsm_tickets, QUAD_branch_ticket_mapping to quad_person;
grant select on QUAD_workload_tracking to quad_person;
create policy quad_person on QUAD_itsm_tickets to quad_person using (
  domain_id in (select quad_my_domains('view_activity'))
  or assignee_email = (select quad_my_email()) and domain_id in (select quad_my_domains('view_own_workload')));
create policy quad_person on QUAD_branch_ticket_mapping to quad_person using (
  domain_id in (select quad_my_domains('view_activity'))
  or developer_email = (select quad_my_email()) and domain_id in (select quad_my_domains('view_own_workload')));
create policy quad_person on QUAD_workload_tracking for select to quad_person using (
  domain_id in (select quad_my_domains('view_activity'))
  or developer_email = (select quad_my_email()) and domain_id in (select quad_my_domains('view_own_workload')));

grant select on QUAD_ticket_versions, QUAD_branch_versions to quad_person;
create policy quad_person on QUAD_ticket_versions for select to quad_person using (
  domain_id in (select quad_my_domains('view_activity'))
  or assignee_email = (select quad_my_email()) and domain_id in (select quad_my_domains('view_own_workload')));
create policy quad_person on QUAD_branch_versions for select to quad_person using (
  domain_id in (select quad_my_domains('view_activity'))
  or developer_email = (select quad_my_email()) and domain_id in (select quad_my_domains('view_own_workload')));

-- What somebody is told: what is for them, and the company's to whoever manages it.
grant select on QUAD_outbox to quad_person;
create policy quad_person on QUAD_outbox for select to quad_person using (
  company_id = (select quad_my_company_where('manage_company'))
  or company_id = (select quad_my_company()) and recipient_email = (select quad_my_email()));
grant select on QUAD_outbox_attachments to quad_person;
create policy quad_person on QUAD_outbox_attachments for select to quad_person using (
  outbox_id in (select o.id from QUAD_outbox o));

-- Where branches come from: what one may view the activity of. Aliases say who is who, as members do.
grant select, insert, update, delete on QUAD_repositories, QUAD_member_aliases to quad_person;
create policy quad_person on QUAD_repositories to quad_person using (domain_id in (select quad_my_domains('view_activity')));
grant select, insert, update on QUAD_repository_scans to quad_person;
create policy quad_person on QUAD_repository_scans to quad_person
  using (repository_id in (select r.id from QUAD_repositories r))
  with check (repository_id in (select r.id from QUAD_repositories r where r.domain_id in (select quad_my_domains('configure_agents'))));
create policy quad_person on QUAD_member_aliases to quad_person using (company_id = (select quad_my_company()));

-- When the company works: everybody in it is to know when they are free.
grant select, insert, update, delete on QUAD_calendars, QUAD_holidays to quad_person;
create policy quad_person on QUAD_calendars to quad_person using (company_id = (select quad_my_company()));
create policy quad_person on QUAD_holidays to quad_person using (company_id = (select quad_my_company()));

-- Keys and what else leads to a secret: whoever may manage it.
grant select, insert, update, delete on QUAD_itsm_config, QUAD_scim_config, QUAD_company_integrations to quad_person;
-- Who changed a path is noted by a trigger.
grant select, delete on QUAD_domain_integration_keys, QUAD_user_integration_keys to quad_person;
grant insert (id, domain_id, tool_provider, vault_path, inherit_from_parent, expires_at),
  update (domain_id, tool_provider, vault_path, inherit_from_parent, expires_at, former_vault_path, former_until,
    former_expires_at)
  on QUAD_domain_integration_keys to quad_person;
grant insert (id, user_id, tool_provider, vault_path, expires_at),
  update (user_id, tool_provider, vault_path, expires_at, former_vault_path, former_until, former_expires_at)
  on QUAD_user_integration_keys to quad_person;
create policy quad_person on QUAD_itsm_config to quad_person
  using (domain_id in (select quad_my_domains('configure_agents', true)));
create policy quad_person on QUAD_domain_integration_keys to quad_person using (
  domain_id in (select quad_my_domains('manage_domain_keys', true)));
create policy quad_person on QUAD_user_integration_keys to quad_person using (
  user_id = (select u.id from QUAD_users u where u.company_id = quad_my_company() and u.email = quad_my_email())
  and exists (select quad_my_domains('manage_own_keys')));
-- Uses come by a function (keys.sql); they are shown with the key.
grant select on QUAD_key_uses to quad_person;
create policy quad_person on QUAD_key_uses for select to quad_person using (
  domain_key_id in (select k.id from QUAD_domain_integration_keys k)
  or user_key_id in (select k.id from QUAD_user_integration_keys k));
create policy quad_person on QUAD_company_integrations to quad_person
  using (company_id = (select quad_my_company_where('manage_global_keys')));
create policy quad_person on QUAD_scim_config to quad_person
  using (company_id = (select quad_my_company_where('manage_company')));

-- A provider's own record of what it sent, payloads and all.
grant select on QUAD_scim_audit_log to quad_person;
create policy quad_person on QUAD_scim_audit_log for select to quad_person
  using (company_id = (select quad_my_company_where('manage_company')));

-- Sessions and downloads: one's own, and the company's to whoever manages it. A token is for nobody.
grant select (id, user_id, last_activity_at, expires_at, created_at, updated_at), delete on QUAD_sessions to quad_person;
grant select on QUAD_agent_downloads to quad_person;
create policy quad_person on QUAD_sessions to quad_person using (user_id in (
  select u.id from QUAD_users u
  where u.company_id = (select quad_my_company_where('manage_company'))
    or u.company_id = (select quad_my_company()) and u.email = (select quad_my_email())));
create policy quad_person on QUAD_agent_downloads for select to quad_person using (user_id in (
  select u.id from QUAD_users u
  where u.company_id = (select quad_my_company_where('manage_company'))
    or u.company_id = (select quad_my_company()) and u.email = (select quad_my_email())));

-- Requests: one's own, and the company's to whoever asks for integrations or approves requests anywhere in it, so that nobody asks for
-- what was asked for. What becomes of one is written by functions (requests.sql).
grant select, insert (id, company_id, tool_name, category, team_size, details, requested_by_email) on QUAD_integration_requests
  to quad_person;
create policy quad_person_sees on QUAD_integration_requests for select to quad_person using (
  company_id = (select quad_my_company())
  and (requested_by_email = (select quad_my_email()) or exists (select quad_my_domains('request_integration'))
    or exists (select quad_my_domains('approve_request'))));
create policy quad_person_asks on QUAD_integration_requests for insert to quad_person with check (
  company_id = (select quad_my_company()) and requested_by_email = (select quad_my_email())
  and status = 'submitted' and created_at = current_timestamp
  and coalesce(estimated_release_date, started_at, beta_released_at, prod_released_at) is null
  and exists (select quad_my_domains('request_integration')));

grant select on QUAD_request_names, QUAD_request_events, QUAD_request_feedback, QUAD_request_attachments, QUAD_request_votes to quad_person;
create policy quad_person on QUAD_request_names for select to quad_person
  using (request_id in (select r.id from QUAD_integration_requests r));
create policy quad_person on QUAD_request_events for select to quad_person
  using (request_id in (select r.id from QUAD_integration_requests r));
create policy quad_person on QUAD_request_feedback for select to quad_person
  using (request_id in (select r.id from QUAD_integration_requests r));
create policy quad_person on QUAD_request_attachments for select to quad_person
  using (feedback_id in (select f.id from QUAD_request_feedback f));
create policy quad_person on QUAD_request_votes for select to quad_person
  using (request_id in (select r.id from QUAD_integration_requests r));

-- Approvals are asked for and decided by functions (approvals.sql). The path of a key is not shown.
grant select (id, company_id, domain_id, subject_type, subject, subject_key, method, status, requested_by_email,
  decided_by_email, decided_at, reason, itsm_ticket_id, expires_at, executed_at, created_at, updated_at)
  on QUAD_approval_workflows to quad_person;
create policy quad_person on QUAD_approval_workflows for select to quad_person using (
  company_id = (select quad_my_company())
  and (requested_by_email = (select quad_my_email()) or domain_id in (select quad_my_domains('approve_request'))));
grant select, insert, update, delete on QUAD_approval_rules to quad_person;
create policy quad_person on QUAD_approval_rules to quad_person using (company_id = (select quad_my_company()));

-- Logins: one's own, and the company's to whoever manages it. They come and go by functions (access.sql).
grant select on QUAD_logins to quad_person;
create policy quad_person on QUAD_logins for select to quad_person using (
  company_id = (select quad_my_company_where('manage_company'))
  or company_id = (select quad_my_company()) and email = (select quad_my_email()));

-- The trail: of the domains whose activity one may view, of the company to whoever manages it, and what one did oneself.
grant select on QUAD_audit to quad_person;
create policy quad_person on QUAD_audit for select to quad_person using (
  domain_id in (select quad_my_domains('view_activity'))
  or company_id = (select quad_my_company_where('manage_company'))
  or company_id = (select quad_my_company()) and actor = (select quad_my_email()));

-- A view reads as its owner (before Postgres 15 there is no other way), so it has to look who asks.
grant select on QUAD_organizations to quad_person;
