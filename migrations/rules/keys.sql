-- Which integration key applies to whom, and why. Keys are paths into a vault; what is at their end is never here.

-- Whether the one who acts may ask which key applies to somebody else: where they manage keys.
create function quad_may_ask_for_key(in_domain uuid) returns boolean
language plpgsql stable security definer set search_path from current as $$
begin
  perform quad_require('manage_domain_keys', in_domain);
  return true;
end
$$;

-- The walk for a key, keyed by (company, e-mail), step by step: the person's own (step 0), then the domain and everything above
-- it. The first step with a key applies, the first one with neither key nor pass-on blocks, and what comes after is shadowed.
-- Only an active member of the domain, or of one above it, gets a key, and none in a domain that is archived or lies below one that is:
-- the obstacle. No row where there is no such domain in that company. Paths are shown to who is answerable for them: what applies to
-- who asks and who manages keys there, what does not to who manages keys where it stands, a person's own to that person.
create function quad_key_walk(of_company uuid, of_email text, in_domain uuid, of_provider text)
returns table (
  step integer, key_source text, source_domain_id uuid, source_path text, outcome text, obstacle text,
  key_id uuid, vault_path text, former_vault_path text, expires_at timestamptz)
language sql stable security definer rows 8 set search_path from current as $$
  with recursive walk as (
    select 1 as step, d.id, d.parent_domain_id, d.depth, d.path, d.archived_at
    from QUAD_domains d where d.id = in_domain and d.company_id = of_company
    union all
    select w.step + 1, d.id, d.parent_domain_id, d.depth, d.path, d.archived_at
    from walk w join QUAD_domains d on d.id = w.parent_domain_id
  ), asked as (
    select me.email as by_email, me.person is null as by_install,
      case
        when exists (select from walk w where w.archived_at is not null) then 'archived'
        when m.active then null
        when m.active is null then 'no_member'
        else 'pending' end as obstacle
    from (select) always
    left join (select true as person, * from quad_me()) me on true
    cross join (
      select bool_or(m.status = 'active') as active from QUAD_domain_members m
      where m.domain_id in (select w.id from walk w) and m.company_id = of_company and m.email = of_email) m
    where exists (select from walk)
      and case
        when me.person is null then true
        when quad_my_company() is distinct from of_company then false
        when me.email = of_email then true
        else quad_may_ask_for_key(in_domain) end
  ), found as (
    select 0 as step, 'user' as key_source, null::uuid as domain_id, null::text as path, k.id, k.vault_path,
      case when k.former_until > current_timestamp then k.former_vault_path end as former_vault_path, k.expires_at,
      case when k.id is null then 'nothing' else 'key' end as what
    from (select) always
    left join (
      select k.* from QUAD_user_integration_keys k join QUAD_users u on u.id = k.user_id
      where u.company_id = of_company and u.email = of_email and k.tool_provider = lower(btrim(of_provider))) k on true
    union all
    select w.step, case w.depth when 0 then 'root' when 1 then 'domain' else 'subdomain' end, w.id, w.path,
      k.id, k.vault_path, case when k.former_until > current_timestamp then k.former_vault_path end, k.expires_at,
      case when k.id is null then 'nothing' when k.inherit_from_parent then 'passed_on' when k.vault_path is null then 'block' else 'key' end
    from walk w
    left join QUAD_domain_integration_keys k on k.domain_id = w.id and k.tool_provider = lower(btrim(of_provider))
  ), judged as (
    select f.*, min(f.step) filter (where f.what in ('key', 'block')) over () as decided_at from found f
  ), told as (
    select j.*, a.obstacle,
      case
        when a.by_install then true
        when j.step = 0 then a.by_email = of_email and exists (select quad_my_domains('manage_own_keys'))
        when j.step = j.decided_at and a.obstacle is null then true
        else j.domain_id in (select quad_my_domains('manage_domain_keys', true)) end as with_path
    from judged j cross join asked a
  )
  select t.step, t.key_source, t.domain_id, t.path,
    case
      when t.what in ('nothing', 'passed_on') then t.what
      when t.step > t.decided_at then 'shadowed'
      when t.what = 'block' then 'blocked'
      when t.obstacle is not null then 'withheld'
      else 'applies' end,
    t.obstacle, t.id, case when t.with_path then t.vault_path end, case when t.with_path then t.former_vault_path end, t.expires_at
  from told t
  order by t.step
$$;

-- The end of the walk: the key that applies. No row when nothing does.
create function quad_resolve_key(of_company uuid, of_email text, in_domain uuid, of_provider text)
returns table (key_source text, source_domain_id uuid, vault_path text)
language sql stable set search_path from current as $$
  select w.key_source, w.source_domain_id, w.vault_path
  from quad_key_walk(of_company, of_email, in_domain, of_provider) w where w.outcome = 'applies'
