-- Who acts, and what they may do. One view decides (quad_effective_capabilities); everything else asks it: the checks on
-- what a person changes (below), the policies (policies.sql), the program.
--
-- A person works in a login of their own, a member of quad_person, or the owner's connection works as them: then it
-- has taken that role and named them in quad.actor, which nobody else's word is taken for. What triggers and functions
-- do on a person's behalf runs as the owner, and is not looked at again.
do $$
declare
  wanted text;
  -- Since Postgres 16 whoever makes a role is its member without being able to take it on.
  enough text := case when current_setting('server_version_num')::integer >= 160000 then 'set' else 'member' end;
begin
  foreach wanted in array array['quad_person', 'quad_platform'] loop
    begin
      if not exists (select from pg_roles r where r.rolname = wanted) then
        execute format('create role %I nologin', wanted);
      end if;
    exception
      when duplicate_object or unique_violation then
        null; -- another database of this server has made it in the same moment
    end;
  end loop;
  if not pg_has_role(current_user, 'quad_person', enough) then
    execute format('grant quad_person to %I', current_user);
  end if;
exception
  when insufficient_privilege then
    raise exception 'This install needs the roles quad_person and quad_platform, and % may not make or take them: %.',
        current_user, sqlerrm
      using errcode = 'QU003', hint = format(
        E'As a superuser, whichever is missing:\ncreate role quad_person nologin; create role quad_platform nologin;\n'
        'grant quad_person to %I with admin option', current_user);
end
$$;

create function quad_session_is_owner() returns boolean
language sql stable parallel safe set search_path from current as $$
  select pg_has_role(session_user, c.relowner, 'usage') from pg_class c where c.oid = 'QUAD_install'::regclass
$$;

-- Whether the statement is a person's: neither the owner's, nor the platform's, nor a trigger's on somebody's behalf.
create function quad_is_person() returns boolean
language sql stable parallel safe set search_path from current as $$
  select pg_has_role(current_user, 'quad_person', 'member') and not pg_has_role(current_user, c.relowner, 'usage')
  from pg_class c where c.oid = 'QUAD_install'::regclass
$$;

-- The person that acts; no row for the owner and the platform as such. A login that nobody has is a person without a name,
-- who may nothing.
create function quad_me() returns table (company_id uuid, email text)
language sql stable parallel safe security definer rows 1 set search_path from current as $$
  select split_part(s.actor, ' ', 1)::uuid, split_part(s.actor, ' ', 2)
  from (select nullif(current_setting('quad.actor', true), '') as actor) s
  where s.actor is not null and quad_session_is_owner()
  union all
  select l.company_id, l.email
  from (select pg_has_role(session_user, 'quad_person', 'member') and not quad_session_is_owner() as person) s
  left join QUAD_logins l on l.login = session_user::text collate "default" -- a name's own collation has no index
  where s.person
$$;

-- The company of the person that acts, while they have a membership in it.
create function quad_my_company() returns uuid
language sql stable parallel safe security definer set search_path from current as $$
  select me.company_id from quad_me() me
  where exists (select from QUAD_domain_members m where (m.company_id, m.email) = (me.company_id, me.email))
$$;

create function quad_my_email() returns text
language sql stable parallel safe security definer set search_path from current as $$
  select me.email from quad_me() me
$$;

-- Whether a statement's changes are looked at: a person's. Rows that go by a foreign key go as the owner, and since Postgres 18
-- the trigger of all rows that go then runs as the owner too; so what goes is looked at wherever a person stands behind it.
create function quad_is_looked_at(operation text) returns boolean
language sql stable set search_path from current as $$
  select quad_is_person() or operation = 'DELETE' and exists (select from quad_me())
$$;

-- spec, Role Hierarchy: which membership reaches which domain with which capability. A scope reaches the whole company, the
-- member's domain and all below it, or that domain alone; what is the member's own (self) is theirs in their domain and
-- below. A root's keys are global: managing one's domain does not reach them. dormant: the domain is archived, so that
-- nothing can be done there but look, and end what there is.
create view quad_reach as
select m.company_id, m.email, m.role, c.capability, c.scope, d.id as through_domain_id, d.path as through_path,
  t.id as domain_id, t.path, t.archived_at is not null and c.capability not like 'view\_%' as dormant,
  m.status, d.archived_at as through_archived_at
