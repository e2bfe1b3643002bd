-- Approvals, in the app (spec, ITSM Integration: two approval methods). A request names a change in a domain; whoever may
-- approve requests there, and could make the change, decides, and it is carried out in the same transaction.
--
-- What people call runs as the owner and asks quad_require for them. What those call runs as its caller, so that
-- a person who calls it alone can do no more with it than without.

-- What needs an approval is not changed by a person directly.
create function quad_refuse_unapproved(wanted text) returns void
language plpgsql stable security definer set search_path from current as $$
declare
  company text;
begin
  select c.name into company
  from quad_me() me join QUAD_approval_rules r using (company_id) join QUAD_companies c on c.id = r.company_id
  where r.subject_type = wanted;
  if found then
    raise exception 'At %, % by approval only.', company, case wanted
        when 'role' then 'roles are given' when 'domain' then 'domains are created'
        when 'key' then 'integration keys are set' else 'integrations are requested' end
      using errcode = 'QU003', hint = 'Ask for it: ' || case wanted
        when 'role' then 'quad member add EMAIL --domain DOMAIN --role ROLE --ask'
        when 'domain' then 'quad domain create NAME --parent DOMAIN --ask'
        when 'key' then 'quad key set PROVIDER --domain DOMAIN --path PATH --ask'
        else 'quad request submit --tool NAME --category CATEGORY --team-size PEOPLE --ask' end;
  end if;
end
$$;

create function quad_integration_request_is_approved() returns trigger
language plpgsql stable set search_path from current as $$
begin
  if quad_is_person() then
    perform quad_refuse_unapproved('integration_request');
  end if;
  return null;
end
$$;

create trigger quad_0_insert_is_approved after insert on QUAD_integration_requests
  for each statement execute function quad_integration_request_is_approved();

-- Who asks and decides: the person that acts, and for the owner's connection as such the company's QUAD_ADMIN. Null in a
-- company that is not theirs, and for the platform.
create function quad_acts_as(of_company uuid) returns text
language sql stable security definer set search_path from current as $$
  select case
    when exists (select from quad_me()) then (select me.email from quad_me() me where me.company_id = of_company)
    when quad_session_is_owner() then quad_admin_of(of_company) end
$$;

create function quad_must(capability text, in_domain uuid, ending boolean default false) returns void
language plpgsql stable set search_path from current as $$
begin
  if exists (select from quad_me()) or not quad_session_is_owner() then
    perform quad_require(capability, in_domain, ending);
  end if;
end
$$;

create function quad_is_a_time(given text) returns boolean
language plpgsql stable set search_path from current as $$
begin
  perform given::timestamptz;
  return true;
exception
  when datetime_field_overflow or invalid_datetime_format then
    return false;
end
$$;

-- What a request says, in its one form: e-mails in small letters, what was left out filled in. Refuses what does not fit.
create function quad_subject(wanted text, particulars jsonb, key_path text) returns jsonb
language plpgsql stable set search_path from current as $$
declare
  address constant text := '^[a-z0-9.!#$%&''*+/=?^_`{|}~-]+@[a-z0-9-]+([.][a-z0-9-]+)*$';
  kinds constant jsonb := '{
    "role": {"email": "string", "role": "string", "from_role": "string", "status": "string", "allocation_percentage": "number",
      "is_primary_domain": "boolean"},
    "domain": {"name": "string", "display_name": "string", "admin": "string"},
    "key": {"tool_provider": "string", "inherit_from_parent": "boolean", "has_path": "boolean", "expires_at": "string",
      "grace_hours": "number"},
    "integration_request": {"tool_name": "string", "category": "string", "team_size": "number", "details": "string"}}';
  needed constant jsonb := '{"role": ["email", "role"], "domain": ["name"], "key": ["tool_provider"],
    "integration_request": ["tool_name", "category"]}';
  p jsonb := particulars;
  problem text;
