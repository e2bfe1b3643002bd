-- Workload: how much everybody has on their desk, and the daily record of it.

-- spec, "Overload Alerts". null: work that nothing can be divided by, because nobody has allocated anything to it.
create function quad_workload_level(capacity numeric) returns text
language sql immutable parallel safe set search_path from current as $$
  select case when capacity is null then 'unallocated'
    when capacity <= 50 then 'normal' when capacity <= 70 then 'moderate' when capacity <= 90 then 'high'
    when capacity <= 100 then 'at capacity' else 'overloaded' end
$$;

-- The band of somebody's total over their domains; in one of them there may be work without allocation.
create function quad_total_level(total numeric, unallocated boolean) returns text
language sql immutable parallel safe set search_path from current as $$
  select case when total > 100 then 'overloaded' when unallocated then 'unallocated' else quad_workload_level(total) end
$$;

-- The moment that a day shows: its end, in the time zone of the install, or now while it lasts. A day to come is refused.
create function quad_moment_of(day date) returns timestamptz
language plpgsql stable set search_path from current as $$
begin
  if day > current_date then
    raise exception '% is yet to come.', day using errcode = 'QU002';
  end if;
  return least(current_timestamp, (day + 1)::timestamp at time zone current_setting('TimeZone'));
end
$$;

-- Since when there is anything to compute a company's days from: quad keeps what was so before, and somebody has reported tickets or
-- branches. null: nothing was reported yet.
create function quad_observed_since(of_company uuid) returns timestamptz
language sql stable security definer set search_path from current as $$
  with domains as (select d.id from QUAD_domains d where d.company_id = of_company and quad_sees_company(of_company)),
  reported as (
    select min(t.valid_from) as at from QUAD_itsm_tickets t where t.domain_id in (select id from domains)
    union all
    select min(b.valid_from) from QUAD_branch_ticket_mapping b where b.domain_id in (select id from domains)
    union all
    select min(v.valid_from) from QUAD_ticket_versions v where v.domain_id in (select id from domains)
    union all
    select min(v.valid_from) from QUAD_branch_versions v where v.domain_id in (select id from domains)
  )
  select greatest((select i.observed_since from QUAD_install i), min(r.at)) from reported r where r.at is not null having count(*) > 0
$$;

-- The times at which something was so: what is now, and the versions before it. As of a moment: valid_from <= it < valid_to.
create view quad_domain_times as
select d.id as domain_id, d.company_id, d.parent_domain_id, d.estimation_multiplier, d.full_load, d.branch_active_days, d.archived_at,
  d.valid_from, 'infinity'::timestamptz as valid_to
from QUAD_domains d
union all
select v.domain_id, v.company_id, v.parent_domain_id, v.estimation_multiplier, v.full_load, v.branch_active_days, v.archived_at,
  v.valid_from, v.valid_to
from QUAD_domain_versions v;

create view quad_ticket_times as
select t.domain_id, t.assignee_email, t.ticket_id, t.status_category, t.story_points, t.valid_from, 'infinity'::timestamptz as valid_to
from QUAD_itsm_tickets t
union all
select v.domain_id, v.assignee_email, v.ticket_id, v.status_category, v.story_points, v.valid_from, v.valid_to
from QUAD_ticket_versions v;

create view quad_branch_times as
select b.domain_id, b.developer_email, b.repository, b.branch_name, b.ticket_id, b.first_seen_at, b.last_commit_at, b.merged_at,
  b.deleted_at, b.valid_from, 'infinity'::timestamptz as valid_to
from QUAD_branch_ticket_mapping b
union all
select v.domain_id, v.developer_email, v.repository, v.branch_name, v.ticket_id, v.first_seen_at, v.last_commit_at, v.merged_at,
  v.deleted_at, v.valid_from, v.valid_to
from QUAD_branch_versions v;