from QUAD_domain_members m
join QUAD_domains d on d.id = m.domain_id
join QUAD_role_capabilities c on c.role = m.role and c.allowed
join QUAD_domains t on t.company_id = m.company_id and (
  t.path = d.path
  or t.path > case c.scope when 'company' then '/' when 'subdomain' then d.path else d.path || '/' end
    and t.path < case c.scope when 'company' then '0' when 'subdomain' then d.path else d.path || '0' end)
where c.capability <> 'manage_domain_keys' or c.scope = 'company' or t.depth > 0;

-- Who has it: a pending member has none, nor has a role in an archived domain.
create view quad_effective_capabilities as
select r.company_id, r.email, r.role, r.capability, r.scope, r.through_domain_id, r.through_path, r.domain_id, r.path, r.dormant
from quad_reach r
where r.status = 'active' and r.through_archived_at is null;

-- Whether whoever asks may know who is who in a company: its own people while they have a membership, the owner, the platform.
create function quad_sees_company(of_company uuid) returns boolean
language sql stable security definer set search_path from current as $$
  select not exists (select from quad_me()) or coalesce(quad_my_company() = of_company, false)
$$;

-- Whether EMAIL may do CAPABILITY in DOMAIN.
create function quad_may(email text, capability text, domain uuid) returns boolean
language sql stable security definer set search_path from current as $$
  select exists (
    select from QUAD_domains d join quad_effective_capabilities c on c.domain_id = d.id and c.company_id = d.company_id
    where d.id = quad_may.domain and c.email = lower(quad_may.email) and c.capability = quad_may.capability and not c.dormant
      and quad_sees_company(d.company_id))
$$;

-- Who may do it in a domain, by which role where; and who could, were it not for what why_not says: pending, or archived.
create function quad_who_may(wanted text, in_domain uuid)
returns table (email text, role text, scope text, through_path text, why_not text)
language sql stable security definer set search_path from current as $$
  select r.email, r.role, r.scope, r.through_path,
    case when r.status = 'pending' then 'pending' when r.dormant or r.through_archived_at is not null then 'archived' end
  from QUAD_domains d join quad_reach r on r.domain_id = d.id and r.company_id = d.company_id
  where d.id = in_domain and r.capability = wanted and quad_sees_company(d.company_id)
$$;

-- What EMAIL may do in a company, by which role where.
create function quad_capabilities_of(of_company uuid, of_email text)
returns table (role text, capability text, scope text, through_path text)
language sql stable security definer set search_path from current as $$
  select distinct c.role, c.capability, c.scope, c.through_path
  from quad_effective_capabilities c
  where c.company_id = of_company and c.email = lower(of_email)
    and quad_sees_company(of_company)
$$;

-- Where the person that acts may do it, once a statement; with ending in archived domains as well, where it can be ended.
create function quad_my_domains(wanted text, ending boolean default false) returns setof uuid
language sql stable parallel safe security definer rows 1000 set search_path from current as $$
  select distinct c.domain_id
  from quad_me() me join quad_effective_capabilities c using (company_id, email)
  where c.capability = wanted and (ending or not c.dormant)
$$;

-- The domains directly under those.
create function quad_my_domains_below(wanted text) returns setof uuid
language sql stable parallel safe security definer rows 1000 set search_path from current as $$
  select d.id from QUAD_domains d where d.parent_domain_id in (select quad_my_domains(wanted))
$$;

-- The company of the person that acts, where they may do it in all of it.
create function quad_my_company_where(wanted text) returns uuid
language sql stable parallel safe security definer set search_path from current as $$
  select c.company_id
  from quad_me() me join quad_effective_capabilities c using (company_id, email)
  where c.capability = wanted and c.scope = 'company' limit 1
$$;

-- What somebody may do is looked up in the snapshot of their statement. One that a transaction keeps would show them roles
-- that they have lost since, for as long as they leave it open.
create function quad_require_a_new_snapshot() returns void
language plpgsql stable set search_path from current as $$
begin
  if current_setting('transaction_isolation') not in ('read committed', 'read uncommitted') then
    raise exception 'What people may do is decided in READ COMMITTED transactions only, and this one is %.',
      upper(current_setting('transaction_isolation')) using errcode = 'QU005';
  end if;
end
$$;