$$;

-- spec, Key Database Functions 5: "Walks up hierarchy to find effective integration key".
create function resolve_integration_key_for_user(user_id uuid, domain_id uuid, tool_provider text)
returns table (key_source text, source_domain_id uuid, vault_path text)
language sql stable set search_path from current as $$
  select r.*
  from QUAD_users u,
    quad_resolve_key(u.company_id, u.email, resolve_integration_key_for_user.domain_id,
      resolve_integration_key_for_user.tool_provider) r
  where u.id = resolve_integration_key_for_user.user_id
$$;

-- The same for everybody at once: a row for each person, domain and tool to whom a key applies there, and one without a tool where
-- none does. What a domain passes on goes
-- down the tree level by level, whoever works there. reach: in the domains where they are members ('memberships'), or in everything
-- below those as well ('below'). under_path, of_provider and of_email narrow it. A person is told of themselves, and of those whom
-- they invite or whose keys they manage.
create function quad_effective_keys(
  of_company uuid, reach text, under_path text default null, of_provider text default null, of_email text default null)
returns table (
  email text, domain_id uuid, path text, tool_provider text, key_source text, source_path text, key_id uuid, expires_at timestamptz)
language plpgsql stable security definer rows 100000
set search_path from current set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
begin
  return query
  with recursive live as (
    select d.id, d.parent_domain_id, d.path, d.depth from QUAD_domains d
    where d.company_id = of_company and d.parent_domain_id is null and d.archived_at is null
    union all
    select d.id, d.parent_domain_id, d.path, d.depth from live l join QUAD_domains d on d.parent_domain_id = l.id
    where d.archived_at is null
      and (under_path is null or d.path = under_path or starts_with(d.path, under_path || '/') or starts_with(under_path, d.path || '/'))
  ), own as materialized (
    select k.id, k.domain_id, k.tool_provider, k.vault_path is null as blocked, k.expires_at,
      case l.depth when 0 then 'root' when 1 then 'domain' else 'subdomain' end as key_source, l.path as source_path
    from live l join QUAD_domain_integration_keys k on k.domain_id = l.id
    where not k.inherit_from_parent and (of_provider is null or k.tool_provider = lower(btrim(of_provider)))
  ), spread as (
    select o.domain_id, o.tool_provider, o.id as key_id from own o
    union all
    select l.id, s.tool_provider, s.key_id from spread s join live l on l.parent_domain_id = s.domain_id
    where not exists (select from own o where o.domain_id = l.id and o.tool_provider = s.tool_provider)
  ), above as (
    select l.id, l.path, l.id as above_id, l.parent_domain_id from live l
    where under_path is null or l.path = under_path or starts_with(l.path, under_path || '/')
    union all
    select a.id, a.path, l.id, l.parent_domain_id from above a join live l on l.id = a.parent_domain_id where reach = 'below'
  ), people as (
    select distinct m.email, a.id as domain_id, a.path
    from QUAD_domain_members m join above a on a.above_id = m.domain_id
    where m.company_id = of_company and m.status = 'active'
      and (of_email is null or m.email = of_email)
      and (not exists (select from quad_me())
        or m.company_id = quad_my_company() and (
          m.email = quad_my_email()
          or a.id in (select quad_my_domains('manage_domain_keys')) or a.id in (select quad_my_domains('invite_user'))))
  ), personal as materialized (
    select u.email, k.tool_provider, k.id, k.expires_at
    from QUAD_user_integration_keys k join QUAD_users u on u.id = k.user_id
    where u.company_id = of_company and (of_provider is null or k.tool_provider = lower(btrim(of_provider))) and (of_email is null or u.email = of_email)
  )
  select p.email, p.domain_id, p.path, k.tool_provider, 'user', null, k.id, k.expires_at
  from people p join personal k using (email)
  union all
  select p.email, p.domain_id, p.path, s.tool_provider, o.key_source, o.source_path, o.id, o.expires_at
  from people p join spread s using (domain_id) join own o on o.id = s.key_id
  where not o.blocked
    and not exists (select from personal k where k.email = p.email and k.tool_provider = s.tool_provider)
  union all
  select p.email, p.domain_id, p.path, null, null, null, null, null
  from people p
  where not exists (select from personal k where k.email = p.email)
    and not exists (select from spread s join own o on o.id = s.key_id where s.domain_id = p.domain_id and not o.blocked);
end
$$;

-- Whether a company has any keys, so that a change of its tree or people can be one of keys.
create function quad_has_keys(of_company uuid) returns boolean
language sql stable security definer set search_path from current as $$
  select quad_sees_company(of_company) and (
    exists (select from QUAD_domain_integration_keys k join QUAD_domains d on d.id = k.domain_id where d.company_id = of_company)
    or exists (select from QUAD_user_integration_keys k join QUAD_users u on u.id = k.user_id where u.company_id = of_company))
