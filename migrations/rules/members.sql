-- Fills in what follows from the domain and the user, and refuses what the domain does not take.
create function quad_member_is_placed() returns trigger
language plpgsql set search_path from current set enable_seqscan = off as $$
declare
  home record;
begin
  new.email := lower(new.email);
  select d.company_id, d.depth, d.path, d.archived_at into home from QUAD_domains d where d.id = new.domain_id;
  if not found then
    if tg_op = 'UPDATE' and new.domain_id = old.domain_id then
      return new; -- the domain is being deleted, and the row goes with it
    end if;
    raise exception 'There is no domain %.', new.domain_id using errcode = 'QU004';
  end if;
  if tg_op = 'UPDATE' and home.company_id <> old.company_id then
    raise exception '% belongs to another company; a membership stays in its own.', home.path using errcode = 'QU005';
  end if;
  if new.role = 'QUAD_ADMIN' and home.depth > 0 then
    raise exception 'QUAD_ADMIN is given on a root, and % is not one.', home.path
      using errcode = 'QU005', hint = 'DOMAIN_ADMIN administers a domain and everything below it.';
  end if;
  if home.archived_at is not null and (tg_op = 'INSERT' or new.domain_id <> old.domain_id) then
    raise exception '% is archived; nobody can be added to it.', home.path
      using errcode = 'QU005', hint = format('Bring it back first: quad domain restore %s', substr(home.path, 2));
  end if;
  if new.invited_by is not null
    and not exists (select from QUAD_users u where u.id = new.invited_by and u.company_id = home.company_id) then
    raise exception '% cannot be invited to % by somebody who is no user of its company.', new.email, home.path
      using errcode = 'QU005';
  end if;
  new.company_id := home.company_id;
  new.user_id := (select u.id from QUAD_users u where u.company_id = home.company_id and u.email = new.email);
  return new;
end
$$;

create trigger quad_member_is_placed
  before insert or update of domain_id, company_id, user_id, email, role, invited_by on QUAD_domain_members
  for each row execute function quad_member_is_placed();

-- spec, Key Database Functions 2: "Ensures user allocation across all domains doesn't exceed 100%".
-- Once a statement, whatever its number of rows: the ledger rows of the people concerned are locked in sorted order, then
-- set to what the memberships now add up to, and the ledger's check decides. The handler only says who is over.
create function check_user_total_allocation() returns trigger
language plpgsql security definer set search_path from current set plan_cache_mode = force_custom_plan as $$
declare
  companies uuid[];
  emails text[];
  over_now record;
  held text;
  remaining numeric;
begin
  if tg_op = 'INSERT' then
    select array_agg(c.company_id), array_agg(c.email) into companies, emails
    from (select distinct n.company_id, n.email from new_rows n) c;
  elsif tg_op = 'DELETE' then
    select array_agg(c.company_id), array_agg(c.email) into companies, emails
    from (select distinct o.company_id, o.email from old_rows o) c;
  else
    select array_agg(c.company_id), array_agg(c.email) into companies, emails
    from (select company_id, email
          from (select company_id, email, 1 as n, allocation_percentage as a from new_rows
                union all
                select company_id, email, -1, -allocation_percentage from old_rows) rows
          group by 1, 2 having sum(n) <> 0 or sum(a) <> 0) c;
  end if;
  if emails is null then
    return null;
  end if;

  if tg_op = 'DELETE' then
    perform from QUAD_people p join unnest(companies, emails) c (company_id, email) using (company_id, email)
    order by p.company_id, p.email for update of p;
  else
    -- a conflict locks the row and leaves it as it is
    insert into QUAD_people as p (company_id, email)
    select c.company_id, c.email from unnest(companies, emails) c (company_id, email) order by 1, 2
    on conflict (company_id, email) do update set email = excluded.email where false;
  end if;
  update QUAD_people p set memberships = now.n, allocated = now.a
  from (select c.company_id, c.email, count(m.id) as n, coalesce(sum(m.allocation_percentage), 0) as a
        from unnest(companies, emails) c (company_id, email) left join QUAD_domain_members m using (company_id, email)
        group by 1, 2) now
  where (p.company_id, p.email) = (now.company_id, now.email) and (p.memberships, p.allocated) <> (now.n, now.a);
  return null;
