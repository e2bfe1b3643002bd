-- What was so before. A row that workload is computed from begins a new version when a column that counts changes; what it was goes
-- to the table of its versions, with the moment until which it was so. A row as of a moment is the one that was valid then.

-- Since when a row is as it is, nobody says who is a person: they could write history.
create function quad_keeps_time() returns trigger
language plpgsql set search_path from current as $$
begin
  if quad_is_person() then
    new.valid_from := case tg_op when 'INSERT' then current_timestamp else old.valid_from end;
  end if;
  return new;
end
$$;

-- A transaction that began before the row's last change does not begin before it.
create function quad_begins_version() returns trigger
language plpgsql set search_path from current as $$
begin
  new.valid_from := greatest(current_timestamp, old.valid_from);
  return new;
end
$$;

-- tg_argv: the table of the versions, its columns, and what of the row goes into them. Rows that did not begin a new version
-- are the same before and after, in valid_from as well.
create function quad_keeps_version() returns trigger
language plpgsql security definer set search_path from current as $$
begin
  execute format(
    'insert into %1$I (%2$s, valid_from, valid_to)
     select %2$s, valid_from, current_timestamp
     from (select %3$s, valid_from from old_rows %4$s) gone
     where valid_from < current_timestamp %5$s',
    tg_argv[0], tg_argv[1], tg_argv[2],
    case tg_op when 'UPDATE' then format('except select %s, valid_from from new_rows', tg_argv[2]) else '' end,
    -- What goes with its domain has nothing to be kept for.
    case when tg_op = 'DELETE' then 'and domain_id in (select d.id from QUAD_domains d)' else '' end);
  return null;
end
$$;

do $$
declare
  t record;
begin
  for t in
    select * from (values
      ('QUAD_domains', 'quad_domain_versions',
        'domain_id, company_id, parent_domain_id, estimation_multiplier, full_load, branch_active_days, archived_at',
        'id as domain_id, company_id, parent_domain_id, estimation_multiplier, full_load, branch_active_days, archived_at'),
      ('QUAD_domain_members', 'quad_member_versions', 'domain_id, email, role, allocation_percentage',
        'domain_id, email, role, allocation_percentage'),
      ('QUAD_itsm_tickets', 'quad_ticket_versions', 'domain_id, ticket_id, assignee_email, status_category, story_points',
        'domain_id, ticket_id, assignee_email, status_category, story_points'),
      ('QUAD_branch_ticket_mapping', 'quad_branch_versions',
        'domain_id, repository, branch_name, ticket_id, developer_email, first_seen_at, last_commit_at, merged_at, deleted_at',
        'domain_id, repository, branch_name, ticket_id, developer_email, first_seen_at, last_commit_at, merged_at, deleted_at')
    ) as v (name, versions, kept, read)
  loop
    execute format(
      'create trigger quad_0_keeps_time_inserted before insert on %1$s for each row
         when (new.valid_from is distinct from current_timestamp) execute function quad_keeps_time();
       create trigger quad_0_keeps_time_updated before update on %1$s for each row
         when (new.valid_from is distinct from old.valid_from) execute function quad_keeps_time();
       create trigger quad_begins_version before update on %1$s for each row
         when ((%2$s) is distinct from (%3$s)) execute function quad_begins_version();
       create trigger quad_keeps_version_updated after update on %1$s referencing old table as old_rows new table as new_rows
         for each statement execute function quad_keeps_version(%4$L, %5$L, %6$L)',
      t.name,
      'old.' || replace(replace(t.read, ' as domain_id', ''), ', ', ', old.'),
      'new.' || replace(replace(t.read, ' as domain_id', ''), ', ', ', new.'),
      t.versions, t.kept, t.read);
    if t.name <> 'QUAD_domains' then
      execute format(
        'create trigger quad_keeps_version_deleted after delete on %1$s referencing old table as old_rows
           for each statement execute function quad_keeps_version(%2$L, %3$L, %4$L)', t.name, t.versions, t.kept, t.read);
    end if;
  end loop;
end
$$;

-- A changed e-mail follows everywhere, into the past too.
create function quad_versions_follow_email(of_company uuid, was text, is_now text) returns void
language plpgsql security definer set search_path from current as $$
begin
  update QUAD_member_versions v set email = is_now from QUAD_domains d
    where v.domain_id = d.id and d.company_id = of_company and v.email = was;
  update QUAD_ticket_versions v set assignee_email = is_now from QUAD_domains d
    where v.domain_id = d.id and d.company_id = of_company and v.assignee_email = was;
  update QUAD_branch_versions v set developer_email = is_now from QUAD_domains d
    where v.domain_id = d.id and d.company_id = of_company and v.developer_email = was;
end
$$;

-- The history has no foreign keys, for the sake of the nightly run; it goes with its domain all the same.
create function quad_history_goes_with_domain() returns trigger
language plpgsql security definer set search_path from current as $$
declare
  gone uuid[] := array(select o.id from old_rows o);
begin
  delete from QUAD_workload_tracking w where w.domain_id = any (gone);
  delete from QUAD_domain_versions v where v.domain_id = any (gone);
  delete from QUAD_member_versions v where v.domain_id = any (gone);
  delete from QUAD_ticket_versions v where v.domain_id = any (gone);
  delete from QUAD_branch_versions v where v.domain_id = any (gone);
  return null;
end
$$;

create trigger quad_history_goes_with_domain after delete on QUAD_domains
  referencing old table as old_rows for each statement execute function quad_history_goes_with_domain();