$$;

-- What is a key and no path to one: the tokens that are known by their beginnings, and what alternates between capitals, small
-- letters and digits as only random text does. It never reaches this far from the program, which looks for the same before it sends
-- anything (src/vault/secret.ts); a test holds the two together.
create function quad_looks_like_a_secret(given text) returns boolean
language sql immutable set search_path from current as $$
  select given ~ '(^|[^A-Za-z0-9])(gh[opusr]_|github_pat_|glpat-|xox[a-z]-|xapp-|-----BEGIN|(AKIA|ASIA)[A-Z0-9]{12}|eyJ[A-Za-z0-9_-]{8,}[.]|(sk-|[sr]k_(live|test)_|SG[.]|AIza|ya29[.]|npm_|pypi-|dop_v1_|lin_(api|oauth)_|ATATT3|figd_|PMAK-|hf_|sq0[a-z]{3}-|hv[sbr][.]|gl[a-z]{2,4}-)[A-Za-z0-9_-]{12,})'
    or exists (
      select from regexp_split_to_table(
          regexp_replace(given, '^vault://[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(/|$)', ''), E'[ \t\n\r\f\v]+') as word,
        lateral (select length(regexp_replace(word, '[^A-Za-z0-9]', '', 'g')) as letters) l,
        lateral (
          select (select count(*) from regexp_matches(word, '[a-z][0-9]|[A-Z][0-9]', 'g'))
            + (select count(*) from regexp_matches(word, '[0-9][A-Za-z]', 'g'))
            + (select count(*) from regexp_matches(word, '[A-Z][A-Z][a-z]', 'g'))
            + (select count(*) from regexp_matches(word, '[a-z][A-Z]', 'g')) / 2.0 as turns) t
      where l.letters >= 20 and t.turns >= 0.2 * l.letters)
$$;

-- A path is looked at before it is stored, and who changes one is noted. The refusal does not repeat what it refuses.
create function quad_key_is_a_path() returns trigger
language plpgsql set search_path from current as $$
declare
  of_company uuid;
begin
  new.tool_provider := lower(btrim(new.tool_provider));
  -- A policy would refuse it too (policies.sql), without a sentence.
  if tg_table_name = 'quad_domain_integration_keys' and quad_is_person() then
    perform quad_require(case (select d.depth from QUAD_domains d where d.id = new.domain_id)
      when 0 then 'manage_global_keys' else 'manage_domain_keys' end, new.domain_id);
  end if;
  if quad_looks_like_a_secret(new.vault_path) or quad_looks_like_a_secret(new.former_vault_path) then
    raise exception 'That is a key, not a path: a key for % stays in Vaultwarden, and its path is kept here.', new.tool_provider
      using errcode = 'QU002', hint = 'Put it into Vaultwarden, and revoke it where it was issued: it may be in a log by now.';
  end if;
  new.rotated_at := null;
  new.rotated_by_email := null;
  if tg_op = 'UPDATE' then
    new.rotated_at := old.rotated_at;
    new.rotated_by_email := old.rotated_by_email;
    if new.vault_path <> old.vault_path then
      if tg_table_name = 'quad_domain_integration_keys' then
        of_company := (select d.company_id from QUAD_domains d where d.id = new.domain_id);
      else
        of_company := (select u.company_id from QUAD_users u where u.id = new.user_id);
      end if;
      new.rotated_at := current_timestamp;
      new.rotated_by_email := quad_answerable(of_company);
    end if;
  end if;
  return new;
end
$$;

create trigger quad_key_is_a_path before insert or update on QUAD_domain_integration_keys
  for each row execute function quad_key_is_a_path();
create trigger quad_key_is_a_path before insert or update on QUAD_user_integration_keys
  for each row execute function quad_key_is_a_path();

-- Sets what a domain has for a tool: a key (a path), a block (no path), or to pass on. With a grace the path that was there is kept
-- for so long as the former one; where the path stays, so does the one before it. Runs as its caller.
create function quad_put_key(
  in_domain uuid, of_provider text, at_path text, passes_on boolean, ends timestamptz, grace interval) returns uuid
language sql set search_path from current as $$
  insert into QUAD_domain_integration_keys as k (domain_id, tool_provider, vault_path, inherit_from_parent, expires_at)
  values (in_domain, of_provider, at_path, passes_on, ends)
  on conflict (domain_id, tool_provider) do update set
    vault_path = excluded.vault_path, inherit_from_parent = excluded.inherit_from_parent, expires_at = excluded.expires_at,
    former_vault_path = case
      when k.vault_path = excluded.vault_path then k.former_vault_path
      when grace > interval '0' and excluded.vault_path is not null then k.vault_path end,
    former_until = case
      when k.vault_path = excluded.vault_path then k.former_until
      when grace > interval '0' and excluded.vault_path is not null and k.vault_path is not null then current_timestamp + grace end,
    former_expires_at = case
      when k.vault_path = excluded.vault_path then k.former_expires_at
      when grace > interval '0' and excluded.vault_path is not null then k.expires_at end
  returning k.id