-- Refuses with a sentence what the person that acts may not do in a domain. ending: it only takes away, and so is
-- possible in an archived domain as well.
create function quad_require(wanted text, in_domain uuid, ending boolean default false) returns void
language plpgsql stable security definer set search_path from current as $$
declare
  me record;
  asked record;
  roles text;
  may text;
begin
  perform quad_require_a_new_snapshot();
  if exists (
    select from quad_me() me join quad_effective_capabilities c using (company_id, email)
    where c.domain_id = in_domain and c.capability = wanted and (ending or not c.dormant))
  then
    return;
  end if;
  select * into me from quad_me();
  select coalesce(c.title, wanted) as title, d.path, d.archived_at into asked
  from (select wanted as capability) w left join QUAD_capabilities c using (capability)
  left join QUAD_domains d on d.id = in_domain and d.company_id = quad_my_company();
  if asked.path is null then
    raise exception 'There is no domain % for %.', in_domain, coalesce(me.email, session_user) using errcode = 'QU004';
  end if;
  select string_agg(format('%s in %s', m.role, d.path), ', ' order by d.depth, d.path) into roles
  from QUAD_domain_members m join QUAD_domains d on d.id = m.domain_id
  where (m.company_id, m.email) = (me.company_id, me.email) and m.status = 'active';
  select string_agg(w.email, ' or ') into may
  from (select c.email from quad_effective_capabilities c
        where c.domain_id = in_domain and c.company_id = me.company_id and c.capability = wanted and not c.dormant
        group by c.email
        -- in the domain or above it, the nearest first; then elsewhere
        order by min(case when starts_with(asked.path || '/', c.through_path || '/') then -length(c.through_path) else 1 end), c.email
        limit 3) w;
  raise exception '% may not % in %.', me.email, asked.title, asked.path
    using errcode = 'QU003',
      detail = case when asked.archived_at is not null then format('%s is archived.', asked.path)
        else format('%s is %s.', me.email, coalesce(roles, 'an active member of no domain')) end,
      hint = case when asked.archived_at is not null then format('Bring it back first: quad domain restore %s', substr(asked.path, 2))
        else format(E'Ask %s.\nSee why: quad access can-i %s --domain %s', coalesce(may, 'whoever runs this install'), wanted,
          substr(asked.path, 2)) end;
end
$$;

-- The same for what belongs to a company and to no domain of it.
create function quad_require_in_company(wanted text, of_company uuid) returns void
language plpgsql stable security definer set search_path from current as $$
declare
  me record;
  may text;
begin
  perform quad_require_a_new_snapshot();
  if quad_my_company_where(wanted) = of_company then
    return;
  end if;
  select * into me from quad_me();
  select string_agg(distinct c.email, ' or ') into may
  from quad_effective_capabilities c
  where c.company_id = me.company_id and c.capability = wanted and c.scope = 'company';
  raise exception '% may not %.', coalesce(me.email, session_user),
      coalesce((select c.title from QUAD_capabilities c where c.capability = wanted), wanted)
    using errcode = 'QU003', hint = format('Ask %s.', coalesce(may, 'whoever runs this install'));
end
$$;

-- The capability that giving a role, or taking it, wants.
create function quad_role_capability(of_role text) returns text
language sql immutable set search_path from current as $$
  select case when of_role = 'QUAD_ADMIN' then 'assign_quad_admin_role'
    when of_role in ('DOMAIN_ADMIN', 'SUBDOMAIN_ADMIN') then 'assign_admin_role'
    else 'assign_basic_role' end
$$;

-- The checks are made after the statement, with all its rows, and by what was so before it: a STABLE function does not see the
-- changes of the statement that called it, so that nobody can give themselves the right to do what they are doing.
--
-- A function in a RETURNING clause comes before that, and sees what the statement has written. So what somebody's rights
-- follow from (a membership, a domain's place, an account's e-mail) is looked at before it is written as well: policies.sql asks
-- these for a row that is about to be. They refuse with the same sentences.
create function quad_may_become_member(member uuid, in_domain uuid, with_email text, with_role text) returns boolean
language plpgsql stable security definer set search_path from current as $$
begin
  if not exists (
    select from QUAD_domain_members m
    where (m.id, m.domain_id, m.email, m.role, m.status) = (member, in_domain, quad_my_email(), with_role, 'pending')
      and m.email = with_email)
  then
    perform quad_require('invite_user', in_domain), quad_require(quad_role_capability(with_role), in_domain);
  end if;
  return true;
