-- Whether the one who acts may ask which key applies to somebody: of themselves, else where they manage keys.
create function quad_may_ask_for_key(of_company uuid, of_email text, in_domain uuid) returns boolean
language plpgsql stable security definer set search_path from current as $$
begin
  if exists (select from quad_me() me where (me.company_id, me.email) is distinct from (of_company, of_email)) then
    perform quad_require('manage_domain_keys', in_domain);
  end if;
  return true;
end
$$;

-- The walk for a key, keyed by (company, e-mail): the person's own, then the nearest domain upwards that has a row which
-- does not pass on. No row when nothing applies. Only an active member of the domain, or of one above it, gets a key.
create function quad_resolve_key(of_company uuid, of_email text, in_domain uuid, of_provider text)
returns table (key_source text, source_domain_id uuid, vault_path text)
language sql stable security definer set search_path from current as $$
  with recursive walk as (
    select d.id, d.parent_domain_id, d.depth from QUAD_domains d where d.id = in_domain and d.company_id = of_company
    union all
    select d.id, d.parent_domain_id, d.depth from walk w join QUAD_domains d on d.id = w.parent_domain_id
  ), entitled as (
    select from QUAD_domain_members m
    where m.domain_id in (select w.id from walk w)
      and m.company_id = of_company and m.email = of_email and m.status = 'active'
  ), candidates as (
    select 'user' as key_source, null::uuid as source_domain_id, k.vault_path, 2147483647 as nearness
    from QUAD_user_integration_keys k join QUAD_users u on u.id = k.user_id
    where u.company_id = of_company and u.email = of_email and k.tool_provider = of_provider
    union all
    select case w.depth when 0 then 'root' when 1 then 'domain' else 'subdomain' end, w.id, k.vault_path, w.depth
    from walk w join QUAD_domain_integration_keys k on k.domain_id = w.id
    where k.tool_provider = of_provider and not k.inherit_from_parent
  ), nearest as (
    select c.* from candidates c where exists (select from entitled) and quad_may_ask_for_key(of_company, of_email, in_domain)
    order by c.nearness desc limit 1
  )
  select n.key_source, n.source_domain_id, n.vault_path from nearest n where n.vault_path is not null
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
