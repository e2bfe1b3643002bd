-- What a person sees. Each policy asks for the person's company or domains once a statement, in a subselect. What they may
-- change of what they see is decided by the triggers of access.sql, which also say why not; so a policy for writing only
-- keeps them within their company. Where there is no policy and no grant, there is nothing.

-- Every table, partitions included, which can be named as well.
do $$
declare
  t regclass;
  platform regrole;
begin
  for t in
    select c.oid from pg_class c
    where c.relnamespace = quote_ident(current_schema())::regnamespace and c.relkind in ('r', 'p') and c.relname like 'quad\_%'
  loop
    execute format('alter table %s enable row level security', t);
    execute format('revoke all on %s from quad_person', t);
    -- Not everybody's: where an earlier hand was generous, this takes it back.
    execute format('revoke all on %s from public', t);
    if not (select c.relispartition from pg_class c where c.oid = t) then
      execute format('grant select, insert, update, delete on %s to quad_platform', t);
      execute format('create policy quad_platform on %s to quad_platform using (true) with check (true)', t);
    end if;
  end loop;
  revoke insert, update, delete on QUAD_audit, QUAD_audit_seals, QUAD_logins from quad_platform;
  -- The history of the schema is the program's own, and not there yet where the rules are only tried out.
  foreach t in array array_remove(array[to_regclass('QUAD_migrations'), to_regclass('QUAD_rules')], null) loop
    execute format('revoke insert, update, delete on %s from quad_platform', t);
    execute format('grant select on %s to quad_person', t);
    execute format('create policy quad_person on %s for select to quad_person using (true)', t);
  end loop;
  execute format('revoke create on schema %I from public', current_schema());
  execute format('grant usage on schema %I to quad_person, quad_platform', current_schema());
  execute format('grant usage on all sequences in schema %I to quad_platform', current_schema());
  -- A role that an install's platform writes with, and that does not own the tables, goes on as it did.
  for platform in
    select distinct g.grantee
    from pg_class c, aclexplode(c.relacl) g
    where c.relnamespace = quote_ident(current_schema())::regnamespace and c.relname like 'quad\_%' and g.grantee <> 0
      and g.grantee not in (c.relowner, 'quad_person'::regrole, 'quad_platform'::regrole)
      and not pg_has_role(g.grantee, 'quad_platform', 'member')
  loop
    execute format('grant quad_platform to %s', platform);
  end loop;
end
$$;

-- What is the same for everybody.
grant select on QUAD_install, QUAD_plans, QUAD_sso_providers, QUAD_roles, QUAD_capabilities,
  QUAD_role_capabilities to quad_person;
create policy quad_person on QUAD_install for select to quad_person using (true);
create policy quad_person on QUAD_plans for select to quad_person using (true);
create policy quad_person on QUAD_sso_providers for select to quad_person using (true);
create policy quad_person on QUAD_roles for select to quad_person using (true);
create policy quad_person on QUAD_capabilities for select to quad_person using (true);
create policy quad_person on QUAD_role_capabilities for select to quad_person using (true);

-- The company, its tree and its people: all of it to all of its members.
grant select, update on QUAD_companies to quad_person;
create policy quad_person on QUAD_companies to quad_person using (id = (select quad_my_company()));
grant select on QUAD_seats, QUAD_people to quad_person;
create policy quad_person on QUAD_seats for select to quad_person using (company_id = (select quad_my_company()));
create policy quad_person on QUAD_people for select to quad_person using (company_id = (select quad_my_company()));
grant select, insert, update, delete on QUAD_users, QUAD_domains, QUAD_domain_members to quad_person;
create policy quad_person on QUAD_users to quad_person using (company_id = (select quad_my_company()));
create policy quad_person on QUAD_domains to quad_person using (company_id = (select quad_my_company()));
create policy quad_person on QUAD_domain_members to quad_person using (company_id = (select quad_my_company()));

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

-- Keys and what else leads to a secret: whoever may manage it.
grant select, insert, update, delete on QUAD_itsm_config, QUAD_domain_integration_keys, QUAD_user_integration_keys,
  QUAD_scim_config, QUAD_company_integrations to quad_person;
create policy quad_person on QUAD_itsm_config to quad_person
  using (domain_id in (select quad_my_domains('configure_agents')));
create policy quad_person on QUAD_domain_integration_keys to quad_person using (
  domain_id in (select quad_my_domains('manage_domain_keys'))
  and (domain_id in (select quad_my_domains('manage_global_keys'))
    or (select d.depth from QUAD_domains d where d.id = domain_id) > 0));
create policy quad_person on QUAD_user_integration_keys to quad_person using (
  user_id = (select u.id from QUAD_users u where u.company_id = quad_my_company() and u.email = quad_my_email())
  and exists (select quad_my_domains('manage_own_keys')));
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

-- Requests: one's own, and the company's to whoever approves requests anywhere in it.
grant select, insert on QUAD_integration_requests to quad_person;
create policy quad_person_sees on QUAD_integration_requests for select to quad_person using (
  company_id = (select quad_my_company())
  and (requested_by_email = (select quad_my_email()) or exists (select quad_my_domains('approve_request'))));
create policy quad_person_asks on QUAD_integration_requests for insert to quad_person with check (
  company_id = (select quad_my_company()) and requested_by_email = (select quad_my_email())
  and status = 'submitted' and exists (select quad_my_domains('request_integration')));

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
grant select, insert, update, delete on QUAD_organizations to quad_platform;

-- Functions are for those who are let in, not for whoever reaches the database.
do $$
declare
  f regprocedure;
begin
  for f in
    select p.oid from pg_proc p
    where p.pronamespace = quote_ident(current_schema())::regnamespace and p.proname ~ '^(quad_|calculate_developer_|resolve_integration_|extract_ticket_|update_domain_path|check_user_total)'
  loop
    execute format('revoke execute on function %s from public', f);
    execute format('grant execute on function %s to quad_person, quad_platform', f);
  end loop;
end
$$;