end
$$;

create function quad_may_become_domain(
  changed uuid, in_company uuid, parent uuid, with_name text, with_archived_at timestamptz, with_path text) returns boolean
language plpgsql stable security definer set search_path from current as $$
declare
  was QUAD_domains;
  above uuid := parent;
begin
  select * into was from QUAD_domains d where d.id = changed and d.company_id = quad_my_company();
  if (was.id, was.parent_domain_id, was.name, was.archived_at)
    is not distinct from (changed, parent, with_name, with_archived_at)
  then
    perform quad_require('create_domain', changed, true);
    return true;
  end if;
  if parent is null then
    perform quad_require_in_company('create_root_domain', in_company);
    return true;
  end if;
  if was.parent_domain_id is not null then
    perform quad_require('create_domain', was.parent_domain_id, true);
  end if;
  -- a parent of the same statement is not seen here; it was looked at itself, and what was there before it answers for both
  if not exists (select from QUAD_domains d where d.id = parent) then
    above := (
      select d.id from QUAD_domains d
      where d.company_id = quad_my_company() and starts_with(with_path, d.path || '/') order by d.depth desc limit 1);
  end if;
  perform quad_require('create_domain', above, was.id is not null);
  return true;
end
$$;

create function quad_may_become_user(in_company uuid) returns boolean
language plpgsql stable security definer set search_path from current as $$
begin
  perform quad_require_in_company('manage_company', in_company);
  return true;
end
$$;

-- Members: who may invite there and give that role may add, change and remove. Accepting is the invited person's own.
create function quad_member_change_is_allowed() returns trigger
language plpgsql stable set search_path from current set plan_cache_mode = force_custom_plan as $$
declare
  touched uuid[];
  unlinked uuid[];
  given boolean := false;
  place record;
begin
  if not quad_is_looked_at(tg_op) then
    return null;
  end if;
  if tg_op = 'UPDATE' then
    touched := array(
      select c.id from (
        select id, domain_id, email, role, status, allocation_percentage, is_primary_domain, invited_by from new_rows
        except
        select id, domain_id, email, role, 'active', allocation_percentage, is_primary_domain, invited_by
        from old_rows where status = 'pending' and email = quad_my_email()) c);
    -- Where an account goes, what it was linked to is left as it is without it.
    unlinked := array(
      select c.id from (
        select id, domain_id, email, role, status, allocation_percentage, is_primary_domain from new_rows
        where user_id is null or invited_by is null
        intersect
        select id, domain_id, email, role, status, allocation_percentage, is_primary_domain from old_rows) c);
    given := exists (
      select id, domain_id, email, role from new_rows except select id, domain_id, email, role from old_rows);
    for place in
      select domain_id, role, id = any (unlinked) as ending from new_rows where id = any (touched)
      union
      select domain_id, role, id = any (unlinked) from old_rows where id = any (touched)
    loop
      perform quad_require('invite_user', place.domain_id, place.ending),
        quad_require(quad_role_capability(place.role), place.domain_id, place.ending);
    end loop;
  elsif tg_op = 'INSERT' then
    given := true;
    for place in select distinct domain_id, role from new_rows loop
      perform quad_require('invite_user', place.domain_id), quad_require(quad_role_capability(place.role), place.domain_id);
    end loop;
  else
    for place in select distinct domain_id, role from old_rows loop
      perform quad_require('invite_user', place.domain_id, true),
        quad_require(quad_role_capability(place.role), place.domain_id, true);
    end loop;
  end if;
  if given then
    perform quad_refuse_unapproved('role');
  end if;
  return null;
end
$$;

-- They are looked at before the person's other triggers: who may not, is told that and nothing else.
create trigger quad_member_0_insert_is_allowed after insert on QUAD_domain_members
  referencing new table as new_rows for each statement execute function quad_member_change_is_allowed();
create trigger quad_member_0_update_is_allowed after update on QUAD_domain_members
  referencing old table as old_rows new table as new_rows for each statement execute function quad_member_change_is_allowed();
create trigger quad_member_0_delete_is_allowed after delete on QUAD_domain_members
  referencing old table as old_rows for each statement execute function quad_member_change_is_allowed();