begin
  if wanted is null or not kinds ? wanted then
    problem := format('%s is none of role, domain, key and integration_request', coalesce(quote_literal(left(wanted, 80)), 'nothing'));
  elsif p is null or jsonb_typeof(p) <> 'object' then
    problem := 'its particulars are not a JSON object';
  else
    p := jsonb_strip_nulls(p);
    select format('%s is not a %s', given.key, coalesce(kinds -> wanted ->> given.key, 'particular of a ' || wanted)) into problem
    from jsonb_each(p) given
    where jsonb_typeof(given.value) is distinct from kinds -> wanted ->> given.key order by given.key limit 1;
    problem := coalesce(problem, (
      select format('%s is missing', n) from jsonb_array_elements_text(needed -> wanted) n where not p ? n limit 1));
    problem := coalesce(problem, (
      select format('%s has to be one line of at most %s characters', given.key, most)
      from jsonb_each_text(p) given, lateral (select case given.key when 'details' then 500 else 200 end as most) m
      where jsonb_typeof(p -> given.key) = 'string'
        and (btrim(given.value) = '' or length(given.value) > most
          or translate(given.value, case given.key when 'details' then E'\n' else '' end, '') ~ '[[:cntrl:]]')
      order by given.key limit 1));
  end if;
  if problem is null and wanted = 'role' then
    p := p || jsonb_build_object('email', lower(p ->> 'email'));
    if not p ? 'from_role' then
      p := '{"status": "active", "allocation_percentage": 0, "is_primary_domain": false}' || p;
    end if;
    problem := case
      when p ->> 'email' !~ address then format('%s is not an e-mail address', p -> 'email')
      when (p ->> 'allocation_percentage')::numeric not between 0 and 100
        or round((p ->> 'allocation_percentage')::numeric, 2) <> (p ->> 'allocation_percentage')::numeric
        then 'allocation_percentage is 0 to 100 with at most two decimals'
      when p ? 'from_role' and p ? 'status' then 'a change of role leaves the status as it is'
      when p ->> 'status' not in ('active', 'pending') then 'status is active or pending' end;
    problem := coalesce(problem, (
      select format('%s is not a role', k.value) from jsonb_each(p) k
      where k.key in ('role', 'from_role') and not exists (select from QUAD_roles r where r.role = k.value #>> '{}')
      order by k.key desc limit 1));
  elsif problem is null and wanted = 'domain' then
    if p ? 'admin' then
      p := p || jsonb_build_object('admin', lower(p ->> 'admin'));
    end if;
    problem := case
      when p ->> 'name' !~ '^[a-z0-9]+(-[a-z0-9]+)*$' or length(p ->> 'name') > 63
        then 'name is small letters, digits and single hyphens between them, at most 63'
      when p ->> 'admin' !~ address then format('%s is not an e-mail address', p -> 'admin') end;
  elsif problem is null and wanted = 'key' then
    p := '{"inherit_from_parent": false}' || p
      || jsonb_build_object('has_path', key_path is not null, 'tool_provider', lower(p ->> 'tool_provider'));
    problem := case
      when key_path is null and p ?| array['expires_at', 'grace_hours'] then 'only a key with a path expires or is rotated'
      when (p ->> 'grace_hours')::numeric not between 0 and 8784 then 'grace_hours is 0 to 8784, a year'
      when p ->> 'expires_at' !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?Z$'
        or not quad_is_a_time(p ->> 'expires_at')
        then 'expires_at is a time such as 2027-01-31T00:00:00Z'
      when quad_looks_like_a_secret(key_path) then 'that is a key, not a path'
      when key_path is not null and (p ->> 'inherit_from_parent')::boolean then 'a key that is inherited has no path of its own'
      when key_path ~ '[[:cntrl:]]' or btrim(key_path) = '' or length(key_path) > 1000
        then 'the path has to be one line of at most 1,000 characters' end;
  elsif problem is null and wanted = 'integration_request' then
    problem := case
      when (p ->> 'team_size')::numeric not between 1 and 10000000 or trunc((p ->> 'team_size')::numeric) <> (p ->> 'team_size')::numeric
        then 'team_size is a number of people' end;
  end if;
  if problem is null and wanted <> 'key' and key_path is not null then
    problem := 'only a key has a path';
  end if;
  if problem is not null then
    raise exception 'That cannot be asked for: %.', problem using errcode = 'QU002';
  end if;
  return p;
end
$$;

-- The thing that is asked for: two pending requests in a domain never have the same.
create function quad_subject_key(wanted text, particulars jsonb) returns text
language sql immutable set search_path from current as $$
  select case wanted
    when 'role' then concat(particulars ->> 'email', ' ', particulars ->> 'from_role' || '>', particulars ->> 'role')
    when 'domain' then particulars ->> 'name'
    when 'key' then particulars ->> 'tool_provider'
    else lower(particulars ->> 'tool_name') end
$$;

-- What it takes to approve a request: to approve requests there, and what the change itself wants. A new primary
-- domain changes the former one as well.
create function quad_change_wants(in_domain uuid, wanted text, particulars jsonb)
returns table (domain_id uuid, capability text)
language sql stable set search_path from current as $$
  select in_domain, 'approve_request'
  union
  select in_domain, unnest(case wanted
    when 'role' then array['invite_user', quad_role_capability(particulars ->> 'role'),
      quad_role_capability(coalesce(particulars ->> 'from_role', particulars ->> 'role'))]
    when 'domain' then array['create_domain']
      || case when particulars ? 'admin' then array['invite_user', quad_role_capability('DOMAIN_ADMIN')] else '{}' end
    when 'key' then array[case (select d.depth from QUAD_domains d where d.id = in_domain)
      when 0 then 'manage_global_keys' else 'manage_domain_keys' end]
    else array['request_integration'] end)
  union
  select m.domain_id, unnest(array['invite_user', quad_role_capability(m.role)])
  from QUAD_domains d join QUAD_domain_members m using (company_id)
  where wanted = 'role' and particulars ? 'from_role' and particulars -> 'is_primary_domain' = 'true'
    and d.id = in_domain and m.email = particulars ->> 'email' and m.is_primary_domain
$$;

-- Refuses what could not be carried out: when it is asked for, and again when it is.
create function quad_refuse_impossible(in_domain uuid, wanted text, particulars jsonb) returns void
language plpgsql set search_path from current as $$
declare
  home QUAD_domains;
  who text := coalesce(particulars ->> 'email', particulars ->> 'admin');
  taken text;
begin
  select * into home from QUAD_domains d where d.id = in_domain;
  if home.archived_at is not null then
    raise exception '% is archived.', home.path
      using errcode = 'QU005', hint = format('Bring it back first: quad domain restore %s', substr(home.path, 2));
  end if;
  if wanted = 'domain' then
    select d.path into taken from QUAD_domains d where d.parent_domain_id = in_domain and d.name = particulars ->> 'name';
    if found then
      raise exception '% exists already.', taken
        using errcode = 'QU005', hint = format('See it: quad domain show %s', substr(taken, 2));
    end if;
  elsif wanted = 'role' then
    if not exists (
      select from QUAD_domain_members m
      where m.domain_id = in_domain and m.email = who and m.role = particulars ->> 'from_role') and particulars ? 'from_role'
    then
      raise exception '% is not % in %.', who, particulars ->> 'from_role', home.path
        using errcode = 'QU004', hint = format('See who is: quad member list --domain %s', substr(home.path, 2));
    end if;
    if particulars ->> 'role' is distinct from particulars ->> 'from_role' and exists (
      select from QUAD_domain_members m
      where m.domain_id = in_domain and m.email = who and m.role = particulars ->> 'role')
    then
      raise exception '% is % in % already.', who, particulars ->> 'role', home.path
        using errcode = 'QU005', hint = format('See it: quad member show %s', who);
    end if;
    if not particulars ? 'from_role' and particulars -> 'is_primary_domain' = 'true' and exists (
      select from QUAD_domain_members m
      where m.company_id = home.company_id and m.email = who and m.is_primary_domain)
    then
      raise exception '% has another primary domain.', who
        using errcode = 'QU005', hint = format('See it: quad member show %s', who);
    end if;
    if particulars ->> 'role' = 'QUAD_ADMIN' and home.depth > 0 then
      raise exception 'QUAD_ADMIN is given on a root, and % is not one.', home.path
        using errcode = 'QU005', hint = 'DOMAIN_ADMIN administers a domain and everything below it.';
    end if;
  end if;
end
$$;

-- Asks for a change: any active member of the company may. A request for the same thing that is pending is returned in
-- place of a second one. The path of a key is not given back.
create function quad_ask_for(in_domain uuid, wanted text, particulars jsonb, key_path text default null)
returns QUAD_approval_workflows
language plpgsql security definer set search_path from current as $$
declare
  home QUAD_domains;
  me text;
  said jsonb;
  thing text;
  asked QUAD_approval_workflows;
begin
  select * into home from QUAD_domains d where d.id = in_domain;
  me := quad_acts_as(home.company_id);
  if me is null then
    raise exception 'There is no domain % for %.', in_domain, coalesce(quad_my_email(), session_user) using errcode = 'QU004';
  end if;
  if exists (select from quad_me()) and not exists (
    select from QUAD_domain_members m join QUAD_domains d on d.id = m.domain_id
    where (m.company_id, m.email, m.status) = (home.company_id, me, 'active') and d.archived_at is null)
  then
    raise exception '% is an active member of no domain, and asks for nothing.', me
      using errcode = 'QU003', hint = format('Ask %s.', quad_admin_of(home.company_id));
  end if;
  said := quad_subject(wanted, particulars, key_path);
  thing := quad_subject_key(wanted, said);
  if wanted = 'integration_request' then
    perform quad_must('request_integration', in_domain);
  end if;
  perform quad_refuse_impossible(in_domain, wanted, said);
  loop
    update QUAD_approval_workflows w set status = 'expired'
    where (w.domain_id, w.subject_type, w.subject_key, w.status) = (in_domain, wanted, thing, 'pending')
      and w.expires_at <= clock_timestamp();
    insert into QUAD_approval_workflows
      (company_id, domain_id, subject_type, subject, subject_key, vault_path, requested_by_email, expires_at)
    values (home.company_id, in_domain, wanted, said, thing, key_path, me, current_timestamp + coalesce(
      (select r.valid_for from QUAD_approval_rules r where (r.company_id, r.subject_type) = (home.company_id, wanted)),
      interval '14 days'))
    on conflict (domain_id, subject_type, subject_key) where status = 'pending' do nothing
    returning * into asked;
    if not found then
      select * into asked from QUAD_approval_workflows w
      where (w.domain_id, w.subject_type, w.subject_key, w.status) = (in_domain, wanted, thing, 'pending');
      continue when not found; -- decided in this very moment
      if asked.subject <> said or asked.vault_path is distinct from key_path then
        raise exception '% has asked for the same with other particulars, and it is not decided yet.', asked.requested_by_email
          using errcode = 'QU005', hint = format('Have it withdrawn: quad approval cancel %s', left(asked.id::text, 8));
      end if;
    end if;
    asked.vault_path := null;
    return asked;
  end loop;
end
$$;

-- Who may approve a request, the nearest first. Nobody approves their own but who may approve any (spec, QUAD_ADMIN).
create function quad_approvers(approval uuid) returns table (email text)
language sql stable security definer set search_path from current as $$
  with asked as (
    select w.company_id, w.domain_id, w.requested_by_email, w.subject_type, w.subject
    from QUAD_approval_workflows w where w.id = approval and quad_sees_company(w.company_id)
  ), wanted as (
    select a.company_id, a.requested_by_email, w.domain_id, w.capability
    from asked a, quad_change_wants(a.domain_id, a.subject_type, a.subject) w
  )
  select c.email
  from wanted w join quad_effective_capabilities c using (company_id, domain_id, capability)
  where not c.dormant
  group by c.email
  having count(distinct (w.domain_id, w.capability)) = (select count(*) from wanted)
    and bool_or(c.email <> w.requested_by_email or w.capability = 'approve_request' and c.scope = 'company')
  order by max(c.through_path) filter (where w.capability = 'approve_request') desc, c.email
$$;

-- A request that the one who acts may know of, locked. Domains are put into the tree under its lock, which comes first.
create function quad_lock_approval(approval uuid) returns QUAD_approval_workflows
language plpgsql set search_path from current as $$
declare
  asked QUAD_approval_workflows;
begin
  perform pg_advisory_xact_lock_shared(1903522148, 2);
  select * into asked from QUAD_approval_workflows w
  where w.id = approval and quad_acts_as(w.company_id) is not null for update;
  if not found then
    raise exception 'There is no approval %.', approval using errcode = 'QU004', hint = 'See them: quad approval list';
  end if;
  return asked;
end
$$;

create function quad_refuse_closed(asked QUAD_approval_workflows) returns void
language plpgsql set search_path from current as $$
declare
  at_time constant text := 'YYYY-MM-DD HH24:MI "UTC"';
begin
  if asked.status <> 'pending' then
    raise exception '% was % % already.', left(asked.id::text, 8), asked.status,
        concat('by ' || asked.decided_by_email || ' ', 'on ', to_char(coalesce(asked.decided_at, asked.updated_at) at time zone 'UTC', at_time))
      using errcode = 'QU005', hint = format('See it: quad approval show %s', left(asked.id::text, 8));
  elsif asked.expires_at <= clock_timestamp() then
    raise exception '% has expired on %.', left(asked.id::text, 8), to_char(asked.expires_at at time zone 'UTC', at_time)
      using errcode = 'QU005', hint = 'It can be asked for again.';
  end if;
end
$$;

-- Makes the change. What somebody else takes, or takes away, in this moment is found out by trying again.
create function quad_carry_out(asked QUAD_approval_workflows) returns void
language plpgsql set search_path from current as $$
declare
  said jsonb := quad_subject(asked.subject_type, asked.subject, asked.vault_path);
  made record;
begin
  perform quad_refuse_impossible(asked.domain_id, asked.subject_type, said);
  if asked.subject_type = 'role' and said ? 'from_role' then
    update QUAD_domain_members m set is_primary_domain = false
    where said -> 'is_primary_domain' = 'true' and m.company_id = asked.company_id and m.email = said ->> 'email'
      and m.is_primary_domain and (m.domain_id, m.role) <> (asked.domain_id, said ->> 'from_role');
    update QUAD_domain_members m set
      role = said ->> 'role',
      allocation_percentage = coalesce((said ->> 'allocation_percentage')::numeric, m.allocation_percentage),
      is_primary_domain = coalesce((said ->> 'is_primary_domain')::boolean, m.is_primary_domain)
    where (m.domain_id, m.email, m.role) = (asked.domain_id, said ->> 'email', said ->> 'from_role');
    if not found then
      raise unique_violation;
    end if;
  elsif asked.subject_type = 'role' then
    insert into QUAD_domain_members (domain_id, email, role, status, allocation_percentage, is_primary_domain, invited_by)
    values (asked.domain_id, said ->> 'email', said ->> 'role', said ->> 'status', (said ->> 'allocation_percentage')::numeric,
      (said ->> 'is_primary_domain')::boolean,
      case said ->> 'status' when 'pending' then coalesce(
        (select u.id from QUAD_users u where (u.company_id, u.email) = (asked.company_id, asked.requested_by_email)),
        quad_inviter(asked.company_id)) end);
  elsif asked.subject_type = 'domain' then
    insert into QUAD_domains (name, display_name, parent_domain_id)
    values (said ->> 'name', said ->> 'display_name', asked.domain_id) returning id, depth into made;
    if said ? 'admin' then
      insert into QUAD_domain_members (domain_id, email, role)
      values (made.id, said ->> 'admin', case made.depth when 1 then 'DOMAIN_ADMIN' else 'SUBDOMAIN_ADMIN' end);
    end if;
  elsif asked.subject_type = 'key' then
    if (said ->> 'expires_at')::timestamptz <= clock_timestamp() then
      raise exception 'The % key that was asked for has expired by now.', said ->> 'tool_provider'
        using errcode = 'QU005', hint = 'It can be rejected, and asked for again.';
    end if;
    perform quad_put_key(asked.domain_id, said ->> 'tool_provider', asked.vault_path,
      (said ->> 'inherit_from_parent')::boolean, (said ->> 'expires_at')::timestamptz,
      (said ->> 'grace_hours')::double precision * interval '1 hour');
  else
    insert into QUAD_integration_requests (company_id, tool_name, category, team_size, details, requested_by_email)
    values (asked.company_id, said ->> 'tool_name', said ->> 'category', (said ->> 'team_size')::numeric, said ->> 'details',
      asked.requested_by_email);
  end if;
exception
  when unique_violation then
    raise serialization_failure using message = 'Somebody else has changed the same in this moment; it can be tried again.';
end
$$;

-- Approves a request and carries it out, or rejects it. Whatever refuses the change undoes the decision with it.
create function quad_decide(approval uuid, approve boolean, why text default null) returns QUAD_approval_workflows
language plpgsql security definer set search_path from current as $$
declare
  asked QUAD_approval_workflows := quad_lock_approval(approval);
  me text := quad_acts_as(asked.company_id);
  given constant text := nullif(btrim(why), '');
  may text;
begin
  if approve is null then
    raise exception 'A request is approved or rejected.' using errcode = 'QU002';
  end if;
  perform quad_must('approve_request', asked.domain_id, not approve);
  perform quad_refuse_closed(asked);
  if me = asked.requested_by_email then
    if exists (select from quad_me()) and not exists (
      select from quad_effective_capabilities c
      where (c.company_id, c.email, c.domain_id, c.capability, c.scope)
        = (asked.company_id, me, asked.domain_id, 'approve_request', 'company'))
    then
      select string_agg(a.email, ' or ') into may from (select * from quad_approvers(asked.id) limit 3) a;
      raise exception '% has asked for this, and nobody decides on their own request.', me
        using errcode = 'QU003', hint = coalesce(format(E'Ask %s.\n', may), '')
          || format('Withdraw it: quad approval cancel %s', left(asked.id::text, 8));
    end if;
    if given is null and approve then
      raise exception '% has asked for this, and approves their own request only with a reason.', me
        using errcode = 'QU002', hint = format('quad approval approve %s --reason TEXT', left(asked.id::text, 8));
    end if;
  end if;
  if given is null and not approve then
    raise exception 'A request is rejected with a reason.'
      using errcode = 'QU002', hint = format('quad approval reject %s --reason TEXT', left(asked.id::text, 8));
  end if;
  if length(given) > 1000 then
    raise exception 'A reason can have 1,000 characters, and this one has %.', length(given) using errcode = 'QU002';
  end if;
  if approve and asked.requested_by_email <> quad_admin_of(asked.company_id) and not exists (
    select from QUAD_domain_members m where (m.company_id, m.email, m.status) = (asked.company_id, asked.requested_by_email, 'active'))
  then
    raise exception '% is an active member of no domain any more, and nothing of theirs is approved.', asked.requested_by_email
      using errcode = 'QU005', hint = format('quad approval reject %s --reason TEXT', left(asked.id::text, 8));
  end if;
  if approve then
    perform quad_must(w.capability, w.domain_id)
    from (select * from quad_change_wants(asked.domain_id, asked.subject_type, asked.subject) c
          order by c.capability <> 'invite_user', c.capability) w;
  end if;
  update QUAD_approval_workflows w set
    status = case when approve then 'approved' else 'rejected' end,
    decided_by_email = me, decided_at = clock_timestamp(), reason = given,
    executed_at = case when approve then clock_timestamp() end
  where w.id = asked.id returning * into asked;
  if approve then
    perform quad_carry_out(asked);
  end if;
  asked.vault_path := null;
  return asked;
end
$$;

-- The path of a key that is asked for: to whoever has asked, and whoever manages keys there.
create function quad_approval_path(approval uuid) returns text
language sql stable security definer set search_path from current as $$
  select w.vault_path from QUAD_approval_workflows w
  where w.id = approval and w.subject_type = 'key'
    and (not exists (select from quad_me())
      or w.company_id = quad_my_company()
        and (w.requested_by_email = quad_my_email() or w.domain_id in (select quad_my_domains('manage_domain_keys', true))))
$$;

-- Withdraws a request: whoever has asked for it may, and whoever may decide on it.
create function quad_cancel_approval(approval uuid) returns QUAD_approval_workflows
language plpgsql security definer set search_path from current as $$
declare
  asked QUAD_approval_workflows := quad_lock_approval(approval);
begin
  if quad_acts_as(asked.company_id) <> asked.requested_by_email then
    perform quad_must('approve_request', asked.domain_id, true);
  end if;
  perform quad_refuse_closed(asked);
  update QUAD_approval_workflows w set status = 'cancelled' where w.id = asked.id returning * into asked;
  asked.vault_path := null;
  return asked;
end
$$;

-- What is pending follows a person to their new e-mail. Where the same is asked for under the new one already, that stays.
create function quad_approvals_follow_email(of_company uuid, old_email text, new_email text) returns void
language sql set search_path from current as $$
  update QUAD_approval_workflows a set
    subject = f.subject,
    subject_key = quad_subject_key(a.subject_type, f.subject),
    status = case when exists (
        select from QUAD_approval_workflows o
        where (o.domain_id, o.subject_type, o.subject_key, o.status)
          = (a.domain_id, a.subject_type, quad_subject_key(a.subject_type, f.subject), 'pending') and o.id <> a.id)
      then 'cancelled' else a.status end
  from (
    select w.id, w.subject || jsonb_build_object(k.field, new_email) as subject
    from QUAD_approval_workflows w
    join (values ('role', 'email'), ('domain', 'admin')) k (subject_type, field) using (subject_type)
    where w.company_id = of_company and w.status = 'pending' and w.subject ->> k.field = old_email) f
  where a.id = f.id and a.status = 'pending'
$$;