-- Active is a ticket that is not done, and a branch that is there and unmerged; how long after its last commit is the domain's setting.
create view quad_active_ticket_times as
select t.domain_id, t.assignee_email as email, t.ticket_id, t.story_points, t.valid_from, t.valid_to
from quad_ticket_times t where t.status_category <> 'done' and t.assignee_email is not null;

create view quad_active_branch_times as
select b.domain_id, b.developer_email as email, b.repository, b.branch_name, b.ticket_id,
  coalesce(b.last_commit_at, b.first_seen_at) as last_commit_at, b.valid_from, b.valid_to
from quad_branch_times b where b.merged_at is null and b.deleted_at is null and b.developer_email is not null;

-- spec, "AI Workload Formula", for everybody at once: of a company, of the domains in it or under a path, of one person. Members whose
-- desk is empty are in it; and so is whoever has work in a domain without being a member of it, at an allocation of 0, so that no work
-- is lost from sight. Allocation divides by the points that it carries (100 for a full one); without any, no work is 0 %, and work is
-- null, which alerts. Several roles in a domain divide by the sum of their allocations (a person's time there).
--
-- It has no search_path of its own, so that it becomes a part of the statement that calls it; those that call it have one.
create function quad_workload(as_of timestamptz, of_company uuid, under text, of_domain uuid, of_email text)
returns table (
  domain_id uuid, developer_email text, active_tickets integer, active_branches integer, story_points numeric,
  allocation_percentage numeric, estimation_multiplier numeric, multiplier_domain_id uuid, full_load numeric,
  base_workload numeric, final_workload numeric, capacity_percentage numeric, overload_alert boolean)
language sql stable rows 100000 as $$
  with recursive settings as (
    select d.domain_id, coalesce(d.estimation_multiplier, 1.0) as multiplier,
      case when d.estimation_multiplier is not null then d.domain_id end as multiplier_domain_id,
      coalesce(d.full_load, 100) as full_load, coalesce(d.branch_active_days, 30) as days, d.archived_at
    from quad_domain_times d
    where d.parent_domain_id is null and (of_company is null or d.company_id = of_company)
      and d.valid_from <= as_of and d.valid_to > as_of
    union all
    select d.domain_id, coalesce(d.estimation_multiplier, s.multiplier),
      case when d.estimation_multiplier is not null then d.domain_id else s.multiplier_domain_id end,
      coalesce(d.full_load, s.full_load), coalesce(d.branch_active_days, s.days), d.archived_at
    from settings s join quad_domain_times d on d.parent_domain_id = s.domain_id
    where d.valid_from <= as_of and d.valid_to > as_of
  ), wanted as materialized (
    select s.*, as_of - make_interval(days => s.days) as active_since, (s.multiplier * 10)::integer as tenths,
      (s.full_load * 100)::integer as hundredths
    from settings s
    where case when of_domain is not null then s.domain_id = of_domain
      else s.archived_at is null and (under is null or s.domain_id in (
        select d.id from QUAD_domains d where d.path = under or d.path > under || '/' and d.path < under || '0')) end
    order by s.domain_id
  ), desks as (
    -- A domain at a time: its desks are counted while they lie beside each other, in memory and in the day's rows as well. Everything
    -- is counted in hundredths and thousandths, as integers; numerics would take twice as long.
    select w.*, x.*
    from wanted w cross join lateral (
      select x.email, coalesce(sum(x.allocation), 0) as allocation, count(x.points) as tickets, count(x.branch) as branches,
        coalesce(sum(x.points), 0) as points,
        -- tickets × 1.0 + branches × 0.5 + points × 0.2
        count(x.points) * 1000 + count(x.branch) * 500 + coalesce(sum(x.points), 0) * 2 as base,
        (count(x.points) * 1000 + count(x.branch) * 500 + coalesce(sum(x.points), 0) * 2) * 0.001 as score
      from (
        select m.email, (m.allocation_percentage * 100)::integer as allocation, null::integer as points, null::boolean as branch
        from QUAD_domain_members m
        where m.domain_id = w.domain_id and m.valid_from <= as_of and (of_email is null or m.email = of_email)
        union all
        select v.email, (v.allocation_percentage * 100)::integer, null, null
        from QUAD_member_versions v
        where v.domain_id = w.domain_id and v.valid_from <= as_of and v.valid_to > as_of and (of_email is null or v.email = of_email)
        union all
        -- Whoever is asked about by name has a desk, member or not.
        select of_email, 0, null, null where of_email is not null
        union all
        select t.email, null, coalesce((t.story_points * 100)::integer, 0), null
        from quad_active_ticket_times t
        where t.domain_id = w.domain_id and t.valid_from <= as_of and t.valid_to > as_of and (of_email is null or t.email = of_email)
        union all
        select b.email, null, null, true
        from quad_active_branch_times b
        where b.domain_id = w.domain_id and b.valid_from <= as_of and b.valid_to > as_of and b.last_commit_at >= w.active_since
          and (of_email is null or b.email = of_email)
      ) x
      group by x.email
    ) x
  ), measured as (
    -- base × multiplier / allocation × 100, in ten thousandths.
    select d.*, case
        when d.allocation > 0 and d.base < 1000000000 then (d.base * d.tenths * 200000000 / (d.allocation * d.hundredths) + 1) / 2
        -- A desk that no integer holds is a numeric's.
        when d.allocation > 0 then round(d.base * d.multiplier * 10000000 / (d.allocation * d.full_load))::bigint
        when d.base = 0 then 0 end as capacity
    from desks d
  )
  select m.domain_id, m.email, m.tickets::integer, m.branches::integer, m.points * 0.01, m.allocation * 0.01, m.multiplier,
    m.multiplier_domain_id, m.full_load, m.score, case m.tenths when 10 then m.score else m.score * m.multiplier end,
    m.capacity * 0.0001, coalesce(m.capacity > 700000, true)
  from measured m
$$;

-- Refuses whoever may not see what is on somebody's desk in a domain.
create function quad_require_desk(of_domain uuid, of_email text) returns void
language plpgsql stable security definer set search_path from current as $$
begin
  if not exists (select from quad_me())
    or of_email = quad_my_email() and of_domain in (select quad_my_domains('view_own_workload')) then
    return;
  end if;
  perform quad_require('view_activity', of_domain);
end
$$;

-- spec, Key Database Functions 4. The same numbers as the snapshot's, from the same statement.
create function calculate_developer_workload(domain_id uuid, developer_email text, snapshot_date date default current_date)
returns table (
  active_tickets integer, active_branches integer, story_points numeric, allocation_percentage numeric,
  estimation_multiplier numeric, base_workload numeric, final_workload numeric, capacity_percentage numeric,
  workload_level text, overload_alert boolean)
language plpgsql stable security definer rows 1 set search_path from current set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
declare
  of_domain uuid := domain_id;
  of_email text := lower(developer_email);
  as_of timestamptz := quad_moment_of(snapshot_date);
begin
  perform quad_require_desk(of_domain, of_email);
  return query
  select w.active_tickets, w.active_branches, w.story_points, w.allocation_percentage, w.estimation_multiplier,
    w.base_workload, w.final_workload, w.capacity_percentage, quad_workload_level(w.capacity_percentage), w.overload_alert
  from quad_workload(as_of, (select d.company_id from QUAD_domains d where d.id = of_domain), null, of_domain, of_email) w;
end
$$;

-- For how many days after its last commit a branch of a domain was active, as of a moment: its setting, or the nearest above.
create function quad_branch_active_days(of_domain uuid, as_of timestamptz) returns integer
language sql stable set search_path from current as $$
  with recursive upwards as (
    select d.parent_domain_id, d.branch_active_days as days from quad_domain_times d
    where d.domain_id = of_domain and d.valid_from <= as_of and d.valid_to > as_of
    union all
    select d.parent_domain_id, d.branch_active_days from upwards u join quad_domain_times d on d.domain_id = u.parent_domain_id
    where u.days is null and d.valid_from <= as_of and d.valid_to > as_of
  )
  select coalesce(max(u.days), 30) from upwards u
$$;

-- What is on somebody's desk in a domain as of a moment: each ticket, each branch.
create function quad_desk(of_domain uuid, of_email text, as_of timestamptz)
returns table (kind text, name text, repository text, ticket_id text, title text, points numeric, last_commit_at timestamptz)
language plpgsql stable security definer rows 100 set search_path from current as $$
#variable_conflict use_column
begin
  perform quad_require_desk(of_domain, of_email);
  return query
  select 'ticket', t.ticket_id, null::text, t.ticket_id,
    (select i.title from QUAD_itsm_tickets i where i.domain_id = of_domain and i.ticket_id = t.ticket_id), t.story_points, null::timestamptz
  from quad_active_ticket_times t
  where t.domain_id = of_domain and t.email = of_email and t.valid_from <= as_of and t.valid_to > as_of
  union all
  select 'branch', b.branch_name, b.repository, b.ticket_id, null, null, b.last_commit_at
  from quad_active_branch_times b
  where b.domain_id = of_domain and b.email = of_email and b.valid_from <= as_of and b.valid_to > as_of
    and b.last_commit_at >= as_of - make_interval(days => quad_branch_active_days(of_domain, as_of));
end
$$;

-- Who works in a domain now, and with what: what can be moved, and to whom. free: percent of somebody's time that no domain has.
create function quad_domain_desk(of_domain uuid)
returns table (email text, allocation numeric, free numeric, branches integer, multiplier numeric, full_load numeric, tickets json)
language plpgsql stable security definer rows 100 set search_path from current set plan_cache_mode = force_custom_plan as $$
begin
  if exists (select from quad_me()) then
    perform quad_require('view_activity', of_domain);
  end if;
  return query
  select w.developer_email, w.allocation_percentage, 100 - coalesce(p.allocated, 0), w.active_branches, w.estimation_multiplier, w.full_load,
    (select coalesce(json_agg(json_build_object('key', t.ticket_id, 'points', coalesce(t.story_points, 0)) order by t.ticket_id), '[]')
     from quad_active_ticket_times t
     where t.domain_id = of_domain and t.email = w.developer_email and t.valid_from <= current_timestamp and t.valid_to > current_timestamp)
  from QUAD_domains d
  cross join lateral quad_workload(current_timestamp, d.company_id, null, of_domain, null) w
  left join QUAD_people p on p.company_id = d.company_id and p.email = w.developer_email
  where d.id = of_domain
    and exists (select from QUAD_domain_members m where m.domain_id = of_domain and m.email = w.developer_email);
end
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

-- A company's day, or that of a domain and all below it: those rows are replaced, and nothing else. Nobody else takes one meanwhile.
-- Returns how many rows there are.
create function quad_take_snapshot(of_company uuid, day date, under text) returns bigint
language plpgsql set search_path from current set plan_cache_mode = force_custom_plan
set work_mem = '64MB' set random_page_cost = 1.1 as $$
declare
  as_of timestamptz := quad_moment_of(day);
  since timestamptz := case when day < current_date then quad_observed_since(of_company) else '-infinity' end;
  taken bigint;
begin
  if since is null or as_of <= since then
    raise exception 'Nothing was observed on %.', day
      using errcode = 'QU005', detail = case when since is null then 'No branch was scanned and no ticket imported yet.'
        else format('The first observation is of %s.', to_char(since, 'YYYY-MM-DD HH24:MI')) end,
        hint = 'A day is computed from what was seen on it, never from what is so today.';
  end if;
  perform quad_workload_month(day);
  delete from QUAD_workload_tracking w
  where w.snapshot_date = day and w.domain_id in (
    select d.id from QUAD_domains d
    where d.company_id = of_company and (under is null or d.path = under or d.path > under || '/' and d.path < under || '0'));
  insert into QUAD_workload_tracking (
    snapshot_date, domain_id, developer_email, active_tickets, active_branches, story_points, allocation_percentage,
    estimation_multiplier, multiplier_domain_id, full_load, base_workload, final_workload, capacity_percentage, overload_alert, taken_at)
  select day, w.domain_id, w.developer_email, w.active_tickets, w.active_branches, w.story_points, w.allocation_percentage,
    w.estimation_multiplier, w.multiplier_domain_id, w.full_load, w.base_workload, w.final_workload, w.capacity_percentage,
    w.overload_alert, as_of
  from quad_workload(as_of, of_company, under, null, null) w;
  get diagnostics taken = row_count;
  return taken;
end
$$;

-- Who is told of overload in a domain: the active DOMAIN_ADMINs of the nearest domain upwards that has any, else the QUAD_ADMINs.
create function quad_overload_recipients(of_domain uuid) returns setof text
language sql stable rows 2 set search_path from current as $$
  select a.email from (
    select m.email, rank() over (order by above.depth desc) as distance
    from QUAD_domains d
    join QUAD_domains above on above.company_id = d.company_id and starts_with(d.path || '/', above.path || '/')
    join QUAD_domain_members m on m.domain_id = above.id and m.status = 'active'
      and (m.role = 'DOMAIN_ADMIN' or m.role = 'QUAD_ADMIN' and above.depth = 0)
    where d.id = of_domain and above.archived_at is null) a
  where a.distance = 1
$$;

-- spec, ">100%: Overloaded (alert DOMAIN_ADMIN)": once a day a person and a domain, and once more for a total above 100 % that several
-- domains make, to the admin of the primary domain (without one, of where most of the load is). Returns how many were written.
create function quad_alert_overload(of_company uuid, day date) returns bigint
language plpgsql set search_path from current as $$
declare
  told bigint;
begin
  with today as (
    select w.* from QUAD_workload_tracking w join QUAD_domains d on d.id = w.domain_id
    where w.snapshot_date = day and d.company_id = of_company
  ), over as (
    select w.domain_id, w.developer_email, 'domain' as scope, w.capacity_percentage as capacity, w.active_tickets, w.active_branches,
      w.story_points, w.allocation_percentage
    from today w where w.capacity_percentage > 100
    union all
    select coalesce(
        (select m.domain_id from QUAD_domain_members m
         where m.company_id = of_company and m.email = w.developer_email and m.is_primary_domain limit 1),
        (array_agg(w.domain_id order by w.final_workload desc, w.domain_id))[1]),
      w.developer_email, 'total', sum(w.capacity_percentage), sum(w.active_tickets), sum(w.active_branches), sum(w.story_points),
      sum(w.allocation_percentage)
    from today w
    group by w.developer_email
    having sum(w.capacity_percentage) > 100 and count(*) filter (where w.capacity_percentage > 0) > 1
  )
  insert into QUAD_outbox (company_id, recipient_email, template, data, occasion)
  select of_company, r.email, 'workload-overload',
    jsonb_build_object(
      'person', o.developer_email, 'domain', d.path, 'domainName', d.display_name, 'date', day, 'scope', o.scope,
      'capacity', round(o.capacity, 2), 'tickets', o.active_tickets, 'branches', o.active_branches, 'points', o.story_points,
      'allocation', o.allocation_percentage,
      'run', jsonb_build_array(
        format('quad workload explain %s', o.developer_email), format('quad workload suggest --domain %s', substr(d.path, 2)))),
    format('overload %s %s %s %s %s', day, o.scope, d.id, o.developer_email, r.email)
  from over o join QUAD_domains d on d.id = o.domain_id, quad_overload_recipients(o.domain_id) r (email)
  on conflict (company_id, occasion) do nothing;
  get diagnostics told = row_count;
  return told;
end
$$;

select quad_workload_month(current_date), quad_workload_month((current_date + interval '1 month')::date);