-- Domains: who may create domains under a domain shapes what is there: names, moves, archives and deletes its children. A
-- domain's own title and settings are its admin's. Roots are the QUAD_ADMIN's.
create function quad_domain_change_is_allowed() returns trigger
language plpgsql stable set search_path from current set plan_cache_mode = force_custom_plan as $$
declare
  d record;
begin
  if not quad_is_looked_at(tg_op) then
    return null;
  end if;
  if tg_op = 'INSERT' then
    for d in
      select distinct n.company_id, n.parent_domain_id from new_rows n
      -- what is put under a domain of the same statement was asked for with that
      where n.parent_domain_id is null or not n.parent_domain_id = any (array(select id from new_rows))
    loop
      if d.parent_domain_id is null then
        perform quad_require_in_company('create_root_domain', d.company_id);
      else
        perform quad_require('create_domain', d.parent_domain_id);
      end if;
    end loop;
    if exists (select from new_rows n where n.parent_domain_id is not null) then
      perform quad_refuse_unapproved('domain');
    end if;
  elsif tg_op = 'UPDATE' then
    for d in
      select distinct c.company_id, c.parent_domain_id from (
        (select id, company_id, parent_domain_id, name, archived_at from new_rows
         except select id, company_id, parent_domain_id, name, archived_at from old_rows)
        union all
        (select id, company_id, parent_domain_id, name, archived_at from old_rows
         except select id, company_id, parent_domain_id, name, archived_at from new_rows)) c
      -- what is archived with the domain above it was asked for there
      where c.parent_domain_id is null or not c.parent_domain_id = any (array(
        select a.id from (select id, archived_at from new_rows except select id, archived_at from old_rows) a))
    loop
      if d.parent_domain_id is null then
        perform quad_require_in_company('create_root_domain', d.company_id);
      else
        perform quad_require('create_domain', d.parent_domain_id, true);
      end if;
    end loop;
    for d in
      select c.id from (
        select id, display_name, estimation_multiplier from new_rows
        except select id, display_name, estimation_multiplier from old_rows) c
      union
      -- what is written as it was
      select c.id from (
        select id, company_id, parent_domain_id, name, archived_at from new_rows
        intersect select id, company_id, parent_domain_id, name, archived_at from old_rows) c
    loop
      perform quad_require('create_domain', d.id, true);
    end loop;
  else
    for d in
      select distinct o.company_id, o.parent_domain_id from old_rows o
      where o.parent_domain_id is null or not o.parent_domain_id = any (array(select id from old_rows))
    loop
      if d.parent_domain_id is null then
        perform quad_require_in_company('delete_root_domain', d.company_id);
      else
        perform quad_require('create_domain', d.parent_domain_id, true);
      end if;
    end loop;
  end if;
  return null;
end
$$;

create trigger quad_domain_0_insert_is_allowed after insert on QUAD_domains
  referencing new table as new_rows for each statement execute function quad_domain_change_is_allowed();
create trigger quad_domain_0_update_is_allowed after update on QUAD_domains
  referencing old table as old_rows new table as new_rows for each statement execute function quad_domain_change_is_allowed();
create trigger quad_domain_0_delete_is_allowed after delete on QUAD_domains
  referencing old table as old_rows for each statement execute function quad_domain_change_is_allowed();

-- What belongs to a domain wants one capability there, named by the trigger; a key of a root is a global one.
create function quad_change_in_domain_is_allowed() returns trigger
language plpgsql stable set search_path from current as $$
declare
  places uuid[];
  place uuid;
begin
  if not quad_is_looked_at(tg_op) then
    return null;
  end if;
  if tg_op <> 'DELETE' then
    places := array(select distinct n.domain_id from new_rows n);
  end if;
  if tg_op <> 'INSERT' then
    places := places || array(select distinct o.domain_id from old_rows o);
  end if;
  foreach place in array places loop
    if tg_argv[0] = 'manage_domain_keys' and (select d.depth from QUAD_domains d where d.id = place) = 0 then
      perform quad_require('manage_global_keys', place, tg_op = 'DELETE');
    else
      perform quad_require(tg_argv[0], place, tg_op = 'DELETE');
    end if;
  end loop;
  if tg_op = 'INSERT' and tg_table_name = 'quad_domain_integration_keys' then
    perform quad_refuse_unapproved('key');
  elsif tg_op = 'UPDATE' and tg_table_name = 'quad_domain_integration_keys' then
    -- That a former path is forgotten changes nobody's key.
    if exists (
      select domain_id, tool_provider, vault_path, inherit_from_parent, expires_at from new_rows
      except
      select domain_id, tool_provider, vault_path, inherit_from_parent, expires_at from old_rows)
    then
      perform quad_refuse_unapproved('key');
    end if;
  end if;
  return null;
