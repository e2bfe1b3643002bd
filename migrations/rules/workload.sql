-- spec, Key Database Functions 3: "Extracts ticket ID from git branch name". A key is a project in capitals, a hyphen
-- and a number, standing by itself; what only looks like one (CVE-2024, UTF-8) is passed over. ServiceNow's own record
-- numbers are keys too. The first key of the name counts.
create function extract_ticket_id_from_branch(branch_name text)
returns table (ticket_id text, provider text, is_orphan boolean)
language sql immutable parallel safe set search_path from current as $$
  with found as (
    select m[1] as id
    from regexp_matches(branch_name,
      '(?:^|[^A-Za-z0-9-])((?:INC|CHG|RITM|REQ|TASK|PRB)[0-9]{7,}|[A-Z][A-Z0-9]{1,31}-[1-9][0-9]*)(?![A-Za-z0-9])', 'g')
      with ordinality as matches (m, position)
    where m[1] !~ '^(CVE|UTF|RFC|ISO|SHA)-'
    order by position limit 1
  )
  select f.id,
    case
      when f.id is null then null
      when f.id !~ '-' then 'servicenow'
      else case split_part(f.id, '-', 1)
        when 'JIRA' then 'jira' when 'SNW' then 'servicenow' when 'LIN' then 'linear' else 'unknown' end
    end,
    f.id is null
  from (select 1) as always left join found f on true
$$;

-- The multiplier of a domain is its own, else that of the nearest domain above which has one, else balanced.
create function quad_estimation_multiplier(of_domain uuid) returns numeric
language sql stable set search_path from current as $$
  with recursive walk as (
    select d.parent_domain_id, d.estimation_multiplier, d.depth from QUAD_domains d where d.id = of_domain
    union all
    select d.parent_domain_id, d.estimation_multiplier, d.depth
    from walk w join QUAD_domains d on d.id = w.parent_domain_id
    where w.estimation_multiplier is null
  )
  select coalesce((select w.estimation_multiplier from walk w
                   where w.estimation_multiplier is not null order by w.depth desc limit 1), 1.0)
$$;

-- spec, Key Database Functions 4 and "AI Workload Formula". Without allocation there is nothing to divide by: no work is
-- 0 %, any work is null and alerts. A ticket counts while it is open, a branch while it is there, unmerged and has a commit
-- of the last 30 days.
create function calculate_developer_workload(domain_id uuid, developer_email text, snapshot_date date default current_date)
returns table (
  active_tickets integer, active_branches integer, story_points numeric, allocation_percentage numeric,
  estimation_multiplier numeric, base_workload numeric, final_workload numeric, capacity_percentage numeric,
  workload_level text, overload_alert boolean)
language sql stable set search_path from current as $$
  with asked as (
    select calculate_developer_workload.domain_id as domain, lower(developer_email) as email,
      ((snapshot_date + 1)::timestamp at time zone current_setting('TimeZone')) as midnight
  ), tickets as (
    select count(*)::integer as n, coalesce(sum(t.story_points), 0) as points
    from asked a join QUAD_itsm_tickets t on t.domain_id = a.domain and t.assignee_email = a.email
    where t.opened_at < a.midnight and (t.closed_at is null or t.closed_at >= a.midnight)
  ), branches as (
    select count(*)::integer as n
    from asked a join QUAD_branch_ticket_mapping b on b.domain_id = a.domain and b.developer_email = a.email
    where b.first_seen_at < a.midnight
      and (b.merged_at is null or b.merged_at >= a.midnight)
      and (b.deleted_at is null or b.deleted_at >= a.midnight)
      and coalesce(b.last_commit_at, b.first_seen_at) >= a.midnight - interval '30 days'
  ), inputs as (
    select t.n as tickets, b.n as branches, t.points,
      coalesce((select sum(m.allocation_percentage) from QUAD_domain_members m
                where m.domain_id = a.domain and m.email = a.email), 0) as allocation,
      quad_estimation_multiplier(a.domain) as multiplier
    from asked a, tickets t, branches b
  ), scored as (
    select i.*, i.tickets * 1.0 + i.branches * 0.5 + i.points * 0.2 as base from inputs i
  ), measured as (
    select s.*, s.base * s.multiplier as final,
      case when s.allocation > 0 then s.base * s.multiplier / s.allocation * 100 when s.base = 0 then 0 end as capacity
    from scored s
  )
  select m.tickets, m.branches, m.points, m.allocation, m.multiplier, m.base, m.final, round(m.capacity, 4),
    case when m.capacity is null then 'unallocated'
      when m.capacity <= 50 then 'normal' when m.capacity <= 70 then 'moderate' when m.capacity <= 90 then 'high'
      when m.capacity <= 100 then 'at capacity' else 'overloaded' end,
    coalesce(m.capacity > 70, true)
  from measured m
$$;

-- The partition of a month, made where it is missing. What the default partition holds of that month moves into it.
create function quad_workload_month(of_date date) returns regclass
language plpgsql security definer set search_path from current as $$
declare
  first date := date_trunc('month', of_date)::date;
  next date := (date_trunc('month', of_date) + interval '1 month')::date;
  name text := format('quad_workload_tracking_y%sm%s', to_char(of_date, 'FMYYYY'), to_char(of_date, 'MM'));
begin
  perform pg_advisory_xact_lock(1903522148, 4);
  if to_regclass(name) is null then
    execute format('create table %I (like QUAD_workload_tracking including all)', name);
    execute format(
      'with moved as (delete from QUAD_workload_tracking_default where snapshot_date >= %L and snapshot_date < %L returning *)
       insert into %I select * from moved', first, next, name);
    execute format('alter table %I enable row level security', name);
    execute format('alter table QUAD_workload_tracking attach partition %I for values from (%L) to (%L)', name, first, next);
  end if;
  return name::regclass;
end
$$;

-- The history has no foreign key, for the sake of the nightly run; it goes with its domain all the same.
create function quad_workload_goes_with_domain() returns trigger
language plpgsql security definer set search_path from current as $$
begin
  delete from QUAD_workload_tracking w where w.domain_id = any (array(select o.id from old_rows o));
  return null;
end
$$;

create trigger quad_workload_goes_with_domain after delete on QUAD_domains
  referencing old table as old_rows for each statement execute function quad_workload_goes_with_domain();

select quad_workload_month(current_date), quad_workload_month((current_date + interval '1 month')::date);
