-- The name the spec's second document gives the company table; rows go through to QUAD_companies.
-- A person sees their company only: a view reads as its owner.
create view QUAD_organizations with (security_barrier) as
select * from QUAD_companies c where not (select quad_is_person()) or c.id = (select quad_my_company());

create function quad_company_folds_email() returns trigger
language plpgsql set search_path from current as $$
begin
  new.admin_email := lower(new.admin_email);
  return new;
end
$$;

create trigger quad_company_folds_email before insert or update of admin_email on QUAD_companies
  for each row execute function quad_company_folds_email();

-- A company's row in the seat ledger follows its plan; the ledger's check refuses a plan its people exceed.
create function quad_company_keeps_seats() returns trigger
language plpgsql security definer set search_path from current as $$
declare
  used_now integer;
  new_limit integer := (select p.seat_limit from QUAD_plans p where p.plan = new.plan);
begin
  if tg_op = 'INSERT' then
    insert into QUAD_seats (company_id, seat_limit) values (new.id, new_limit);
  else
    select s.used into used_now from QUAD_seats s where s.company_id = new.id for update;
    if used_now > new_limit then
      raise exception '% has % people, more than the % of the % plan.', new.name, used_now, new_limit, new.plan
        using errcode = 'QU005', hint = 'Remove members first: quad member list';
    end if;
    update QUAD_seats set seat_limit = new_limit where company_id = new.id;
  end if;
  return null;
end
$$;

create trigger quad_company_opens_seats after insert on QUAD_companies
  for each row execute function quad_company_keeps_seats();
create trigger quad_company_changes_plan after update of plan on QUAD_companies
  for each row when (old.plan is distinct from new.plan) execute function quad_company_keeps_seats();

create function quad_user_folds_email() returns trigger
language plpgsql set search_path from current as $$
begin
  new.email := lower(new.email);
  return new;
end
$$;

create trigger quad_user_folds_email before insert or update of email on QUAD_users
  for each row execute function quad_user_folds_email();

-- A member is linked to the user of that e-mail from the moment both exist. The ledger rows of the people come first:
-- who adds a membership holds them as well, so that of two at the same moment the second sees the first.
create function quad_user_links_members() returns trigger
language plpgsql security definer set search_path from current set plan_cache_mode = force_custom_plan as $$
declare
  users uuid[] := array(select n.id from new_rows n);
begin
  insert into QUAD_people (company_id, email)
  select n.company_id, n.email from new_rows n order by 1, 2
  on conflict (company_id, email) do update set email = excluded.email where false;
  update QUAD_domain_members m set user_id = u.id
  from unnest(users) n (id) join QUAD_users u using (id)
  where (m.company_id, m.email) = (u.company_id, u.email) and m.user_id is distinct from u.id;
  return null;
end
$$;

create trigger quad_user_links_members after insert on QUAD_users
  referencing new table as new_rows for each statement execute function quad_user_links_members();

