-- The tree. Whoever adds a domain holds the tree's lock shared, whoever renames or moves one holds it alone, so that
-- no child can slip in under a domain whose path is being rewritten. The lock comes before any row is locked. A snapshot
-- from before the lock would not show the children of others, so a transaction that keeps one cannot reshape.
create function quad_tree_is_reshaped() returns trigger
language plpgsql set search_path from current as $$
begin
  if current_setting('transaction_isolation') not in ('read committed', 'read uncommitted') then
    raise exception 'Domains are renamed and moved in READ COMMITTED transactions only, and this one is %.',
      upper(current_setting('transaction_isolation')) using errcode = 'QU005';
  end if;
  perform pg_advisory_xact_lock(1903522148, 2);
  return null;
end
$$;

create trigger quad_tree_is_reshaped before update of name, parent_domain_id on QUAD_domains
  for each statement execute function quad_tree_is_reshaped();

-- spec, Key Database Functions 1: "Automatically generates path and depth for domains".
-- What an INSERT leaves out follows from the parent: company, and the type from the depth.
create function update_domain_path() returns trigger
language plpgsql set search_path from current set enable_seqscan = off as $$
declare
  parent QUAD_domains;
begin
  if tg_op = 'INSERT' then
    perform pg_advisory_xact_lock_shared(1903522148, 2);
  elsif (old.parent_domain_id is null) <> (new.parent_domain_id is null) then
    raise exception '% cannot be moved: a root stays a root, and no other domain becomes one.', old.path
      using errcode = 'QU005';
  end if;

  if new.parent_domain_id is null then
    new.path := '/' || new.name;
    new.depth := 0;
  else
    select * into parent from QUAD_domains where id = new.parent_domain_id;
    if not found then
      raise exception 'There is no domain % to be the parent.', new.parent_domain_id using errcode = 'QU004';
    end if;
    if tg_op = 'UPDATE' and (parent.path = old.path or starts_with(parent.path, old.path || '/')) then
      raise exception '% cannot be moved under itself (%).', old.path, parent.path
        using errcode = 'QU005', hint = 'See the tree: quad domain tree';
    end if;
    if parent.company_id <> coalesce(new.company_id, parent.company_id) then
      raise exception '% belongs to another company than %.', parent.path, new.name using errcode = 'QU005';
    end if;
    if parent.archived_at is not null and (tg_op = 'INSERT' or new.parent_domain_id <> old.parent_domain_id) then
      raise exception '% is archived; nothing can be put under it.', parent.path
        using errcode = 'QU005', hint = format('Bring it back first: quad domain restore %s', substr(parent.path, 2));
    end if;
    new.company_id := parent.company_id;
    new.path := parent.path || '/' || new.name;
    new.depth := parent.depth + 1;
  end if;
  if octet_length(new.path) >= 2000 then
    raise exception 'The path of % would be % bytes long; it must stay under 2,000.', left(new.name, 63), octet_length(new.path)
      using errcode = 'QU005';
  end if;

  new.display_name := coalesce(new.display_name, new.name);
  if tg_op = 'UPDATE' or new.domain_type is null then
    new.domain_type := case new.depth when 0 then 'root' when 1 then 'domain' else 'subdomain' end;
  end if;
  return new;
end
$$;

-- The subtrees follow their domains, in one statement. Where it changed a domain and one above it, the upper one leads.
create function quad_subtree_follows() returns trigger
language plpgsql security definer set search_path from current set plan_cache_mode = force_custom_plan as $$
declare
  changed uuid[] := array(
    select c.id
    from (select id, name, parent_domain_id from new_rows except select id, name, parent_domain_id from old_rows) c);
begin
  if cardinality(changed) > 1 and exists (
    with recursive below as (
      select c.id as top, c.id from unnest(changed) c (id)
      union
      select b.top, d.id from below b join QUAD_domains d on d.parent_domain_id = b.id
    )
    select from below b join QUAD_domains d on d.id = b.top where d.parent_domain_id = b.id)
  then
    raise exception 'Domains cannot be moved under each other.' using errcode = 'QU005', hint = 'See the tree: quad domain tree';
  end if;
  if cardinality(changed) > 0 then
    with recursive below as (
      select d.id, d.path, d.depth, 0 as steps from unnest(changed) c (id) join QUAD_domains d using (id)
      union all
      select d.id, b.path || '/' || d.name, b.depth + 1, b.steps + 1
      from below b join QUAD_domains d on d.parent_domain_id = b.id
    ), placed as (
      select distinct on (b.id) b.id, b.path, b.depth from below b order by b.id, b.steps desc
    )
    update QUAD_domains d set
      path = p.path,
      depth = p.depth,
      domain_type = case p.depth when 0 then 'root' when 1 then 'domain' else 'subdomain' end
    from placed p where d.id = p.id and d.path <> p.path;
  end if;
  return null;
exception
  when check_violation then
    raise exception 'A path below what was renamed or moved would be 2,000 bytes long or longer.' using errcode = 'QU005';
end
$$;

-- path, depth and type are the triggers' alone, and a domain stays in its company.
create function quad_domain_keeps_its_place() returns trigger
language plpgsql set search_path from current as $$
begin
  raise exception 'The path, depth, type and company of % follow from its parent and cannot be written.', old.path
    using errcode = 'QU005', hint = 'Move it: quad domain move; rename it: quad domain rename';
end
$$;

-- The names order the triggers of one event: what was written is looked at before what follows from it.
create trigger quad_domain_1_keeps_its_place before update of path, depth, domain_type, company_id on QUAD_domains
  for each row when (
    pg_trigger_depth() = 0
    and (old.path, old.depth, old.domain_type, old.company_id)
      is distinct from (new.path, new.depth, new.domain_type, new.company_id))
  execute function quad_domain_keeps_its_place();
create trigger quad_domain_2_is_placed before insert on QUAD_domains
  for each row execute function update_domain_path();
create trigger quad_domain_2_is_replaced before update of name, parent_domain_id on QUAD_domains
  for each row when (old.name is distinct from new.name or old.parent_domain_id is distinct from new.parent_domain_id)
  execute function update_domain_path();
create trigger quad_subtree_follows after update on QUAD_domains
  referencing old table as old_rows new table as new_rows for each statement execute function quad_subtree_follows();

-- spec, Deployment Models: "Single root domain per installation". The count's check decides.
create function quad_root_is_counted() returns trigger
language plpgsql security definer set search_path from current as $$
begin
  update QUAD_install set root_count = root_count + case tg_op when 'INSERT' then 1 else -1 end;
  return null;
exception
  when check_violation then
    raise exception 'This install is self-hosted and has its root already: %.',
        (select d.path from QUAD_domains d where d.depth = 0 and d.id <> new.id limit 1)
      using errcode = 'QU005', hint = format('Put it under that root: quad domain create %s --parent %s', new.name,
        (select d.name from QUAD_domains d where d.depth = 0 and d.id <> new.id limit 1));
end
$$;

create trigger quad_root_is_added after insert on QUAD_domains
  for each row when (new.parent_domain_id is null) execute function quad_root_is_counted();
create trigger quad_root_is_removed after delete on QUAD_domains
  for each row when (old.parent_domain_id is null) execute function quad_root_is_counted();

create function quad_roots_are_truncated() returns trigger
language plpgsql security definer set search_path from current as $$
begin
  update QUAD_install set root_count = 0;
  return null;
end
$$;

create trigger quad_roots_are_truncated after truncate on QUAD_domains
  for each statement execute function quad_roots_are_truncated();
