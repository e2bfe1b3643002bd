-- The trail. What a statement changed is written in the same transaction, all its rows at once. Fields that lead to secrets
-- are left out; that one of them has changed is said.

-- Who is answerable in a company for what the owner's connection does as such: its QUAD_ADMIN.
create function quad_admin_of(of_company uuid) returns text
language sql stable security definer set search_path from current as $$
  select coalesce(
    (select u.email from QUAD_users u where u.id = quad_admin_user(of_company)),
    (select c.admin_email from QUAD_companies c where c.id = of_company),
    'owner')
$$;

-- Who is answerable for what is done now. The owner's connection is the program's where it names a command, and otherwise the
-- platform's. What the team does with requests of others (quad.request_by) is not done by those others' administrators.
create function quad_answerable(of_company uuid) returns text
language sql stable security definer set search_path from current as $$
  select coalesce(
    (select m.email from quad_me() m),
    case when nullif(current_setting('quad.command', true), '') is not null and quad_session_is_owner()
      then coalesce(nullif(current_setting('quad.request_by', true), ''), quad_admin_of(of_company)) end,
    'platform')
$$;

-- tg_argv[0]: the columns of the key. The statement is put together because what there is of the transition tables depends
-- on the event; offset 0 keeps a row from being turned into JSON once for each use of it.
create function quad_audit() returns trigger
language plpgsql security definer set search_path from current as $$
declare
  me record;
  command text := nullif(current_setting('quad.command', true), '');
  key text := (select string_agg(format('(c.j ->> %L)', k), ' || '' '' || ') from unnest(string_to_array(tg_argv[0], ',')) k);
begin
  select m.company_id, m.email, quad_session_is_owner() as owner into me from (select) always left join quad_me() m on true;
  execute format(
    $audit$
      with changed as (%s), placed as (
        select c.row_id, c.before, c.after,
          coalesce(
            (j.row ->> 'company_id')::uuid,
            case when $1 = 'quad_companies' then (j.row ->> 'id')::uuid end,
            (select d.company_id from QUAD_domains d where d.id = (j.row ->> 'domain_id')::uuid),
            (select u.company_id from QUAD_users u where u.id = (j.row ->> 'user_id')::uuid),
            $3) as company_id,
          case when $1 = 'quad_domains' then j.row ->> 'id' else j.row ->> 'domain_id' end::uuid as domain_id
        from changed c, lateral (select coalesce(c.after, c.before) as row) j
      ), answerable as materialized (
        select c.company_id, quad_answerable(c.company_id) as email
        from (select distinct p.company_id from placed p) c
      )
      insert into QUAD_audit
        (company_id, domain_id, table_name, row_id, action, actor, login, acting_as, command, transaction_id, before, after, created_at)
      select p.company_id, p.domain_id, $1, p.row_id, $2, a.email, session_user, $4, $5, txid_current(),
        p.before - $6::text[],
        p.after - $6::text[] || case when p.before is not null and exists (
            select from unnest($6::text[]) k where p.before -> k is distinct from p.after -> k)
          then jsonb_build_object('withheld', (
            select jsonb_agg(k) from unnest($6::text[]) k where p.before -> k is distinct from p.after -> k))
          else '{}' end,
        clock_timestamp()
      from placed p join answerable a on a.company_id is not distinct from p.company_id
    $audit$,
    case tg_op
      when 'INSERT' then format(
        'select %s as row_id, null::jsonb as before, c.j as after from (select to_jsonb(n) - ''valid_from'' as j from new_rows n offset 0) c', key)
      when 'DELETE' then format(
        'select %s as row_id, c.j as before, null::jsonb as after from (select to_jsonb(o) - ''valid_from'' as j from old_rows o offset 0) c', key)
      else format(
        'select r.* from (
           select %1$s as row_id, (array_agg(c.j) filter (where c.was))[1] as before, (array_agg(c.j) filter (where not c.was))[1] as after
           from (select true as was, to_jsonb(o) - ''valid_from'' as j from old_rows o union all select false, to_jsonb(n) - ''valid_from'' from new_rows n) c
           group by 1) r
         where r.before - ''updated_at'' is distinct from r.after - ''updated_at''', key)
    end)
  using tg_table_name, lower(tg_op), me.company_id, case when me.owner then me.email end, command, array['vault_path', 'former_vault_path', 'bearer_token_vault_path', 'token'];
  return null;
end
$$;

-- TRUNCATE shows no rows; that there was one is written down.
create function quad_audit_truncate() returns trigger
language plpgsql security definer set search_path from current as $$
begin
  insert into QUAD_audit (table_name, row_id, action, actor, login, command, transaction_id)
  values (tg_table_name, '*', 'truncate', 'platform', session_user, nullif(current_setting('quad.command', true), ''), txid_current());
  return null;
end
$$;

-- The tables that people are answerable for. What machines report (tickets, branches, sessions, downloads, a provider's own
-- log) and what is derived (ledgers, workload) is not among them.
do $$
declare
  t record;
begin
  for t in
    select * from (values
      ('QUAD_install', 'install_id'), ('QUAD_plans', 'plan'), ('QUAD_companies', 'id'), ('QUAD_users', 'id'),
      ('QUAD_domains', 'id'), ('QUAD_role_capabilities', 'role,capability'), ('QUAD_domain_members', 'id'),
      ('QUAD_itsm_config', 'id'), ('QUAD_approval_workflows', 'id'), ('QUAD_approval_rules', 'company_id,subject_type'),
      ('QUAD_scim_config', 'id'), ('QUAD_domain_integration_keys', 'id'), ('QUAD_user_integration_keys', 'id'),
      ('QUAD_integration_requests', 'id'), ('QUAD_company_integrations', 'id'), ('QUAD_logins', 'login'),
      ('QUAD_repositories', 'id'), ('QUAD_member_aliases', 'company_id,alias'),
      ('QUAD_patch_keys', 'key_id'), ('QUAD_patches', 'id'), ('QUAD_integrations', 'name'),
      ('QUAD_patch_indexes', 'source,key_id'), ('QUAD_request_settings', 'one'), ('QUAD_sla', 'plan,stage'),
      ('QUAD_customers', 'company_id'), ('QUAD_calendars', 'company_id'), ('QUAD_holidays', 'company_id,day')
    ) as audited (name, key)
  loop
    execute format(
      'create trigger quad_audit_insert after insert on %1$s referencing new table as new_rows
         for each statement execute function quad_audit(%2$L);
       create trigger quad_audit_update after update on %1$s referencing old table as old_rows new table as new_rows
         for each statement execute function quad_audit(%2$L);
       create trigger quad_audit_delete after delete on %1$s referencing old table as old_rows
         for each statement execute function quad_audit(%2$L);
       create trigger quad_audit_truncate after truncate on %1$s for each statement execute function quad_audit_truncate()',
      t.name, t.key);
  end loop;
end
$$;

-- Whether so much is unsealed that the next command should seal it. Whoever is not the owner does not seal.
create function quad_audit_is_due() returns boolean
language sql stable security definer set search_path from current as $$
  select quad_session_is_owner()
    and coalesce((select max(a.id) from QUAD_audit a), 0) - coalesce((select max(s.entry_id) from QUAD_audit_seals s), 0) >= 1000
$$;

create function quad_audit_is_sealed(entry bigint) returns boolean
language sql stable security definer set search_path from current as $$
  select exists (select from QUAD_audit_seals s where s.entry_id = entry)
$$;