exception
  when check_violation then
    if sqlerrm not like '%quad_people_allocated_within_100%' then
      raise;
    end if;
    select m.company_id, m.email, sum(m.allocation_percentage) as total into over_now
    from QUAD_domain_members m join unnest(companies, emails) c (company_id, email) using (company_id, email)
    group by 1, 2 having sum(m.allocation_percentage) > 100
    order by m.email limit 1;
    if not found then
      raise serialization_failure using message = 'Somebody else has made room in the same moment; it can be tried again.';
    end if;
    select string_agg(format('%s %% in %s', trim_scale(m.allocation_percentage), d.path), ', ' order by d.path)
        filter (where m.allocation_percentage > 0),
      100 - coalesce(sum(m.allocation_percentage), 0)
    into held, remaining
    from QUAD_domain_members m join QUAD_domains d on d.id = m.domain_id
    where m.company_id = over_now.company_id and m.email = over_now.email
      and m.id not in (select n.id from new_rows n);
    raise exception '% would be allocated % %%; nobody can be above 100 %%.', over_now.email, trim_scale(over_now.total)
      using errcode = 'QU005',
        detail = format('%s holds %s; %s %% is left.', over_now.email, coalesce(held, 'nothing elsewhere'),
          trim_scale(greatest(remaining, 0))),
        hint = format('See it: quad member show %s', over_now.email);
end
$$;

-- The account may have come, gone or changed its e-mail since the row was written: its writers hold the person's ledger
-- row as well, so that by now one of the two sees the other.
create function quad_member_follows_user() returns trigger
language plpgsql security definer set search_path from current set plan_cache_mode = force_custom_plan as $$
declare
  written uuid[];
begin
  if tg_op = 'INSERT' then
    written := array(select n.id from new_rows n);
  else
    written := array(
      select c.id
      from (select id, company_id, email, user_id from new_rows
            except
            select id, company_id, email, user_id from old_rows) c);
  end if;
  if cardinality(written) = 0 then
    return null;
  end if;
  with stale as (
    select m.id, u.id as user_id
    from unnest(written) w (id) join QUAD_domain_members m using (id) left join QUAD_users u using (company_id, email)
    where m.user_id is distinct from u.id
  )
  update QUAD_domain_members m set user_id = s.user_id from stale s where m.id = s.id;
  return null;
end
$$;

-- The names order the triggers of one event: the person first, then the account, then the root.
create trigger quad_member_1_allocation_inserted after insert on QUAD_domain_members
  referencing new table as new_rows for each statement execute function check_user_total_allocation();
create trigger quad_member_1_allocation_updated after update on QUAD_domain_members
  referencing old table as old_rows new table as new_rows for each statement execute function check_user_total_allocation();
create trigger quad_member_1_allocation_deleted after delete on QUAD_domain_members
  referencing old table as old_rows for each statement execute function check_user_total_allocation();

create trigger quad_member_2_user_inserted after insert on QUAD_domain_members
  referencing new table as new_rows for each statement execute function quad_member_follows_user();
create trigger quad_member_2_user_updated after update on QUAD_domain_members
  referencing old table as old_rows new table as new_rows for each statement execute function quad_member_follows_user();

-- spec, Deployment Models: "Free tier limit: 5 users". A person takes a seat with the first membership and frees it
-- with the last; the check of QUAD_seats decides.
create function quad_people_take_seats() returns trigger
language plpgsql security definer set search_path from current as $$
declare
  full_company record;
begin
  with change as (
    select company_id, sum(n) as n
    from (select company_id, (memberships > 0)::int as n from new_rows
          union all
          select company_id, -(memberships > 0)::int from old_rows) rows
    group by 1 having sum(n) <> 0
  ), locked as (
    select s.company_id, c.n from QUAD_seats s join change c using (company_id) order by 1 for update of s
  )
  update QUAD_seats s set used = s.used + l.n from locked l where s.company_id = l.company_id;
  return null;
exception
  when check_violation then
    select c.name, pl.title, s.seat_limit,
      (select string_agg(p.email, ', ' order by p.email)
       from QUAD_people p
       where p.company_id = c.id and p.memberships > 0
         and (p.company_id, p.email) not in (select o.company_id, o.email from old_rows o where o.memberships = 0)) as seated
    into full_company
    from QUAD_companies c join QUAD_plans pl using (plan) join QUAD_seats s on s.company_id = c.id
    where c.id in (select n.company_id from new_rows n)
      and s.seat_limit < (select count(*) from QUAD_people p where p.company_id = c.id and p.memberships > 0)
    limit 1;
    if not found then
      raise serialization_failure using message = 'Somebody else has made room in the same moment; it can be tried again.';
    end if;
    raise exception 'The % plan of % holds % people, and all seats are taken.', full_company.title, full_company.name, full_company.seat_limit
      using errcode = 'QU005', detail = format('Seated: %s.', full_company.seated),
        hint = 'Change the plan: quad company set --plan pro';
end
$$;

create trigger quad_people_change after update on QUAD_people
  referencing old table as old_rows new table as new_rows for each statement execute function quad_people_take_seats();