end
$$;

-- What belongs to a company; tg_argv[1] is the column that says to which.
create function quad_change_in_company_is_allowed() returns trigger
language plpgsql stable set search_path from current as $$
declare
  companies text[] := '{}';
  company text;
begin
  if not quad_is_looked_at(tg_op) then
    return null;
  end if;
  if tg_op <> 'DELETE' then
    companies := array(select distinct to_jsonb(n) ->> tg_argv[1] from new_rows n);
  end if;
  if tg_op <> 'INSERT' then
    companies := companies || array(select distinct to_jsonb(o) ->> tg_argv[1] from old_rows o);
  end if;
  foreach company in array companies loop
    perform quad_require_in_company(tg_argv[0], company::uuid);
  end loop;
  return null;
end
$$;

do $$
declare
  t record;
begin
  for t in
    select * from (values
      ('QUAD_itsm_config', 'quad_change_in_domain_is_allowed', 'configure_agents', null),
      ('QUAD_itsm_tickets', 'quad_change_in_domain_is_allowed', 'configure_agents', null),
      ('QUAD_repositories', 'quad_change_in_domain_is_allowed', 'configure_agents', null),
      ('QUAD_branch_ticket_mapping', 'quad_change_in_domain_is_allowed', 'configure_agents', null),
      ('QUAD_domain_integration_keys', 'quad_change_in_domain_is_allowed', 'manage_domain_keys', null),
      ('QUAD_companies', 'quad_change_in_company_is_allowed', 'manage_company', 'id'),
      ('QUAD_users', 'quad_change_in_company_is_allowed', 'manage_company', 'company_id'),
      ('QUAD_scim_config', 'quad_change_in_company_is_allowed', 'manage_company', 'company_id'),
      ('QUAD_member_aliases', 'quad_change_in_company_is_allowed', 'manage_company', 'company_id'),
      ('QUAD_approval_rules', 'quad_change_in_company_is_allowed', 'manage_company', 'company_id'),
      ('QUAD_calendars', 'quad_change_in_company_is_allowed', 'manage_company', 'company_id'),
      ('QUAD_holidays', 'quad_change_in_company_is_allowed', 'manage_company', 'company_id'),
      ('QUAD_company_integrations', 'quad_change_in_company_is_allowed', 'manage_global_keys', 'company_id')
    ) as rules (name, function, capability, company_column)
  loop
    execute format(
      'create trigger quad_0_insert_is_allowed after insert on %1$s referencing new table as new_rows
         for each statement execute function %2$I(%3$L, %4$L);
       create trigger quad_0_update_is_allowed after update on %1$s referencing old table as old_rows new table as new_rows
         for each statement execute function %2$I(%3$L, %4$L);
       create trigger quad_0_delete_is_allowed after delete on %1$s referencing old table as old_rows
         for each statement execute function %2$I(%3$L, %4$L)',
      t.name, t.function, t.capability, coalesce(t.company_column, ''));
  end loop;
end
$$;

-- Logins. A person's Postgres login comes with its row and goes with it, whatever removes the row.
create function quad_login_comes() returns trigger
language plpgsql security definer set search_path from current as $$
begin
  if exists (select from pg_roles r where r.rolname = new.login) then
    raise exception 'This server has a role % already.', new.login
      using errcode = 'QU005', hint = format('Give the login another name: quad access grant %s --login NAME', new.email);
  end if;
  execute format('create role %I login nosuperuser nocreatedb nocreaterole noreplication nobypassrls in role quad_person', new.login);
  if current_schema() <> 'public' then
    execute format('alter role %I in database %I set search_path = %I', new.login, current_database(), current_schema());
  end if;
  return null;
exception
  when insufficient_privilege then
    raise exception 'The owner of this install, %, may not make logins.', current_user
      using errcode = 'QU003', hint = format(
        E'As a superuser:\nalter role %1$I createrole; grant quad_person to %1$I with admin option', current_user);