-- A changed e-mail follows to everything that is keyed by it.
create function quad_user_changes_email() returns trigger
language plpgsql security definer set search_path from current as $$
begin
  insert into QUAD_people (company_id, email)
  select new.company_id, e from unnest(array[old.email, new.email]) e order by e
  on conflict (company_id, email) do update set email = excluded.email where false;
  if exists (select from QUAD_people p
             where p.company_id = new.company_id and p.email = new.email and p.memberships > 0) then
    raise exception '% is a member of domains already; it cannot be joined with %.', new.email, old.email
      using errcode = 'QU005', hint = format('See what it holds: quad member show %s', new.email);
  end if;
  update QUAD_domain_members set email = new.email where company_id = new.company_id and email = old.email;
  update QUAD_companies set admin_email = new.email where id = new.company_id and admin_email = old.email;
  update QUAD_integration_requests set requested_by_email = new.email
    where company_id = new.company_id and requested_by_email = old.email;
  perform quad_request_mails_address(r.id, old.email, new.email) from QUAD_integration_requests r
    where r.company_id = new.company_id and r.requested_by_email = new.email and r.received_at is null
      and r.status in ('submitted', 'in_progress', 'beta');
  -- Whoever has voted with both has one vote.
  insert into QUAD_request_votes (request_id, company_id, email, created_at)
    select v.request_id, v.company_id, new.email, v.created_at from QUAD_request_votes v
    where v.company_id = new.company_id and v.email = old.email
    on conflict do nothing;
  delete from QUAD_request_votes where company_id = new.company_id and email = old.email;
  update QUAD_request_feedback f set reported_by_email = new.email
    from QUAD_integration_requests r
    where f.request_id = r.id and r.company_id = new.company_id and f.reported_by_email = old.email;
  update QUAD_request_events e set by_email = new.email
    from QUAD_integration_requests r
    where e.request_id = r.id and r.company_id = new.company_id and e.by_email = old.email;
  -- A mail that is going out this moment is locked, and has the address of before.
  update QUAD_outbox o
    set recipient_email = case o.recipient_email when old.email then new.email else o.recipient_email end,
      sender_email = case o.sender_email when old.email then new.email else o.sender_email end
    from (select w.id from QUAD_outbox w
          where w.company_id = new.company_id and old.email in (w.recipient_email, w.sender_email) and w.status in ('waiting', 'held')
          for update skip locked) w
    where o.id = w.id;
  -- Who was told of whose overload is known by both addresses, so that nobody is told again.
  update QUAD_outbox o set occasion = w.occasion
    from (select m.id, array_to_string(array_replace(string_to_array(m.occasion, ' '), old.email::text, new.email::text), ' ') as occasion
          from QUAD_outbox m
          where m.company_id = new.company_id and m.template = 'workload-overload' and old.email = any (string_to_array(m.occasion, ' '))
          for update skip locked) w
    where o.id = w.id and not exists (
      select from QUAD_outbox t where (t.company_id, t.occasion) = (new.company_id, w.occasion));
  update QUAD_approval_workflows set requested_by_email = new.email
    where company_id = new.company_id and requested_by_email = old.email;
  update QUAD_approval_workflows set decided_by_email = new.email
    where company_id = new.company_id and decided_by_email = old.email;
  perform quad_approvals_follow_email(new.company_id, old.email, new.email);
  update QUAD_itsm_tickets t set assignee_email = new.email
    from QUAD_domains d
    where t.domain_id = d.id and d.company_id = new.company_id and t.assignee_email = old.email;
  update QUAD_branch_ticket_mapping b set developer_email = new.email
    from QUAD_domains d
    where b.domain_id = d.id and d.company_id = new.company_id and b.developer_email = old.email;
  update QUAD_workload_tracking w set developer_email = new.email
    from QUAD_domains d
    where w.domain_id = d.id and d.company_id = new.company_id and w.developer_email = old.email;
  update QUAD_member_aliases set email = new.email where company_id = new.company_id and email = old.email;
  -- Git goes on naming them as before.
  insert into QUAD_member_aliases (company_id, alias, email) values (new.company_id, old.email, new.email)
  on conflict (company_id, alias) do update set email = excluded.email;
  delete from QUAD_member_aliases where company_id = new.company_id and alias = new.email;
  perform quad_versions_follow_email(new.company_id, old.email, new.email);
  return null;
end
$$;

create trigger quad_user_changes_email after update of email on QUAD_users
  for each row when (old.email is distinct from new.email) execute function quad_user_changes_email();

create function quad_user_stays_in_company() returns trigger
language plpgsql set search_path from current as $$
begin
  raise exception 'A user belongs to one company; % cannot be moved to another.', old.email using errcode = 'QU005';
end
$$;

create trigger quad_user_stays_in_company before update of company_id on QUAD_users
  for each row when (old.company_id is distinct from new.company_id) execute function quad_user_stays_in_company();