$$;

-- A person's own keys are managed by that person, and by the install.
create function quad_require_own_keys(of_company uuid, of_email text) returns void
language plpgsql stable security definer set search_path from current as $$
begin
  if exists (select from quad_me() me where (me.company_id, me.email) is distinct from (of_company, of_email)) then
    raise exception 'The keys of % are theirs alone to manage.', of_email using errcode = 'QU003',
      hint = format('%s can do it in their own login, and whoever runs this install can.', of_email);
  end if;
end
$$;

-- The account that a person's own keys hang on, made where there is none yet: by the install, and for themselves.
create function quad_account_for_keys(of_company uuid, of_email text) returns uuid
language plpgsql security definer set search_path from current as $$
begin
  perform quad_require_own_keys(of_company, of_email);
  if exists (select from quad_me()) and not exists (select quad_my_domains('manage_own_keys')) then
    raise exception '% is an active member of no domain, and has no keys.', of_email using errcode = 'QU003',
      hint = format('Ask %s.', quad_admin_of(of_company));
  end if;
  if not exists (select from QUAD_domain_members m where (m.company_id, m.email) = (of_company, of_email))
    and not exists (select from QUAD_users u where (u.company_id, u.email) = (of_company, of_email))
  then
    raise exception '% is neither a member nor a user.', of_email using errcode = 'QU004', hint = 'See who is: quad member list';
  end if;
  insert into QUAD_users (company_id, email) values (of_company, of_email) on conflict do nothing;
  return (select u.id from QUAD_users u where (u.company_id, u.email) = (of_company, of_email));
end
$$;

-- Records that the one who acts takes a key out of the vault for somebody: their own, else one of a domain, where they manage keys; never
-- another person's own. It is looked at again here whether it is still the key that applies.
create function quad_use_key(
  of_company uuid, of_email text, in_domain uuid, of_provider text, in_way text, expected_key uuid, expected_path text) returns void
language plpgsql security definer set search_path from current as $$
declare
  key record;
  me text := quad_answerable(of_company);
begin
  if in_way is null or in_way not in ('exec', 'reveal') then
    raise exception 'A key is used by exec or reveal.' using errcode = 'QU002';
  end if;
  select * into key from quad_key_walk(of_company, of_email, in_domain, of_provider) w where w.outcome = 'applies';
  if key.vault_path is null or key.key_source = 'user' and me <> of_email then
    raise exception 'No % key applies to % there that % may use.', of_provider, of_email, me using errcode = 'QU003';
  end if;
  -- Who takes the key away waits; who has, is seen.
  if key.key_source = 'user' then
    perform from QUAD_user_integration_keys k where k.id = key.key_id for key share;
  else
    perform from QUAD_domain_integration_keys k where k.id = key.key_id for key share;
  end if;
  if not found or key.key_id is distinct from expected_key
    or expected_path is distinct from key.vault_path and expected_path is distinct from key.former_vault_path
    or expected_path is null
  then
    raise exception 'Somebody else has changed the % key in this moment.', of_provider using errcode = 'QU005', hint = 'Run it again.';
  end if;
  insert into QUAD_audit
    (company_id, domain_id, table_name, row_id, action, actor, login, acting_as, command, transaction_id, after, created_at)
  select of_company, in_domain,
    case key.key_source when 'user' then 'quad_user_integration_keys' else 'quad_domain_integration_keys' end,
    key.key_id, 'use', me, session_user, case when quad_session_is_owner() then quad_my_email() end,
    nullif(current_setting('quad.command', true), ''), txid_current(),
    jsonb_build_object('tool_provider', lower(btrim(of_provider)), 'email', of_email, 'way', in_way, 'key_source', key.key_source,
      'source_path', key.source_path),
    clock_timestamp();
  if (select c.counts_key_uses from QUAD_companies c where c.id = of_company) then
    if key.key_source = 'user' then
      insert into QUAD_key_uses as u (user_key_id, way, last_used_by_email) values (key.key_id, in_way, me)
      on conflict (user_key_id, way) do update
        set uses = u.uses + 1, last_used_at = current_timestamp, last_used_by_email = excluded.last_used_by_email;
    else
      insert into QUAD_key_uses as u (domain_key_id, way, last_used_by_email) values (key.key_id, in_way, me)
      on conflict (domain_key_id, way) do update
        set uses = u.uses + 1, last_used_at = current_timestamp, last_used_by_email = excluded.last_used_by_email;
    end if;
  end if;
end
$$;