-- A root that has members has an active administrator: a QUAD_ADMIN, in the cloud a DOMAIN_ADMIN will do (the founder
-- of a workspace). Whoever takes one away writes the root's row, so that two cannot take the last two.
create function quad_root_keeps_an_admin() returns trigger
language plpgsql security definer set search_path from current set plan_cache_mode = force_custom_plan as $$
declare
  enough text[] := (select case i.deployment_model when 'cloud' then '{QUAD_ADMIN,DOMAIN_ADMIN}' else '{QUAD_ADMIN}' end
                    from QUAD_install i);
  lost uuid[] := '{}';
  entered uuid[];
  orphan text;
begin
  if tg_op = 'UPDATE' then
    lost := array(
      select o.domain_id from old_rows o where o.role = any (enough) and o.status = 'active'
      except
      select n.domain_id from new_rows n where n.role = any (enough) and n.status = 'active');
  elsif tg_op = 'DELETE' then
    lost := array(select distinct o.domain_id from old_rows o where o.role = any (enough) and o.status = 'active');
  end if;
  if cardinality(lost) > 0 then
    with locked as (
      select d.id from QUAD_domains d where d.depth = 0 and d.id = any (lost) order by d.id for no key update
    )
    update QUAD_domains d set updated_at = current_timestamp from locked l where d.id = l.id;
    select d.path into orphan
    from QUAD_domains d
    where d.depth = 0 and d.id = any (lost)
      and not exists (select from QUAD_domain_members m
                      where m.domain_id = d.id and m.role = any (enough) and m.status = 'active')
    order by d.path limit 1;
    if found then
      raise exception 'The last % of % cannot be removed.', array_to_string(enough, ' or '), orphan
        using errcode = 'QU005', hint = format('Name another first: quad member add EMAIL --domain %s --role %s',
          substr(orphan, 2), enough[1]);
    end if;
  end if;
  if tg_op <> 'DELETE' then
    entered := array(select distinct n.domain_id from new_rows n);
    select d.path into orphan
    from QUAD_domains d
    where d.depth = 0 and d.id = any (entered)
      and not exists (select from QUAD_domain_members m
                      where m.domain_id = d.id and m.role = any (enough) and m.status = 'active')
    order by d.path limit 1;
    if found then
      raise exception 'The first member of % has to be its % (active).', orphan, array_to_string(enough, ' or ')
        using errcode = 'QU005', hint = format('Name one first: quad member add EMAIL --domain %s --role %s',
          substr(orphan, 2), enough[1]);
    end if;
  end if;
  return null;
end
$$;

create trigger quad_member_3_root_admin_inserted after insert on QUAD_domain_members
  referencing new table as new_rows for each statement execute function quad_root_keeps_an_admin();
create trigger quad_member_3_root_admin_updated after update on QUAD_domain_members
  referencing old table as old_rows new table as new_rows for each statement execute function quad_root_keeps_an_admin();
create trigger quad_member_3_root_admin_deleted after delete on QUAD_domain_members
  referencing old table as old_rows for each statement execute function quad_root_keeps_an_admin();

-- TRUNCATE shows no rows: the ledger is emptied with the table. Where the roots stay, their administrators have to.
create function quad_members_are_truncated() returns trigger
language plpgsql security definer set search_path from current as $$
begin
  if exists (select from QUAD_domains d join QUAD_people p using (company_id) where d.depth = 0 and p.memberships > 0) then
    raise exception 'The last QUAD_ADMIN of a root cannot be removed.'
      using errcode = 'QU005', hint = 'Truncate the domains with their members: truncate QUAD_domains cascade';
  end if;
  update QUAD_people set memberships = 0, allocated = 0 where memberships > 0;
  return null;
end
$$;

create trigger quad_members_are_truncated after truncate on QUAD_domain_members
  for each statement execute function quad_members_are_truncated();

-- The user in whose name the owner of the install works: the company's admin, else its first QUAD_ADMIN.
create function quad_admin_user(of_company uuid) returns uuid
language sql stable set search_path from current as $$
  select u.id
  from QUAD_users u
  left join QUAD_companies c on c.id = u.company_id and c.admin_email = u.email
  left join QUAD_domain_members m on m.user_id = u.id and m.role = 'QUAD_ADMIN'
  where u.company_id = of_company and (c.id is not null or m.id is not null)
  order by c.id is null, m.created_at limit 1
$$;

-- The user who invites: the person that acts, else the one in whose name the owner works.
create function quad_inviter(of_company uuid) returns uuid
language sql stable set search_path from current as $$
  select coalesce(
    (select u.id from QUAD_users u join quad_me() me using (company_id, email) where u.company_id = of_company),
    quad_admin_user(of_company))
$$;