end
$$;

create trigger quad_login_comes after insert on QUAD_logins for each row execute function quad_login_comes();

create function quad_login_goes() returns trigger
language plpgsql security definer set search_path from current as $$
begin
  if old.login = session_user then
    raise exception 'This connection is the login % itself, which cannot end itself.', old.login
      using errcode = 'QU005', hint = 'Let somebody else revoke it, or do it over another connection.';
  end if;
  if exists (select from pg_roles r where r.rolname = old.login) then
    execute format('revoke quad_person from %I', old.login);
    execute format('alter role %I nologin', old.login);
    begin
      -- That cannot be taken back: a rehearsal leaves it.
      perform pg_terminate_backend(a.pid) from pg_stat_activity a
      where a.usename = old.login and a.datname = current_database() and a.pid <> pg_backend_pid()
        and current_setting('quad.rehearsal', true) is distinct from 'on';
    exception
      when insufficient_privilege then
        null; -- an owner that is no superuser: whoever is connected sees nothing any more
    end;
    begin
      execute format('drop role %I', old.login);
    exception
      when dependent_objects_still_exist then
        raise warning 'The login % owns something on this server and stays, without any right here and unable to log in.', old.login;
    end;
  end if;
  return null;
end
$$;

create trigger quad_login_goes after delete on QUAD_logins for each row execute function quad_login_goes();

create function quad_login_stays() returns trigger
language plpgsql set search_path from current as $$
begin
  raise exception 'A login keeps its name and its kind; revoke it and grant another.' using errcode = 'QU005';
end
$$;

create trigger quad_login_stays before update of login, kind on QUAD_logins
  for each row when ((old.login, old.kind) is distinct from (new.login, new.kind)) execute function quad_login_stays();

-- Gives a person a login: with a password (its SCRAM verifier), or without one, for a certificate or the cloud's IAM.
create function quad_grant_login(of_company uuid, of_email text, as_login text, verifier text) returns void
language plpgsql security definer set search_path from current as $$
begin
  if exists (select from quad_me()) or not quad_session_is_owner() then
    perform quad_require_in_company('manage_company', of_company);
  end if;
  if has_schema_privilege('quad_person', current_schema(), 'create') then
    raise exception 'Everybody who can log in may create things in the schema % of this database; with logins for people that is not safe.', current_schema()
      using errcode = 'QU005', hint = format('As its owner: revoke create on schema %I from public', current_schema());
  end if;
  insert into QUAD_users (company_id, email) values (of_company, of_email) on conflict do nothing;
  insert into QUAD_logins (login, company_id, email, kind)
  values (as_login, of_company, of_email, case when verifier is null then 'certificate' else 'password' end);
  if verifier is not null then
    if verifier !~ '^SCRAM-SHA-256[$][0-9]+:[A-Za-z0-9+/=]+[$][A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+$' then
      raise exception 'A password is handed over as its SCRAM-SHA-256 verifier.' using errcode = 'QU002';
    end if;
    execute format('alter role %I password %L', as_login, verifier);
  end if;
end
$$;

-- Gives a login another password.
create function quad_reset_login(of_company uuid, of_email text, verifier text) returns text
language plpgsql security definer set search_path from current as $$
declare
  found_login text := (select l.login from QUAD_logins l where (l.company_id, l.email) = (of_company, of_email) and l.kind = 'password');
begin
  if exists (select from quad_me() me where (me.company_id, me.email) is distinct from (of_company, of_email))
    or not exists (select from quad_me()) and not quad_session_is_owner() then
    perform quad_require_in_company('manage_company', of_company);
  end if;
  if found_login is not null and verifier ~ '^SCRAM-SHA-256[$][0-9]+:[A-Za-z0-9+/=]+[$][A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+$' then
    execute format('alter role %I password %L', found_login, verifier);
    return found_login;
  end if;
  return null;
end
$$;

create function quad_revoke_login(of_company uuid, of_email text) returns text
language plpgsql security definer set search_path from current as $$
declare
  gone text;
begin
  if exists (select from quad_me()) or not quad_session_is_owner() then
    perform quad_require_in_company('manage_company', of_company);
  end if;
  delete from QUAD_logins l where (l.company_id, l.email) = (of_company, of_email) returning l.login into gone;
  return gone;
end
$$;
