--
-- PostgreSQL database dump
--

--
-- Name: calculate_developer_workload(uuid, text, date); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.calculate_developer_workload(domain_id uuid, developer_email text, snapshot_date date DEFAULT CURRENT_DATE) RETURNS TABLE(active_tickets integer, active_branches integer, story_points numeric, allocation_percentage numeric, estimation_multiplier numeric, base_workload numeric, final_workload numeric, capacity_percentage numeric, workload_level text, overload_alert boolean)
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1
    SET search_path TO 'public', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
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

--
-- Name: check_user_total_allocation(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.check_user_total_allocation() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
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

--
-- Name: extract_ticket_id_from_branch(text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.extract_ticket_id_from_branch(branch_name text) RETURNS TABLE(ticket_id text, provider text, is_orphan boolean)
    LANGUAGE sql STABLE ROWS 1
    SET search_path TO 'public', 'pg_temp'
    AS $$
  with projects as (
    select array_agg(p.project_key) as keys, bool_or(p.provider = 'servicenow') as records from quad_ticket_projects() p
  ), found as (
    select quad_ticket_in(branch_name, p.keys, p.records) as id from projects p
  )
  select f.id,
    case when f.id is not null then coalesce(
      (select p.provider from quad_ticket_projects() p where p.project_key = split_part(f.id, '-', 1) and f.id ~ '-'),
      quad_usual_provider(f.id)) end,
    f.id is null
  from found f
$$;

--
-- Name: extract_ticket_id_from_branch(text, uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.extract_ticket_id_from_branch(branch_name text, in_domain uuid) RETURNS TABLE(ticket_id text, provider text, is_orphan boolean)
    LANGUAGE sql STABLE ROWS 1
    SET search_path TO 'public', 'pg_temp'
    AS $$
  with projects as (
    select array_agg(p.project_key) as keys, bool_or(p.provider = 'servicenow') as records from quad_ticket_projects(in_domain) p
  ), found as (
    select quad_ticket_in(branch_name, p.keys, p.records) as id from projects p
  )
  select f.id,
    case when f.id is not null then coalesce(
      (select p.provider from quad_ticket_projects(in_domain) p where p.project_key = split_part(f.id, '-', 1) and f.id ~ '-'),
      quad_usual_provider(f.id)) end,
    f.id is null
  from found f
$$;

--
-- Name: quad_account_for_keys(uuid, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_account_for_keys(of_company uuid, of_email text) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: quad_acts_as(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_acts_as(of_company uuid) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select case
    when exists (select from quad_me()) then (select me.email from quad_me() me where me.company_id = of_company)
    when quad_session_is_owner() then quad_admin_of(of_company) end
$$;

--
-- Name: quad_add_business_days(uuid[], timestamp with time zone[], integer[]); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_add_business_days(of_companies uuid[], from_ats timestamp with time zone[], days integer[]) RETURNS TABLE(place bigint, due date)
    LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
declare
  monday constant date := '1899-12-25';
  refused text;
begin
  if array_length(of_companies, 1) is distinct from array_length(from_ats, 1)
    or array_length(of_companies, 1) is distinct from array_length(days, 1) then
    raise exception 'Three arrays of one length are needed.' using errcode = 'QU002';
  end if;
  select d into refused from unnest(days) d where d not between 0 and 100000 limit 1;
  if found then
    raise exception '% is no number of business days to wait: 0 to 100,000.', refused using errcode = 'QU002';
  end if;
  select f into refused from unnest(from_ats) f where f < '1900-01-02' or f > '2999-12-30' limit 1;
  if found then
    raise exception 'Business days are counted from 1900 to 2999, and not from %.', refused using errcode = 'QU002';
  end if;
  return query
  with asked as materialized (
    select a.* from unnest(of_companies, from_ats, days) with ordinality a (company_id, from_at, days, place)
  ), calendars as (
    select c.id as company_id, coalesce(k.time_zone, current_setting('TimeZone')) as zone,
      string_to_array(translate('1234567', array_to_string(coalesce(k.weekend, '{6,7}'), ''), ''), null)::integer[] as working
    from QUAD_companies c left join QUAD_calendars k on k.company_id = c.id
    where c.id in (select a.company_id from asked a)
  ), holidays as (
    select numbered.company_id, array_agg(numbered.day order by numbered.day) as days,
      array_agg(numbered.before order by numbered.day) as before
    from (
      select k.company_id, h.day,
        (h.day - monday) / 7 * cardinality(k.working) + width_bucket((h.day - monday) % 7 + 1, k.working)
          - row_number() over (partition by k.company_id order by h.day)::integer as before
      from calendars k join QUAD_holidays h on h.company_id = k.company_id
      where (h.day - monday) % 7 + 1 = any (k.working)) numbered
    group by numbered.company_id
  )
  select w.place, monday + (w.nth / w.per_week * 7 + w.working[w.nth % w.per_week + 1] - 1)
  from (
    select b.place, b.working, b.per_week, b.wanted + coalesce(width_bucket(b.wanted, b.before), 0) as nth
    from (
      -- Which business day it is of all since that Monday, the first being 0.
      select s.place, k.working, cardinality(k.working) as per_week, h.before,
        (s.start - monday) / 7 * cardinality(k.working) + width_bucket((s.start - monday) % 7 + 1, k.working)
          - coalesce(width_bucket(s.start, h.days), 0) + greatest(s.days, 1) - 1 as wanted
      from (
        select a.place, a.company_id, a.days, (a.from_at at time zone z.zone)::date - (a.days = 0)::integer as start
        from asked a join calendars z on z.company_id = a.company_id) s
      join calendars k on k.company_id = s.company_id left join holidays h on h.company_id = s.company_id) b) w;
end
$$;

--
-- Name: quad_add_business_days(uuid, timestamp with time zone, integer); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_add_business_days(of_company uuid, from_at timestamp with time zone, days integer) RETURNS date
    LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
declare
  monday constant date := '1899-12-25';
  zone text;
  weekend integer[];
  working integer[] := '{1,2,3,4,5}';
  per_week integer;
  start date;
  nth integer;
  past date;
  due date;
  holiday date;
begin
  if days not between 0 and 100000 then
    raise exception '% is no number of business days to wait: 0 to 100,000.', days using errcode = 'QU002';
  end if;
  select coalesce(k.time_zone, current_setting('TimeZone')), k.weekend into zone, weekend
  from QUAD_companies c left join QUAD_calendars k on k.company_id = c.id where c.id = of_company;
  if zone is null then
    return null;
  end if;
  if weekend <> '{6,7}' then
    working := string_to_array(translate('1234567', array_to_string(weekend, ''), ''), null);
  end if;
  start := (from_at at time zone zone)::date;
  if not isfinite(start) or start not between '1900-01-01' and '2999-12-31' then
    raise exception 'Business days are counted from 1900 to 2999, and not from %.', from_at using errcode = 'QU002';
  end if;
  -- On or after a day is after the day before.
  if days = 0 then
    start := start - 1;
  end if;
  per_week := cardinality(working);
  -- Which working day of all since that Monday the last one on or before the start is.
  nth := (start - monday) / 7 * per_week + width_bucket((start - monday) % 7 + 1, working) + greatest(days, 1) - 1;
  due := monday + nth / per_week * 7 + working[nth % per_week + 1] - 1;
  loop
    past := start;
    start := due + 14;
    foreach holiday in array array(
      select h.day from QUAD_holidays h where h.company_id = of_company and h.day > past and h.day <= start order by h.day)
    loop
      continue when (holiday - monday) % 7 + 1 <> all (working);
      exit when holiday > due;
      nth := nth + 1;
      due := monday + nth / per_week * 7 + working[nth % per_week + 1] - 1;
    end loop;
    exit when due <= start;
  end loop;
  return due;
end
$$;

--
-- Name: quad_admin_of(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_admin_of(of_company uuid) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select coalesce(
    (select u.email from QUAD_users u where u.id = quad_admin_user(of_company)),
    (select c.admin_email from QUAD_companies c where c.id = of_company),
    'owner')
$$;

--
-- Name: quad_admin_user(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_admin_user(of_company uuid) RETURNS uuid
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select u.id
  from QUAD_users u
  left join QUAD_companies c on c.id = u.company_id and c.admin_email = u.email
  left join QUAD_domain_members m on m.user_id = u.id and m.role = 'QUAD_ADMIN'
  where u.company_id = of_company and (c.id is not null or m.id is not null)
  order by c.id is null, m.created_at limit 1
$$;

--
-- Name: quad_alert_overload(uuid, date); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_alert_overload(of_company uuid, day date) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: quad_answerable(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_answerable(of_company uuid) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select coalesce(
    (select m.email from quad_me() m),
    case when nullif(current_setting('quad.command', true), '') is not null and quad_session_is_owner()
      then coalesce(nullif(current_setting('quad.request_by', true), ''), quad_admin_of(of_company)) end,
    'platform')
$$;

--
-- Name: quad_approval_path(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_approval_path(approval uuid) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select w.vault_path from QUAD_approval_workflows w
  where w.id = approval and w.subject_type = 'key'
    and (not exists (select from quad_me())
      or w.company_id = quad_my_company()
        and (w.requested_by_email = quad_my_email() or w.domain_id in (select quad_my_domains('manage_domain_keys', true))))
$$;

--
-- Name: quad_approvals_follow_email(uuid, text, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_approvals_follow_email(of_company uuid, old_email text, new_email text) RETURNS void
    LANGUAGE sql
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: quad_approvers(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_approvers(approval uuid) RETURNS TABLE(email text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: quad_as_email(text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_as_email(author text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $_$
  select case when length(author) <= 254 and lower(btrim(author)) ~ '^[a-z0-9.!#$%&''*+/=?^_`{|}~-]+@[a-z0-9-]+([.][a-z0-9-]+)*$'
    then lower(btrim(author)) end
$_$;

--
-- Name: quad_approval_workflows; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_approval_workflows (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    company_id uuid NOT NULL,
    domain_id uuid NOT NULL,
    subject_type text NOT NULL,
    subject jsonb NOT NULL,
    method text DEFAULT 'in_app'::text NOT NULL,
    status text DEFAULT 'pending'::text NOT NULL,
    requested_by_email text NOT NULL,
    decided_by_email text,
    decided_at timestamp with time zone,
    reason text,
    itsm_ticket_id text,
    expires_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    subject_key text DEFAULT (gen_random_uuid())::text NOT NULL,
    vault_path text,
    executed_at timestamp with time zone,
    CONSTRAINT quad_approval_workflows_decision_is_whole CHECK (((status = ANY (ARRAY['approved'::text, 'rejected'::text])) = ((decided_by_email IS NOT NULL) AND (decided_at IS NOT NULL)))),
    CONSTRAINT quad_approval_workflows_method_known CHECK ((method = ANY (ARRAY['in_app'::text, 'itsm'::text]))),
    CONSTRAINT quad_approval_workflows_status_known CHECK ((status = ANY (ARRAY['pending'::text, 'approved'::text, 'rejected'::text, 'cancelled'::text, 'expired'::text]))),
    CONSTRAINT quad_approval_workflows_subject_known CHECK ((subject_type = ANY (ARRAY['integration_request'::text, 'role'::text, 'domain'::text, 'key'::text])))
);

--
-- Name: quad_ask_for(uuid, text, jsonb, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_ask_for(in_domain uuid, wanted text, particulars jsonb, key_path text DEFAULT NULL::text) RETURNS public.quad_approval_workflows
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: quad_audit(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_audit() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $_$
declare
  me record;
  command text := nullif(current_setting('quad.command', true), '');
  key text := (select string_agg(format('(c.j ->> %L)', k), ' || '' '' || ') from unnest(string_to_array(tg_argv[0], ',')) k);
begin
  select m.company_id, m.email, quad_session_is_owner() as owner into me from (select) always left join quad_me() m on true;
  execute format(
    $audit$
      with changed as (%s), placed as (
        select c.row_id, c.before, c.after,
          coalesce(
            (j.row ->> 'company_id')::uuid,
            case when $1 = 'quad_companies' then (j.row ->> 'id')::uuid end,
            (select d.company_id from QUAD_domains d where d.id = (j.row ->> 'domain_id')::uuid),
            (select u.company_id from QUAD_users u where u.id = (j.row ->> 'user_id')::uuid),
            $3) as company_id,
          case when $1 = 'quad_domains' then j.row ->> 'id' else j.row ->> 'domain_id' end::uuid as domain_id
        from changed c, lateral (select coalesce(c.after, c.before) as row) j
      ), answerable as materialized (
        select c.company_id, quad_answerable(c.company_id) as email
        from (select distinct p.company_id from placed p) c
      )
      insert into QUAD_audit
        (company_id, domain_id, table_name, row_id, action, actor, login, acting_as, command, transaction_id, before, after, created_at)
      select p.company_id, p.domain_id, $1, p.row_id, $2, a.email, session_user, $4, $5, txid_current(),
        p.before - $6::text[],
        p.after - $6::text[] || case when p.before is not null and exists (
            select from unnest($6::text[]) k where p.before -> k is distinct from p.after -> k)
          then jsonb_build_object('withheld', (
            select jsonb_agg(k) from unnest($6::text[]) k where p.before -> k is distinct from p.after -> k))
          else '{}' end,
        clock_timestamp()
      from placed p join answerable a on a.company_id is not distinct from p.company_id
    $audit$,
    case tg_op
      when 'INSERT' then format(
        'select %s as row_id, null::jsonb as before, c.j as after from (select to_jsonb(n) - ''valid_from'' as j from new_rows n offset 0) c', key)
      when 'DELETE' then format(
        'select %s as row_id, c.j as before, null::jsonb as after from (select to_jsonb(o) - ''valid_from'' as j from old_rows o offset 0) c', key)
      else format(
        'select r.* from (
           select %1$s as row_id, (array_agg(c.j) filter (where c.was))[1] as before, (array_agg(c.j) filter (where not c.was))[1] as after
           from (select true as was, to_jsonb(o) - ''valid_from'' as j from old_rows o union all select false, to_jsonb(n) - ''valid_from'' from new_rows n) c
           group by 1) r
         where r.before - ''updated_at'' is distinct from r.after - ''updated_at''', key)
    end)
  using tg_table_name, lower(tg_op), me.company_id, case when me.owner then me.email end, command, array['vault_path', 'former_vault_path', 'bearer_token_vault_path', 'token'];
  return null;
end
$_$;

--
-- Name: quad_audit_is_due(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_audit_is_due() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select quad_session_is_owner()
    and coalesce((select max(a.id) from QUAD_audit a), 0) - coalesce((select max(s.entry_id) from QUAD_audit_seals s), 0) >= 1000
$$;

--
-- Name: quad_audit_is_sealed(bigint); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_audit_is_sealed(entry bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select exists (select from QUAD_audit_seals s where s.entry_id = entry)
$$;

--
-- Name: quad_audit_truncate(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_audit_truncate() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  insert into QUAD_audit (table_name, row_id, action, actor, login, command, transaction_id)
  values (tg_table_name, '*', 'truncate', 'platform', session_user, nullif(current_setting('quad.command', true), ''), txid_current());
  return null;
end
$$;

--
-- Name: quad_begins_version(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_begins_version() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  new.valid_from := greatest(current_timestamp, old.valid_from);
  return new;
end
$$;

--
-- Name: quad_branch_active_days(uuid, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_branch_active_days(of_domain uuid, as_of timestamp with time zone) RETURNS integer
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  with recursive upwards as (
    select d.parent_domain_id, d.branch_active_days as days from quad_domain_times d
    where d.domain_id = of_domain and d.valid_from <= as_of and d.valid_to > as_of
    union all
    select d.parent_domain_id, d.branch_active_days from upwards u join quad_domain_times d on d.domain_id = u.parent_domain_id
    where u.days is null and d.valid_from <= as_of and d.valid_to > as_of
  )
  select coalesce(max(u.days), 30) from upwards u
$$;

--
-- Name: quad_branch_is_linked_by(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_branch_is_linked_by() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  if quad_is_person() then
    new.linked_by_email := quad_my_email();
  end if;
  return new;
end
$$;

--
-- Name: quad_business_day(uuid, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_business_day(of_company uuid, at timestamp with time zone) RETURNS date
    LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  return (quad_business_day.at at time zone quad_time_zone(of_company))::date;
end
$$;

--
-- Name: quad_business_days_between(uuid, timestamp with time zone, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_business_days_between(of_company uuid, from_at timestamp with time zone, until_at timestamp with time zone) RETURNS integer
    LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
declare
  monday constant date := '1899-12-25';
  zone text;
  weekend integer[];
  working integer[] := '{1,2,3,4,5}';
  start date;
  finish date;
  holidays integer;
begin
  select coalesce(k.time_zone, current_setting('TimeZone')), k.weekend into zone, weekend
  from QUAD_companies c left join QUAD_calendars k on k.company_id = c.id where c.id = of_company;
  if zone is null then
    return null;
  end if;
  if weekend <> '{6,7}' then
    working := string_to_array(translate('1234567', array_to_string(weekend, ''), ''), null);
  end if;
  start := (from_at at time zone zone)::date;
  finish := (until_at at time zone zone)::date;
  if not (isfinite(start) and isfinite(finish)) or least(start, finish) < '1900-01-01' or greatest(start, finish) > '2999-12-31' then
    raise exception 'Business days are counted from 1900 to 2999, and not from % to %.', from_at, until_at using errcode = 'QU002';
  end if;
  if finish <= start then
    return 0;
  end if;
  select count(*) into holidays from QUAD_holidays h
  where h.company_id = of_company and h.day > start and h.day <= finish and extract(isodow from h.day)::integer = any (working);
  return ((finish - monday) / 7 - (start - monday) / 7) * cardinality(working)
    + width_bucket((finish - monday) % 7 + 1, working) - width_bucket((start - monday) % 7 + 1, working) - holidays;
end
$$;

--
-- Name: quad_calendar_time_zone_is_known(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_calendar_time_zone_is_known() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  listed text;
begin
  select z.name into listed from pg_timezone_names z
  where lower(z.name) = lower(new.time_zone) and z.name !~ '^(posix|right)/' and z.name not in ('localtime', 'posixrules', 'Factory');
  if listed is null then
    raise exception '% is no time zone that this database knows.', quote_literal(left(new.time_zone, 80))
      using errcode = 'QU002', hint = 'A time zone is named as Europe/Berlin or UTC are.';
  end if;
  new.time_zone := listed;
  return new;
end
$$;

--
-- Name: quad_cancel_approval(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_cancel_approval(approval uuid) RETURNS public.quad_approval_workflows
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: quad_capabilities_of(uuid, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_capabilities_of(of_company uuid, of_email text) RETURNS TABLE(role text, capability text, scope text, through_path text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select distinct c.role, c.capability, c.scope, c.through_path
  from quad_effective_capabilities c
  where c.company_id = of_company and c.email = lower(of_email)
    and quad_sees_company(of_company)
$$;

--
-- Name: quad_carry_out(public.quad_approval_workflows); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_carry_out(asked public.quad_approval_workflows) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: quad_change_in_company_is_allowed(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_change_in_company_is_allowed() RETURNS trigger
    LANGUAGE plpgsql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: quad_change_in_domain_is_allowed(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_change_in_domain_is_allowed() RETURNS trigger
    LANGUAGE plpgsql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: quad_change_wants(uuid, text, jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_change_wants(in_domain uuid, wanted text, particulars jsonb) RETURNS TABLE(domain_id uuid, capability text)
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: quad_company_folds_email(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_company_folds_email() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  new.admin_email := lower(new.admin_email);
  return new;
end
$$;

--
-- Name: quad_company_keeps_seats(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_company_keeps_seats() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: quad_decide(uuid, boolean, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_decide(approval uuid, approve boolean, why text DEFAULT NULL::text) RETURNS public.quad_approval_workflows
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: quad_desk(uuid, text, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_desk(of_domain uuid, of_email text, as_of timestamp with time zone) RETURNS TABLE(kind text, name text, repository text, ticket_id text, title text, points numeric, last_commit_at timestamp with time zone)
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: quad_domain_change_is_allowed(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_domain_change_is_allowed() RETURNS trigger
    LANGUAGE plpgsql STABLE
    SET search_path TO 'public', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
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

--
-- Name: quad_domain_desk(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_domain_desk(of_domain uuid) RETURNS TABLE(email text, allocation numeric, free numeric, branches integer, multiplier numeric, full_load numeric, tickets json)
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100
    SET search_path TO 'public', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
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

--
-- Name: quad_domain_keeps_its_place(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_domain_keeps_its_place() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  raise exception 'The path, depth, type and company of % follow from its parent and cannot be written.', old.path
    using errcode = 'QU005', hint = 'Move it: quad domain move; rename it: quad domain rename';
end
$$;

--
-- Name: quad_effective_keys(uuid, text, text, text, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_effective_keys(of_company uuid, reach text, under_path text DEFAULT NULL::text, of_provider text DEFAULT NULL::text, of_email text DEFAULT NULL::text) RETURNS TABLE(email text, domain_id uuid, path text, tool_provider text, key_source text, source_path text, key_id uuid, expires_at timestamp with time zone)
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100000
    SET search_path TO 'public', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
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

--
-- Name: quad_end_of_day(uuid, date); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_end_of_day(of_company uuid, day date) RETURNS timestamp with time zone
    LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  zone constant text := quad_time_zone(of_company);
  midnight constant timestamp := quad_end_of_day.day + 1;
  ended timestamptz := midnight at time zone zone;
  before timestamptz;
  between timestamptz;
begin
  if ended at time zone zone > midnight then
    before := ended - (ended at time zone zone - midnight);
    while ended - before > interval '1 microsecond' loop
      between := before + (ended - before) / 2;
      if between at time zone zone >= midnight then
        ended := between;
      else
        before := between;
      end if;
    end loop;
  end if;
  return ended;
end
$$;

--
-- Name: quad_grant_login(uuid, text, text, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_grant_login(of_company uuid, of_email text, as_login text, verifier text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $_$
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
$_$;

--
-- Name: quad_has_keys(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_has_keys(of_company uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select quad_sees_company(of_company) and (
    exists (select from QUAD_domain_integration_keys k join QUAD_domains d on d.id = k.domain_id where d.company_id = of_company)
    or exists (select from QUAD_user_integration_keys k join QUAD_users u on u.id = k.user_id where u.company_id = of_company))
$$;

--
-- Name: quad_history_goes_with_domain(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_history_goes_with_domain() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: quad_holidays_change(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_holidays_change() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  perform quad_requests_are_due_anew(array(select distinct h.company_id from changed h));
  return null;
end
$$;

--
-- Name: quad_integration_request_is_approved(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_integration_request_is_approved() RETURNS trigger
    LANGUAGE plpgsql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  if quad_is_person() then
    perform quad_refuse_unapproved('integration_request');
  end if;
  return null;
end
$$;

--
-- Name: quad_integration_switches(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_integration_switches(of_company uuid) RETURNS TABLE(integration text, is_enabled boolean)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select lower(btrim(i.integration)), bool_or(i.is_enabled) from QUAD_company_integrations i
  where i.company_id = of_company and quad_sees_company(of_company)
  group by 1
$$;

--
-- Name: quad_inviter(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_inviter(of_company uuid) RETURNS uuid
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select coalesce(
    (select u.id from QUAD_users u join quad_me() me using (company_id, email) where u.company_id = of_company),
    quad_admin_user(of_company))
$$;

--
-- Name: quad_is_a_time(text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_is_a_time(given text) RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  perform given::timestamptz;
  return true;
exception
  when datetime_field_overflow or invalid_datetime_format then
    return false;
end
$$;

--
-- Name: quad_is_looked_at(text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_is_looked_at(operation text) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select quad_is_person() or operation = 'DELETE' and exists (select from quad_me())
$$;

--
-- Name: quad_is_person(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_is_person() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select pg_has_role(current_user, 'quad_person', 'member') and not pg_has_role(current_user, c.relowner, 'usage')
  from pg_class c where c.oid = 'QUAD_install'::regclass
$$;

--
-- Name: quad_keeps_time(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_keeps_time() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  if quad_is_person() then
    new.valid_from := case tg_op when 'INSERT' then current_timestamp else old.valid_from end;
  end if;
  return new;
end
$$;

--
-- Name: quad_keeps_version(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_keeps_version() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $_$
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
$_$;

--
-- Name: quad_key_is_a_path(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_key_is_a_path() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: quad_key_walk(uuid, text, uuid, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_key_walk(of_company uuid, of_email text, in_domain uuid, of_provider text) RETURNS TABLE(step integer, key_source text, source_domain_id uuid, source_path text, outcome text, obstacle text, key_id uuid, vault_path text, former_vault_path text, expires_at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 8
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: quad_leaver_votes_no_more(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_leaver_votes_no_more() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  request uuid;
begin
  if exists (select from QUAD_people p where (p.company_id, p.email) = (new.company_id, new.email) and p.memberships > 0) then
    return null;
  end if;
  for request in
    delete from QUAD_request_votes v using QUAD_integration_requests r
    where r.id = v.request_id and r.status in ('submitted', 'in_progress', 'beta') and r.received_at is null
      and (v.company_id, v.email) = (new.company_id, new.email)
    returning r.id
  loop
    perform quad_request_mails_votes(request, new.email);
  end loop;
  return null;
end
$$;

--
-- Name: quad_ledger_is_kept(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_ledger_is_kept() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  raise exception '% is kept by triggers and cannot be written.', replace(tg_table_name, 'quad_', 'QUAD_') using errcode = 'QU005';
end
$$;

--
-- Name: quad_ledger_is_truncated(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_ledger_is_truncated() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  if exists (select from QUAD_companies) then
    raise exception '% is kept by triggers and cannot be emptied.', replace(tg_table_name, 'quad_', 'QUAD_') using errcode = 'QU005';
  end if;
  return null;
end
$$;

--
-- Name: quad_lock_approval(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_lock_approval(approval uuid) RETURNS public.quad_approval_workflows
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: quad_login_comes(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_login_comes() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $_$
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
$_$;

--
-- Name: quad_login_goes(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_login_goes() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: quad_login_stays(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_login_stays() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  raise exception 'A login keeps its name and its kind; revoke it and grant another.' using errcode = 'QU005';
end
$$;

--
-- Name: quad_looks_like_a_secret(text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_looks_like_a_secret(given text) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'public', 'pg_temp'
    AS $_$
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
$_$;

--
-- Name: quad_mail_attachments_fit(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_mail_attachments_fit() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
declare
  mail record;
  bytes bigint;
begin
  select o.status, o.recipient_email into mail from QUAD_outbox o where o.id = new.outbox_id for no key update;
  if mail.status = 'sent' then
    raise exception 'The mail to % was sent already; nothing can be attached to it.', mail.recipient_email using errcode = 'QU005';
  end if;
  select sum(octet_length(a.content)) into bytes from QUAD_outbox_attachments a where a.outbox_id = new.outbox_id;
  if bytes > 20 * 1024 * 1024 then
    raise exception 'The mail to % would have attachments of % MB; a mail carries 20 MB at most.',
        mail.recipient_email, round(bytes / 1048576.0, 1) using errcode = 'QU005';
  end if;
  return null;
end
$$;

--
-- Name: quad_mail_drop(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_mail_drop(mail uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  was QUAD_outbox := quad_mail_to_decide(mail);
begin
  if was.status = 'sent' then
    raise exception 'The mail to % was sent at % already.', was.recipient_email, date_trunc('second', was.sent_at)
      using errcode = 'QU005', hint = format('See it: quad mail show %s', mail);
  end if;
  if was.status = 'dropped' then
    return;
  end if;
  update QUAD_outbox set status = 'dropped', held_because = null where id = mail;
  perform quad_mail_was_decided(was, 'dropped');
end
$$;

--
-- Name: quad_mail_is_addressed(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_mail_is_addressed() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  new.recipient_email := lower(new.recipient_email);
  new.sender_email := lower(new.sender_email);
  if tg_op = 'INSERT' then
    new.message_id := coalesce(
      new.message_id, format('<%s@%s>', new.id, coalesce(nullif(split_part(new.sender_email, '@', 2), ''), 'quad.invalid')));
  elsif new.message_id is distinct from old.message_id then
    raise exception 'The mail % keeps its Message-ID %.', old.id, old.message_id using errcode = 'QU005';
  end if;
  return new;
end
$$;

--
-- Name: quad_mail_retry(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_mail_retry(mail uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  was QUAD_outbox := quad_mail_to_decide(mail);
begin
  if was.status = 'sent' then
    raise exception 'The mail to % was sent at % already.', was.recipient_email, date_trunc('second', was.sent_at)
      using errcode = 'QU005', hint = format('See it: quad mail show %s', mail);
  end if;
  update QUAD_outbox set status = 'waiting', attempts = 0, next_attempt_at = current_timestamp, held_because = null where id = mail;
  perform quad_mail_was_decided(was, 'waiting');
end
$$;

--
-- Name: quad_outbox; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_outbox (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    company_id uuid NOT NULL,
    recipient_email text NOT NULL,
    template text NOT NULL,
    data jsonb NOT NULL,
    occasion text NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    sender_email text,
    sender_name text,
    message_id text NOT NULL,
    in_reply_to text,
    thread text[] DEFAULT '{}'::text[] NOT NULL,
    status text DEFAULT 'waiting'::text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    next_attempt_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    last_error text,
    held_because text,
    sent_at timestamp with time zone,
    accepted_as text,
    CONSTRAINT quad_outbox_accepted_when_sent CHECK (((accepted_as IS NULL) OR (status = 'sent'::text))),
    CONSTRAINT quad_outbox_attempts_count CHECK ((attempts >= 0)),
    CONSTRAINT quad_outbox_data_is_a_map CHECK ((jsonb_typeof(data) = 'object'::text)),
    CONSTRAINT quad_outbox_dead_for_a_reason CHECK (((status <> 'dead'::text) OR (last_error IS NOT NULL))),
    CONSTRAINT quad_outbox_held_for_a_reason CHECK (((status = 'held'::text) = (held_because IS NOT NULL))),
    CONSTRAINT quad_outbox_in_reply_to_valid CHECK (((length(in_reply_to) <= 400) AND (in_reply_to ~ '^<[!-;=?-~]+>$'::text))),
    CONSTRAINT quad_outbox_message_id_valid CHECK (((length(message_id) <= 400) AND (message_id ~ '^<[!-;=?-~]+>$'::text))),
    CONSTRAINT quad_outbox_recipient_email_valid CHECK (((length(recipient_email) <= 254) AND (recipient_email ~ '^[a-z0-9.!#$%&''*+/=?^_`{|}~-]+@[a-z0-9-]+([.][a-z0-9-]+)*$'::text))),
    CONSTRAINT quad_outbox_sender_email_valid CHECK (((length(sender_email) <= 254) AND (sender_email ~ '^[a-z0-9.!#$%&''*+/=?^_`{|}~-]+@[a-z0-9-]+([.][a-z0-9-]+)*$'::text))),
    CONSTRAINT quad_outbox_sender_name_printable CHECK (((sender_name !~ '[[:cntrl:]]'::text) AND (btrim(sender_name) <> ''::text) AND (length(sender_name) <= 200))),
    CONSTRAINT quad_outbox_sent_at_a_time CHECK (((status = 'sent'::text) = (sent_at IS NOT NULL))),
    CONSTRAINT quad_outbox_sent_by_an_attempt CHECK (((status <> 'sent'::text) OR (attempts > 0))),
    CONSTRAINT quad_outbox_status_known CHECK ((status = ANY (ARRAY['waiting'::text, 'sent'::text, 'dead'::text, 'held'::text, 'dropped'::text]))),
    CONSTRAINT quad_outbox_template_is_a_slug CHECK (((template ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (length(template) <= 63))),
    CONSTRAINT quad_outbox_thread_valid CHECK (((cardinality(thread) <= 100) AND (array_position(thread, NULL::text) IS NULL) AND (length(array_to_string(thread, ' '::text)) <= 20000) AND ((thread = '{}'::text[]) OR (array_to_string(thread, ' '::text) ~ '^<[!-;=?-~]+>( <[!-;=?-~]+>)*$'::text))))
);

--
-- Name: quad_mail_to_decide(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_mail_to_decide(mail uuid) RETURNS public.quad_outbox
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  found_mail QUAD_outbox;
begin
  select o.* into found_mail from QUAD_outbox o
  where o.id = mail and (not exists (select from quad_me()) or o.company_id = quad_my_company())
  for update;
  if found_mail.id is null then
    raise exception 'There is no mail %.', mail using errcode = 'QU004', hint = 'See them: quad mail list';
  end if;
  if exists (select from quad_me()) then
    perform quad_require_in_company('manage_company', found_mail.company_id);
  end if;
  return found_mail;
end
$$;

--
-- Name: quad_mail_was_decided(public.quad_outbox, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_mail_was_decided(was public.quad_outbox, becomes text) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  insert into QUAD_audit (company_id, table_name, row_id, action, actor, login, acting_as, command, transaction_id, before, after)
  values (was.company_id, 'quad_outbox', was.id::text, 'update', quad_answerable(was.company_id), session_user,
    case when quad_session_is_owner() then (select me.email from quad_me() me) end, nullif(current_setting('quad.command', true), ''),
    txid_current(), jsonb_build_object('recipient_email', was.recipient_email, 'template', was.template, 'status', was.status),
    jsonb_build_object('recipient_email', was.recipient_email, 'template', was.template, 'status', becomes))
$$;

--
-- Name: quad_may(text, text, uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_may(email text, capability text, domain uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select exists (
    select from QUAD_domains d join quad_effective_capabilities c on c.domain_id = d.id and c.company_id = d.company_id
    where d.id = quad_may.domain and c.email = lower(quad_may.email) and c.capability = quad_may.capability and not c.dormant
      and quad_sees_company(d.company_id))
$$;

--
-- Name: quad_may_ask_for_key(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_may_ask_for_key(in_domain uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  perform quad_require('manage_domain_keys', in_domain);
  return true;
end
$$;

--
-- Name: quad_may_become_domain(uuid, uuid, uuid, text, timestamp with time zone, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_may_become_domain(changed uuid, in_company uuid, parent uuid, with_name text, with_archived_at timestamp with time zone, with_path text) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: quad_may_become_member(uuid, uuid, text, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_may_become_member(member uuid, in_domain uuid, with_email text, with_role text) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: quad_may_become_user(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_may_become_user(in_company uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  perform quad_require_in_company('manage_company', in_company);
  return true;
end
$$;

--
-- Name: quad_me(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_me() RETURNS TABLE(company_id uuid, email text)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select split_part(s.actor, ' ', 1)::uuid, split_part(s.actor, ' ', 2)
  from (select nullif(current_setting('quad.actor', true), '') as actor) s
  where s.actor is not null and quad_session_is_owner()
  union all
  select l.company_id, l.email
  from (select pg_has_role(session_user, 'quad_person', 'member') and not quad_session_is_owner() as person) s
  left join QUAD_logins l on l.login = session_user::text collate "default" -- a name's own collation has no index
  where s.person
$$;

--
-- Name: quad_member_change_is_allowed(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_member_change_is_allowed() RETURNS trigger
    LANGUAGE plpgsql STABLE
    SET search_path TO 'public', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
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

--
-- Name: quad_member_follows_user(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_member_follows_user() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
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

--
-- Name: quad_member_is_placed(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_member_is_placed() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
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

--
-- Name: quad_members_are_truncated(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_members_are_truncated() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  if exists (select from QUAD_domains d join QUAD_people p using (company_id) where d.depth = 0 and p.memberships > 0) then
    raise exception 'The last QUAD_ADMIN of a root cannot be removed.'
      using errcode = 'QU005', hint = 'Truncate the domains with their members: truncate QUAD_domains cascade';
  end if;
  update QUAD_people set memberships = 0, allocated = 0 where memberships > 0;
  return null;
end
$$;

--
-- Name: quad_moment_of(date); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_moment_of(day date) RETURNS timestamp with time zone
    LANGUAGE plpgsql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  if day > current_date then
    raise exception '% is yet to come.', day using errcode = 'QU002';
  end if;
  return least(current_timestamp, (day + 1)::timestamp at time zone current_setting('TimeZone'));
end
$$;

--
-- Name: quad_must(text, uuid, boolean); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_must(capability text, in_domain uuid, ending boolean DEFAULT false) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  if exists (select from quad_me()) or not quad_session_is_owner() then
    perform quad_require(capability, in_domain, ending);
  end if;
end
$$;

--
-- Name: quad_my_company(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_my_company() RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select me.company_id from quad_me() me
  where exists (select from QUAD_domain_members m where (m.company_id, m.email) = (me.company_id, me.email))
$$;

--
-- Name: quad_my_company_where(text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_my_company_where(wanted text) RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select c.company_id
  from quad_me() me join quad_effective_capabilities c using (company_id, email)
  where c.capability = wanted and c.scope = 'company' limit 1
$$;

--
-- Name: quad_my_domains(text, boolean); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_my_domains(wanted text, ending boolean DEFAULT false) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select distinct c.domain_id
  from quad_me() me join quad_effective_capabilities c using (company_id, email)
  where c.capability = wanted and (ending or not c.dormant)
$$;

--
-- Name: quad_my_domains_below(text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_my_domains_below(wanted text) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select d.id from QUAD_domains d where d.parent_domain_id in (select quad_my_domains(wanted))
$$;

--
-- Name: quad_my_email(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_my_email() RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select me.email from quad_me() me
$$;

--
-- Name: quad_observed_since(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_observed_since(of_company uuid) RETURNS timestamp with time zone
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: quad_overload_recipients(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_overload_recipients(of_domain uuid) RETURNS SETOF text
    LANGUAGE sql STABLE ROWS 2
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select a.email from (
    select m.email, rank() over (order by above.depth desc) as distance
    from QUAD_domains d
    join QUAD_domains above on above.company_id = d.company_id and starts_with(d.path || '/', above.path || '/')
    join QUAD_domain_members m on m.domain_id = above.id and m.status = 'active'
      and (m.role = 'DOMAIN_ADMIN' or m.role = 'QUAD_ADMIN' and above.depth = 0)
    where d.id = of_domain and above.archived_at is null) a
  where a.distance = 1
$$;

--
-- Name: quad_patch_applied_at(text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_patch_applied_at(patch text) RETURNS timestamp with time zone
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select p.applied_at from QUAD_patches p where p.name = patch and p.rolled_back_at is null
$$;

--
-- Name: quad_people_take_seats(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_people_take_seats() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: quad_provider_of_tool(text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_provider_of_tool(tool text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select case when tool like 'jira\_%' then 'jira' else tool end
$$;

--
-- Name: quad_put_key(uuid, text, text, boolean, timestamp with time zone, interval); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_put_key(in_domain uuid, of_provider text, at_path text, passes_on boolean, ends timestamp with time zone, grace interval) RETURNS uuid
    LANGUAGE sql
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: quad_refuse_closed(public.quad_approval_workflows); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_refuse_closed(asked public.quad_approval_workflows) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: quad_refuse_impossible(uuid, text, jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_refuse_impossible(in_domain uuid, wanted text, particulars jsonb) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: quad_refuse_unapproved(text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_refuse_unapproved(wanted text) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: quad_relink_branches(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_relink_branches(of_domain uuid) RETURNS bigint
    LANGUAGE sql
    SET search_path TO 'public', 'pg_temp'
    AS $$
  with domains as (
    select d.id, p.keys, p.records, p.providers
    from QUAD_domains top
    join QUAD_domains d on d.company_id = top.company_id and starts_with(d.path || '/', top.path || '/') and d.archived_at is null
    cross join lateral (
      select array_agg(c.project_key) as keys, bool_or(c.provider = 'servicenow') as records,
        jsonb_object_agg(c.project_key, c.provider) as providers
      from quad_ticket_projects(d.id) c
    ) p
    where top.id = of_domain
  ), read as (
    select b.id, t.ticket_id,
      case when t.ticket_id is not null then coalesce(
        case when t.ticket_id ~ '-' then d.providers ->> split_part(t.ticket_id, '-', 1) end, quad_usual_provider(t.ticket_id)) end as provider
    from domains d
    join QUAD_branch_ticket_mapping b on b.domain_id = d.id and b.deleted_at is null and b.linked_by_email is null
    -- offset 0 keeps the name from being read once for each use of what is in it.
    cross join lateral (select quad_ticket_in(b.branch_name, d.keys, d.records) as ticket_id offset 0) t
  ), changed as (
    update QUAD_branch_ticket_mapping b set ticket_id = r.ticket_id, ticket_provider = r.provider, is_orphan = r.ticket_id is null
    from read r
    where b.id = r.id and (b.ticket_id, b.ticket_provider) is distinct from (r.ticket_id, r.provider)
    returning 1
  )
  select count(*) from changed
$$;

--
-- Name: quad_request_attach(uuid, text, text, bytea); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_request_attach(feedback uuid, of_filename text, of_media_type text, bytes bytea) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  reported QUAD_request_feedback;
  mail uuid;
begin
  select * into reported from QUAD_request_feedback f where f.id = feedback;
  perform quad_request_is_mine(reported.request_id);
  insert into QUAD_request_attachments (feedback_id, filename, media_type, content)
  values (feedback, of_filename, of_media_type, bytes);
  select o.id into mail from QUAD_outbox o join QUAD_integration_requests r on r.company_id = o.company_id
  where r.id = reported.request_id and o.template = 'request-feedback' and o.created_at = current_timestamp
  order by o.created_at desc limit 1;
  if found then
    insert into QUAD_outbox_attachments (outbox_id, position, filename, media_type, content)
    select mail, 1 + count(*), of_filename, of_media_type, bytes from QUAD_outbox_attachments a where a.outbox_id = mail;
  end if;
end
$$;

--
-- Name: quad_request_comes(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_request_comes() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
declare
  wanted text := case when new.slug !~ '^req-' then new.slug end;
  taken text;
begin
  new.tool_name := btrim(new.tool_name);
  new.category := btrim(new.category);
  new.details := nullif(btrim(new.details), '');
  new.requested_by_email := lower(btrim(new.requested_by_email));
  new.created_at := coalesce(new.created_at, current_timestamp);
  for attempt in 0 .. 60 loop
    -- A letter that comes again takes no other name.
    select n.slug into taken from QUAD_request_names n where n.request_id = new.id limit 1;
    exit when found;
    insert into QUAD_request_names (slug, request_id) values (coalesce(wanted, quad_request_slug(new.tool_name, new.id, attempt)), new.id)
    on conflict do nothing returning slug into taken;
    exit when found;
    wanted := null;
  end loop;
  new.slug := taken;
  -- One that is further already, as a platform has known it before, has its times as well.
  if quad_request_stage(new.status) > 1 then
    new.acknowledged_at := coalesce(new.acknowledged_at, current_timestamp);
    new.started_at := coalesce(new.started_at, current_timestamp);
  end if;
  if new.status in ('beta', 'released') then
    new.beta_released_at := coalesce(new.beta_released_at, current_timestamp);
  end if;
  if new.status = 'released' then
    new.prod_released_at := coalesce(new.prod_released_at, current_timestamp);
  elsif new.status in ('rejected', 'withdrawn') then
    new.closed_because := coalesce(new.closed_because, new.status);
    new.closed_at := coalesce(new.closed_at, current_timestamp);
  end if;
  new.mail_thread := coalesce(new.mail_thread, format('<%s@%s>', new.id, split_part(new.requested_by_email, '@', 2)));
  select d.response_due, d.start_due, d.beta_due, d.release_due
  into new.response_due, new.start_due, new.beta_due, new.release_due
  from quad_request_dues(new.company_id, new.created_at, new.expedited_at) d;
  return new;
end
$$;

--
-- Name: quad_request_comment(uuid, text, boolean); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_request_comment(request uuid, said text, of_team boolean DEFAULT false) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  me text := case when of_team then (select s.support_name from QUAD_request_settings s) else quad_request_is_mine(request) end;
  event bigint;
  mail uuid;
begin
  if of_team and (exists (select from quad_me()) or not quad_session_is_owner()) then
    raise exception 'What the QUAD team says is said with the rights of the install.' using errcode = 'QU003';
  end if;
  insert into QUAD_request_events (request_id, kind, said, by_email) values (request, 'comment', said, me) returning id into event;
  if of_team or not exists (select from QUAD_integration_requests r where r.id = request and r.received_at is not null) then
    mail := quad_request_mails(request, not of_team, 'request-comment',
      -- Events are counted on from an earlier number where the database was put back.
      jsonb_build_object('author', me, 'comment', said), format('event %s %s', event, gen_random_uuid()));
    if not of_team then
      perform quad_request_encloses(mail, format('%s-comment-%s.json', slug, event),
        quad_request_news_letter(request, 'comment', me, said)) from QUAD_integration_requests r where r.id = request;
    end if;
  end if;
end
$$;

--
-- Name: quad_request_dues(uuid, timestamp with time zone, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_request_dues(of_company uuid, asked_at timestamp with time zone, since timestamp with time zone) RETURNS TABLE(response_due date, start_due date, beta_due date, release_due date)
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select
    min(quad_add_business_days(of_company, asked_at, s.max_days)) filter (where s.stage = 'response'),
    least(min(quad_add_business_days(of_company, asked_at, s.max_days)) filter (where s.stage = 'start'),
      quad_add_business_days(of_company, since, 5)),
    least(min(quad_add_business_days(of_company, asked_at, s.max_days)) filter (where s.stage = 'beta'),
      quad_add_business_days(of_company, since, 5)),
    least(min(quad_add_business_days(of_company, asked_at, s.max_days)) filter (where s.stage = 'release'),
      quad_add_business_days(of_company, since, 10))
  from QUAD_companies c join QUAD_sla s using (plan)
  where c.id = of_company and s.max_days is not null
$$;

--
-- Name: quad_request_encloses(uuid, text, jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_request_encloses(mail uuid, of_filename text, letter jsonb) RETURNS void
    LANGUAGE sql STRICT SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  insert into QUAD_outbox_attachments (outbox_id, position, filename, media_type, content)
  values (mail, 1, of_filename, 'application/json', convert_to(jsonb_pretty(letter), 'UTF8'))
  on conflict (outbox_id, position) do update set filename = excluded.filename, content = excluded.content
$$;

--
-- Name: quad_request_feedback_letter(uuid, integer); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_request_feedback_letter(request uuid, since integer) RETURNS jsonb
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select jsonb_build_object(
    'format', 'quad-feedback/1', 'request', request, 'reportedBy', min(f.reported_by_email),
    'reportedAt', to_char(min(f.created_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'findings', jsonb_agg(jsonb_build_object(
      'id', f.id, 'number', f.number, 'kind', f.kind, 'text', f.said, 'patch', f.patch) order by f.number))
  from QUAD_request_feedback f where f.request_id = request and f.number >= since
$$;

--
-- Name: quad_request_goes_on(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_request_goes_on() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  if new.status is distinct from old.status then
    if old.status in ('released', 'rejected', 'withdrawn') then
      raise exception '% is % already.', old.slug, old.status
        using errcode = 'QU005', hint = format('See it: quad request show %s', old.slug);
    elsif quad_request_stage(new.status) < quad_request_stage(old.status) then
      raise exception '% is % already; it does not go back to %.', old.slug, replace(old.status, '_', ' '), replace(new.status, '_', ' ')
        using errcode = 'QU005', hint = format('See it: quad request show %s', old.slug);
    end if;
    if new.status in ('rejected', 'withdrawn') then
      new.closed_at := coalesce(new.closed_at, current_timestamp);
      new.closed_because := coalesce(new.closed_because, new.status);
    else
      new.acknowledged_at := coalesce(new.acknowledged_at, current_timestamp);
      new.started_at := coalesce(new.started_at, current_timestamp);
      if new.status in ('beta', 'released') then
        new.beta_released_at := coalesce(new.beta_released_at, current_timestamp);
      end if;
      if new.status = 'released' then
        new.prod_released_at := coalesce(new.prod_released_at, current_timestamp);
      end if;
    end if;
  end if;
  new.acknowledged_at := coalesce(new.acknowledged_at, old.acknowledged_at);
  new.started_at := coalesce(new.started_at, old.started_at);
  new.beta_released_at := coalesce(new.beta_released_at, old.beta_released_at);
  new.prod_released_at := coalesce(new.prod_released_at, old.prod_released_at);
  new.expedited_at := coalesce(new.expedited_at, old.expedited_at);
  if old.status in ('rejected', 'withdrawn') then
    new.closed_at := old.closed_at;
    new.closed_because := old.closed_because;
  end if;
  -- What is reached keeps the day by which it was due.
  if new.expedited_at is distinct from old.expedited_at then
    select case when old.acknowledged_at is null then d.response_due else old.response_due end,
      case when old.started_at is null then d.start_due else old.start_due end,
      case when old.beta_released_at is null then d.beta_due else old.beta_due end, d.release_due
    into new.response_due, new.start_due, new.beta_due, new.release_due
    from quad_request_dues(new.company_id, new.created_at, new.expedited_at) d;
  end if;
  if new.slug is distinct from old.slug then
    insert into QUAD_request_names (slug, request_id) values (new.slug, new.id) on conflict do nothing;
    if not exists (select from QUAD_request_names n where (n.slug, n.request_id) = (new.slug, new.id)) then
      raise exception 'Another request is called %.', new.slug using errcode = 'QU005';
    end if;
  end if;
  return new;
end
$$;

--
-- Name: quad_request_is_mine(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_request_is_mine(request uuid) RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  asked QUAD_integration_requests;
  me text;
begin
  select * into asked from QUAD_integration_requests r where r.id = request;
  me := quad_acts_as(asked.company_id);
  if me is null then
    raise exception 'There is no request %.', request using errcode = 'QU004', hint = 'See them: quad request list';
  end if;
  if exists (select from quad_me()) and asked.requested_by_email <> me and not exists (select quad_my_domains('approve_request')) then
    raise exception '% may not act on the request of %.', me, asked.requested_by_email
      using errcode = 'QU003', hint = format('Ask %s.', asked.requested_by_email);
  end if;
  return me;
end
$$;

--
-- Name: quad_request_is_noted(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_request_is_noted() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  me text := coalesce((select m.email from quad_me() m), nullif(current_setting('quad.request_by', true), ''));
begin
  insert into QUAD_request_events (request_id, kind, said, by_email, data)
  select new.id, e.kind, e.said, me, jsonb_strip_nulls(e.data)
  from (values
    (1, 'renamed', old.slug <> new.slug, format('Called %s by the QUAD team', new.slug), jsonb_build_object('from', old.slug)),
    (2, 'acknowledged', old.acknowledged_at is null and new.acknowledged_at is not null and new.status in ('submitted', 'in_progress'),
      'Request acknowledged by the QUAD team', '{}'::jsonb),
    (3, 'expedited', old.expedited_at is null and new.expedited_at is not null, 'Expedited: several companies want it', '{}'::jsonb),
    (4, 'started', old.started_at is null and new.started_at is not null and new.status = 'in_progress',
      'Development started by QUAD engineer', '{}'::jsonb),
    (5, 'assigned', new.assigned_to is distinct from old.assigned_to and new.assigned_to is not null, 'Assigned to an engineer',
      jsonb_build_object('to', new.assigned_to)),
    (6, 'estimated', (new.effort, new.estimated_release_date) is distinct from (old.effort, old.estimated_release_date)
        and (new.effort is not null or new.estimated_release_date is not null),
      'Estimated: ' || concat_ws(', ', case new.effort when 'simple' then 'a simple API, 1-2 weeks'
        when 'complex' then 'a complex API, 3-4 weeks' when 'none' then 'no API, to be discussed' end,
        'ready on ' || to_char(new.estimated_release_date, 'FMMon FMDD, YYYY')),
      jsonb_build_object('effort', new.effort, 'date', new.estimated_release_date)),
    (7, 'beta', new.status = 'beta' and (old.status <> 'beta' or new.beta_patch is distinct from old.beta_patch),
      concat_ws(': ', case when old.status = 'beta' then 'New beta ready for testing' else 'Beta ready for testing' end, new.beta_patch),
      jsonb_build_object('patch', new.beta_patch)),
    (8, 'released', new.status = 'released' and old.status <> 'released',
      concat_ws(': ', 'Released for production', new.prod_patch), jsonb_build_object('patch', new.prod_patch)),
    (9, 'rejected', new.status = 'rejected' and old.status <> 'rejected', 'Rejected: ' || new.closed_because, '{}'::jsonb),
    (10, 'withdrawn', new.status = 'withdrawn' and old.status <> 'withdrawn',
      case new.closed_because when 'withdrawn' then 'Withdrawn' else 'Withdrawn: ' || new.closed_because end, '{}'::jsonb)
  ) as e (nth, kind, is_so, said, data)
  where e.is_so order by e.nth;
  return null;
end
$$;

--
-- Name: quad_request_is_told(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_request_is_told() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $_$
declare
  mail uuid;
begin
  insert into QUAD_request_events (request_id, kind, said, by_email, happened_at)
  values (new.id, 'submitted', 'Request submitted', new.requested_by_email, new.created_at);
  -- It came by this very mail, or is told of something that was.
  if new.received_at is not null or new.status <> 'submitted' then
    return null;
  end if;
  insert into QUAD_outbox (company_id, recipient_email, sender_email, message_id, template, data, occasion)
  select c.id, t.support_email, new.requested_by_email, new.mail_thread, 'request-submitted',
    jsonb_strip_nulls(jsonb_build_object(
      'tool', new.tool_name, 'company', c.name, 'requestedBy', new.requested_by_email, 'category', new.category,
      'teamSize', new.team_size, 'details', new.details,
      'plan', p.title || case when p.monthly_usd > 0 then format(' ($%s/month)', p.monthly_usd) else '' end,
      'users', s.used,
      'selfHosted', case i.deployment_model when 'self-hosted' then 'Yes' else 'No' end
        || coalesce(' (version ' || nullif(current_setting('quad.platform_version', true), '') || ')', ''))),
    'request ' || new.id || ' submitted'
  from QUAD_companies c join QUAD_plans p using (plan) join QUAD_seats s on s.company_id = c.id, QUAD_request_settings t, QUAD_install i
  where c.id = new.company_id
  returning id into mail;
  perform quad_request_encloses(mail, new.slug || '.json', quad_request_letter(new.id));
  return null;
end
$_$;

--
-- Name: quad_request_letter(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_request_letter(request uuid) RETURNS jsonb
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select jsonb_build_object(
    'format', 'quad-request/1', 'id', r.id, 'requestId', 'req-' || r.slug, 'slug', r.slug, 'toolName', r.tool_name,
    'category', r.category, 'teamSize', r.team_size, 'details', r.details, 'userEmail', r.requested_by_email,
    'submittedAt', to_char(r.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'messageId', r.mail_thread,
    'company', jsonb_build_object('id', c.id, 'name', c.name, 'adminEmail', c.admin_email, 'plan', c.plan, 'users', s.used,
      'deploymentModel', i.deployment_model, 'version', nullif(current_setting('quad.platform_version', true), '')))
  from QUAD_integration_requests r join QUAD_companies c on c.id = r.company_id join QUAD_seats s on s.company_id = c.id, QUAD_install i
  where r.id = request
$$;

--
-- Name: quad_request_mails(uuid, boolean, text, jsonb, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_request_mails(request uuid, to_team boolean, by_template text, with_data jsonb, of_occasion text) RETURNS uuid
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  insert into QUAD_outbox (company_id, recipient_email, sender_email, in_reply_to, thread, template, data, occasion)
  select r.company_id, case when to_team then s.support_email else r.requested_by_email end,
    case when to_team then coalesce((select m.email from quad_me() m), r.requested_by_email) else s.support_email end,
    r.mail_thread, array_remove(array[r.mail_thread], null), by_template,
    jsonb_build_object('tool', r.tool_name, 'company', c.name, 'trackingUrl', s.tracking_url || '/' || r.slug) || with_data, format('request %s %s', r.id, of_occasion)
  from QUAD_integration_requests r join QUAD_companies c on c.id = r.company_id, QUAD_request_settings s
  where r.id = request
  on conflict (company_id, occasion) do nothing
  returning id
$$;

--
-- Name: quad_request_mails_address(uuid, text, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_request_mails_address(request uuid, former text, by_email text) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select quad_request_encloses(
    quad_request_mails(request, true, 'request-address', jsonb_build_object('former', former, 'requestedBy', by_email),
      format('address %s', gen_random_uuid())),
    r.slug || '-address.json', quad_request_news_letter(request, 'address', by_email, former))
  from QUAD_integration_requests r where r.id = request
$$;

--
-- Name: quad_request_mails_votes(uuid, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_request_mails_votes(request uuid, by_email text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  asked QUAD_integration_requests;
  mail uuid;
begin
  -- Not against each other's votes, which hold the request's key.
  select * into asked from QUAD_integration_requests r where r.id = request for no key update;
  -- One that is being sent is locked, and has its letter.
  select o.id into mail from QUAD_outbox o
  where o.company_id = asked.company_id and o.template = 'request-votes' and o.status = 'waiting' and o.attempts = 0
    and starts_with(o.occasion, format('request %s votes', request))
  for update skip locked limit 1;
  if not found then
    mail := quad_request_mails(request, true, 'request-votes', '{}', 'votes ' || clock_timestamp());
    update QUAD_outbox o set next_attempt_at = current_timestamp + interval '1 hour' where o.id = mail;
  end if;
  update QUAD_outbox o
  set data = o.data || jsonb_build_object('votes', (select count(*) from QUAD_request_votes v where v.request_id = request))
  where o.id = mail;
  perform quad_request_encloses(mail, asked.slug || '-votes.json', quad_request_news_letter(request, 'votes', by_email));
end
$$;

--
-- Name: quad_request_events; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_request_events (
    id bigint NOT NULL,
    request_id uuid NOT NULL,
    kind text NOT NULL,
    said text NOT NULL,
    by_email text,
    data jsonb DEFAULT '{}'::jsonb NOT NULL,
    happened_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT quad_request_events_kind_known CHECK ((kind = ANY (ARRAY['submitted'::text, 'received'::text, 'acknowledged'::text, 'started'::text, 'assigned'::text, 'estimated'::text, 'expedited'::text, 'beta'::text, 'released'::text, 'rejected'::text, 'withdrawn'::text, 'renamed'::text, 'comment'::text, 'feedback'::text, 'fixed'::text]))),
    CONSTRAINT quad_request_events_said_short CHECK (((btrim(said) <> ''::text) AND (length(said) <= 2000)))
);

--
-- Name: quad_request_news(uuid, jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_request_news(request uuid, page jsonb) RETURNS SETOF public.quad_request_events
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  asked QUAD_integration_requests;
  further boolean;
begin
  select * into asked from QUAD_integration_requests r where r.id = request for update;
  if asked.status = 'withdrawn' then
    return;
  end if;
  further := page ->> 'status' in ('rejected', 'withdrawn') or quad_request_stage(page ->> 'status') > quad_request_stage(asked.status);
  perform set_config('quad.request_told', 'elsewhere', true);
  update QUAD_integration_requests r set
    slug = case when page ->> 'slug' ~ '^req-'
        or exists (select from QUAD_request_names n where n.slug = page ->> 'slug' and n.request_id <> request)
      then r.slug else page ->> 'slug' end,
    acknowledged_at = coalesce(r.acknowledged_at, (page ->> 'acknowledgedAt')::timestamptz),
    started_at = coalesce(r.started_at, (page ->> 'startedAt')::timestamptz),
    beta_released_at = coalesce(r.beta_released_at, (page ->> 'betaReleasedAt')::timestamptz),
    prod_released_at = coalesce(r.prod_released_at, (page ->> 'prodReleasedAt')::timestamptz),
    expedited_at = coalesce(r.expedited_at, (page ->> 'expeditedAt')::timestamptz),
    effort = coalesce(page ->> 'effort', r.effort),
    estimated_release_date = coalesce((page ->> 'estimatedReleaseDate')::date, r.estimated_release_date),
    -- Betas only go forward: a page with one that was there before is an older page.
    beta_patch = case when exists (
        select from QUAD_request_events e
        where (e.request_id, e.kind) = (request, 'beta') and split_part(e.said, ': ', 2) = page ->> 'betaPatch')
      then coalesce(r.beta_patch, page ->> 'betaPatch') else coalesce(page ->> 'betaPatch', r.beta_patch) end,
    prod_patch = coalesce(page ->> 'prodPatch', r.prod_patch),
    status = case when further then page ->> 'status' else r.status end,
    closed_at = case when further then (page ->> 'closedAt')::timestamptz end,
    closed_because = case when further then page ->> 'closedBecause' end
  where r.id = request and r.status in ('submitted', 'in_progress', 'beta');
  perform set_config('quad.request_told', '', true);
  update QUAD_request_feedback f set fixed_in = x.item ->> 'fixedIn', fixed_at = current_timestamp
  from jsonb_array_elements(page -> 'feedback') x (item)
  where f.request_id = request and f.number = (x.item ->> 'number')::integer and f.fixed_in is null and x.item ->> 'fixedIn' is not null;
  return query
    insert into QUAD_request_events (request_id, kind, said, by_email, happened_at)
    select request, x.item ->> 'kind', x.item ->> 'said',
      case x.item ->> 'kind' when 'comment' then (select s.support_name from QUAD_request_settings s) end,
      (x.item ->> 'at')::timestamptz
    from jsonb_array_elements(page -> 'events') with ordinality x (item, nth)
    where not exists (
      select from QUAD_request_events e
      where (e.request_id, e.kind, e.happened_at, e.said) = (request, x.item ->> 'kind', (x.item ->> 'at')::timestamptz, x.item ->> 'said'))
    -- Of what happened at one moment the page knows what came first.
    order by x.nth
    returning *;
end
$$;

--
-- Name: quad_request_news_letter(uuid, text, text, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_request_news_letter(request uuid, of_kind text, by_email text, said text DEFAULT NULL::text) RETURNS jsonb
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select jsonb_build_object(
    'format', 'quad-news/1', 'request', request, 'kind', of_kind, 'by', by_email, 'said', said,
    'at', to_char(current_timestamp at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'voters', (
      select coalesce(jsonb_agg(v.email order by v.email), '[]') from QUAD_request_votes v where v.request_id = request))
$$;

--
-- Name: quad_request_next_due(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_request_next_due() RETURNS TABLE(id uuid, company_id uuid, stage text, due date, today date, breached boolean)
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
select r.id, r.company_id, n.stage, n.due, t.today,
  coalesce(n.due < t.today, false) and exists (
    select from QUAD_companies c join QUAD_sla l using (plan)
    where c.id = r.company_id and l.stage = 'release' and l.max_days is not null) as breached
from QUAD_integration_requests r,
  lateral (select case when r.acknowledged_at is null then 'response' when r.started_at is null then 'start'
      when r.beta_released_at is null then 'beta' else 'release' end as stage) w,
  lateral (select w.stage, case w.stage when 'response' then r.response_due when 'start' then r.start_due when 'beta' then r.beta_due
      else r.release_due end as due) n,
  lateral (select quad_business_day(r.company_id, current_timestamp) as today) t
where r.status in ('submitted', 'in_progress', 'beta')
$$;

--
-- Name: quad_request_feedback; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_request_feedback (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    request_id uuid NOT NULL,
    number integer NOT NULL,
    kind text NOT NULL,
    said text NOT NULL,
    patch text,
    reported_by_email text NOT NULL,
    fixed_in text,
    fixed_as text,
    fixed_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT quad_request_feedback_fixed_whole CHECK ((num_nonnulls(fixed_in, fixed_at) <> 1)),
    CONSTRAINT quad_request_feedback_kind_known CHECK ((kind = ANY (ARRAY['bug'::text, 'idea'::text]))),
    CONSTRAINT quad_request_feedback_numbered CHECK ((number > 0)),
    CONSTRAINT quad_request_feedback_said_short CHECK (((btrim(said) <> ''::text) AND (length(said) <= 4000) AND (translate(said, '
	'::text, ''::text) !~ '[[:cntrl:]]'::text)))
);

--
-- Name: quad_request_report(uuid, jsonb, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_request_report(request uuid, items jsonb, remark text DEFAULT NULL::text) RETURNS SETOF public.quad_request_feedback
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  me text := quad_request_is_mine(request);
  asked QUAD_integration_requests;
  event bigint;
  first integer;
  mail uuid;
begin
  select * into asked from QUAD_integration_requests r where r.id = request for update;
  if asked.status not in ('beta', 'released') then
    raise exception 'There is no beta of % to report on: it is %.', asked.slug, replace(asked.status, '_', ' ')
      using errcode = 'QU005', hint = format('Say something all the same: quad request comment %s TEXT', asked.slug);
  end if;
  return query
    insert into QUAD_request_feedback (request_id, number, kind, said, patch, reported_by_email)
    select request, i.nth + coalesce((select max(f.number) from QUAD_request_feedback f where f.request_id = request), 0),
      i.item ->> 'kind', i.item ->> 'text', coalesce(asked.prod_patch, asked.beta_patch), me
    from jsonb_array_elements(items) with ordinality i (item, nth) order by i.nth
    returning *;
  insert into QUAD_request_events (request_id, kind, said, by_email, data)
  values (request, 'feedback', case jsonb_array_length(items) when 1 then 'One issue reported' else jsonb_array_length(items) || ' issues reported' end,
    me, items) returning id into event;
  if asked.received_at is null then
    select max(f.number) - jsonb_array_length(items) + 1 into first from QUAD_request_feedback f where f.request_id = request;
    mail := quad_request_mails(request, true, 'request-feedback',
      jsonb_strip_nulls(jsonb_build_object('remark', remark)) || jsonb_build_object('first', first, 'issues', (
          select jsonb_agg(jsonb_build_object(
            'kind', case i.item ->> 'kind' when 'bug' then 'Bug' else 'Feature Request' end, 'text', i.item ->> 'text') order by i.nth)
          from jsonb_array_elements(items) with ordinality i (item, nth))),
      format('event %s %s', event, gen_random_uuid()));
    perform quad_request_encloses(mail, format('%s-feedback-%s.json', asked.slug, first), quad_request_feedback_letter(request, first));
  end if;
end
$$;

--
-- Name: quad_request_settings_stay(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_request_settings_stay() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  raise exception 'The settings of requests are one row, which is changed and never deleted.' using errcode = 'QU005';
end
$$;

--
-- Name: quad_request_slug(text, uuid, integer); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_request_slug(tool text, request uuid, attempt integer) RETURNS text
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'public', 'pg_temp'
    AS $_$
  select concat_ws('-',
    coalesce(nullif(btrim(left(regexp_replace(btrim(regexp_replace(lower(regexp_replace(normalize(tool, NFKD), '[\u0300-\u036f]', '', 'g')),
      '[^a-z0-9]+', '-', 'g'), '-'), '^(req(-|$))+', ''), 40), '-'), ''), 'tool'),
    d.least + (('x' || substr(md5(request::text || attempt), 1, 15))::bit(60)::bigint % (9 * d.least)))
  from (select 10::bigint ^ (3 + attempt / 4) as power) p, lateral (select p.power::bigint as least) d
$_$;

--
-- Name: quad_request_stage(text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_request_stage(of_status text) RETURNS integer
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select array_position(array['submitted', 'in_progress', 'beta', 'released'], of_status)
$$;

--
-- Name: quad_request_timeline(uuid, boolean); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_request_timeline(of_company uuid, is_expedited boolean DEFAULT false) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select case when is_expedited then '1-2 weeks'
    else coalesce(min(s.min_days) / 5 || '-' || max(s.max_days) / 5 || ' weeks', 'best effort') end
  from QUAD_companies c join QUAD_sla s using (plan)
  where c.id = of_company and s.stage in ('beta', 'release') and quad_sees_company(of_company)
$$;

--
-- Name: quad_request_vote(uuid, boolean); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_request_vote(request uuid, wanted boolean) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  asked QUAD_integration_requests;
  me text;
  changed bigint;
begin
  select * into asked from QUAD_integration_requests r where r.id = request;
  me := quad_acts_as(asked.company_id);
  if me is null then
    raise exception 'There is no request %.', request using errcode = 'QU004', hint = 'See them: quad request list';
  end if;
  if asked.status not in ('submitted', 'in_progress', 'beta') then
    raise exception '% is % already.', asked.slug, asked.status using errcode = 'QU005';
  end if;
  -- Whoever leaves this moment has left before, and votes no more, or waits and takes this vote along.
  perform from QUAD_people p where (p.company_id, p.email) = (asked.company_id, me) for share;
  if exists (select from quad_me()) and not exists (select quad_my_domains('request_integration')) then
    raise exception '% may not request integrations, and so not vote for one.', me using errcode = 'QU003';
  end if;
  if wanted then
    insert into QUAD_request_votes (request_id, company_id, email) values (request, asked.company_id, me) on conflict do nothing;
  else
    delete from QUAD_request_votes v where (v.request_id, v.company_id, v.email) = (request, asked.company_id, me);
  end if;
  get diagnostics changed = row_count;
  if changed > 0 and asked.received_at is null then
    perform quad_request_mails_votes(request, me);
  end if;
  return changed > 0;
end
$$;

--
-- Name: quad_request_withdraw(uuid, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_request_withdraw(request uuid, why text DEFAULT NULL::text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  me text := quad_request_is_mine(request);
  asked QUAD_integration_requests;
begin
  select * into asked from QUAD_integration_requests r where r.id = request for update;
  if asked.status in ('released', 'rejected', 'withdrawn') then
    raise exception '% is % already.', asked.slug, asked.status
      using errcode = 'QU005', hint = format('See it: quad request show %s', asked.slug);
  end if;
  -- It stands on the page whatever quad.request_told was before.
  perform set_config('quad.request_told', '', true), set_config('quad.request_by', me, true);
  update QUAD_integration_requests r set status = 'withdrawn', closed_because = coalesce(nullif(btrim(why), ''), 'withdrawn')
  where r.id = request;
  if asked.received_at is null then
    perform quad_request_encloses(
      quad_request_mails(request, true, 'request-withdrawn',
        jsonb_strip_nulls(jsonb_build_object('requestedBy', me, 'reason', nullif(btrim(why), ''))), 'withdrawn'),
      asked.slug || '-withdrawn.json', quad_request_news_letter(request, 'withdrawn', me, nullif(btrim(why), '')));
  end if;
end
$$;

--
-- Name: quad_requests_are_due_anew(uuid[]); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_requests_are_due_anew(of_companies uuid[]) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  with due as (
    select r.id,
      case when r.acknowledged_at is null then d.response_due else r.response_due end as response_due,
      case when r.started_at is null then d.start_due else r.start_due end as start_due,
      case when r.beta_released_at is null then d.beta_due else r.beta_due end as beta_due,
      d.release_due
    from QUAD_integration_requests r join QUAD_companies c on c.id = r.company_id,
      lateral quad_request_dues(r.company_id, r.created_at, r.expedited_at) d
    where r.company_id = any (of_companies) and r.status in ('submitted', 'in_progress', 'beta')
  )
  update QUAD_integration_requests r
  set response_due = d.response_due, start_due = d.start_due, beta_due = d.beta_due, release_due = d.release_due
  from due d
  where d.id = r.id
    and (r.response_due, r.start_due, r.beta_due, r.release_due) is distinct from (d.response_due, d.start_due, d.beta_due, d.release_due)
$$;

--
-- Name: quad_requests_are_expedited(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_requests_are_expedited() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  tool text;
  companies bigint;
begin
  for tool in select distinct n.tool_key from new_rows n order by 1 loop
    perform pg_advisory_xact_lock(hashtextextended(tool, 1903522148));
    select count(distinct r.company_id) into companies from QUAD_integration_requests r
    where r.tool_key = tool and r.status in ('submitted', 'in_progress', 'beta');
    if companies >= (select s.expedited_from from QUAD_request_settings s) then
      with expedited as (
        update QUAD_integration_requests r set expedited_at = current_timestamp
        where r.tool_key = tool and r.status in ('submitted', 'in_progress', 'beta') and r.expedited_at is null
        returning r.id
      )
      select count(quad_request_mails(e.id, false, 'request-expedited',
        jsonb_build_object('companies', companies, 'timeline', '1-2 weeks'), 'expedited')) into companies
      from expedited e;
    end if;
  end loop;
  return null;
end
$$;

--
-- Name: quad_require(text, uuid, boolean); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_require(wanted text, in_domain uuid, ending boolean DEFAULT false) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: quad_require_a_new_snapshot(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_require_a_new_snapshot() RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  if current_setting('transaction_isolation') not in ('read committed', 'read uncommitted') then
    raise exception 'What people may do is decided in READ COMMITTED transactions only, and this one is %.',
      upper(current_setting('transaction_isolation')) using errcode = 'QU005';
  end if;
end
$$;

--
-- Name: quad_require_desk(uuid, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_require_desk(of_domain uuid, of_email text) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  if not exists (select from quad_me())
    or of_email = quad_my_email() and of_domain in (select quad_my_domains('view_own_workload')) then
    return;
  end if;
  perform quad_require('view_activity', of_domain);
end
$$;

--
-- Name: quad_require_in_company(text, uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_require_in_company(wanted text, of_company uuid) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: quad_require_own_keys(uuid, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_require_own_keys(of_company uuid, of_email text) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  if exists (select from quad_me() me where (me.company_id, me.email) is distinct from (of_company, of_email)) then
    raise exception 'The keys of % are theirs alone to manage.', of_email using errcode = 'QU003',
      hint = format('%s can do it in their own login, and whoever runs this install can.', of_email);
  end if;
end
$$;

--
-- Name: quad_reset_login(uuid, text, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_reset_login(of_company uuid, of_email text, verifier text) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $_$
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
$_$;

--
-- Name: quad_resolve_key(uuid, text, uuid, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_resolve_key(of_company uuid, of_email text, in_domain uuid, of_provider text) RETURNS TABLE(key_source text, source_domain_id uuid, vault_path text)
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select w.key_source, w.source_domain_id, w.vault_path
  from quad_key_walk(of_company, of_email, in_domain, of_provider) w where w.outcome = 'applies'
$$;

--
-- Name: quad_revoke_login(uuid, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_revoke_login(of_company uuid, of_email text) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: quad_role_capability(text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_role_capability(of_role text) RETURNS text
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select case when of_role = 'QUAD_ADMIN' then 'assign_quad_admin_role'
    when of_role in ('DOMAIN_ADMIN', 'SUBDOMAIN_ADMIN') then 'assign_admin_role'
    else 'assign_basic_role' end
$$;

--
-- Name: quad_root_is_counted(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_root_is_counted() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: quad_root_keeps_an_admin(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_root_keeps_an_admin() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
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

--
-- Name: quad_roots_are_truncated(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_roots_are_truncated() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  update QUAD_install set root_count = 0;
  return null;
end
$$;

--
-- Name: quad_sees_company(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_sees_company(of_company uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select not exists (select from quad_me()) or coalesce(quad_my_company() = of_company, false)
$$;

--
-- Name: quad_session_is_owner(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_session_is_owner() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select pg_has_role(session_user, c.relowner, 'usage') from pg_class c where c.oid = 'QUAD_install'::regclass
$$;

--
-- Name: quad_subject(text, jsonb, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_subject(wanted text, particulars jsonb, key_path text) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $_$
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
$_$;

--
-- Name: quad_subject_key(text, jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_subject_key(wanted text, particulars jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select case wanted
    when 'role' then concat(particulars ->> 'email', ' ', particulars ->> 'from_role' || '>', particulars ->> 'role')
    when 'domain' then particulars ->> 'name'
    when 'key' then particulars ->> 'tool_provider'
    else lower(particulars ->> 'tool_name') end
$$;

--
-- Name: quad_subtree_follows(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_subtree_follows() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
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

--
-- Name: quad_switch_integration(uuid, text, boolean); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_switch_integration(of_company uuid, wanted text, turned_on boolean) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  changed bigint;
begin
  if exists (select from quad_me()) then
    perform quad_require_in_company('manage_global_keys', of_company);
  end if;
  -- Older hands wrote names in their own way.
  update QUAD_company_integrations i set is_enabled = turned_on
  where i.company_id = of_company and lower(btrim(i.integration)) = wanted and i.is_enabled <> turned_on;
  get diagnostics changed = row_count;
  if changed > 0 or not turned_on
    or exists (select from QUAD_company_integrations i where i.company_id = of_company and lower(btrim(i.integration)) = wanted)
  then
    return changed > 0;
  end if;
  insert into QUAD_company_integrations as i (company_id, integration) values (of_company, wanted)
  on conflict (company_id, integration) do update set is_enabled = true where not i.is_enabled;
  get diagnostics changed = row_count;
  return changed > 0;
end
$$;

--
-- Name: quad_take_snapshot(uuid, date, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_take_snapshot(of_company uuid, day date, under text) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    SET work_mem TO '64MB'
    SET random_page_cost TO '1.1'
    AS $$
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

--
-- Name: quad_ticket_in(text, text[], boolean); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_ticket_in(branch_name text, project_keys text[], records boolean) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select upper(coalesce(m[3], m[1] || '-' || m[2]))
  from regexp_match(branch_name, case
    when coalesce(cardinality(project_keys), 0) = 0 then
      '(?<![A-Za-z0-9])(?:'
      || '(?!(?:CVE|CWE|UTF|UCS|RFC|ISO|IEC|IEEE|SHA|AES|RSA|JSR|JEP|PEP|BCP|ECMA|ANSI|DIN|X86|COVID|GH|PR)-)'
      || '(?!(?:JDK|JRE|JAVA|HTTP|TLS|SSL|OAUTH|RC|MD|BASE|LATIN|ES|PG)-[0-9]{1,2}(?![0-9]))'
      || '([A-Z][A-Z0-9]+)-0*([1-9][0-9]*)(?![0-9]|[A-Z][A-Z0-9])'
      || '|((?:INC|CHG|RITM|REQ|TASK|SCTASK|CTASK|PRB|PTASK|STRY)[0-9]{7,10})(?![A-Za-z0-9]))'
    else
      '(?i)(?<![a-z0-9])(?:'
      || '(' || array_to_string(project_keys, '|') || ')(?:[-_]0*|(?=[1-9][0-9]{2}))(?![0-9]{1,2}[.][0-9])([1-9][0-9]{0,9})(?![0-9])'
      || '|(' || case when records then '(?:INC|CHG|RITM|REQ|TASK|SCTASK|CTASK|PRB|PTASK|STRY)[0-9]{7,10}' else '(?!)' end
      || ')(?![a-z0-9]))'
    end) m
  -- Bounds in the pattern itself would make it five times as slow.
  where m[3] is not null or length(m[1]) <= 32 and length(m[2]) <= 10
$$;

--
-- Name: quad_ticket_projects(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_ticket_projects() RETURNS TABLE(project_key text, provider text, configured_in text)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select c.project_key,
    case when count(distinct quad_provider_of_tool(c.tool)) > 1 then 'unknown' else min(quad_provider_of_tool(c.tool)) end,
    case when count(*) = 1 then min(d.path) end
  from QUAD_itsm_config c join QUAD_domains d on d.id = c.domain_id
  where c.is_enabled and quad_sees_company(d.company_id)
  group by c.project_key
$$;

--
-- Name: quad_ticket_projects(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_ticket_projects(of_domain uuid) RETURNS TABLE(project_key text, provider text, configured_in text)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select distinct on (c.project_key) c.project_key, quad_provider_of_tool(c.tool), above.path
  from QUAD_domains d
  join QUAD_domains above on above.company_id = d.company_id and starts_with(d.path || '/', above.path || '/')
  join QUAD_itsm_config c on c.domain_id = above.id and c.is_enabled
  where d.id = of_domain and quad_sees_company(d.company_id)
  order by c.project_key, above.depth desc
$$;

--
-- Name: quad_time_zone(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_time_zone(of_company uuid) RETURNS text
    LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
begin
  return (
    select coalesce(k.time_zone, current_setting('TimeZone'))
    from QUAD_companies c left join QUAD_calendars k on k.company_id = c.id where c.id = of_company);
end
$$;

--
-- Name: quad_tool_key(text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_tool_key(tool text) RETURNS text
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'public', 'pg_temp'
    AS $_$
  select coalesce(nullif(regexp_replace(regexp_replace(lower(btrim(normalize(tool, NFKC))),
    '^(https?://)?(www[.])?|[.](com|io|org|net|dev|app|ai|co|so)/?$', '', 'g'), '[^[:alnum:]+#]|[+#](?![+#]*$)', '', 'g'), ''), lower(btrim(tool)))
$_$;

--
-- Name: quad_total_level(numeric, boolean); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_total_level(total numeric, unallocated boolean) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select case when total > 100 then 'overloaded' when unallocated then 'unallocated' else quad_workload_level(total) end
$$;

--
-- Name: quad_touch_updated_at(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_touch_updated_at() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  new.updated_at := current_timestamp;
  return new;
end
$$;

--
-- Name: quad_tree_is_reshaped(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_tree_is_reshaped() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  if current_setting('transaction_isolation') not in ('read committed', 'read uncommitted') then
    raise exception 'Domains are renamed and moved in READ COMMITTED transactions only, and this one is %.',
      upper(current_setting('transaction_isolation')) using errcode = 'QU005';
  end if;
  perform pg_advisory_xact_lock(1903522148, 2);
  return null;
end
$$;

--
-- Name: quad_use_key(uuid, text, uuid, text, text, uuid, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_use_key(of_company uuid, of_email text, in_domain uuid, of_provider text, in_way text, expected_key uuid, expected_path text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: quad_user_changes_email(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_user_changes_email() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: quad_user_folds_email(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_user_folds_email() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  new.email := lower(new.email);
  return new;
end
$$;

--
-- Name: quad_user_links_members(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_user_links_members() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
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

--
-- Name: quad_user_stays_in_company(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_user_stays_in_company() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  raise exception 'A user belongs to one company; % cannot be moved to another.', old.email using errcode = 'QU005';
end
$$;

--
-- Name: quad_usual_provider(text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_usual_provider(ticket_id text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select case
    when ticket_id is null then null
    when ticket_id !~ '-' then 'servicenow'
    else case split_part(ticket_id, '-', 1) when 'JIRA' then 'jira' when 'SNW' then 'servicenow' when 'LIN' then 'linear' else 'unknown' end
    end
$$;

--
-- Name: quad_versions_follow_email(uuid, text, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_versions_follow_email(of_company uuid, was text, is_now text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  update QUAD_member_versions v set email = is_now from QUAD_domains d
    where v.domain_id = d.id and d.company_id = of_company and v.email = was;
  update QUAD_ticket_versions v set assignee_email = is_now from QUAD_domains d
    where v.domain_id = d.id and d.company_id = of_company and v.assignee_email = was;
  update QUAD_branch_versions v set developer_email = is_now from QUAD_domains d
    where v.domain_id = d.id and d.company_id = of_company and v.developer_email = was;
end
$$;

--
-- Name: quad_what_is_due_changes(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_what_is_due_changes() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  if tg_table_name = 'quad_sla' then
    perform quad_requests_are_due_anew(array(select c.id from QUAD_companies c where c.plan = new.plan));
  elsif tg_table_name = 'quad_companies' then
    perform quad_requests_are_due_anew(array[new.id]);
  elsif tg_op = 'DELETE' then
    perform quad_requests_are_due_anew(array[old.company_id]);
  else
    perform quad_requests_are_due_anew(array[new.company_id]);
  end if;
  return null;
end
$$;

--
-- Name: quad_who_may(text, uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_who_may(wanted text, in_domain uuid) RETURNS TABLE(email text, role text, scope text, through_path text, why_not text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select r.email, r.role, r.scope, r.through_path,
    case when r.status = 'pending' then 'pending' when r.dormant or r.through_archived_at is not null then 'archived' end
  from QUAD_domains d join quad_reach r on r.domain_id = d.id and r.company_id = d.company_id
  where d.id = in_domain and r.capability = wanted and quad_sees_company(d.company_id)
$$;

--
-- Name: quad_workload(timestamp with time zone, uuid, text, uuid, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_workload(as_of timestamp with time zone, of_company uuid, under text, of_domain uuid, of_email text) RETURNS TABLE(domain_id uuid, developer_email text, active_tickets integer, active_branches integer, story_points numeric, allocation_percentage numeric, estimation_multiplier numeric, multiplier_domain_id uuid, full_load numeric, base_workload numeric, final_workload numeric, capacity_percentage numeric, overload_alert boolean)
    LANGUAGE sql STABLE ROWS 100000
    AS $$
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

--
-- Name: quad_workload_level(numeric); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_workload_level(capacity numeric) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select case when capacity is null then 'unallocated'
    when capacity <= 50 then 'normal' when capacity <= 70 then 'moderate' when capacity <= 90 then 'high'
    when capacity <= 100 then 'at capacity' else 'overloaded' end
$$;

--
-- Name: quad_workload_month(date); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.quad_workload_month(of_date date) RETURNS regclass
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

--
-- Name: resolve_integration_key_for_user(uuid, uuid, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.resolve_integration_key_for_user(user_id uuid, domain_id uuid, tool_provider text) RETURNS TABLE(key_source text, source_domain_id uuid, vault_path text)
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select r.*
  from QUAD_users u,
    quad_resolve_key(u.company_id, u.email, resolve_integration_key_for_user.domain_id,
      resolve_integration_key_for_user.tool_provider) r
  where u.id = resolve_integration_key_for_user.user_id
$$;

--
-- Name: update_domain_path(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.update_domain_path() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
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

--
-- Name: quad_branch_ticket_mapping; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_branch_ticket_mapping (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    domain_id uuid NOT NULL,
    repository text NOT NULL,
    branch_name text NOT NULL,
    ticket_id text,
    ticket_provider text,
    is_orphan boolean DEFAULT true NOT NULL,
    developer_email text,
    first_seen_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    last_commit_at timestamp with time zone,
    merged_at timestamp with time zone,
    deleted_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    tip text,
    author text,
    linked_by_email text,
    renamed_from text,
    valid_from timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT quad_branch_ticket_mapping_orphan_has_no_ticket CHECK ((is_orphan = (ticket_id IS NULL)))
);

--
-- Name: quad_branch_versions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_branch_versions (
    domain_id uuid NOT NULL,
    repository text NOT NULL,
    branch_name text NOT NULL,
    ticket_id text,
    developer_email text,
    first_seen_at timestamp with time zone NOT NULL,
    last_commit_at timestamp with time zone,
    merged_at timestamp with time zone,
    deleted_at timestamp with time zone,
    valid_from timestamp with time zone NOT NULL,
    valid_to timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);

--
-- Name: quad_branch_times; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.quad_branch_times AS
 SELECT b.domain_id,
    b.developer_email,
    b.repository,
    b.branch_name,
    b.ticket_id,
    b.first_seen_at,
    b.last_commit_at,
    b.merged_at,
    b.deleted_at,
    b.valid_from,
    'infinity'::timestamp with time zone AS valid_to
   FROM public.quad_branch_ticket_mapping b
UNION ALL
 SELECT v.domain_id,
    v.developer_email,
    v.repository,
    v.branch_name,
    v.ticket_id,
    v.first_seen_at,
    v.last_commit_at,
    v.merged_at,
    v.deleted_at,
    v.valid_from,
    v.valid_to
   FROM public.quad_branch_versions v;

--
-- Name: quad_active_branch_times; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.quad_active_branch_times AS
 SELECT b.domain_id,
    b.developer_email AS email,
    b.repository,
    b.branch_name,
    b.ticket_id,
    COALESCE(b.last_commit_at, b.first_seen_at) AS last_commit_at,
    b.valid_from,
    b.valid_to
   FROM public.quad_branch_times b
  WHERE ((b.merged_at IS NULL) AND (b.deleted_at IS NULL) AND (b.developer_email IS NOT NULL));

--
-- Name: quad_itsm_tickets; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_itsm_tickets (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    domain_id uuid NOT NULL,
    ticket_id text NOT NULL,
    provider text NOT NULL,
    title text,
    assignee_email text,
    status_category text DEFAULT 'todo'::text NOT NULL,
    story_points numeric(6,2),
    opened_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    closed_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    assignee_name text,
    status text,
    valid_from timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT quad_itsm_tickets_done_is_closed CHECK (((status_category = 'done'::text) = (closed_at IS NOT NULL))),
    CONSTRAINT quad_itsm_tickets_status_known CHECK ((status_category = ANY (ARRAY['todo'::text, 'in_progress'::text, 'done'::text]))),
    CONSTRAINT quad_itsm_tickets_story_points_valid CHECK ((story_points >= (0)::numeric))
);

--
-- Name: quad_ticket_versions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_ticket_versions (
    domain_id uuid NOT NULL,
    ticket_id text NOT NULL,
    assignee_email text,
    status_category text NOT NULL,
    story_points numeric(6,2),
    valid_from timestamp with time zone NOT NULL,
    valid_to timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);

--
-- Name: quad_ticket_times; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.quad_ticket_times AS
 SELECT t.domain_id,
    t.assignee_email,
    t.ticket_id,
    t.status_category,
    t.story_points,
    t.valid_from,
    'infinity'::timestamp with time zone AS valid_to
   FROM public.quad_itsm_tickets t
UNION ALL
 SELECT v.domain_id,
    v.assignee_email,
    v.ticket_id,
    v.status_category,
    v.story_points,
    v.valid_from,
    v.valid_to
   FROM public.quad_ticket_versions v;

--
-- Name: quad_active_ticket_times; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.quad_active_ticket_times AS
 SELECT t.domain_id,
    t.assignee_email AS email,
    t.ticket_id,
    t.story_points,
    t.valid_from,
    t.valid_to
   FROM public.quad_ticket_times t
  WHERE ((t.status_category <> 'done'::text) AND (t.assignee_email IS NOT NULL));

--
-- Name: quad_agent_downloads; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_agent_downloads (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    agent_type text NOT NULL,
    download_count integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT quad_agent_downloads_counted CHECK ((download_count >= 0))
);

--
-- Name: quad_approval_rules; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_approval_rules (
    company_id uuid NOT NULL,
    subject_type text NOT NULL,
    valid_for interval DEFAULT '14 days'::interval NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT quad_approval_rules_subject_known CHECK ((subject_type = ANY (ARRAY['integration_request'::text, 'role'::text, 'domain'::text, 'key'::text]))),
    CONSTRAINT quad_approval_rules_valid_for_some_time CHECK (((valid_for >= '00:01:00'::interval) AND (valid_for <= '366 days'::interval)))
);

--
-- Name: quad_audit; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_audit (
    id bigint NOT NULL,
    company_id uuid,
    domain_id uuid,
    table_name text NOT NULL,
    row_id text NOT NULL,
    action text NOT NULL,
    actor text NOT NULL,
    login text NOT NULL,
    acting_as text,
    command text,
    transaction_id bigint NOT NULL,
    before jsonb,
    after jsonb,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT quad_audit_action_known CHECK ((action = ANY (ARRAY['insert'::text, 'update'::text, 'delete'::text, 'truncate'::text, 'use'::text])))
);

--
-- Name: quad_audit_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.quad_audit ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.quad_audit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: quad_audit_seals; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_audit_seals (
    "position" bigint NOT NULL,
    entry_id bigint NOT NULL,
    entry_hash bytea NOT NULL,
    chain_hash bytea NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT quad_audit_seals_position_counts CHECK (("position" > 0))
);

--
-- Name: quad_calendars; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_calendars (
    company_id uuid NOT NULL,
    weekend integer[] DEFAULT '{6,7}'::integer[] NOT NULL,
    time_zone text,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT quad_calendars_weekend_valid CHECK (((array_position(weekend, NULL::integer) IS NULL) AND (COALESCE(array_ndims(weekend), 1) = 1) AND (cardinality(weekend) < 7) AND (cardinality(weekend) = ((((((((1 = ANY (weekend)))::integer + ((2 = ANY (weekend)))::integer) + ((3 = ANY (weekend)))::integer) + ((4 = ANY (weekend)))::integer) + ((5 = ANY (weekend)))::integer) + ((6 = ANY (weekend)))::integer) + ((7 = ANY (weekend)))::integer))))
);

--
-- Name: quad_capabilities; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_capabilities (
    capability text NOT NULL,
    title text NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);

--
-- Name: quad_companies; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_companies (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    admin_email text NOT NULL,
    size text,
    plan text DEFAULT 'free'::text NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    counts_key_uses boolean DEFAULT true NOT NULL,
    CONSTRAINT quad_companies_admin_email_valid CHECK (((length(admin_email) <= 254) AND (admin_email ~ '^[a-z0-9.!#$%&''*+/=?^_`{|}~-]+@[a-z0-9-]+([.][a-z0-9-]+)*$'::text))),
    CONSTRAINT quad_companies_name_printable CHECK (((name !~ '[[:cntrl:]]'::text) AND (btrim(name) <> ''::text) AND (length(name) <= 200))),
    CONSTRAINT quad_companies_size_printable CHECK (((size !~ '[[:cntrl:]]'::text) AND (length(size) <= 40)))
);

--
-- Name: quad_company_integrations; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_company_integrations (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    company_id uuid NOT NULL,
    integration text NOT NULL,
    is_enabled boolean DEFAULT true NOT NULL,
    vault_path text,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);

--
-- Name: quad_customers; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_customers (
    company_id uuid NOT NULL,
    users integer NOT NULL,
    deployment_model text NOT NULL,
    platform_version text,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT quad_customers_deployment_model_known CHECK ((deployment_model = ANY (ARRAY['self-hosted'::text, 'cloud'::text]))),
    CONSTRAINT quad_customers_platform_version_printable CHECK (((platform_version !~ '[[:cntrl:]]'::text) AND (length(platform_version) <= 100))),
    CONSTRAINT quad_customers_users_counted CHECK ((users >= 0))
);

--
-- Name: quad_domain_integration_keys; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_domain_integration_keys (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    domain_id uuid NOT NULL,
    tool_provider text NOT NULL,
    vault_path text,
    inherit_from_parent boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    expires_at timestamp with time zone,
    former_vault_path text,
    former_until timestamp with time zone,
    former_expires_at timestamp with time zone,
    rotated_at timestamp with time zone,
    rotated_by_email text,
    CONSTRAINT quad_domain_integration_keys_former_for_some_time CHECK (((former_vault_path IS NULL) = (former_until IS NULL))),
    CONSTRAINT quad_domain_integration_keys_only_a_key_ends CHECK (((vault_path IS NOT NULL) OR (COALESCE(expires_at, former_until) IS NULL))),
    CONSTRAINT quad_domain_integration_keys_tool_in_small_letters CHECK ((tool_provider = lower(btrim(tool_provider))))
);

--
-- Name: quad_domain_members; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_domain_members (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    domain_id uuid NOT NULL,
    company_id uuid NOT NULL,
    user_id uuid,
    email text NOT NULL,
    role text NOT NULL,
    status text DEFAULT 'active'::text NOT NULL,
    allocation_percentage numeric(5,2) DEFAULT 0 NOT NULL,
    is_primary_domain boolean DEFAULT false NOT NULL,
    invited_by uuid,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    valid_from timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT quad_domain_members_allocation_is_a_percentage CHECK (((allocation_percentage >= (0)::numeric) AND (allocation_percentage <= (100)::numeric))),
    CONSTRAINT quad_domain_members_email_valid CHECK (((length(email) <= 254) AND (email ~ '^[a-z0-9.!#$%&''*+/=?^_`{|}~-]+@[a-z0-9-]+([.][a-z0-9-]+)*$'::text))),
    CONSTRAINT quad_domain_members_status_known CHECK ((status = ANY (ARRAY['active'::text, 'pending'::text])))
);

--
-- Name: quad_domain_versions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_domain_versions (
    domain_id uuid NOT NULL,
    company_id uuid NOT NULL,
    parent_domain_id uuid,
    estimation_multiplier numeric(2,1),
    full_load numeric(7,2),
    branch_active_days integer,
    archived_at timestamp with time zone,
    valid_from timestamp with time zone NOT NULL,
    valid_to timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);

--
-- Name: quad_domains; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_domains (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    company_id uuid NOT NULL,
    parent_domain_id uuid,
    name text NOT NULL,
    display_name text NOT NULL,
    domain_type text NOT NULL,
    path text NOT NULL COLLATE pg_catalog."C",
    depth integer NOT NULL,
    estimation_multiplier numeric(2,1),
    archived_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    full_load numeric(7,2),
    branch_active_days integer,
    valid_from timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT quad_domains_branch_active_days_valid CHECK (((branch_active_days >= 1) AND (branch_active_days <= 3650))),
    CONSTRAINT quad_domains_display_name_printable CHECK (((display_name !~ '[[:cntrl:]]'::text) AND (btrim(display_name) <> ''::text) AND (length(display_name) <= 200))),
    CONSTRAINT quad_domains_estimation_multiplier_known CHECK ((estimation_multiplier = ANY (ARRAY[0.5, 1.0, 1.5]))),
    CONSTRAINT quad_domains_full_load_positive CHECK ((full_load > (0)::numeric)),
    CONSTRAINT quad_domains_name_is_a_slug CHECK (((length(name) <= 63) AND (name ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text))),
    CONSTRAINT quad_domains_path_under_2000_bytes CHECK ((octet_length(path) < 2000)),
    CONSTRAINT quad_domains_root_has_no_parent CHECK (((parent_domain_id IS NULL) = (depth = 0))),
    CONSTRAINT quad_domains_type_follows_depth CHECK ((domain_type =
CASE depth
    WHEN 0 THEN 'root'::text
    WHEN 1 THEN 'domain'::text
    ELSE 'subdomain'::text
END))
);

--
-- Name: quad_domain_times; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.quad_domain_times AS
 SELECT d.id AS domain_id,
    d.company_id,
    d.parent_domain_id,
    d.estimation_multiplier,
    d.full_load,
    d.branch_active_days,
    d.archived_at,
    d.valid_from,
    'infinity'::timestamp with time zone AS valid_to
   FROM public.quad_domains d
UNION ALL
 SELECT v.domain_id,
    v.company_id,
    v.parent_domain_id,
    v.estimation_multiplier,
    v.full_load,
    v.branch_active_days,
    v.archived_at,
    v.valid_from,
    v.valid_to
   FROM public.quad_domain_versions v;

--
-- Name: quad_role_capabilities; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_role_capabilities (
    role text NOT NULL,
    capability text NOT NULL,
    scope text NOT NULL,
    allowed boolean NOT NULL,
    description text NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT quad_role_capabilities_scope_known CHECK ((scope = ANY (ARRAY['company'::text, 'domain'::text, 'subdomain'::text, 'self'::text])))
);

--
-- Name: quad_reach; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.quad_reach AS
 SELECT m.company_id,
    m.email,
    m.role,
    c.capability,
    c.scope,
    d.id AS through_domain_id,
    d.path AS through_path,
    t.id AS domain_id,
    t.path,
    ((t.archived_at IS NOT NULL) AND (c.capability !~~ 'view\_%'::text)) AS dormant,
    m.status,
    d.archived_at AS through_archived_at
   FROM (((public.quad_domain_members m
     JOIN public.quad_domains d ON ((d.id = m.domain_id)))
     JOIN public.quad_role_capabilities c ON (((c.role = m.role) AND c.allowed)))
     JOIN public.quad_domains t ON (((t.company_id = m.company_id) AND ((t.path = d.path) OR ((t.path >
        CASE c.scope
            WHEN 'company'::text THEN '/'::text
            WHEN 'subdomain'::text THEN d.path
            ELSE (d.path || '/'::text)
        END) AND (t.path <
        CASE c.scope
            WHEN 'company'::text THEN '0'::text
            WHEN 'subdomain'::text THEN d.path
            ELSE (d.path || '0'::text)
        END))))))
  WHERE ((c.capability <> 'manage_domain_keys'::text) OR (c.scope = 'company'::text) OR (t.depth > 0));

--
-- Name: quad_effective_capabilities; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.quad_effective_capabilities AS
 SELECT r.company_id,
    r.email,
    r.role,
    r.capability,
    r.scope,
    r.through_domain_id,
    r.through_path,
    r.domain_id,
    r.path,
    r.dormant
   FROM public.quad_reach r
  WHERE ((r.status = 'active'::text) AND (r.through_archived_at IS NULL));

--
-- Name: quad_holidays; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_holidays (
    company_id uuid NOT NULL,
    day date NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT quad_holidays_day_within_reason CHECK (((day >= '1900-01-01'::date) AND (day <= '2999-12-31'::date))),
    CONSTRAINT quad_holidays_name_is_a_line CHECK (((name = btrim(name)) AND (name <> ''::text) AND (length(name) <= 200) AND (name !~ '[[:cntrl:]]'::text)))
);

--
-- Name: quad_install; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_install (
    one boolean DEFAULT true NOT NULL,
    deployment_model text DEFAULT 'self-hosted'::text NOT NULL,
    root_count integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    install_id uuid DEFAULT gen_random_uuid() NOT NULL,
    observed_since timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT quad_install_deployment_model_known CHECK ((deployment_model = ANY (ARRAY['self-hosted'::text, 'cloud'::text]))),
    CONSTRAINT quad_install_is_one_row CHECK (one),
    CONSTRAINT quad_install_self_hosted_has_one_root CHECK (((root_count >= 0) AND ((deployment_model = 'cloud'::text) OR (root_count <= 1))))
);

--
-- Name: quad_integration_requests; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_integration_requests (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    company_id uuid NOT NULL,
    tool_name text NOT NULL,
    category text NOT NULL,
    team_size integer,
    details text,
    status text DEFAULT 'submitted'::text NOT NULL,
    estimated_release_date date,
    requested_by_email text NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP,
    started_at timestamp with time zone,
    beta_released_at timestamp with time zone,
    prod_released_at timestamp with time zone,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    slug text NOT NULL,
    acknowledged_at timestamp with time zone,
    closed_at timestamp with time zone,
    closed_because text,
    assigned_to text,
    effort text,
    expedited_at timestamp with time zone,
    beta_patch text,
    prod_patch text,
    response_due date,
    start_due date,
    beta_due date,
    release_due date,
    received_at timestamp with time zone,
    mail_thread text,
    tool_key text GENERATED ALWAYS AS (COALESCE(NULLIF(regexp_replace(regexp_replace(lower(btrim(NORMALIZE(tool_name, NFKC))), '^(https?://)?(www[.])?|[.](com|io|org|net|dev|app|ai|co|so)/?$'::text, ''::text, 'g'::text), '[^[:alnum:]+#]|[+#](?![+#]*$)'::text, ''::text, 'g'::text), ''::text), lower(btrim(tool_name)))) STORED NOT NULL,
    CONSTRAINT quad_integration_requests_closed_because_printable CHECK (((translate(closed_because, '
'::text, ''::text) !~ '[[:cntrl:]]'::text) AND (length(closed_because) <= 500))),
    CONSTRAINT quad_integration_requests_closed_for_a_reason CHECK (((closed_at IS NULL) OR (closed_because IS NOT NULL))),
    CONSTRAINT quad_integration_requests_effort_known CHECK ((effort = ANY (ARRAY['simple'::text, 'complex'::text, 'none'::text]))),
    CONSTRAINT quad_integration_requests_slug_valid CHECK (((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (length(slug) <= 63))),
    CONSTRAINT quad_integration_requests_status_known CHECK ((status = ANY (ARRAY['submitted'::text, 'in_progress'::text, 'beta'::text, 'released'::text, 'rejected'::text, 'withdrawn'::text])))
);

--
-- Name: quad_integrations; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_integrations (
    name text NOT NULL,
    display_name text NOT NULL,
    role text,
    status text NOT NULL,
    brought_by text,
    replaced jsonb,
    health_path text NOT NULL,
    health_expected jsonb DEFAULT '{"status": "ok"}'::jsonb NOT NULL,
    "position" integer NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT quad_integrations_health_expected_is_a_map CHECK ((jsonb_typeof(health_expected) = 'object'::text)),
    CONSTRAINT quad_integrations_health_path_valid CHECK ((health_path ~ '^/[!-~]*$'::text)),
    CONSTRAINT quad_integrations_name_is_a_slug CHECK (((name ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (length(name) <= 63))),
    CONSTRAINT quad_integrations_role_in_small_letters CHECK (((role = lower(btrim(role))) AND (role <> ''::text))),
    CONSTRAINT quad_integrations_status_known CHECK ((status = ANY (ARRAY['active'::text, 'beta'::text, 'coming_soon'::text])))
);

--
-- Name: quad_integrations_position_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.quad_integrations ALTER COLUMN "position" ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.quad_integrations_position_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: quad_itsm_config; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_itsm_config (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    domain_id uuid NOT NULL,
    tool text NOT NULL,
    base_url text,
    project_key text NOT NULL,
    vault_path text,
    approval_method text DEFAULT 'in_app'::text NOT NULL,
    is_enabled boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT quad_itsm_config_approval_method_known CHECK ((approval_method = ANY (ARRAY['in_app'::text, 'itsm'::text]))),
    CONSTRAINT quad_itsm_config_project_key_valid CHECK ((project_key ~ '^[A-Z][A-Z0-9]{1,31}$'::text)),
    CONSTRAINT quad_itsm_config_tool_known CHECK ((tool = ANY (ARRAY['jira_service_management'::text, 'servicenow'::text, 'jira_software'::text, 'linear'::text, 'zendesk'::text, 'freshservice'::text])))
);

--
-- Name: quad_key_uses; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_key_uses (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    domain_key_id uuid,
    user_key_id uuid,
    way text NOT NULL,
    uses bigint DEFAULT 1 NOT NULL,
    last_used_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    last_used_by_email text NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT quad_key_uses_counted CHECK ((uses > 0)),
    CONSTRAINT quad_key_uses_of_one_key CHECK ((num_nonnulls(domain_key_id, user_key_id) = 1)),
    CONSTRAINT quad_key_uses_way_known CHECK ((way = ANY (ARRAY['exec'::text, 'reveal'::text])))
);

--
-- Name: quad_logins; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_logins (
    login text NOT NULL,
    company_id uuid NOT NULL,
    email text NOT NULL,
    kind text NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT quad_logins_kind_known CHECK ((kind = ANY (ARRAY['password'::text, 'certificate'::text]))),
    CONSTRAINT quad_logins_login_is_a_role_name CHECK ((((octet_length(login) >= 1) AND (octet_length(login) <= 63)) AND (login !~ '[[:cntrl:]]'::text) AND (login !~* '^(pg_|quad_)'::text)))
);

--
-- Name: quad_member_aliases; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_member_aliases (
    company_id uuid NOT NULL,
    alias text NOT NULL,
    email text NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT quad_member_aliases_email_valid CHECK (((length(email) <= 254) AND (email ~ '^[a-z0-9.!#$%&''*+/=?^_`{|}~-]+@[a-z0-9-]+([.][a-z0-9-]+)*$'::text))),
    CONSTRAINT quad_member_aliases_folded CHECK (((alias = lower(btrim(alias))) AND (alias <> ''::text) AND (length(alias) <= 320)))
);

--
-- Name: quad_member_versions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_member_versions (
    domain_id uuid NOT NULL,
    email text NOT NULL,
    role text NOT NULL,
    allocation_percentage numeric(5,2) NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_to timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);

--
-- Name: quad_migrations; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_migrations (
    number integer NOT NULL,
    name text NOT NULL,
    checksum text NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);

--
-- Name: quad_organizations; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.quad_organizations WITH (security_barrier='true') AS
 SELECT c.id,
    c.name,
    c.admin_email,
    c.size,
    c.plan,
    c.created_at,
    c.updated_at,
    c.counts_key_uses
   FROM public.quad_companies c
  WHERE ((NOT ( SELECT public.quad_is_person() AS quad_is_person)) OR (c.id = ( SELECT public.quad_my_company() AS quad_my_company)));

--
-- Name: quad_outbox_attachments; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_outbox_attachments (
    outbox_id uuid NOT NULL,
    "position" integer NOT NULL,
    filename text NOT NULL,
    media_type text NOT NULL,
    content bytea NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT quad_outbox_attachments_at_most_10_mb CHECK ((octet_length(content) <= ((10 * 1024) * 1024))),
    CONSTRAINT quad_outbox_attachments_filename_plain CHECK (((filename !~ '[[:cntrl:]/\\]'::text) AND (filename <> ALL (ARRAY['.'::text, '..'::text])) AND (btrim(filename) <> ''::text) AND (length(filename) <= 200))),
    CONSTRAINT quad_outbox_attachments_media_type_valid CHECK (((length(media_type) <= 127) AND (media_type ~ '^[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*$'::text))),
    CONSTRAINT quad_outbox_attachments_position_counts CHECK ((("position" >= 1) AND ("position" <= 100)))
);

--
-- Name: quad_patch_indexes; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_patch_indexes (
    source text NOT NULL,
    key_id text NOT NULL,
    sequence bigint NOT NULL,
    seen_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    older_sequence bigint,
    older_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT quad_patch_indexes_older_at_a_time CHECK (((older_sequence IS NULL) = (older_at IS NULL))),
    CONSTRAINT quad_patch_indexes_sequence_positive CHECK (((sequence > 0) AND (older_sequence > 0)))
);

--
-- Name: quad_patch_keys; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_patch_keys (
    key_id text NOT NULL,
    public_key text NOT NULL,
    label text NOT NULL,
    vouched_by text,
    revoked_at timestamp with time zone,
    revoked_because text,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT quad_patch_keys_id_valid CHECK ((key_id ~ '^[0-9A-F]{1,16}$'::text)),
    CONSTRAINT quad_patch_keys_revoked_for_a_reason CHECK (((revoked_at IS NULL) = (revoked_because IS NULL)))
);

--
-- Name: quad_patches; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_patches (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    version text NOT NULL,
    channel text NOT NULL,
    sequence bigint NOT NULL,
    sha256 text NOT NULL,
    key_id text,
    applied_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    rolled_back_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    undone_at timestamp with time zone,
    CONSTRAINT quad_patches_channel_known CHECK ((channel = ANY (ARRAY['beta'::text, 'prod'::text]))),
    CONSTRAINT quad_patches_sequence_positive CHECK ((sequence > 0)),
    CONSTRAINT quad_patches_sha256_valid CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT quad_patches_undone_is_rolled_back CHECK (((undone_at IS NULL) OR (rolled_back_at IS NOT NULL)))
);

--
-- Name: quad_people; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_people (
    company_id uuid NOT NULL,
    email text NOT NULL,
    memberships integer DEFAULT 0 NOT NULL,
    allocated numeric(9,2) DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT quad_people_allocated_within_100 CHECK (((allocated >= (0)::numeric) AND (allocated <= (100)::numeric))),
    CONSTRAINT quad_people_memberships_counted CHECK ((memberships >= 0))
);

--
-- Name: quad_plans; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_plans (
    plan text NOT NULL,
    title text NOT NULL,
    monthly_usd integer,
    seat_limit integer,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);

--
-- Name: quad_repositories; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_repositories (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    company_id uuid NOT NULL,
    domain_id uuid NOT NULL,
    name text NOT NULL,
    location text NOT NULL,
    base_branch text,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT quad_repositories_no_secret CHECK ((location !~ '^[a-z+]+://[^/@]*:[^/@]*@'::text))
);

--
-- Name: quad_repository_scans; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_repository_scans (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    repository_id uuid NOT NULL,
    scanned_at timestamp with time zone,
    branches integer,
    failed_at timestamp with time zone,
    failure text,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);

--
-- Name: quad_request_attachments; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_request_attachments (
    feedback_id uuid NOT NULL,
    filename text NOT NULL,
    media_type text NOT NULL,
    content bytea NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT quad_request_attachments_filename_plain CHECK (((filename !~ '[[:cntrl:]/\\]'::text) AND (filename <> ALL (ARRAY['.'::text, '..'::text])) AND ((length(filename) >= 1) AND (length(filename) <= 200)))),
    CONSTRAINT quad_request_attachments_small CHECK ((length(content) <= 10000000))
);

--
-- Name: quad_request_events_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.quad_request_events ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.quad_request_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: quad_request_names; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_request_names (
    slug text NOT NULL,
    request_id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);

--
-- Name: quad_request_settings; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_request_settings (
    one boolean DEFAULT true NOT NULL,
    support_email text DEFAULT 'integrations@quadframe.work'::text NOT NULL,
    support_name text DEFAULT 'QUAD Platform Support Team'::text NOT NULL,
    tracking_url text DEFAULT 'https://quadframe.work/integrations/requests'::text NOT NULL,
    releases_url text DEFAULT 'https://releases.quadframe.work/patches'::text NOT NULL,
    raised_from integer DEFAULT 3 NOT NULL,
    expedited_from integer DEFAULT 5 NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT quad_request_settings_counts_in_order CHECK (((raised_from >= 2) AND (raised_from <= expedited_from))),
    CONSTRAINT quad_request_settings_is_one_row CHECK (one),
    CONSTRAINT quad_request_settings_support_email_valid CHECK (((length(support_email) <= 254) AND (support_email ~ '^[a-z0-9.!#$%&''*+/=?^_`{|}~-]+@[a-z0-9-]+([.][a-z0-9-]+)*$'::text))),
    CONSTRAINT quad_request_settings_support_name_printable CHECK (((support_name !~ '[[:cntrl:]]'::text) AND ((length(support_name) >= 1) AND (length(support_name) <= 200)))),
    CONSTRAINT quad_request_settings_urls_valid CHECK (((tracking_url ~ '^https?://[!-~]+[^/]$'::text) AND (releases_url ~ '^https?://[!-~]+[^/]$'::text)))
);

--
-- Name: quad_request_votes; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_request_votes (
    request_id uuid NOT NULL,
    company_id uuid NOT NULL,
    email text NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);

--
-- Name: quad_roles; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_roles (
    role text NOT NULL,
    title text NOT NULL,
    rank integer NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);

--
-- Name: quad_rules; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_rules (
    one boolean DEFAULT true NOT NULL,
    checksum text NOT NULL,
    objects jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT quad_rules_is_one_row CHECK (one)
);

--
-- Name: quad_scim_audit_log; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_scim_audit_log (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    company_id uuid NOT NULL,
    operation text NOT NULL,
    resource_type text NOT NULL,
    resource_id text,
    request jsonb,
    response jsonb,
    response_status integer,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);

--
-- Name: quad_scim_config; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_scim_config (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    company_id uuid NOT NULL,
    provider text NOT NULL,
    bearer_token_vault_path text NOT NULL,
    group_mapping jsonb DEFAULT '{}'::jsonb NOT NULL,
    is_enabled boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT quad_scim_config_provider_known CHECK ((provider = ANY (ARRAY['okta'::text, 'azure_ad'::text])))
);

--
-- Name: quad_seats; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_seats (
    company_id uuid NOT NULL,
    used integer DEFAULT 0 NOT NULL,
    seat_limit integer,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT quad_seats_within_plan CHECK (((used >= 0) AND ((seat_limit IS NULL) OR (used <= seat_limit))))
);

--
-- Name: quad_sessions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_sessions (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    token text NOT NULL,
    last_activity_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    expires_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);

--
-- Name: quad_sla; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_sla (
    plan text NOT NULL,
    stage text NOT NULL,
    min_days integer,
    max_days integer,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT quad_sla_days_in_order CHECK ((((min_days IS NULL) = (max_days IS NULL)) AND ((min_days >= 1) AND (min_days <= max_days)))),
    CONSTRAINT quad_sla_stage_known CHECK ((stage = ANY (ARRAY['response'::text, 'start'::text, 'beta'::text, 'release'::text])))
);

--
-- Name: quad_sso_providers; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_sso_providers (
    provider text NOT NULL,
    title text NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);

--
-- Name: quad_triage; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.quad_triage AS
 WITH open AS (
         SELECT r.id,
            r.slug,
            r.tool_name,
            r.tool_key,
            r.company_id,
            r.team_size,
            r.created_at,
            r.status,
            r.expedited_at,
            r.effort,
            r.assigned_to,
            p.plan_rank,
            ARRAY[(p.plan_rank - ((COALESCE(r.team_size, 0) >= 50))::integer), p.plan_rank, (- COALESCE(r.team_size, 0))] AS standing,
                CASE
                    WHEN (r.acknowledged_at IS NULL) THEN r.response_due
                    WHEN (r.status = 'submitted'::text) THEN r.start_due
                    WHEN (r.status = 'in_progress'::text) THEN r.beta_due
                    ELSE r.release_due
                END AS due
           FROM (public.quad_integration_requests r
             JOIN public.quad_companies c ON ((c.id = r.company_id))),
            LATERAL ( SELECT array_position(ARRAY['enterprise'::text, 'pro'::text, 'free'::text], c.plan) AS plan_rank) p
          WHERE (r.status = ANY (ARRAY['submitted'::text, 'in_progress'::text, 'beta'::text]))
        ), votes AS (
         SELECT r.tool_key,
            count(DISTINCT ROW(v_1.company_id, v_1.email)) AS votes
           FROM (public.quad_request_votes v_1
             JOIN public.quad_integration_requests r ON ((r.id = v_1.request_id)))
          WHERE (r.status = ANY (ARRAY['submitted'::text, 'in_progress'::text, 'beta'::text]))
          GROUP BY r.tool_key
        ), tools AS (
         SELECT o.tool_key,
            count(*) AS requests,
            count(DISTINCT o.company_id) AS companies,
            sum(o.team_size) AS users,
            min(o.standing) AS first,
            max(o.team_size) AS largest,
            min(o.created_at) AS oldest,
            min(o.due) AS due,
            bool_or((o.expedited_at IS NOT NULL)) AS expedited,
            mode() WITHIN GROUP (ORDER BY o.tool_name) AS tool_name,
            array_agg(DISTINCT o.tool_name) AS spellings,
            array_agg(o.slug ORDER BY o.plan_rank, o.created_at) AS slugs,
            max(public.quad_request_stage(o.status)) AS stage,
            (ARRAY['simple'::text, 'complex'::text, 'none'::text])[max(array_position(ARRAY['simple'::text, 'complex'::text, 'none'::text], o.effort))] AS effort,
            (array_agg(o.assigned_to ORDER BY o.created_at) FILTER (WHERE (o.assigned_to IS NOT NULL)))[1] AS assigned_to
           FROM open o
          GROUP BY o.tool_key
        )
 SELECT t.tool_key,
    t.tool_name,
    t.spellings,
    t.slugs,
    t.requests,
    t.companies,
    COALESCE(t.users, (0)::bigint) AS users,
    COALESCE(v.votes, (0)::bigint) AS votes,
    (ARRAY['enterprise'::text, 'pro'::text, 'free'::text])[t.first[2]] AS plan,
    t.expedited,
    t.oldest,
    t.due,
    t.stage,
    t.effort,
    t.assigned_to,
    COALESCE(t.largest, 0) AS largest,
    t.first[2] AS plan_rank,
        CASE
            WHEN (t.first[1] < t.first[2]) THEN (- t.first[3])
            ELSE 0
        END AS raising_team,
        CASE
            WHEN t.expedited THEN 0
            ELSE GREATEST(1, (t.first[1] - ((t.companies >= s.raised_from))::integer))
        END AS level,
    (t.companies >= s.raised_from) AS raised
   FROM (tools t
     LEFT JOIN votes v USING (tool_key)),
    public.quad_request_settings s;

--
-- Name: quad_user_integration_keys; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_user_integration_keys (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    tool_provider text NOT NULL,
    vault_path text NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    expires_at timestamp with time zone,
    former_vault_path text,
    former_until timestamp with time zone,
    former_expires_at timestamp with time zone,
    rotated_at timestamp with time zone,
    rotated_by_email text,
    CONSTRAINT quad_user_integration_keys_former_for_some_time CHECK (((former_vault_path IS NULL) = (former_until IS NULL))),
    CONSTRAINT quad_user_integration_keys_tool_in_small_letters CHECK ((tool_provider = lower(btrim(tool_provider))))
);

--
-- Name: quad_users; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_users (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    company_id uuid NOT NULL,
    email text NOT NULL,
    full_name text,
    avatar_url text,
    sso_provider text,
    sso_subject text,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT quad_users_email_valid CHECK (((length(email) <= 254) AND (email ~ '^[a-z0-9.!#$%&''*+/=?^_`{|}~-]+@[a-z0-9-]+([.][a-z0-9-]+)*$'::text))),
    CONSTRAINT quad_users_full_name_printable CHECK (((full_name !~ '[[:cntrl:]]'::text) AND (length(full_name) <= 200)))
);

--
-- Name: quad_workload_tracking; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_workload_tracking (
    snapshot_date date NOT NULL,
    domain_id uuid NOT NULL,
    developer_email text NOT NULL,
    active_tickets integer DEFAULT 0 NOT NULL,
    active_branches integer DEFAULT 0 NOT NULL,
    story_points numeric DEFAULT 0 NOT NULL,
    allocation_percentage numeric DEFAULT 0 NOT NULL,
    estimation_multiplier numeric DEFAULT 1.0 NOT NULL,
    base_workload numeric NOT NULL,
    final_workload numeric NOT NULL,
    capacity_percentage numeric,
    overload_alert boolean NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    full_load numeric DEFAULT 100 NOT NULL,
    multiplier_domain_id uuid,
    taken_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
)
PARTITION BY RANGE (snapshot_date);

--
-- Name: quad_workload_tracking_default; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quad_workload_tracking_default (
    snapshot_date date NOT NULL,
    domain_id uuid NOT NULL,
    developer_email text NOT NULL,
    active_tickets integer DEFAULT 0 NOT NULL,
    active_branches integer DEFAULT 0 NOT NULL,
    story_points numeric DEFAULT 0 NOT NULL,
    allocation_percentage numeric DEFAULT 0 NOT NULL,
    estimation_multiplier numeric DEFAULT 1.0 NOT NULL,
    base_workload numeric NOT NULL,
    final_workload numeric NOT NULL,
    capacity_percentage numeric,
    overload_alert boolean NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    full_load numeric DEFAULT 100 NOT NULL,
    multiplier_domain_id uuid,
    taken_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);

--
-- Name: quad_workload_tracking_default; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_workload_tracking ATTACH PARTITION public.quad_workload_tracking_default DEFAULT;

--
-- Name: quad_agent_downloads quad_agent_downloads_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_agent_downloads
    ADD CONSTRAINT quad_agent_downloads_pkey PRIMARY KEY (id);

--
-- Name: quad_agent_downloads quad_agent_downloads_type_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_agent_downloads
    ADD CONSTRAINT quad_agent_downloads_type_once UNIQUE (user_id, agent_type);

--
-- Name: quad_approval_rules quad_approval_rules_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_approval_rules
    ADD CONSTRAINT quad_approval_rules_pkey PRIMARY KEY (company_id, subject_type);

--
-- Name: quad_approval_workflows quad_approval_workflows_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_approval_workflows
    ADD CONSTRAINT quad_approval_workflows_pkey PRIMARY KEY (id);

--
-- Name: quad_audit quad_audit_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_audit
    ADD CONSTRAINT quad_audit_pkey PRIMARY KEY (id);

--
-- Name: quad_audit_seals quad_audit_seals_entry_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_audit_seals
    ADD CONSTRAINT quad_audit_seals_entry_once UNIQUE (entry_id);

--
-- Name: quad_audit_seals quad_audit_seals_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_audit_seals
    ADD CONSTRAINT quad_audit_seals_pkey PRIMARY KEY ("position");

--
-- Name: quad_branch_ticket_mapping quad_branch_ticket_mapping_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_branch_ticket_mapping
    ADD CONSTRAINT quad_branch_ticket_mapping_once UNIQUE (domain_id, repository, branch_name);

--
-- Name: quad_branch_ticket_mapping quad_branch_ticket_mapping_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_branch_ticket_mapping
    ADD CONSTRAINT quad_branch_ticket_mapping_pkey PRIMARY KEY (id);

--
-- Name: quad_calendars quad_calendars_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_calendars
    ADD CONSTRAINT quad_calendars_pkey PRIMARY KEY (company_id);

--
-- Name: quad_capabilities quad_capabilities_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_capabilities
    ADD CONSTRAINT quad_capabilities_pkey PRIMARY KEY (capability);

--
-- Name: quad_companies quad_companies_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_companies
    ADD CONSTRAINT quad_companies_pkey PRIMARY KEY (id);

--
-- Name: quad_company_integrations quad_company_integrations_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_company_integrations
    ADD CONSTRAINT quad_company_integrations_once UNIQUE (company_id, integration);

--
-- Name: quad_company_integrations quad_company_integrations_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_company_integrations
    ADD CONSTRAINT quad_company_integrations_pkey PRIMARY KEY (id);

--
-- Name: quad_customers quad_customers_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_customers
    ADD CONSTRAINT quad_customers_pkey PRIMARY KEY (company_id);

--
-- Name: quad_domain_integration_keys quad_domain_integration_keys_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_domain_integration_keys
    ADD CONSTRAINT quad_domain_integration_keys_once UNIQUE (domain_id, tool_provider);

--
-- Name: quad_domain_integration_keys quad_domain_integration_keys_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_domain_integration_keys
    ADD CONSTRAINT quad_domain_integration_keys_pkey PRIMARY KEY (id);

--
-- Name: quad_domain_members quad_domain_members_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_domain_members
    ADD CONSTRAINT quad_domain_members_pkey PRIMARY KEY (id);

--
-- Name: quad_domain_members quad_domain_members_role_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_domain_members
    ADD CONSTRAINT quad_domain_members_role_once UNIQUE (domain_id, email, role);

--
-- Name: quad_domains quad_domains_in_company; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_domains
    ADD CONSTRAINT quad_domains_in_company UNIQUE (id, company_id);

--
-- Name: quad_domains quad_domains_name_among_siblings; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_domains
    ADD CONSTRAINT quad_domains_name_among_siblings UNIQUE (parent_domain_id, name);

--
-- Name: quad_domains quad_domains_path_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_domains
    ADD CONSTRAINT quad_domains_path_once UNIQUE (path);

--
-- Name: quad_domains quad_domains_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_domains
    ADD CONSTRAINT quad_domains_pkey PRIMARY KEY (id);

--
-- Name: quad_holidays quad_holidays_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_holidays
    ADD CONSTRAINT quad_holidays_pkey PRIMARY KEY (company_id, day);

--
-- Name: quad_install quad_install_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_install
    ADD CONSTRAINT quad_install_pkey PRIMARY KEY (one);

--
-- Name: quad_integration_requests quad_integration_requests_category_printable; Type: CHECK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE public.quad_integration_requests
    ADD CONSTRAINT quad_integration_requests_category_printable CHECK (((category !~ '[[:cntrl:]]'::text) AND (btrim(category) <> ''::text) AND (length(category) <= 200))) NOT VALID;

--
-- Name: quad_integration_requests quad_integration_requests_details_printable; Type: CHECK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE public.quad_integration_requests
    ADD CONSTRAINT quad_integration_requests_details_printable CHECK ((translate(details, '
	'::text, ''::text) !~ '[[:cntrl:]]'::text)) NOT VALID;

--
-- Name: quad_integration_requests quad_integration_requests_details_short; Type: CHECK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE public.quad_integration_requests
    ADD CONSTRAINT quad_integration_requests_details_short CHECK ((length(details) <= 500)) NOT VALID;

--
-- Name: quad_integration_requests quad_integration_requests_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_integration_requests
    ADD CONSTRAINT quad_integration_requests_pkey PRIMARY KEY (id);

--
-- Name: quad_integration_requests quad_integration_requests_requested_by_email_valid; Type: CHECK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE public.quad_integration_requests
    ADD CONSTRAINT quad_integration_requests_requested_by_email_valid CHECK (((length(requested_by_email) <= 254) AND (requested_by_email ~ '^[a-z0-9.!#$%&''*+/=?^_`{|}~-]+@[a-z0-9-]+([.][a-z0-9-]+)*$'::text))) NOT VALID;

--
-- Name: quad_integration_requests quad_integration_requests_slug_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_integration_requests
    ADD CONSTRAINT quad_integration_requests_slug_once UNIQUE (slug);

--
-- Name: quad_integration_requests quad_integration_requests_team_size_positive; Type: CHECK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE public.quad_integration_requests
    ADD CONSTRAINT quad_integration_requests_team_size_positive CHECK (((team_size >= 1) AND (team_size <= 10000000))) NOT VALID;

--
-- Name: quad_integration_requests quad_integration_requests_tool_printable; Type: CHECK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE public.quad_integration_requests
    ADD CONSTRAINT quad_integration_requests_tool_printable CHECK (((tool_name !~ '[[:cntrl:]]'::text) AND (btrim(tool_name) <> ''::text) AND (length(tool_name) <= 200))) NOT VALID;

--
-- Name: quad_integrations quad_integrations_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_integrations
    ADD CONSTRAINT quad_integrations_pkey PRIMARY KEY (name);

--
-- Name: quad_itsm_config quad_itsm_config_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_itsm_config
    ADD CONSTRAINT quad_itsm_config_pkey PRIMARY KEY (id);

--
-- Name: quad_itsm_config quad_itsm_config_project_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_itsm_config
    ADD CONSTRAINT quad_itsm_config_project_once UNIQUE (domain_id, project_key);

--
-- Name: quad_itsm_tickets quad_itsm_tickets_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_itsm_tickets
    ADD CONSTRAINT quad_itsm_tickets_once UNIQUE (domain_id, ticket_id);

--
-- Name: quad_itsm_tickets quad_itsm_tickets_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_itsm_tickets
    ADD CONSTRAINT quad_itsm_tickets_pkey PRIMARY KEY (id);

--
-- Name: quad_key_uses quad_key_uses_domain_key_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_key_uses
    ADD CONSTRAINT quad_key_uses_domain_key_once UNIQUE (domain_key_id, way);

--
-- Name: quad_key_uses quad_key_uses_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_key_uses
    ADD CONSTRAINT quad_key_uses_pkey PRIMARY KEY (id);

--
-- Name: quad_key_uses quad_key_uses_user_key_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_key_uses
    ADD CONSTRAINT quad_key_uses_user_key_once UNIQUE (user_key_id, way);

--
-- Name: quad_logins quad_logins_person_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_logins
    ADD CONSTRAINT quad_logins_person_once UNIQUE (company_id, email);

--
-- Name: quad_logins quad_logins_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_logins
    ADD CONSTRAINT quad_logins_pkey PRIMARY KEY (login);

--
-- Name: quad_member_aliases quad_member_aliases_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_member_aliases
    ADD CONSTRAINT quad_member_aliases_pkey PRIMARY KEY (company_id, alias);

--
-- Name: quad_migrations quad_migrations_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_migrations
    ADD CONSTRAINT quad_migrations_pkey PRIMARY KEY (number);

--
-- Name: quad_outbox_attachments quad_outbox_attachments_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_outbox_attachments
    ADD CONSTRAINT quad_outbox_attachments_pkey PRIMARY KEY (outbox_id, "position");

--
-- Name: quad_outbox quad_outbox_message_id_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_outbox
    ADD CONSTRAINT quad_outbox_message_id_once UNIQUE (message_id);

--
-- Name: quad_outbox quad_outbox_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_outbox
    ADD CONSTRAINT quad_outbox_once UNIQUE (company_id, occasion);

--
-- Name: quad_outbox quad_outbox_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_outbox
    ADD CONSTRAINT quad_outbox_pkey PRIMARY KEY (id);

--
-- Name: quad_patch_indexes quad_patch_indexes_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_patch_indexes
    ADD CONSTRAINT quad_patch_indexes_pkey PRIMARY KEY (source, key_id);

--
-- Name: quad_patch_keys quad_patch_keys_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_patch_keys
    ADD CONSTRAINT quad_patch_keys_pkey PRIMARY KEY (key_id);

--
-- Name: quad_patch_keys quad_patch_keys_public_key_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_patch_keys
    ADD CONSTRAINT quad_patch_keys_public_key_once UNIQUE (public_key);

--
-- Name: quad_patches quad_patches_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_patches
    ADD CONSTRAINT quad_patches_pkey PRIMARY KEY (id);

--
-- Name: quad_people quad_people_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_people
    ADD CONSTRAINT quad_people_pkey PRIMARY KEY (company_id, email);

--
-- Name: quad_plans quad_plans_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_plans
    ADD CONSTRAINT quad_plans_pkey PRIMARY KEY (plan);

--
-- Name: quad_repositories quad_repositories_location_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_repositories
    ADD CONSTRAINT quad_repositories_location_once UNIQUE (company_id, location);

--
-- Name: quad_repositories quad_repositories_name_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_repositories
    ADD CONSTRAINT quad_repositories_name_once UNIQUE (company_id, name);

--
-- Name: quad_repositories quad_repositories_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_repositories
    ADD CONSTRAINT quad_repositories_pkey PRIMARY KEY (id);

--
-- Name: quad_repository_scans quad_repository_scans_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_repository_scans
    ADD CONSTRAINT quad_repository_scans_pkey PRIMARY KEY (id);

--
-- Name: quad_repository_scans quad_repository_scans_repository_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_repository_scans
    ADD CONSTRAINT quad_repository_scans_repository_id_key UNIQUE (repository_id);

--
-- Name: quad_request_attachments quad_request_attachments_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_request_attachments
    ADD CONSTRAINT quad_request_attachments_pkey PRIMARY KEY (feedback_id, filename);

--
-- Name: quad_request_events quad_request_events_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_request_events
    ADD CONSTRAINT quad_request_events_pkey PRIMARY KEY (id);

--
-- Name: quad_request_feedback quad_request_feedback_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_request_feedback
    ADD CONSTRAINT quad_request_feedback_once UNIQUE (request_id, number);

--
-- Name: quad_request_feedback quad_request_feedback_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_request_feedback
    ADD CONSTRAINT quad_request_feedback_pkey PRIMARY KEY (id);

--
-- Name: quad_request_names quad_request_names_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_request_names
    ADD CONSTRAINT quad_request_names_pkey PRIMARY KEY (slug);

--
-- Name: quad_request_settings quad_request_settings_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_request_settings
    ADD CONSTRAINT quad_request_settings_pkey PRIMARY KEY (one);

--
-- Name: quad_request_votes quad_request_votes_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_request_votes
    ADD CONSTRAINT quad_request_votes_pkey PRIMARY KEY (request_id, company_id, email);

--
-- Name: quad_role_capabilities quad_role_capabilities_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_role_capabilities
    ADD CONSTRAINT quad_role_capabilities_pkey PRIMARY KEY (role, capability);

--
-- Name: quad_roles quad_roles_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_roles
    ADD CONSTRAINT quad_roles_pkey PRIMARY KEY (role);

--
-- Name: quad_roles quad_roles_rank_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_roles
    ADD CONSTRAINT quad_roles_rank_key UNIQUE (rank);

--
-- Name: quad_rules quad_rules_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_rules
    ADD CONSTRAINT quad_rules_pkey PRIMARY KEY (one);

--
-- Name: quad_scim_audit_log quad_scim_audit_log_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_scim_audit_log
    ADD CONSTRAINT quad_scim_audit_log_pkey PRIMARY KEY (id);

--
-- Name: quad_scim_config quad_scim_config_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_scim_config
    ADD CONSTRAINT quad_scim_config_pkey PRIMARY KEY (id);

--
-- Name: quad_scim_config quad_scim_config_provider_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_scim_config
    ADD CONSTRAINT quad_scim_config_provider_once UNIQUE (company_id, provider);

--
-- Name: quad_seats quad_seats_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_seats
    ADD CONSTRAINT quad_seats_pkey PRIMARY KEY (company_id);

--
-- Name: quad_sessions quad_sessions_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_sessions
    ADD CONSTRAINT quad_sessions_pkey PRIMARY KEY (id);

--
-- Name: quad_sessions quad_sessions_token_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_sessions
    ADD CONSTRAINT quad_sessions_token_once UNIQUE (token);

--
-- Name: quad_sla quad_sla_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_sla
    ADD CONSTRAINT quad_sla_pkey PRIMARY KEY (plan, stage);

--
-- Name: quad_sso_providers quad_sso_providers_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_sso_providers
    ADD CONSTRAINT quad_sso_providers_pkey PRIMARY KEY (provider);

--
-- Name: quad_user_integration_keys quad_user_integration_keys_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_user_integration_keys
    ADD CONSTRAINT quad_user_integration_keys_once UNIQUE (user_id, tool_provider);

--
-- Name: quad_user_integration_keys quad_user_integration_keys_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_user_integration_keys
    ADD CONSTRAINT quad_user_integration_keys_pkey PRIMARY KEY (id);

--
-- Name: quad_users quad_users_email_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_users
    ADD CONSTRAINT quad_users_email_once UNIQUE (company_id, email);

--
-- Name: quad_users quad_users_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_users
    ADD CONSTRAINT quad_users_pkey PRIMARY KEY (id);

--
-- Name: quad_users quad_users_sso_subject_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_users
    ADD CONSTRAINT quad_users_sso_subject_once UNIQUE (company_id, sso_provider, sso_subject);

--
-- Name: quad_workload_tracking quad_workload_tracking_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_workload_tracking
    ADD CONSTRAINT quad_workload_tracking_pkey PRIMARY KEY (snapshot_date, domain_id, developer_email);

--
-- Name: quad_workload_tracking_default quad_workload_tracking_default_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_workload_tracking_default
    ADD CONSTRAINT quad_workload_tracking_default_pkey PRIMARY KEY (snapshot_date, domain_id, developer_email);

--
-- Name: idx_quad_integration_requests_company; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_quad_integration_requests_company ON public.quad_integration_requests USING btree (company_id);

--
-- Name: idx_quad_integration_requests_status; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_quad_integration_requests_status ON public.quad_integration_requests USING btree (status);

--
-- Name: quad_approval_workflows_domain; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_approval_workflows_domain ON public.quad_approval_workflows USING btree (domain_id);

--
-- Name: quad_approval_workflows_one_pending; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX quad_approval_workflows_one_pending ON public.quad_approval_workflows USING btree (domain_id, subject_type, subject_key) WHERE (status = 'pending'::text);

--
-- Name: quad_approval_workflows_status; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_approval_workflows_status ON public.quad_approval_workflows USING btree (company_id, status);

--
-- Name: quad_audit_deleted_domains; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_audit_deleted_domains ON public.quad_audit USING btree (((before ->> 'path'::text))) WHERE ((table_name = 'quad_domains'::text) AND (action = 'delete'::text));

--
-- Name: quad_audit_domain; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_audit_domain ON public.quad_audit USING btree (domain_id, id);

--
-- Name: quad_audit_time; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_audit_time ON public.quad_audit USING brin (created_at, transaction_id);

--
-- Name: quad_branch_ticket_mapping_active; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_branch_ticket_mapping_active ON public.quad_branch_ticket_mapping USING btree (domain_id, developer_email) INCLUDE (last_commit_at, first_seen_at, valid_from) WHERE ((merged_at IS NULL) AND (deleted_at IS NULL) AND (developer_email IS NOT NULL));

--
-- Name: quad_branch_ticket_mapping_developer; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_branch_ticket_mapping_developer ON public.quad_branch_ticket_mapping USING btree (developer_email, domain_id);

--
-- Name: quad_branch_ticket_mapping_repository; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_branch_ticket_mapping_repository ON public.quad_branch_ticket_mapping USING btree (repository, branch_name);

--
-- Name: quad_branch_ticket_mapping_ticket; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_branch_ticket_mapping_ticket ON public.quad_branch_ticket_mapping USING btree (ticket_id);

--
-- Name: quad_branch_versions_domain; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_branch_versions_domain ON public.quad_branch_versions USING btree (domain_id, developer_email);

--
-- Name: quad_branch_versions_until; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_branch_versions_until ON public.quad_branch_versions USING btree (valid_to);

--
-- Name: quad_domain_members_invited_by; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_domain_members_invited_by ON public.quad_domain_members USING btree (invited_by);

--
-- Name: quad_domain_members_one_primary; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX quad_domain_members_one_primary ON public.quad_domain_members USING btree (company_id, email) WHERE is_primary_domain;

--
-- Name: quad_domain_members_pending; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_domain_members_pending ON public.quad_domain_members USING btree (status) WHERE (status <> 'active'::text);

--
-- Name: quad_domain_members_person; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_domain_members_person ON public.quad_domain_members USING btree (company_id, email);

--
-- Name: quad_domain_members_time; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_domain_members_time ON public.quad_domain_members USING btree (domain_id, email, (((allocation_percentage * (100)::numeric))::integer)) INCLUDE (company_id, allocation_percentage, valid_from);

--
-- Name: quad_domain_members_user; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_domain_members_user ON public.quad_domain_members USING btree (user_id);

--
-- Name: quad_domain_versions_domain; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_domain_versions_domain ON public.quad_domain_versions USING btree (domain_id);

--
-- Name: quad_domain_versions_until; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_domain_versions_until ON public.quad_domain_versions USING btree (valid_to);

--
-- Name: quad_domains_company; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_domains_company ON public.quad_domains USING btree (company_id);

--
-- Name: quad_domains_name; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_domains_name ON public.quad_domains USING btree (name);

--
-- Name: quad_integration_requests_open_by_tool; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_integration_requests_open_by_tool ON public.quad_integration_requests USING btree (tool_key, company_id) WHERE (status = ANY (ARRAY['submitted'::text, 'in_progress'::text, 'beta'::text]));

--
-- Name: quad_itsm_tickets_active; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_itsm_tickets_active ON public.quad_itsm_tickets USING btree (domain_id, assignee_email, (((story_points * (100)::numeric))::integer)) INCLUDE (story_points, valid_from) WHERE ((status_category <> 'done'::text) AND (assignee_email IS NOT NULL));

--
-- Name: quad_itsm_tickets_assignee; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_itsm_tickets_assignee ON public.quad_itsm_tickets USING btree (assignee_email, domain_id);

--
-- Name: quad_itsm_tickets_ticket; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_itsm_tickets_ticket ON public.quad_itsm_tickets USING btree (ticket_id);

--
-- Name: quad_member_aliases_person; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_member_aliases_person ON public.quad_member_aliases USING btree (company_id, email);

--
-- Name: quad_member_versions_domain; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_member_versions_domain ON public.quad_member_versions USING btree (domain_id, email);

--
-- Name: quad_member_versions_until; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_member_versions_until ON public.quad_member_versions USING btree (valid_to);

--
-- Name: quad_outbox_due; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_outbox_due ON public.quad_outbox USING btree (next_attempt_at, id) WHERE (status = 'waiting'::text);

--
-- Name: quad_outbox_undelivered; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_outbox_undelivered ON public.quad_outbox USING btree (status, created_at) WHERE (status = ANY (ARRAY['dead'::text, 'held'::text]));

--
-- Name: quad_patch_indexes_key; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_patch_indexes_key ON public.quad_patch_indexes USING btree (key_id);

--
-- Name: quad_patches_applied; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX quad_patches_applied ON public.quad_patches USING btree (name) WHERE (rolled_back_at IS NULL);

--
-- Name: quad_patches_key; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_patches_key ON public.quad_patches USING btree (key_id);

--
-- Name: quad_repositories_domain; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_repositories_domain ON public.quad_repositories USING btree (domain_id);

--
-- Name: quad_request_events_request; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_request_events_request ON public.quad_request_events USING btree (request_id, id);

--
-- Name: quad_request_names_request; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_request_names_request ON public.quad_request_names USING btree (request_id);

--
-- Name: quad_request_votes_company; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_request_votes_company ON public.quad_request_votes USING btree (company_id);

--
-- Name: quad_scim_audit_log_company; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_scim_audit_log_company ON public.quad_scim_audit_log USING btree (company_id, created_at);

--
-- Name: quad_sessions_user; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_sessions_user ON public.quad_sessions USING btree (user_id);

--
-- Name: quad_ticket_versions_domain; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_ticket_versions_domain ON public.quad_ticket_versions USING btree (domain_id, assignee_email);

--
-- Name: quad_ticket_versions_until; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_ticket_versions_until ON public.quad_ticket_versions USING btree (valid_to);

--
-- Name: quad_users_email; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX quad_users_email ON public.quad_users USING btree (email);

--
-- Name: quad_workload_tracking_default_pkey; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.quad_workload_tracking_pkey ATTACH PARTITION public.quad_workload_tracking_default_pkey;

--
-- Name: quad_approval_rules quad_0_delete_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_delete_is_allowed AFTER DELETE ON public.quad_approval_rules REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_company_is_allowed('manage_company', 'company_id');

--
-- Name: quad_branch_ticket_mapping quad_0_delete_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_delete_is_allowed AFTER DELETE ON public.quad_branch_ticket_mapping REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_domain_is_allowed('configure_agents', '');

--
-- Name: quad_calendars quad_0_delete_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_delete_is_allowed AFTER DELETE ON public.quad_calendars REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_company_is_allowed('manage_company', 'company_id');

--
-- Name: quad_companies quad_0_delete_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_delete_is_allowed AFTER DELETE ON public.quad_companies REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_company_is_allowed('manage_company', 'id');

--
-- Name: quad_company_integrations quad_0_delete_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_delete_is_allowed AFTER DELETE ON public.quad_company_integrations REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_company_is_allowed('manage_global_keys', 'company_id');

--
-- Name: quad_domain_integration_keys quad_0_delete_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_delete_is_allowed AFTER DELETE ON public.quad_domain_integration_keys REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_domain_is_allowed('manage_domain_keys', '');

--
-- Name: quad_holidays quad_0_delete_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_delete_is_allowed AFTER DELETE ON public.quad_holidays REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_company_is_allowed('manage_company', 'company_id');

--
-- Name: quad_itsm_config quad_0_delete_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_delete_is_allowed AFTER DELETE ON public.quad_itsm_config REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_domain_is_allowed('configure_agents', '');

--
-- Name: quad_itsm_tickets quad_0_delete_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_delete_is_allowed AFTER DELETE ON public.quad_itsm_tickets REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_domain_is_allowed('configure_agents', '');

--
-- Name: quad_member_aliases quad_0_delete_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_delete_is_allowed AFTER DELETE ON public.quad_member_aliases REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_company_is_allowed('manage_company', 'company_id');

--
-- Name: quad_repositories quad_0_delete_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_delete_is_allowed AFTER DELETE ON public.quad_repositories REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_domain_is_allowed('configure_agents', '');

--
-- Name: quad_scim_config quad_0_delete_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_delete_is_allowed AFTER DELETE ON public.quad_scim_config REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_company_is_allowed('manage_company', 'company_id');

--
-- Name: quad_users quad_0_delete_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_delete_is_allowed AFTER DELETE ON public.quad_users REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_company_is_allowed('manage_company', 'company_id');

--
-- Name: quad_approval_rules quad_0_insert_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_insert_is_allowed AFTER INSERT ON public.quad_approval_rules REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_company_is_allowed('manage_company', 'company_id');

--
-- Name: quad_branch_ticket_mapping quad_0_insert_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_insert_is_allowed AFTER INSERT ON public.quad_branch_ticket_mapping REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_domain_is_allowed('configure_agents', '');

--
-- Name: quad_calendars quad_0_insert_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_insert_is_allowed AFTER INSERT ON public.quad_calendars REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_company_is_allowed('manage_company', 'company_id');

--
-- Name: quad_companies quad_0_insert_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_insert_is_allowed AFTER INSERT ON public.quad_companies REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_company_is_allowed('manage_company', 'id');

--
-- Name: quad_company_integrations quad_0_insert_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_insert_is_allowed AFTER INSERT ON public.quad_company_integrations REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_company_is_allowed('manage_global_keys', 'company_id');

--
-- Name: quad_domain_integration_keys quad_0_insert_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_insert_is_allowed AFTER INSERT ON public.quad_domain_integration_keys REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_domain_is_allowed('manage_domain_keys', '');

--
-- Name: quad_holidays quad_0_insert_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_insert_is_allowed AFTER INSERT ON public.quad_holidays REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_company_is_allowed('manage_company', 'company_id');

--
-- Name: quad_itsm_config quad_0_insert_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_insert_is_allowed AFTER INSERT ON public.quad_itsm_config REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_domain_is_allowed('configure_agents', '');

--
-- Name: quad_itsm_tickets quad_0_insert_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_insert_is_allowed AFTER INSERT ON public.quad_itsm_tickets REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_domain_is_allowed('configure_agents', '');

--
-- Name: quad_member_aliases quad_0_insert_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_insert_is_allowed AFTER INSERT ON public.quad_member_aliases REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_company_is_allowed('manage_company', 'company_id');

--
-- Name: quad_repositories quad_0_insert_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_insert_is_allowed AFTER INSERT ON public.quad_repositories REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_domain_is_allowed('configure_agents', '');

--
-- Name: quad_scim_config quad_0_insert_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_insert_is_allowed AFTER INSERT ON public.quad_scim_config REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_company_is_allowed('manage_company', 'company_id');

--
-- Name: quad_users quad_0_insert_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_insert_is_allowed AFTER INSERT ON public.quad_users REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_company_is_allowed('manage_company', 'company_id');

--
-- Name: quad_integration_requests quad_0_insert_is_approved; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_insert_is_approved AFTER INSERT ON public.quad_integration_requests FOR EACH STATEMENT EXECUTE FUNCTION public.quad_integration_request_is_approved();

--
-- Name: quad_branch_ticket_mapping quad_0_keeps_time_inserted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_keeps_time_inserted BEFORE INSERT ON public.quad_branch_ticket_mapping FOR EACH ROW WHEN ((new.valid_from IS DISTINCT FROM CURRENT_TIMESTAMP)) EXECUTE FUNCTION public.quad_keeps_time();

--
-- Name: quad_domain_members quad_0_keeps_time_inserted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_keeps_time_inserted BEFORE INSERT ON public.quad_domain_members FOR EACH ROW WHEN ((new.valid_from IS DISTINCT FROM CURRENT_TIMESTAMP)) EXECUTE FUNCTION public.quad_keeps_time();

--
-- Name: quad_domains quad_0_keeps_time_inserted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_keeps_time_inserted BEFORE INSERT ON public.quad_domains FOR EACH ROW WHEN ((new.valid_from IS DISTINCT FROM CURRENT_TIMESTAMP)) EXECUTE FUNCTION public.quad_keeps_time();

--
-- Name: quad_itsm_tickets quad_0_keeps_time_inserted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_keeps_time_inserted BEFORE INSERT ON public.quad_itsm_tickets FOR EACH ROW WHEN ((new.valid_from IS DISTINCT FROM CURRENT_TIMESTAMP)) EXECUTE FUNCTION public.quad_keeps_time();

--
-- Name: quad_branch_ticket_mapping quad_0_keeps_time_updated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_keeps_time_updated BEFORE UPDATE ON public.quad_branch_ticket_mapping FOR EACH ROW WHEN ((new.valid_from IS DISTINCT FROM old.valid_from)) EXECUTE FUNCTION public.quad_keeps_time();

--
-- Name: quad_domain_members quad_0_keeps_time_updated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_keeps_time_updated BEFORE UPDATE ON public.quad_domain_members FOR EACH ROW WHEN ((new.valid_from IS DISTINCT FROM old.valid_from)) EXECUTE FUNCTION public.quad_keeps_time();

--
-- Name: quad_domains quad_0_keeps_time_updated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_keeps_time_updated BEFORE UPDATE ON public.quad_domains FOR EACH ROW WHEN ((new.valid_from IS DISTINCT FROM old.valid_from)) EXECUTE FUNCTION public.quad_keeps_time();

--
-- Name: quad_itsm_tickets quad_0_keeps_time_updated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_keeps_time_updated BEFORE UPDATE ON public.quad_itsm_tickets FOR EACH ROW WHEN ((new.valid_from IS DISTINCT FROM old.valid_from)) EXECUTE FUNCTION public.quad_keeps_time();

--
-- Name: quad_approval_rules quad_0_update_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_update_is_allowed AFTER UPDATE ON public.quad_approval_rules REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_company_is_allowed('manage_company', 'company_id');

--
-- Name: quad_branch_ticket_mapping quad_0_update_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_update_is_allowed AFTER UPDATE ON public.quad_branch_ticket_mapping REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_domain_is_allowed('configure_agents', '');

--
-- Name: quad_calendars quad_0_update_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_update_is_allowed AFTER UPDATE ON public.quad_calendars REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_company_is_allowed('manage_company', 'company_id');

--
-- Name: quad_companies quad_0_update_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_update_is_allowed AFTER UPDATE ON public.quad_companies REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_company_is_allowed('manage_company', 'id');

--
-- Name: quad_company_integrations quad_0_update_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_update_is_allowed AFTER UPDATE ON public.quad_company_integrations REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_company_is_allowed('manage_global_keys', 'company_id');

--
-- Name: quad_domain_integration_keys quad_0_update_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_update_is_allowed AFTER UPDATE ON public.quad_domain_integration_keys REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_domain_is_allowed('manage_domain_keys', '');

--
-- Name: quad_holidays quad_0_update_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_update_is_allowed AFTER UPDATE ON public.quad_holidays REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_company_is_allowed('manage_company', 'company_id');

--
-- Name: quad_itsm_config quad_0_update_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_update_is_allowed AFTER UPDATE ON public.quad_itsm_config REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_domain_is_allowed('configure_agents', '');

--
-- Name: quad_itsm_tickets quad_0_update_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_update_is_allowed AFTER UPDATE ON public.quad_itsm_tickets REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_domain_is_allowed('configure_agents', '');

--
-- Name: quad_member_aliases quad_0_update_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_update_is_allowed AFTER UPDATE ON public.quad_member_aliases REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_company_is_allowed('manage_company', 'company_id');

--
-- Name: quad_repositories quad_0_update_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_update_is_allowed AFTER UPDATE ON public.quad_repositories REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_domain_is_allowed('configure_agents', '');

--
-- Name: quad_scim_config quad_0_update_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_update_is_allowed AFTER UPDATE ON public.quad_scim_config REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_company_is_allowed('manage_company', 'company_id');

--
-- Name: quad_users quad_0_update_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_0_update_is_allowed AFTER UPDATE ON public.quad_users REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_change_in_company_is_allowed('manage_company', 'company_id');

--
-- Name: quad_approval_rules quad_audit_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_delete AFTER DELETE ON public.quad_approval_rules REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('company_id,subject_type');

--
-- Name: quad_approval_workflows quad_audit_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_delete AFTER DELETE ON public.quad_approval_workflows REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_calendars quad_audit_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_delete AFTER DELETE ON public.quad_calendars REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('company_id');

--
-- Name: quad_companies quad_audit_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_delete AFTER DELETE ON public.quad_companies REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_company_integrations quad_audit_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_delete AFTER DELETE ON public.quad_company_integrations REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_customers quad_audit_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_delete AFTER DELETE ON public.quad_customers REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('company_id');

--
-- Name: quad_domain_integration_keys quad_audit_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_delete AFTER DELETE ON public.quad_domain_integration_keys REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_domain_members quad_audit_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_delete AFTER DELETE ON public.quad_domain_members REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_domains quad_audit_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_delete AFTER DELETE ON public.quad_domains REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_holidays quad_audit_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_delete AFTER DELETE ON public.quad_holidays REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('company_id,day');

--
-- Name: quad_install quad_audit_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_delete AFTER DELETE ON public.quad_install REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('install_id');

--
-- Name: quad_integration_requests quad_audit_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_delete AFTER DELETE ON public.quad_integration_requests REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_integrations quad_audit_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_delete AFTER DELETE ON public.quad_integrations REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('name');

--
-- Name: quad_itsm_config quad_audit_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_delete AFTER DELETE ON public.quad_itsm_config REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_logins quad_audit_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_delete AFTER DELETE ON public.quad_logins REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('login');

--
-- Name: quad_member_aliases quad_audit_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_delete AFTER DELETE ON public.quad_member_aliases REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('company_id,alias');

--
-- Name: quad_patch_indexes quad_audit_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_delete AFTER DELETE ON public.quad_patch_indexes REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('source,key_id');

--
-- Name: quad_patch_keys quad_audit_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_delete AFTER DELETE ON public.quad_patch_keys REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('key_id');

--
-- Name: quad_patches quad_audit_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_delete AFTER DELETE ON public.quad_patches REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_plans quad_audit_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_delete AFTER DELETE ON public.quad_plans REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('plan');

--
-- Name: quad_repositories quad_audit_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_delete AFTER DELETE ON public.quad_repositories REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_request_settings quad_audit_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_delete AFTER DELETE ON public.quad_request_settings REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('one');

--
-- Name: quad_role_capabilities quad_audit_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_delete AFTER DELETE ON public.quad_role_capabilities REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('role,capability');

--
-- Name: quad_scim_config quad_audit_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_delete AFTER DELETE ON public.quad_scim_config REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_sla quad_audit_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_delete AFTER DELETE ON public.quad_sla REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('plan,stage');

--
-- Name: quad_user_integration_keys quad_audit_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_delete AFTER DELETE ON public.quad_user_integration_keys REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_users quad_audit_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_delete AFTER DELETE ON public.quad_users REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_approval_rules quad_audit_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_insert AFTER INSERT ON public.quad_approval_rules REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('company_id,subject_type');

--
-- Name: quad_approval_workflows quad_audit_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_insert AFTER INSERT ON public.quad_approval_workflows REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_calendars quad_audit_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_insert AFTER INSERT ON public.quad_calendars REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('company_id');

--
-- Name: quad_companies quad_audit_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_insert AFTER INSERT ON public.quad_companies REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_company_integrations quad_audit_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_insert AFTER INSERT ON public.quad_company_integrations REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_customers quad_audit_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_insert AFTER INSERT ON public.quad_customers REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('company_id');

--
-- Name: quad_domain_integration_keys quad_audit_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_insert AFTER INSERT ON public.quad_domain_integration_keys REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_domain_members quad_audit_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_insert AFTER INSERT ON public.quad_domain_members REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_domains quad_audit_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_insert AFTER INSERT ON public.quad_domains REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_holidays quad_audit_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_insert AFTER INSERT ON public.quad_holidays REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('company_id,day');

--
-- Name: quad_install quad_audit_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_insert AFTER INSERT ON public.quad_install REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('install_id');

--
-- Name: quad_integration_requests quad_audit_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_insert AFTER INSERT ON public.quad_integration_requests REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_integrations quad_audit_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_insert AFTER INSERT ON public.quad_integrations REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('name');

--
-- Name: quad_itsm_config quad_audit_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_insert AFTER INSERT ON public.quad_itsm_config REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_logins quad_audit_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_insert AFTER INSERT ON public.quad_logins REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('login');

--
-- Name: quad_member_aliases quad_audit_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_insert AFTER INSERT ON public.quad_member_aliases REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('company_id,alias');

--
-- Name: quad_patch_indexes quad_audit_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_insert AFTER INSERT ON public.quad_patch_indexes REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('source,key_id');

--
-- Name: quad_patch_keys quad_audit_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_insert AFTER INSERT ON public.quad_patch_keys REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('key_id');

--
-- Name: quad_patches quad_audit_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_insert AFTER INSERT ON public.quad_patches REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_plans quad_audit_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_insert AFTER INSERT ON public.quad_plans REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('plan');

--
-- Name: quad_repositories quad_audit_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_insert AFTER INSERT ON public.quad_repositories REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_request_settings quad_audit_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_insert AFTER INSERT ON public.quad_request_settings REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('one');

--
-- Name: quad_role_capabilities quad_audit_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_insert AFTER INSERT ON public.quad_role_capabilities REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('role,capability');

--
-- Name: quad_scim_config quad_audit_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_insert AFTER INSERT ON public.quad_scim_config REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_sla quad_audit_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_insert AFTER INSERT ON public.quad_sla REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('plan,stage');

--
-- Name: quad_user_integration_keys quad_audit_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_insert AFTER INSERT ON public.quad_user_integration_keys REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_users quad_audit_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_insert AFTER INSERT ON public.quad_users REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_approval_rules quad_audit_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_truncate AFTER TRUNCATE ON public.quad_approval_rules FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit_truncate();

--
-- Name: quad_approval_workflows quad_audit_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_truncate AFTER TRUNCATE ON public.quad_approval_workflows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit_truncate();

--
-- Name: quad_calendars quad_audit_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_truncate AFTER TRUNCATE ON public.quad_calendars FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit_truncate();

--
-- Name: quad_companies quad_audit_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_truncate AFTER TRUNCATE ON public.quad_companies FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit_truncate();

--
-- Name: quad_company_integrations quad_audit_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_truncate AFTER TRUNCATE ON public.quad_company_integrations FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit_truncate();

--
-- Name: quad_customers quad_audit_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_truncate AFTER TRUNCATE ON public.quad_customers FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit_truncate();

--
-- Name: quad_domain_integration_keys quad_audit_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_truncate AFTER TRUNCATE ON public.quad_domain_integration_keys FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit_truncate();

--
-- Name: quad_domain_members quad_audit_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_truncate AFTER TRUNCATE ON public.quad_domain_members FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit_truncate();

--
-- Name: quad_domains quad_audit_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_truncate AFTER TRUNCATE ON public.quad_domains FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit_truncate();

--
-- Name: quad_holidays quad_audit_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_truncate AFTER TRUNCATE ON public.quad_holidays FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit_truncate();

--
-- Name: quad_install quad_audit_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_truncate AFTER TRUNCATE ON public.quad_install FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit_truncate();

--
-- Name: quad_integration_requests quad_audit_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_truncate AFTER TRUNCATE ON public.quad_integration_requests FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit_truncate();

--
-- Name: quad_integrations quad_audit_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_truncate AFTER TRUNCATE ON public.quad_integrations FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit_truncate();

--
-- Name: quad_itsm_config quad_audit_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_truncate AFTER TRUNCATE ON public.quad_itsm_config FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit_truncate();

--
-- Name: quad_logins quad_audit_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_truncate AFTER TRUNCATE ON public.quad_logins FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit_truncate();

--
-- Name: quad_member_aliases quad_audit_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_truncate AFTER TRUNCATE ON public.quad_member_aliases FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit_truncate();

--
-- Name: quad_patch_indexes quad_audit_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_truncate AFTER TRUNCATE ON public.quad_patch_indexes FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit_truncate();

--
-- Name: quad_patch_keys quad_audit_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_truncate AFTER TRUNCATE ON public.quad_patch_keys FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit_truncate();

--
-- Name: quad_patches quad_audit_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_truncate AFTER TRUNCATE ON public.quad_patches FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit_truncate();

--
-- Name: quad_plans quad_audit_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_truncate AFTER TRUNCATE ON public.quad_plans FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit_truncate();

--
-- Name: quad_repositories quad_audit_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_truncate AFTER TRUNCATE ON public.quad_repositories FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit_truncate();

--
-- Name: quad_request_settings quad_audit_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_truncate AFTER TRUNCATE ON public.quad_request_settings FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit_truncate();

--
-- Name: quad_role_capabilities quad_audit_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_truncate AFTER TRUNCATE ON public.quad_role_capabilities FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit_truncate();

--
-- Name: quad_scim_config quad_audit_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_truncate AFTER TRUNCATE ON public.quad_scim_config FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit_truncate();

--
-- Name: quad_sla quad_audit_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_truncate AFTER TRUNCATE ON public.quad_sla FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit_truncate();

--
-- Name: quad_user_integration_keys quad_audit_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_truncate AFTER TRUNCATE ON public.quad_user_integration_keys FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit_truncate();

--
-- Name: quad_users quad_audit_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_truncate AFTER TRUNCATE ON public.quad_users FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit_truncate();

--
-- Name: quad_approval_rules quad_audit_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_update AFTER UPDATE ON public.quad_approval_rules REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('company_id,subject_type');

--
-- Name: quad_approval_workflows quad_audit_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_update AFTER UPDATE ON public.quad_approval_workflows REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_calendars quad_audit_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_update AFTER UPDATE ON public.quad_calendars REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('company_id');

--
-- Name: quad_companies quad_audit_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_update AFTER UPDATE ON public.quad_companies REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_company_integrations quad_audit_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_update AFTER UPDATE ON public.quad_company_integrations REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_customers quad_audit_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_update AFTER UPDATE ON public.quad_customers REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('company_id');

--
-- Name: quad_domain_integration_keys quad_audit_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_update AFTER UPDATE ON public.quad_domain_integration_keys REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_domain_members quad_audit_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_update AFTER UPDATE ON public.quad_domain_members REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_domains quad_audit_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_update AFTER UPDATE ON public.quad_domains REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_holidays quad_audit_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_update AFTER UPDATE ON public.quad_holidays REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('company_id,day');

--
-- Name: quad_install quad_audit_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_update AFTER UPDATE ON public.quad_install REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('install_id');

--
-- Name: quad_integration_requests quad_audit_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_update AFTER UPDATE ON public.quad_integration_requests REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_integrations quad_audit_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_update AFTER UPDATE ON public.quad_integrations REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('name');

--
-- Name: quad_itsm_config quad_audit_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_update AFTER UPDATE ON public.quad_itsm_config REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_logins quad_audit_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_update AFTER UPDATE ON public.quad_logins REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('login');

--
-- Name: quad_member_aliases quad_audit_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_update AFTER UPDATE ON public.quad_member_aliases REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('company_id,alias');

--
-- Name: quad_patch_indexes quad_audit_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_update AFTER UPDATE ON public.quad_patch_indexes REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('source,key_id');

--
-- Name: quad_patch_keys quad_audit_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_update AFTER UPDATE ON public.quad_patch_keys REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('key_id');

--
-- Name: quad_patches quad_audit_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_update AFTER UPDATE ON public.quad_patches REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_plans quad_audit_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_update AFTER UPDATE ON public.quad_plans REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('plan');

--
-- Name: quad_repositories quad_audit_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_update AFTER UPDATE ON public.quad_repositories REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_request_settings quad_audit_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_update AFTER UPDATE ON public.quad_request_settings REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('one');

--
-- Name: quad_role_capabilities quad_audit_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_update AFTER UPDATE ON public.quad_role_capabilities REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('role,capability');

--
-- Name: quad_scim_config quad_audit_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_update AFTER UPDATE ON public.quad_scim_config REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_sla quad_audit_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_update AFTER UPDATE ON public.quad_sla REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('plan,stage');

--
-- Name: quad_user_integration_keys quad_audit_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_update AFTER UPDATE ON public.quad_user_integration_keys REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_users quad_audit_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_audit_update AFTER UPDATE ON public.quad_users REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_audit('id');

--
-- Name: quad_branch_ticket_mapping quad_begins_version; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_begins_version BEFORE UPDATE ON public.quad_branch_ticket_mapping FOR EACH ROW WHEN ((((((((((old.domain_id IS DISTINCT FROM new.domain_id) OR (old.repository IS DISTINCT FROM new.repository)) OR (old.branch_name IS DISTINCT FROM new.branch_name)) OR (old.ticket_id IS DISTINCT FROM new.ticket_id)) OR (old.developer_email IS DISTINCT FROM new.developer_email)) OR (old.first_seen_at IS DISTINCT FROM new.first_seen_at)) OR (old.last_commit_at IS DISTINCT FROM new.last_commit_at)) OR (old.merged_at IS DISTINCT FROM new.merged_at)) OR (old.deleted_at IS DISTINCT FROM new.deleted_at))) EXECUTE FUNCTION public.quad_begins_version();

--
-- Name: quad_domain_members quad_begins_version; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_begins_version BEFORE UPDATE ON public.quad_domain_members FOR EACH ROW WHEN (((((old.domain_id IS DISTINCT FROM new.domain_id) OR (old.email IS DISTINCT FROM new.email)) OR (old.role IS DISTINCT FROM new.role)) OR (old.allocation_percentage IS DISTINCT FROM new.allocation_percentage))) EXECUTE FUNCTION public.quad_begins_version();

--
-- Name: quad_domains quad_begins_version; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_begins_version BEFORE UPDATE ON public.quad_domains FOR EACH ROW WHEN ((((((((old.id IS DISTINCT FROM new.id) OR (old.company_id IS DISTINCT FROM new.company_id)) OR (old.parent_domain_id IS DISTINCT FROM new.parent_domain_id)) OR (old.estimation_multiplier IS DISTINCT FROM new.estimation_multiplier)) OR (old.full_load IS DISTINCT FROM new.full_load)) OR (old.branch_active_days IS DISTINCT FROM new.branch_active_days)) OR (old.archived_at IS DISTINCT FROM new.archived_at))) EXECUTE FUNCTION public.quad_begins_version();

--
-- Name: quad_itsm_tickets quad_begins_version; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_begins_version BEFORE UPDATE ON public.quad_itsm_tickets FOR EACH ROW WHEN ((((((old.domain_id IS DISTINCT FROM new.domain_id) OR (old.ticket_id IS DISTINCT FROM new.ticket_id)) OR (old.assignee_email IS DISTINCT FROM new.assignee_email)) OR (old.status_category IS DISTINCT FROM new.status_category)) OR (old.story_points IS DISTINCT FROM new.story_points))) EXECUTE FUNCTION public.quad_begins_version();

--
-- Name: quad_branch_ticket_mapping quad_branch_is_linked_by_inserted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_branch_is_linked_by_inserted BEFORE INSERT ON public.quad_branch_ticket_mapping FOR EACH ROW WHEN ((new.linked_by_email IS NOT NULL)) EXECUTE FUNCTION public.quad_branch_is_linked_by();

--
-- Name: quad_branch_ticket_mapping quad_branch_is_linked_by_updated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_branch_is_linked_by_updated BEFORE UPDATE ON public.quad_branch_ticket_mapping FOR EACH ROW WHEN (((new.linked_by_email IS NOT NULL) AND (new.linked_by_email IS DISTINCT FROM old.linked_by_email))) EXECUTE FUNCTION public.quad_branch_is_linked_by();

--
-- Name: quad_calendars quad_calendar_time_zone_is_known; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_calendar_time_zone_is_known BEFORE INSERT OR UPDATE OF time_zone ON public.quad_calendars FOR EACH ROW WHEN ((new.time_zone IS NOT NULL)) EXECUTE FUNCTION public.quad_calendar_time_zone_is_known();

--
-- Name: quad_companies quad_company_changes_plan; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_company_changes_plan AFTER UPDATE OF plan ON public.quad_companies FOR EACH ROW WHEN ((old.plan IS DISTINCT FROM new.plan)) EXECUTE FUNCTION public.quad_company_keeps_seats();

--
-- Name: quad_companies quad_company_folds_email; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_company_folds_email BEFORE INSERT OR UPDATE OF admin_email ON public.quad_companies FOR EACH ROW EXECUTE FUNCTION public.quad_company_folds_email();

--
-- Name: quad_companies quad_company_opens_seats; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_company_opens_seats AFTER INSERT ON public.quad_companies FOR EACH ROW EXECUTE FUNCTION public.quad_company_keeps_seats();

--
-- Name: quad_domains quad_domain_0_delete_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_domain_0_delete_is_allowed AFTER DELETE ON public.quad_domains REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_domain_change_is_allowed();

--
-- Name: quad_domains quad_domain_0_insert_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_domain_0_insert_is_allowed AFTER INSERT ON public.quad_domains REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_domain_change_is_allowed();

--
-- Name: quad_domains quad_domain_0_update_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_domain_0_update_is_allowed AFTER UPDATE ON public.quad_domains REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_domain_change_is_allowed();

--
-- Name: quad_domains quad_domain_1_keeps_its_place; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_domain_1_keeps_its_place BEFORE UPDATE OF path, depth, domain_type, company_id ON public.quad_domains FOR EACH ROW WHEN (((pg_trigger_depth() = 0) AND ((((old.path IS DISTINCT FROM new.path) OR (old.depth IS DISTINCT FROM new.depth)) OR (old.domain_type IS DISTINCT FROM new.domain_type)) OR (old.company_id IS DISTINCT FROM new.company_id)))) EXECUTE FUNCTION public.quad_domain_keeps_its_place();

--
-- Name: quad_domains quad_domain_2_is_placed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_domain_2_is_placed BEFORE INSERT ON public.quad_domains FOR EACH ROW EXECUTE FUNCTION public.update_domain_path();

--
-- Name: quad_domains quad_domain_2_is_replaced; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_domain_2_is_replaced BEFORE UPDATE OF name, parent_domain_id ON public.quad_domains FOR EACH ROW WHEN (((old.name IS DISTINCT FROM new.name) OR (old.parent_domain_id IS DISTINCT FROM new.parent_domain_id))) EXECUTE FUNCTION public.update_domain_path();

--
-- Name: quad_domains quad_history_goes_with_domain; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_history_goes_with_domain AFTER DELETE ON public.quad_domains REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_history_goes_with_domain();

--
-- Name: quad_holidays quad_holidays_come; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_holidays_come AFTER INSERT ON public.quad_holidays REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.quad_holidays_change();

--
-- Name: quad_holidays quad_holidays_go; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_holidays_go AFTER DELETE ON public.quad_holidays REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.quad_holidays_change();

--
-- Name: quad_holidays quad_holidays_move; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_holidays_move AFTER UPDATE ON public.quad_holidays REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.quad_holidays_change();

--
-- Name: quad_branch_ticket_mapping quad_keeps_version_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_keeps_version_deleted AFTER DELETE ON public.quad_branch_ticket_mapping REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_keeps_version('quad_branch_versions', 'domain_id, repository, branch_name, ticket_id, developer_email, first_seen_at, last_commit_at, merged_at, deleted_at', 'domain_id, repository, branch_name, ticket_id, developer_email, first_seen_at, last_commit_at, merged_at, deleted_at');

--
-- Name: quad_domain_members quad_keeps_version_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_keeps_version_deleted AFTER DELETE ON public.quad_domain_members REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_keeps_version('quad_member_versions', 'domain_id, email, role, allocation_percentage', 'domain_id, email, role, allocation_percentage');

--
-- Name: quad_itsm_tickets quad_keeps_version_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_keeps_version_deleted AFTER DELETE ON public.quad_itsm_tickets REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_keeps_version('quad_ticket_versions', 'domain_id, ticket_id, assignee_email, status_category, story_points', 'domain_id, ticket_id, assignee_email, status_category, story_points');

--
-- Name: quad_branch_ticket_mapping quad_keeps_version_updated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_keeps_version_updated AFTER UPDATE ON public.quad_branch_ticket_mapping REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_keeps_version('quad_branch_versions', 'domain_id, repository, branch_name, ticket_id, developer_email, first_seen_at, last_commit_at, merged_at, deleted_at', 'domain_id, repository, branch_name, ticket_id, developer_email, first_seen_at, last_commit_at, merged_at, deleted_at');

--
-- Name: quad_domain_members quad_keeps_version_updated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_keeps_version_updated AFTER UPDATE ON public.quad_domain_members REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_keeps_version('quad_member_versions', 'domain_id, email, role, allocation_percentage', 'domain_id, email, role, allocation_percentage');

--
-- Name: quad_domains quad_keeps_version_updated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_keeps_version_updated AFTER UPDATE ON public.quad_domains REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_keeps_version('quad_domain_versions', 'domain_id, company_id, parent_domain_id, estimation_multiplier, full_load, branch_active_days, archived_at', 'id as domain_id, company_id, parent_domain_id, estimation_multiplier, full_load, branch_active_days, archived_at');

--
-- Name: quad_itsm_tickets quad_keeps_version_updated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_keeps_version_updated AFTER UPDATE ON public.quad_itsm_tickets REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_keeps_version('quad_ticket_versions', 'domain_id, ticket_id, assignee_email, status_category, story_points', 'domain_id, ticket_id, assignee_email, status_category, story_points');

--
-- Name: quad_domain_integration_keys quad_key_is_a_path; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_key_is_a_path BEFORE INSERT OR UPDATE ON public.quad_domain_integration_keys FOR EACH ROW EXECUTE FUNCTION public.quad_key_is_a_path();

--
-- Name: quad_user_integration_keys quad_key_is_a_path; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_key_is_a_path BEFORE INSERT OR UPDATE ON public.quad_user_integration_keys FOR EACH ROW EXECUTE FUNCTION public.quad_key_is_a_path();

--
-- Name: quad_people quad_leaver_votes_no_more; Type: TRIGGER; Schema: public; Owner: -
--

CREATE CONSTRAINT TRIGGER quad_leaver_votes_no_more AFTER UPDATE OF memberships ON public.quad_people DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((old.memberships > 0) AND (new.memberships = 0))) EXECUTE FUNCTION public.quad_leaver_votes_no_more();

--
-- Name: quad_install quad_ledger_is_kept; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_ledger_is_kept BEFORE INSERT OR DELETE OR UPDATE OF root_count OR TRUNCATE ON public.quad_install FOR EACH STATEMENT WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION public.quad_ledger_is_kept();

--
-- Name: quad_people quad_ledger_is_kept; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_ledger_is_kept BEFORE INSERT OR DELETE OR UPDATE ON public.quad_people FOR EACH STATEMENT WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION public.quad_ledger_is_kept();

--
-- Name: quad_seats quad_ledger_is_kept; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_ledger_is_kept BEFORE INSERT OR DELETE OR UPDATE ON public.quad_seats FOR EACH STATEMENT WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION public.quad_ledger_is_kept();

--
-- Name: quad_people quad_ledger_is_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_ledger_is_truncated AFTER TRUNCATE ON public.quad_people FOR EACH STATEMENT EXECUTE FUNCTION public.quad_ledger_is_truncated();

--
-- Name: quad_seats quad_ledger_is_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_ledger_is_truncated AFTER TRUNCATE ON public.quad_seats FOR EACH STATEMENT EXECUTE FUNCTION public.quad_ledger_is_truncated();

--
-- Name: quad_logins quad_login_comes; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_login_comes AFTER INSERT ON public.quad_logins FOR EACH ROW EXECUTE FUNCTION public.quad_login_comes();

--
-- Name: quad_logins quad_login_goes; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_login_goes AFTER DELETE ON public.quad_logins FOR EACH ROW EXECUTE FUNCTION public.quad_login_goes();

--
-- Name: quad_logins quad_login_stays; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_login_stays BEFORE UPDATE OF login, kind ON public.quad_logins FOR EACH ROW WHEN (((old.login IS DISTINCT FROM new.login) OR (old.kind IS DISTINCT FROM new.kind))) EXECUTE FUNCTION public.quad_login_stays();

--
-- Name: quad_outbox_attachments quad_mail_attachments_fit; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_mail_attachments_fit AFTER INSERT OR UPDATE ON public.quad_outbox_attachments FOR EACH ROW EXECUTE FUNCTION public.quad_mail_attachments_fit();

--
-- Name: quad_outbox quad_mail_is_addressed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_mail_is_addressed BEFORE INSERT OR UPDATE OF recipient_email, sender_email, message_id ON public.quad_outbox FOR EACH ROW EXECUTE FUNCTION public.quad_mail_is_addressed();

--
-- Name: quad_domain_members quad_member_0_delete_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_member_0_delete_is_allowed AFTER DELETE ON public.quad_domain_members REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_member_change_is_allowed();

--
-- Name: quad_domain_members quad_member_0_insert_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_member_0_insert_is_allowed AFTER INSERT ON public.quad_domain_members REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_member_change_is_allowed();

--
-- Name: quad_domain_members quad_member_0_update_is_allowed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_member_0_update_is_allowed AFTER UPDATE ON public.quad_domain_members REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_member_change_is_allowed();

--
-- Name: quad_domain_members quad_member_1_allocation_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_member_1_allocation_deleted AFTER DELETE ON public.quad_domain_members REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.check_user_total_allocation();

--
-- Name: quad_domain_members quad_member_1_allocation_inserted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_member_1_allocation_inserted AFTER INSERT ON public.quad_domain_members REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.check_user_total_allocation();

--
-- Name: quad_domain_members quad_member_1_allocation_updated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_member_1_allocation_updated AFTER UPDATE ON public.quad_domain_members REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.check_user_total_allocation();

--
-- Name: quad_domain_members quad_member_2_user_inserted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_member_2_user_inserted AFTER INSERT ON public.quad_domain_members REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_member_follows_user();

--
-- Name: quad_domain_members quad_member_2_user_updated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_member_2_user_updated AFTER UPDATE ON public.quad_domain_members REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_member_follows_user();

--
-- Name: quad_domain_members quad_member_3_root_admin_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_member_3_root_admin_deleted AFTER DELETE ON public.quad_domain_members REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_root_keeps_an_admin();

--
-- Name: quad_domain_members quad_member_3_root_admin_inserted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_member_3_root_admin_inserted AFTER INSERT ON public.quad_domain_members REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_root_keeps_an_admin();

--
-- Name: quad_domain_members quad_member_3_root_admin_updated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_member_3_root_admin_updated AFTER UPDATE ON public.quad_domain_members REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_root_keeps_an_admin();

--
-- Name: quad_domain_members quad_member_is_placed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_member_is_placed BEFORE INSERT OR UPDATE OF domain_id, company_id, user_id, email, role, invited_by ON public.quad_domain_members FOR EACH ROW EXECUTE FUNCTION public.quad_member_is_placed();

--
-- Name: quad_domain_members quad_members_are_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_members_are_truncated AFTER TRUNCATE ON public.quad_domain_members FOR EACH STATEMENT EXECUTE FUNCTION public.quad_members_are_truncated();

--
-- Name: quad_people quad_people_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_people_change AFTER UPDATE ON public.quad_people REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_people_take_seats();

--
-- Name: quad_integration_requests quad_request_comes; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_request_comes BEFORE INSERT ON public.quad_integration_requests FOR EACH ROW EXECUTE FUNCTION public.quad_request_comes();

--
-- Name: quad_integration_requests quad_request_goes_on; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_request_goes_on BEFORE UPDATE ON public.quad_integration_requests FOR EACH ROW EXECUTE FUNCTION public.quad_request_goes_on();

--
-- Name: quad_integration_requests quad_request_is_noted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_request_is_noted AFTER UPDATE ON public.quad_integration_requests FOR EACH ROW WHEN ((current_setting('quad.request_told'::text, true) IS DISTINCT FROM 'elsewhere'::text)) EXECUTE FUNCTION public.quad_request_is_noted();

--
-- Name: quad_integration_requests quad_request_is_told; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_request_is_told AFTER INSERT ON public.quad_integration_requests FOR EACH ROW EXECUTE FUNCTION public.quad_request_is_told();

--
-- Name: quad_request_settings quad_request_settings_stay; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_request_settings_stay BEFORE DELETE OR TRUNCATE ON public.quad_request_settings FOR EACH STATEMENT EXECUTE FUNCTION public.quad_request_settings_stay();

--
-- Name: quad_integration_requests quad_requests_are_expedited; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_requests_are_expedited AFTER INSERT ON public.quad_integration_requests REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_requests_are_expedited();

--
-- Name: quad_domains quad_root_is_added; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_root_is_added AFTER INSERT ON public.quad_domains FOR EACH ROW WHEN ((new.parent_domain_id IS NULL)) EXECUTE FUNCTION public.quad_root_is_counted();

--
-- Name: quad_domains quad_root_is_removed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_root_is_removed AFTER DELETE ON public.quad_domains FOR EACH ROW WHEN ((old.parent_domain_id IS NULL)) EXECUTE FUNCTION public.quad_root_is_counted();

--
-- Name: quad_domains quad_roots_are_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_roots_are_truncated AFTER TRUNCATE ON public.quad_domains FOR EACH STATEMENT EXECUTE FUNCTION public.quad_roots_are_truncated();

--
-- Name: quad_domains quad_subtree_follows; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_subtree_follows AFTER UPDATE ON public.quad_domains REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_subtree_follows();

--
-- Name: quad_agent_downloads quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_agent_downloads FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_approval_rules quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_approval_rules FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_approval_workflows quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_approval_workflows FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_audit quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_audit FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_audit_seals quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_audit_seals FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_branch_ticket_mapping quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_branch_ticket_mapping FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_branch_versions quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_branch_versions FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_calendars quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_calendars FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_capabilities quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_capabilities FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_companies quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_companies FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_company_integrations quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_company_integrations FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_customers quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_customers FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_domain_integration_keys quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_domain_integration_keys FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_domain_members quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_domain_members FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_domain_versions quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_domain_versions FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_domains quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_domains FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_holidays quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_holidays FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_install quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_install FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_integration_requests quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_integration_requests FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_integrations quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_integrations FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_itsm_config quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_itsm_config FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_itsm_tickets quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_itsm_tickets FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_key_uses quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_key_uses FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_logins quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_logins FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_member_aliases quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_member_aliases FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_member_versions quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_member_versions FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_migrations quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_migrations FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_outbox quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_outbox FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_outbox_attachments quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_outbox_attachments FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_patch_indexes quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_patch_indexes FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_patch_keys quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_patch_keys FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_patches quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_patches FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_people quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_people FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_plans quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_plans FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_repositories quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_repositories FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_repository_scans quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_repository_scans FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_request_attachments quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_request_attachments FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_request_events quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_request_events FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_request_feedback quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_request_feedback FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_request_names quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_request_names FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_request_settings quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_request_settings FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_request_votes quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_request_votes FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_role_capabilities quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_role_capabilities FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_roles quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_roles FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_rules quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_rules FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_scim_audit_log quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_scim_audit_log FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_scim_config quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_scim_config FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_seats quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_seats FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_sessions quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_sessions FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_sla quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_sla FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_sso_providers quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_sso_providers FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_ticket_versions quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_ticket_versions FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_user_integration_keys quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_user_integration_keys FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_users quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_users FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_workload_tracking quad_touch_updated_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_touch_updated_at BEFORE UPDATE ON public.quad_workload_tracking FOR EACH ROW EXECUTE FUNCTION public.quad_touch_updated_at();

--
-- Name: quad_domains quad_tree_is_reshaped; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_tree_is_reshaped BEFORE UPDATE OF name, parent_domain_id ON public.quad_domains FOR EACH STATEMENT EXECUTE FUNCTION public.quad_tree_is_reshaped();

--
-- Name: quad_users quad_user_changes_email; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_user_changes_email AFTER UPDATE OF email ON public.quad_users FOR EACH ROW WHEN ((old.email IS DISTINCT FROM new.email)) EXECUTE FUNCTION public.quad_user_changes_email();

--
-- Name: quad_users quad_user_folds_email; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_user_folds_email BEFORE INSERT OR UPDATE OF email ON public.quad_users FOR EACH ROW EXECUTE FUNCTION public.quad_user_folds_email();

--
-- Name: quad_users quad_user_links_members; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_user_links_members AFTER INSERT ON public.quad_users REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.quad_user_links_members();

--
-- Name: quad_users quad_user_stays_in_company; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_user_stays_in_company BEFORE UPDATE OF company_id ON public.quad_users FOR EACH ROW WHEN ((old.company_id IS DISTINCT FROM new.company_id)) EXECUTE FUNCTION public.quad_user_stays_in_company();

--
-- Name: quad_calendars quad_what_is_due_changes; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_what_is_due_changes AFTER INSERT OR DELETE OR UPDATE OF weekend, time_zone ON public.quad_calendars FOR EACH ROW EXECUTE FUNCTION public.quad_what_is_due_changes();

--
-- Name: quad_companies quad_what_is_due_changes; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_what_is_due_changes AFTER UPDATE OF plan ON public.quad_companies FOR EACH ROW WHEN ((old.plan IS DISTINCT FROM new.plan)) EXECUTE FUNCTION public.quad_what_is_due_changes();

--
-- Name: quad_sla quad_what_is_due_changes; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER quad_what_is_due_changes AFTER UPDATE OF min_days, max_days ON public.quad_sla FOR EACH ROW EXECUTE FUNCTION public.quad_what_is_due_changes();

--
-- Name: quad_agent_downloads quad_agent_downloads_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_agent_downloads
    ADD CONSTRAINT quad_agent_downloads_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.quad_users(id) ON DELETE CASCADE;

--
-- Name: quad_approval_rules quad_approval_rules_company_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_approval_rules
    ADD CONSTRAINT quad_approval_rules_company_id_fkey FOREIGN KEY (company_id) REFERENCES public.quad_companies(id) ON DELETE CASCADE;

--
-- Name: quad_approval_workflows quad_approval_workflows_domain_in_company; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_approval_workflows
    ADD CONSTRAINT quad_approval_workflows_domain_in_company FOREIGN KEY (domain_id, company_id) REFERENCES public.quad_domains(id, company_id) ON DELETE CASCADE;

--
-- Name: quad_branch_ticket_mapping quad_branch_ticket_mapping_domain_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_branch_ticket_mapping
    ADD CONSTRAINT quad_branch_ticket_mapping_domain_id_fkey FOREIGN KEY (domain_id) REFERENCES public.quad_domains(id) ON DELETE CASCADE;

--
-- Name: quad_calendars quad_calendars_company_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_calendars
    ADD CONSTRAINT quad_calendars_company_id_fkey FOREIGN KEY (company_id) REFERENCES public.quad_companies(id) ON DELETE CASCADE;

--
-- Name: quad_companies quad_companies_plan_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_companies
    ADD CONSTRAINT quad_companies_plan_fkey FOREIGN KEY (plan) REFERENCES public.quad_plans(plan);

--
-- Name: quad_company_integrations quad_company_integrations_company_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_company_integrations
    ADD CONSTRAINT quad_company_integrations_company_id_fkey FOREIGN KEY (company_id) REFERENCES public.quad_companies(id) ON DELETE CASCADE;

--
-- Name: quad_customers quad_customers_company_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_customers
    ADD CONSTRAINT quad_customers_company_id_fkey FOREIGN KEY (company_id) REFERENCES public.quad_companies(id) ON DELETE CASCADE;

--
-- Name: quad_domain_integration_keys quad_domain_integration_keys_domain_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_domain_integration_keys
    ADD CONSTRAINT quad_domain_integration_keys_domain_id_fkey FOREIGN KEY (domain_id) REFERENCES public.quad_domains(id) ON DELETE CASCADE;

--
-- Name: quad_domain_members quad_domain_members_domain_in_company; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_domain_members
    ADD CONSTRAINT quad_domain_members_domain_in_company FOREIGN KEY (domain_id, company_id) REFERENCES public.quad_domains(id, company_id) ON DELETE CASCADE;

--
-- Name: quad_domain_members quad_domain_members_invited_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_domain_members
    ADD CONSTRAINT quad_domain_members_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES public.quad_users(id) ON DELETE SET NULL;

--
-- Name: quad_domain_members quad_domain_members_role_known; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_domain_members
    ADD CONSTRAINT quad_domain_members_role_known FOREIGN KEY (role) REFERENCES public.quad_roles(role);

--
-- Name: quad_domain_members quad_domain_members_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_domain_members
    ADD CONSTRAINT quad_domain_members_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.quad_users(id) ON DELETE SET NULL;

--
-- Name: quad_domains quad_domains_company_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_domains
    ADD CONSTRAINT quad_domains_company_id_fkey FOREIGN KEY (company_id) REFERENCES public.quad_companies(id) ON DELETE CASCADE;

--
-- Name: quad_domains quad_domains_parent_in_company; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_domains
    ADD CONSTRAINT quad_domains_parent_in_company FOREIGN KEY (parent_domain_id, company_id) REFERENCES public.quad_domains(id, company_id) ON DELETE CASCADE;

--
-- Name: quad_holidays quad_holidays_company_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_holidays
    ADD CONSTRAINT quad_holidays_company_id_fkey FOREIGN KEY (company_id) REFERENCES public.quad_companies(id) ON DELETE CASCADE;

--
-- Name: quad_integration_requests quad_integration_requests_company_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_integration_requests
    ADD CONSTRAINT quad_integration_requests_company_id_fkey FOREIGN KEY (company_id) REFERENCES public.quad_companies(id) ON DELETE CASCADE;

--
-- Name: quad_itsm_config quad_itsm_config_domain_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_itsm_config
    ADD CONSTRAINT quad_itsm_config_domain_id_fkey FOREIGN KEY (domain_id) REFERENCES public.quad_domains(id) ON DELETE CASCADE;

--
-- Name: quad_itsm_tickets quad_itsm_tickets_domain_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_itsm_tickets
    ADD CONSTRAINT quad_itsm_tickets_domain_id_fkey FOREIGN KEY (domain_id) REFERENCES public.quad_domains(id) ON DELETE CASCADE;

--
-- Name: quad_key_uses quad_key_uses_domain_key_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_key_uses
    ADD CONSTRAINT quad_key_uses_domain_key_id_fkey FOREIGN KEY (domain_key_id) REFERENCES public.quad_domain_integration_keys(id) ON DELETE CASCADE;

--
-- Name: quad_key_uses quad_key_uses_user_key_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_key_uses
    ADD CONSTRAINT quad_key_uses_user_key_id_fkey FOREIGN KEY (user_key_id) REFERENCES public.quad_user_integration_keys(id) ON DELETE CASCADE;

--
-- Name: quad_logins quad_logins_of_a_user; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_logins
    ADD CONSTRAINT quad_logins_of_a_user FOREIGN KEY (company_id, email) REFERENCES public.quad_users(company_id, email) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: quad_member_aliases quad_member_aliases_company_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_member_aliases
    ADD CONSTRAINT quad_member_aliases_company_id_fkey FOREIGN KEY (company_id) REFERENCES public.quad_companies(id) ON DELETE CASCADE;

--
-- Name: quad_outbox_attachments quad_outbox_attachments_outbox_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_outbox_attachments
    ADD CONSTRAINT quad_outbox_attachments_outbox_id_fkey FOREIGN KEY (outbox_id) REFERENCES public.quad_outbox(id) ON DELETE CASCADE;

--
-- Name: quad_outbox quad_outbox_company_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_outbox
    ADD CONSTRAINT quad_outbox_company_id_fkey FOREIGN KEY (company_id) REFERENCES public.quad_companies(id) ON DELETE CASCADE;

--
-- Name: quad_patch_indexes quad_patch_indexes_key_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_patch_indexes
    ADD CONSTRAINT quad_patch_indexes_key_id_fkey FOREIGN KEY (key_id) REFERENCES public.quad_patch_keys(key_id);

--
-- Name: quad_patch_keys quad_patch_keys_vouched_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_patch_keys
    ADD CONSTRAINT quad_patch_keys_vouched_by_fkey FOREIGN KEY (vouched_by) REFERENCES public.quad_patch_keys(key_id);

--
-- Name: quad_patches quad_patches_key_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_patches
    ADD CONSTRAINT quad_patches_key_id_fkey FOREIGN KEY (key_id) REFERENCES public.quad_patch_keys(key_id);

--
-- Name: quad_people quad_people_company_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_people
    ADD CONSTRAINT quad_people_company_id_fkey FOREIGN KEY (company_id) REFERENCES public.quad_companies(id) ON DELETE CASCADE;

--
-- Name: quad_repositories quad_repositories_domain_in_company; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_repositories
    ADD CONSTRAINT quad_repositories_domain_in_company FOREIGN KEY (domain_id, company_id) REFERENCES public.quad_domains(id, company_id) ON DELETE CASCADE;

--
-- Name: quad_repository_scans quad_repository_scans_repository_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_repository_scans
    ADD CONSTRAINT quad_repository_scans_repository_id_fkey FOREIGN KEY (repository_id) REFERENCES public.quad_repositories(id) ON DELETE CASCADE;

--
-- Name: quad_request_attachments quad_request_attachments_feedback_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_request_attachments
    ADD CONSTRAINT quad_request_attachments_feedback_id_fkey FOREIGN KEY (feedback_id) REFERENCES public.quad_request_feedback(id) ON DELETE CASCADE;

--
-- Name: quad_request_events quad_request_events_request_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_request_events
    ADD CONSTRAINT quad_request_events_request_id_fkey FOREIGN KEY (request_id) REFERENCES public.quad_integration_requests(id) ON DELETE CASCADE;

--
-- Name: quad_request_feedback quad_request_feedback_request_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_request_feedback
    ADD CONSTRAINT quad_request_feedback_request_id_fkey FOREIGN KEY (request_id) REFERENCES public.quad_integration_requests(id) ON DELETE CASCADE;

--
-- Name: quad_request_names quad_request_names_request_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_request_names
    ADD CONSTRAINT quad_request_names_request_id_fkey FOREIGN KEY (request_id) REFERENCES public.quad_integration_requests(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;

--
-- Name: quad_request_votes quad_request_votes_company_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_request_votes
    ADD CONSTRAINT quad_request_votes_company_id_fkey FOREIGN KEY (company_id) REFERENCES public.quad_companies(id) ON DELETE CASCADE;

--
-- Name: quad_request_votes quad_request_votes_request_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_request_votes
    ADD CONSTRAINT quad_request_votes_request_id_fkey FOREIGN KEY (request_id) REFERENCES public.quad_integration_requests(id) ON DELETE CASCADE;

--
-- Name: quad_role_capabilities quad_role_capabilities_capability_known; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_role_capabilities
    ADD CONSTRAINT quad_role_capabilities_capability_known FOREIGN KEY (capability) REFERENCES public.quad_capabilities(capability);

--
-- Name: quad_role_capabilities quad_role_capabilities_role_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_role_capabilities
    ADD CONSTRAINT quad_role_capabilities_role_fkey FOREIGN KEY (role) REFERENCES public.quad_roles(role) ON DELETE CASCADE;

--
-- Name: quad_scim_audit_log quad_scim_audit_log_company_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_scim_audit_log
    ADD CONSTRAINT quad_scim_audit_log_company_id_fkey FOREIGN KEY (company_id) REFERENCES public.quad_companies(id) ON DELETE CASCADE;

--
-- Name: quad_scim_config quad_scim_config_company_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_scim_config
    ADD CONSTRAINT quad_scim_config_company_id_fkey FOREIGN KEY (company_id) REFERENCES public.quad_companies(id) ON DELETE CASCADE;

--
-- Name: quad_seats quad_seats_company_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_seats
    ADD CONSTRAINT quad_seats_company_id_fkey FOREIGN KEY (company_id) REFERENCES public.quad_companies(id) ON DELETE CASCADE;

--
-- Name: quad_sessions quad_sessions_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_sessions
    ADD CONSTRAINT quad_sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.quad_users(id) ON DELETE CASCADE;

--
-- Name: quad_user_integration_keys quad_user_integration_keys_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_user_integration_keys
    ADD CONSTRAINT quad_user_integration_keys_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.quad_users(id) ON DELETE CASCADE;

--
-- Name: quad_users quad_users_company_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_users
    ADD CONSTRAINT quad_users_company_id_fkey FOREIGN KEY (company_id) REFERENCES public.quad_companies(id) ON DELETE CASCADE;

--
-- Name: quad_users quad_users_sso_provider_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quad_users
    ADD CONSTRAINT quad_users_sso_provider_fkey FOREIGN KEY (sso_provider) REFERENCES public.quad_sso_providers(provider);

--
-- Name: quad_agent_downloads; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_agent_downloads ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_approval_rules; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_approval_rules ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_approval_workflows; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_approval_workflows ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_audit; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_audit ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_audit_seals; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_audit_seals ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_branch_ticket_mapping; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_branch_ticket_mapping ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_branch_versions; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_branch_versions ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_calendars; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_calendars ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_capabilities; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_capabilities ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_companies; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_companies ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_company_integrations; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_company_integrations ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_customers; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_customers ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_domain_integration_keys; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_domain_integration_keys ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_domain_members; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_domain_members ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_domain_versions; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_domain_versions ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_domains; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_domains ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_holidays; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_holidays ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_install; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_install ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_integration_requests; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_integration_requests ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_integrations; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_integrations ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_itsm_config; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_itsm_config ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_itsm_tickets; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_itsm_tickets ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_key_uses; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_key_uses ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_logins; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_logins ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_member_aliases; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_member_aliases ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_member_versions; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_member_versions ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_migrations; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_migrations ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_outbox; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_outbox ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_outbox_attachments; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_outbox_attachments ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_patch_indexes; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_patch_indexes ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_patch_keys; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_patch_keys ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_patches; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_patches ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_people; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_people ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_agent_downloads quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_agent_downloads FOR SELECT TO quad_person USING ((user_id IN ( SELECT u.id
   FROM public.quad_users u
  WHERE ((u.company_id = ( SELECT public.quad_my_company_where('manage_company'::text) AS quad_my_company_where)) OR ((u.company_id = ( SELECT public.quad_my_company() AS quad_my_company)) AND (u.email = ( SELECT public.quad_my_email() AS quad_my_email)))))));

--
-- Name: quad_approval_rules quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_approval_rules TO quad_person USING ((company_id = ( SELECT public.quad_my_company() AS quad_my_company)));

--
-- Name: quad_approval_workflows quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_approval_workflows FOR SELECT TO quad_person USING (((company_id = ( SELECT public.quad_my_company() AS quad_my_company)) AND ((requested_by_email = ( SELECT public.quad_my_email() AS quad_my_email)) OR (domain_id IN ( SELECT public.quad_my_domains('approve_request'::text) AS quad_my_domains)))));

--
-- Name: quad_audit quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_audit FOR SELECT TO quad_person USING (((domain_id IN ( SELECT public.quad_my_domains('view_activity'::text) AS quad_my_domains)) OR (company_id = ( SELECT public.quad_my_company_where('manage_company'::text) AS quad_my_company_where)) OR ((company_id = ( SELECT public.quad_my_company() AS quad_my_company)) AND (actor = ( SELECT public.quad_my_email() AS quad_my_email)))));

--
-- Name: quad_branch_ticket_mapping quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_branch_ticket_mapping TO quad_person USING (((domain_id IN ( SELECT public.quad_my_domains('view_activity'::text) AS quad_my_domains)) OR ((developer_email = ( SELECT public.quad_my_email() AS quad_my_email)) AND (domain_id IN ( SELECT public.quad_my_domains('view_own_workload'::text) AS quad_my_domains)))));

--
-- Name: quad_branch_versions quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_branch_versions FOR SELECT TO quad_person USING (((domain_id IN ( SELECT public.quad_my_domains('view_activity'::text) AS quad_my_domains)) OR ((developer_email = ( SELECT public.quad_my_email() AS quad_my_email)) AND (domain_id IN ( SELECT public.quad_my_domains('view_own_workload'::text) AS quad_my_domains)))));

--
-- Name: quad_calendars quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_calendars TO quad_person USING ((company_id = ( SELECT public.quad_my_company() AS quad_my_company)));

--
-- Name: quad_capabilities quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_capabilities FOR SELECT TO quad_person USING (true);

--
-- Name: quad_companies quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_companies TO quad_person USING ((id = ( SELECT public.quad_my_company() AS quad_my_company)));

--
-- Name: quad_company_integrations quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_company_integrations TO quad_person USING ((company_id = ( SELECT public.quad_my_company_where('manage_global_keys'::text) AS quad_my_company_where)));

--
-- Name: quad_domain_integration_keys quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_domain_integration_keys TO quad_person USING ((domain_id IN ( SELECT public.quad_my_domains('manage_domain_keys'::text, true) AS quad_my_domains)));

--
-- Name: quad_domain_members quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_domain_members TO quad_person USING ((company_id = ( SELECT public.quad_my_company() AS quad_my_company)));

--
-- Name: quad_domains quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_domains TO quad_person USING ((company_id = ( SELECT public.quad_my_company() AS quad_my_company)));

--
-- Name: quad_holidays quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_holidays TO quad_person USING ((company_id = ( SELECT public.quad_my_company() AS quad_my_company)));

--
-- Name: quad_install quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_install FOR SELECT TO quad_person USING (true);

--
-- Name: quad_integrations quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_integrations FOR SELECT TO quad_person USING (true);

--
-- Name: quad_itsm_config quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_itsm_config TO quad_person USING ((domain_id IN ( SELECT public.quad_my_domains('configure_agents'::text, true) AS quad_my_domains)));

--
-- Name: quad_itsm_tickets quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_itsm_tickets TO quad_person USING (((domain_id IN ( SELECT public.quad_my_domains('view_activity'::text) AS quad_my_domains)) OR ((assignee_email = ( SELECT public.quad_my_email() AS quad_my_email)) AND (domain_id IN ( SELECT public.quad_my_domains('view_own_workload'::text) AS quad_my_domains)))));

--
-- Name: quad_key_uses quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_key_uses FOR SELECT TO quad_person USING (((domain_key_id IN ( SELECT k.id
   FROM public.quad_domain_integration_keys k)) OR (user_key_id IN ( SELECT k.id
   FROM public.quad_user_integration_keys k))));

--
-- Name: quad_logins quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_logins FOR SELECT TO quad_person USING (((company_id = ( SELECT public.quad_my_company_where('manage_company'::text) AS quad_my_company_where)) OR ((company_id = ( SELECT public.quad_my_company() AS quad_my_company)) AND (email = ( SELECT public.quad_my_email() AS quad_my_email)))));

--
-- Name: quad_member_aliases quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_member_aliases TO quad_person USING ((company_id = ( SELECT public.quad_my_company() AS quad_my_company)));

--
-- Name: quad_migrations quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_migrations FOR SELECT TO quad_person USING (true);

--
-- Name: quad_outbox quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_outbox FOR SELECT TO quad_person USING (((company_id = ( SELECT public.quad_my_company_where('manage_company'::text) AS quad_my_company_where)) OR ((company_id = ( SELECT public.quad_my_company() AS quad_my_company)) AND (recipient_email = ( SELECT public.quad_my_email() AS quad_my_email)))));

--
-- Name: quad_outbox_attachments quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_outbox_attachments FOR SELECT TO quad_person USING ((outbox_id IN ( SELECT o.id
   FROM public.quad_outbox o)));

--
-- Name: quad_people quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_people FOR SELECT TO quad_person USING ((company_id = ( SELECT public.quad_my_company() AS quad_my_company)));

--
-- Name: quad_plans quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_plans FOR SELECT TO quad_person USING (true);

--
-- Name: quad_repositories quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_repositories TO quad_person USING ((domain_id IN ( SELECT public.quad_my_domains('view_activity'::text) AS quad_my_domains)));

--
-- Name: quad_repository_scans quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_repository_scans TO quad_person USING ((repository_id IN ( SELECT r.id
   FROM public.quad_repositories r))) WITH CHECK ((repository_id IN ( SELECT r.id
   FROM public.quad_repositories r
  WHERE (r.domain_id IN ( SELECT public.quad_my_domains('configure_agents'::text) AS quad_my_domains)))));

--
-- Name: quad_request_attachments quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_request_attachments FOR SELECT TO quad_person USING ((feedback_id IN ( SELECT f.id
   FROM public.quad_request_feedback f)));

--
-- Name: quad_request_events quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_request_events FOR SELECT TO quad_person USING ((request_id IN ( SELECT r.id
   FROM public.quad_integration_requests r)));

--
-- Name: quad_request_feedback quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_request_feedback FOR SELECT TO quad_person USING ((request_id IN ( SELECT r.id
   FROM public.quad_integration_requests r)));

--
-- Name: quad_request_names quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_request_names FOR SELECT TO quad_person USING ((request_id IN ( SELECT r.id
   FROM public.quad_integration_requests r)));

--
-- Name: quad_request_settings quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_request_settings FOR SELECT TO quad_person USING (true);

--
-- Name: quad_request_votes quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_request_votes FOR SELECT TO quad_person USING ((request_id IN ( SELECT r.id
   FROM public.quad_integration_requests r)));

--
-- Name: quad_role_capabilities quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_role_capabilities FOR SELECT TO quad_person USING (true);

--
-- Name: quad_roles quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_roles FOR SELECT TO quad_person USING (true);

--
-- Name: quad_rules quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_rules FOR SELECT TO quad_person USING (true);

--
-- Name: quad_scim_audit_log quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_scim_audit_log FOR SELECT TO quad_person USING ((company_id = ( SELECT public.quad_my_company_where('manage_company'::text) AS quad_my_company_where)));

--
-- Name: quad_scim_config quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_scim_config TO quad_person USING ((company_id = ( SELECT public.quad_my_company_where('manage_company'::text) AS quad_my_company_where)));

--
-- Name: quad_seats quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_seats FOR SELECT TO quad_person USING ((company_id = ( SELECT public.quad_my_company() AS quad_my_company)));

--
-- Name: quad_sessions quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_sessions TO quad_person USING ((user_id IN ( SELECT u.id
   FROM public.quad_users u
  WHERE ((u.company_id = ( SELECT public.quad_my_company_where('manage_company'::text) AS quad_my_company_where)) OR ((u.company_id = ( SELECT public.quad_my_company() AS quad_my_company)) AND (u.email = ( SELECT public.quad_my_email() AS quad_my_email)))))));

--
-- Name: quad_sla quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_sla FOR SELECT TO quad_person USING (true);

--
-- Name: quad_sso_providers quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_sso_providers FOR SELECT TO quad_person USING (true);

--
-- Name: quad_ticket_versions quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_ticket_versions FOR SELECT TO quad_person USING (((domain_id IN ( SELECT public.quad_my_domains('view_activity'::text) AS quad_my_domains)) OR ((assignee_email = ( SELECT public.quad_my_email() AS quad_my_email)) AND (domain_id IN ( SELECT public.quad_my_domains('view_own_workload'::text) AS quad_my_domains)))));

--
-- Name: quad_user_integration_keys quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_user_integration_keys TO quad_person USING (((user_id = ( SELECT u.id
   FROM public.quad_users u
  WHERE ((u.company_id = public.quad_my_company()) AND (u.email = public.quad_my_email())))) AND (EXISTS ( SELECT public.quad_my_domains('manage_own_keys'::text) AS quad_my_domains))));

--
-- Name: quad_users quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_users TO quad_person USING ((company_id = ( SELECT public.quad_my_company() AS quad_my_company)));

--
-- Name: quad_workload_tracking quad_person; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person ON public.quad_workload_tracking FOR SELECT TO quad_person USING (((domain_id IN ( SELECT public.quad_my_domains('view_activity'::text) AS quad_my_domains)) OR ((developer_email = ( SELECT public.quad_my_email() AS quad_my_email)) AND (domain_id IN ( SELECT public.quad_my_domains('view_own_workload'::text) AS quad_my_domains)))));

--
-- Name: quad_domain_members quad_person_adds; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person_adds ON public.quad_domain_members AS RESTRICTIVE FOR INSERT TO quad_person WITH CHECK ((((company_id = ( SELECT public.quad_my_company_where('invite_user'::text) AS quad_my_company_where)) AND (company_id = ( SELECT public.quad_my_company_where('assign_quad_admin_role'::text) AS quad_my_company_where))) OR ((domain_id IN ( SELECT public.quad_my_domains('invite_user'::text) AS quad_my_domains)) AND (role <> ALL (ARRAY['QUAD_ADMIN'::text, 'DOMAIN_ADMIN'::text, 'SUBDOMAIN_ADMIN'::text])) AND (domain_id IN ( SELECT public.quad_my_domains('assign_basic_role'::text) AS quad_my_domains))) OR public.quad_may_become_member(id, domain_id, email, role)));

--
-- Name: quad_domains quad_person_adds; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person_adds ON public.quad_domains AS RESTRICTIVE FOR INSERT TO quad_person WITH CHECK ((((parent_domain_id IS NOT NULL) AND (company_id = ( SELECT public.quad_my_company_where('create_domain'::text) AS quad_my_company_where))) OR (parent_domain_id IN ( SELECT public.quad_my_domains('create_domain'::text) AS quad_my_domains)) OR public.quad_may_become_domain(id, company_id, parent_domain_id, name, archived_at, path)));

--
-- Name: quad_users quad_person_adds; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person_adds ON public.quad_users AS RESTRICTIVE FOR INSERT TO quad_person WITH CHECK (((company_id = ( SELECT public.quad_my_company_where('manage_company'::text) AS quad_my_company_where)) OR public.quad_may_become_user(company_id)));

--
-- Name: quad_integration_requests quad_person_asks; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person_asks ON public.quad_integration_requests FOR INSERT TO quad_person WITH CHECK (((company_id = ( SELECT public.quad_my_company() AS quad_my_company)) AND (requested_by_email = ( SELECT public.quad_my_email() AS quad_my_email)) AND (status = 'submitted'::text) AND (created_at = CURRENT_TIMESTAMP) AND (COALESCE((estimated_release_date)::timestamp with time zone, started_at, beta_released_at, prod_released_at) IS NULL) AND (EXISTS ( SELECT public.quad_my_domains('request_integration'::text) AS quad_my_domains))));

--
-- Name: quad_domain_members quad_person_changes; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person_changes ON public.quad_domain_members AS RESTRICTIVE FOR UPDATE TO quad_person USING (true) WITH CHECK ((((company_id = ( SELECT public.quad_my_company_where('invite_user'::text) AS quad_my_company_where)) AND (company_id = ( SELECT public.quad_my_company_where('assign_quad_admin_role'::text) AS quad_my_company_where))) OR ((domain_id IN ( SELECT public.quad_my_domains('invite_user'::text) AS quad_my_domains)) AND (role <> ALL (ARRAY['QUAD_ADMIN'::text, 'DOMAIN_ADMIN'::text, 'SUBDOMAIN_ADMIN'::text])) AND (domain_id IN ( SELECT public.quad_my_domains('assign_basic_role'::text) AS quad_my_domains))) OR public.quad_may_become_member(id, domain_id, email, role)));

--
-- Name: quad_domains quad_person_changes; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person_changes ON public.quad_domains AS RESTRICTIVE FOR UPDATE TO quad_person USING (true) WITH CHECK ((((parent_domain_id IS NOT NULL) AND (company_id = ( SELECT public.quad_my_company_where('create_domain'::text) AS quad_my_company_where))) OR ((id IN ( SELECT public.quad_my_domains_below('create_domain'::text) AS quad_my_domains_below)) AND (parent_domain_id IN ( SELECT public.quad_my_domains('create_domain'::text) AS quad_my_domains))) OR public.quad_may_become_domain(id, company_id, parent_domain_id, name, archived_at, path)));

--
-- Name: quad_users quad_person_changes; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person_changes ON public.quad_users AS RESTRICTIVE FOR UPDATE TO quad_person USING (true) WITH CHECK (((company_id = ( SELECT public.quad_my_company_where('manage_company'::text) AS quad_my_company_where)) OR public.quad_may_become_user(company_id)));

--
-- Name: quad_integration_requests quad_person_sees; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_person_sees ON public.quad_integration_requests FOR SELECT TO quad_person USING (((company_id = ( SELECT public.quad_my_company() AS quad_my_company)) AND ((requested_by_email = ( SELECT public.quad_my_email() AS quad_my_email)) OR (EXISTS ( SELECT public.quad_my_domains('request_integration'::text) AS quad_my_domains)) OR (EXISTS ( SELECT public.quad_my_domains('approve_request'::text) AS quad_my_domains)))));

--
-- Name: quad_plans; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_plans ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_agent_downloads quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_agent_downloads TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_approval_rules quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_approval_rules TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_approval_workflows quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_approval_workflows TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_audit quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_audit TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_audit_seals quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_audit_seals TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_branch_ticket_mapping quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_branch_ticket_mapping TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_branch_versions quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_branch_versions TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_calendars quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_calendars TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_capabilities quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_capabilities TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_companies quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_companies TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_company_integrations quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_company_integrations TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_customers quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_customers TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_domain_integration_keys quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_domain_integration_keys TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_domain_members quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_domain_members TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_domain_versions quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_domain_versions TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_domains quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_domains TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_holidays quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_holidays TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_install quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_install TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_integration_requests quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_integration_requests TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_integrations quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_integrations TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_itsm_config quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_itsm_config TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_itsm_tickets quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_itsm_tickets TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_key_uses quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_key_uses TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_logins quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_logins TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_member_aliases quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_member_aliases TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_member_versions quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_member_versions TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_migrations quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_migrations TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_outbox quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_outbox TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_outbox_attachments quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_outbox_attachments TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_patch_indexes quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_patch_indexes TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_patch_keys quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_patch_keys TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_patches quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_patches TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_people quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_people TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_plans quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_plans TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_repositories quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_repositories TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_repository_scans quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_repository_scans TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_request_attachments quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_request_attachments TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_request_events quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_request_events TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_request_feedback quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_request_feedback TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_request_names quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_request_names TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_request_settings quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_request_settings TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_request_votes quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_request_votes TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_role_capabilities quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_role_capabilities TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_roles quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_roles TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_rules quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_rules TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_scim_audit_log quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_scim_audit_log TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_scim_config quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_scim_config TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_seats quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_seats TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_sessions quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_sessions TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_sla quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_sla TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_sso_providers quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_sso_providers TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_ticket_versions quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_ticket_versions TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_user_integration_keys quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_user_integration_keys TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_users quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_users TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_workload_tracking quad_platform; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quad_platform ON public.quad_workload_tracking TO quad_platform USING (true) WITH CHECK (true);

--
-- Name: quad_repositories; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_repositories ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_repository_scans; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_repository_scans ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_request_attachments; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_request_attachments ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_request_events; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_request_events ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_request_feedback; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_request_feedback ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_request_names; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_request_names ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_request_settings; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_request_settings ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_request_votes; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_request_votes ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_role_capabilities; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_role_capabilities ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_roles; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_roles ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_rules; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_rules ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_scim_audit_log; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_scim_audit_log ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_scim_config; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_scim_config ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_seats; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_seats ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_sessions; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_sessions ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_sla; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_sla ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_sso_providers; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_sso_providers ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_ticket_versions; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_ticket_versions ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_user_integration_keys; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_user_integration_keys ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_users; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_users ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_workload_tracking; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_workload_tracking ENABLE ROW LEVEL SECURITY;

--
-- Name: quad_workload_tracking_default; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quad_workload_tracking_default ENABLE ROW LEVEL SECURITY;

--
-- Name: SCHEMA public; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA public TO quad_person;
GRANT USAGE ON SCHEMA public TO quad_platform;

--
-- Name: FUNCTION calculate_developer_workload(domain_id uuid, developer_email text, snapshot_date date); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.calculate_developer_workload(domain_id uuid, developer_email text, snapshot_date date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.calculate_developer_workload(domain_id uuid, developer_email text, snapshot_date date) TO quad_person;
GRANT ALL ON FUNCTION public.calculate_developer_workload(domain_id uuid, developer_email text, snapshot_date date) TO quad_platform;

--
-- Name: FUNCTION check_user_total_allocation(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.check_user_total_allocation() FROM PUBLIC;

--
-- Name: FUNCTION extract_ticket_id_from_branch(branch_name text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.extract_ticket_id_from_branch(branch_name text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.extract_ticket_id_from_branch(branch_name text) TO quad_person;
GRANT ALL ON FUNCTION public.extract_ticket_id_from_branch(branch_name text) TO quad_platform;

--
-- Name: FUNCTION extract_ticket_id_from_branch(branch_name text, in_domain uuid); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.extract_ticket_id_from_branch(branch_name text, in_domain uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.extract_ticket_id_from_branch(branch_name text, in_domain uuid) TO quad_person;
GRANT ALL ON FUNCTION public.extract_ticket_id_from_branch(branch_name text, in_domain uuid) TO quad_platform;

--
-- Name: FUNCTION quad_account_for_keys(of_company uuid, of_email text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_account_for_keys(of_company uuid, of_email text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_account_for_keys(of_company uuid, of_email text) TO quad_person;
GRANT ALL ON FUNCTION public.quad_account_for_keys(of_company uuid, of_email text) TO quad_platform;

--
-- Name: FUNCTION quad_acts_as(of_company uuid); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_acts_as(of_company uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_acts_as(of_company uuid) TO quad_person;
GRANT ALL ON FUNCTION public.quad_acts_as(of_company uuid) TO quad_platform;

--
-- Name: FUNCTION quad_add_business_days(of_companies uuid[], from_ats timestamp with time zone[], days integer[]); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_add_business_days(of_companies uuid[], from_ats timestamp with time zone[], days integer[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_add_business_days(of_companies uuid[], from_ats timestamp with time zone[], days integer[]) TO quad_person;
GRANT ALL ON FUNCTION public.quad_add_business_days(of_companies uuid[], from_ats timestamp with time zone[], days integer[]) TO quad_platform;

--
-- Name: FUNCTION quad_add_business_days(of_company uuid, from_at timestamp with time zone, days integer); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_add_business_days(of_company uuid, from_at timestamp with time zone, days integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_add_business_days(of_company uuid, from_at timestamp with time zone, days integer) TO quad_person;
GRANT ALL ON FUNCTION public.quad_add_business_days(of_company uuid, from_at timestamp with time zone, days integer) TO quad_platform;

--
-- Name: FUNCTION quad_admin_of(of_company uuid); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_admin_of(of_company uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_admin_of(of_company uuid) TO quad_platform;

--
-- Name: FUNCTION quad_admin_user(of_company uuid); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_admin_user(of_company uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_admin_user(of_company uuid) TO quad_person;
GRANT ALL ON FUNCTION public.quad_admin_user(of_company uuid) TO quad_platform;

--
-- Name: FUNCTION quad_alert_overload(of_company uuid, day date); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_alert_overload(of_company uuid, day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_alert_overload(of_company uuid, day date) TO quad_platform;

--
-- Name: FUNCTION quad_answerable(of_company uuid); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_answerable(of_company uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_answerable(of_company uuid) TO quad_person;
GRANT ALL ON FUNCTION public.quad_answerable(of_company uuid) TO quad_platform;

--
-- Name: FUNCTION quad_approval_path(approval uuid); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_approval_path(approval uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_approval_path(approval uuid) TO quad_person;
GRANT ALL ON FUNCTION public.quad_approval_path(approval uuid) TO quad_platform;

--
-- Name: FUNCTION quad_approvals_follow_email(of_company uuid, old_email text, new_email text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_approvals_follow_email(of_company uuid, old_email text, new_email text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_approvals_follow_email(of_company uuid, old_email text, new_email text) TO quad_person;
GRANT ALL ON FUNCTION public.quad_approvals_follow_email(of_company uuid, old_email text, new_email text) TO quad_platform;

--
-- Name: FUNCTION quad_approvers(approval uuid); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_approvers(approval uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_approvers(approval uuid) TO quad_person;
GRANT ALL ON FUNCTION public.quad_approvers(approval uuid) TO quad_platform;

--
-- Name: FUNCTION quad_as_email(author text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_as_email(author text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_as_email(author text) TO quad_person;
GRANT ALL ON FUNCTION public.quad_as_email(author text) TO quad_platform;

--
-- Name: TABLE quad_approval_workflows; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_approval_workflows TO quad_platform;

--
-- Name: COLUMN quad_approval_workflows.id; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(id) ON TABLE public.quad_approval_workflows TO quad_person;

--
-- Name: COLUMN quad_approval_workflows.company_id; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(company_id) ON TABLE public.quad_approval_workflows TO quad_person;

--
-- Name: COLUMN quad_approval_workflows.domain_id; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(domain_id) ON TABLE public.quad_approval_workflows TO quad_person;

--
-- Name: COLUMN quad_approval_workflows.subject_type; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(subject_type) ON TABLE public.quad_approval_workflows TO quad_person;

--
-- Name: COLUMN quad_approval_workflows.subject; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(subject) ON TABLE public.quad_approval_workflows TO quad_person;

--
-- Name: COLUMN quad_approval_workflows.method; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(method) ON TABLE public.quad_approval_workflows TO quad_person;

--
-- Name: COLUMN quad_approval_workflows.status; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(status) ON TABLE public.quad_approval_workflows TO quad_person;

--
-- Name: COLUMN quad_approval_workflows.requested_by_email; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(requested_by_email) ON TABLE public.quad_approval_workflows TO quad_person;

--
-- Name: COLUMN quad_approval_workflows.decided_by_email; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(decided_by_email) ON TABLE public.quad_approval_workflows TO quad_person;

--
-- Name: COLUMN quad_approval_workflows.decided_at; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(decided_at) ON TABLE public.quad_approval_workflows TO quad_person;

--
-- Name: COLUMN quad_approval_workflows.reason; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(reason) ON TABLE public.quad_approval_workflows TO quad_person;

--
-- Name: COLUMN quad_approval_workflows.itsm_ticket_id; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(itsm_ticket_id) ON TABLE public.quad_approval_workflows TO quad_person;

--
-- Name: COLUMN quad_approval_workflows.expires_at; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(expires_at) ON TABLE public.quad_approval_workflows TO quad_person;

--
-- Name: COLUMN quad_approval_workflows.created_at; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(created_at) ON TABLE public.quad_approval_workflows TO quad_person;

--
-- Name: COLUMN quad_approval_workflows.updated_at; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(updated_at) ON TABLE public.quad_approval_workflows TO quad_person;

--
-- Name: COLUMN quad_approval_workflows.subject_key; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(subject_key) ON TABLE public.quad_approval_workflows TO quad_person;

--
-- Name: COLUMN quad_approval_workflows.executed_at; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(executed_at) ON TABLE public.quad_approval_workflows TO quad_person;

--
-- Name: FUNCTION quad_ask_for(in_domain uuid, wanted text, particulars jsonb, key_path text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_ask_for(in_domain uuid, wanted text, particulars jsonb, key_path text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_ask_for(in_domain uuid, wanted text, particulars jsonb, key_path text) TO quad_person;
GRANT ALL ON FUNCTION public.quad_ask_for(in_domain uuid, wanted text, particulars jsonb, key_path text) TO quad_platform;

--
-- Name: FUNCTION quad_audit(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_audit() FROM PUBLIC;

--
-- Name: FUNCTION quad_audit_is_due(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_audit_is_due() FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_audit_is_due() TO quad_person;
GRANT ALL ON FUNCTION public.quad_audit_is_due() TO quad_platform;

--
-- Name: FUNCTION quad_audit_is_sealed(entry bigint); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_audit_is_sealed(entry bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_audit_is_sealed(entry bigint) TO quad_person;
GRANT ALL ON FUNCTION public.quad_audit_is_sealed(entry bigint) TO quad_platform;

--
-- Name: FUNCTION quad_audit_truncate(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_audit_truncate() FROM PUBLIC;

--
-- Name: FUNCTION quad_begins_version(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_begins_version() FROM PUBLIC;

--
-- Name: FUNCTION quad_branch_active_days(of_domain uuid, as_of timestamp with time zone); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_branch_active_days(of_domain uuid, as_of timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_branch_active_days(of_domain uuid, as_of timestamp with time zone) TO quad_person;
GRANT ALL ON FUNCTION public.quad_branch_active_days(of_domain uuid, as_of timestamp with time zone) TO quad_platform;

--
-- Name: FUNCTION quad_branch_is_linked_by(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_branch_is_linked_by() FROM PUBLIC;

--
-- Name: FUNCTION quad_business_day(of_company uuid, at timestamp with time zone); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_business_day(of_company uuid, at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_business_day(of_company uuid, at timestamp with time zone) TO quad_person;
GRANT ALL ON FUNCTION public.quad_business_day(of_company uuid, at timestamp with time zone) TO quad_platform;

--
-- Name: FUNCTION quad_business_days_between(of_company uuid, from_at timestamp with time zone, until_at timestamp with time zone); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_business_days_between(of_company uuid, from_at timestamp with time zone, until_at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_business_days_between(of_company uuid, from_at timestamp with time zone, until_at timestamp with time zone) TO quad_person;
GRANT ALL ON FUNCTION public.quad_business_days_between(of_company uuid, from_at timestamp with time zone, until_at timestamp with time zone) TO quad_platform;

--
-- Name: FUNCTION quad_calendar_time_zone_is_known(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_calendar_time_zone_is_known() FROM PUBLIC;

--
-- Name: FUNCTION quad_cancel_approval(approval uuid); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_cancel_approval(approval uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_cancel_approval(approval uuid) TO quad_person;
GRANT ALL ON FUNCTION public.quad_cancel_approval(approval uuid) TO quad_platform;

--
-- Name: FUNCTION quad_capabilities_of(of_company uuid, of_email text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_capabilities_of(of_company uuid, of_email text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_capabilities_of(of_company uuid, of_email text) TO quad_person;
GRANT ALL ON FUNCTION public.quad_capabilities_of(of_company uuid, of_email text) TO quad_platform;

--
-- Name: FUNCTION quad_carry_out(asked public.quad_approval_workflows); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_carry_out(asked public.quad_approval_workflows) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_carry_out(asked public.quad_approval_workflows) TO quad_person;
GRANT ALL ON FUNCTION public.quad_carry_out(asked public.quad_approval_workflows) TO quad_platform;

--
-- Name: FUNCTION quad_change_in_company_is_allowed(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_change_in_company_is_allowed() FROM PUBLIC;

--
-- Name: FUNCTION quad_change_in_domain_is_allowed(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_change_in_domain_is_allowed() FROM PUBLIC;

--
-- Name: FUNCTION quad_change_wants(in_domain uuid, wanted text, particulars jsonb); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_change_wants(in_domain uuid, wanted text, particulars jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_change_wants(in_domain uuid, wanted text, particulars jsonb) TO quad_person;
GRANT ALL ON FUNCTION public.quad_change_wants(in_domain uuid, wanted text, particulars jsonb) TO quad_platform;

--
-- Name: FUNCTION quad_company_folds_email(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_company_folds_email() FROM PUBLIC;

--
-- Name: FUNCTION quad_company_keeps_seats(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_company_keeps_seats() FROM PUBLIC;

--
-- Name: FUNCTION quad_decide(approval uuid, approve boolean, why text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_decide(approval uuid, approve boolean, why text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_decide(approval uuid, approve boolean, why text) TO quad_person;
GRANT ALL ON FUNCTION public.quad_decide(approval uuid, approve boolean, why text) TO quad_platform;

--
-- Name: FUNCTION quad_desk(of_domain uuid, of_email text, as_of timestamp with time zone); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_desk(of_domain uuid, of_email text, as_of timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_desk(of_domain uuid, of_email text, as_of timestamp with time zone) TO quad_person;
GRANT ALL ON FUNCTION public.quad_desk(of_domain uuid, of_email text, as_of timestamp with time zone) TO quad_platform;

--
-- Name: FUNCTION quad_domain_change_is_allowed(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_domain_change_is_allowed() FROM PUBLIC;

--
-- Name: FUNCTION quad_domain_desk(of_domain uuid); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_domain_desk(of_domain uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_domain_desk(of_domain uuid) TO quad_person;
GRANT ALL ON FUNCTION public.quad_domain_desk(of_domain uuid) TO quad_platform;

--
-- Name: FUNCTION quad_domain_keeps_its_place(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_domain_keeps_its_place() FROM PUBLIC;

--
-- Name: FUNCTION quad_effective_keys(of_company uuid, reach text, under_path text, of_provider text, of_email text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_effective_keys(of_company uuid, reach text, under_path text, of_provider text, of_email text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_effective_keys(of_company uuid, reach text, under_path text, of_provider text, of_email text) TO quad_person;
GRANT ALL ON FUNCTION public.quad_effective_keys(of_company uuid, reach text, under_path text, of_provider text, of_email text) TO quad_platform;

--
-- Name: FUNCTION quad_end_of_day(of_company uuid, day date); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_end_of_day(of_company uuid, day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_end_of_day(of_company uuid, day date) TO quad_person;
GRANT ALL ON FUNCTION public.quad_end_of_day(of_company uuid, day date) TO quad_platform;

--
-- Name: FUNCTION quad_grant_login(of_company uuid, of_email text, as_login text, verifier text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_grant_login(of_company uuid, of_email text, as_login text, verifier text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_grant_login(of_company uuid, of_email text, as_login text, verifier text) TO quad_person;
GRANT ALL ON FUNCTION public.quad_grant_login(of_company uuid, of_email text, as_login text, verifier text) TO quad_platform;

--
-- Name: FUNCTION quad_has_keys(of_company uuid); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_has_keys(of_company uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_has_keys(of_company uuid) TO quad_person;
GRANT ALL ON FUNCTION public.quad_has_keys(of_company uuid) TO quad_platform;

--
-- Name: FUNCTION quad_history_goes_with_domain(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_history_goes_with_domain() FROM PUBLIC;

--
-- Name: FUNCTION quad_holidays_change(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_holidays_change() FROM PUBLIC;

--
-- Name: FUNCTION quad_integration_request_is_approved(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_integration_request_is_approved() FROM PUBLIC;

--
-- Name: FUNCTION quad_integration_switches(of_company uuid); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_integration_switches(of_company uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_integration_switches(of_company uuid) TO quad_person;
GRANT ALL ON FUNCTION public.quad_integration_switches(of_company uuid) TO quad_platform;

--
-- Name: FUNCTION quad_inviter(of_company uuid); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_inviter(of_company uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_inviter(of_company uuid) TO quad_person;
GRANT ALL ON FUNCTION public.quad_inviter(of_company uuid) TO quad_platform;

--
-- Name: FUNCTION quad_is_a_time(given text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_is_a_time(given text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_is_a_time(given text) TO quad_person;
GRANT ALL ON FUNCTION public.quad_is_a_time(given text) TO quad_platform;

--
-- Name: FUNCTION quad_is_looked_at(operation text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_is_looked_at(operation text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_is_looked_at(operation text) TO quad_person;
GRANT ALL ON FUNCTION public.quad_is_looked_at(operation text) TO quad_platform;

--
-- Name: FUNCTION quad_is_person(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_is_person() FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_is_person() TO quad_person;
GRANT ALL ON FUNCTION public.quad_is_person() TO quad_platform;

--
-- Name: FUNCTION quad_keeps_time(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_keeps_time() FROM PUBLIC;

--
-- Name: FUNCTION quad_keeps_version(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_keeps_version() FROM PUBLIC;

--
-- Name: FUNCTION quad_key_is_a_path(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_key_is_a_path() FROM PUBLIC;

--
-- Name: FUNCTION quad_key_walk(of_company uuid, of_email text, in_domain uuid, of_provider text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_key_walk(of_company uuid, of_email text, in_domain uuid, of_provider text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_key_walk(of_company uuid, of_email text, in_domain uuid, of_provider text) TO quad_person;
GRANT ALL ON FUNCTION public.quad_key_walk(of_company uuid, of_email text, in_domain uuid, of_provider text) TO quad_platform;

--
-- Name: FUNCTION quad_leaver_votes_no_more(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_leaver_votes_no_more() FROM PUBLIC;

--
-- Name: FUNCTION quad_ledger_is_kept(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_ledger_is_kept() FROM PUBLIC;

--
-- Name: FUNCTION quad_ledger_is_truncated(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_ledger_is_truncated() FROM PUBLIC;

--
-- Name: FUNCTION quad_lock_approval(approval uuid); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_lock_approval(approval uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_lock_approval(approval uuid) TO quad_person;
GRANT ALL ON FUNCTION public.quad_lock_approval(approval uuid) TO quad_platform;

--
-- Name: FUNCTION quad_login_comes(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_login_comes() FROM PUBLIC;

--
-- Name: FUNCTION quad_login_goes(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_login_goes() FROM PUBLIC;

--
-- Name: FUNCTION quad_login_stays(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_login_stays() FROM PUBLIC;

--
-- Name: FUNCTION quad_looks_like_a_secret(given text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_looks_like_a_secret(given text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_looks_like_a_secret(given text) TO quad_person;
GRANT ALL ON FUNCTION public.quad_looks_like_a_secret(given text) TO quad_platform;

--
-- Name: FUNCTION quad_mail_attachments_fit(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_mail_attachments_fit() FROM PUBLIC;

--
-- Name: FUNCTION quad_mail_drop(mail uuid); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_mail_drop(mail uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_mail_drop(mail uuid) TO quad_person;
GRANT ALL ON FUNCTION public.quad_mail_drop(mail uuid) TO quad_platform;

--
-- Name: FUNCTION quad_mail_is_addressed(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_mail_is_addressed() FROM PUBLIC;

--
-- Name: FUNCTION quad_mail_retry(mail uuid); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_mail_retry(mail uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_mail_retry(mail uuid) TO quad_person;
GRANT ALL ON FUNCTION public.quad_mail_retry(mail uuid) TO quad_platform;

--
-- Name: TABLE quad_outbox; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_outbox TO quad_platform;
GRANT SELECT ON TABLE public.quad_outbox TO quad_person;

--
-- Name: FUNCTION quad_mail_to_decide(mail uuid); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_mail_to_decide(mail uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_mail_to_decide(mail uuid) TO quad_platform;

--
-- Name: FUNCTION quad_mail_was_decided(was public.quad_outbox, becomes text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_mail_was_decided(was public.quad_outbox, becomes text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_mail_was_decided(was public.quad_outbox, becomes text) TO quad_platform;

--
-- Name: FUNCTION quad_may(email text, capability text, domain uuid); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_may(email text, capability text, domain uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_may(email text, capability text, domain uuid) TO quad_person;
GRANT ALL ON FUNCTION public.quad_may(email text, capability text, domain uuid) TO quad_platform;

--
-- Name: FUNCTION quad_may_ask_for_key(in_domain uuid); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_may_ask_for_key(in_domain uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_may_ask_for_key(in_domain uuid) TO quad_person;
GRANT ALL ON FUNCTION public.quad_may_ask_for_key(in_domain uuid) TO quad_platform;

--
-- Name: FUNCTION quad_may_become_domain(changed uuid, in_company uuid, parent uuid, with_name text, with_archived_at timestamp with time zone, with_path text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_may_become_domain(changed uuid, in_company uuid, parent uuid, with_name text, with_archived_at timestamp with time zone, with_path text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_may_become_domain(changed uuid, in_company uuid, parent uuid, with_name text, with_archived_at timestamp with time zone, with_path text) TO quad_person;
GRANT ALL ON FUNCTION public.quad_may_become_domain(changed uuid, in_company uuid, parent uuid, with_name text, with_archived_at timestamp with time zone, with_path text) TO quad_platform;

--
-- Name: FUNCTION quad_may_become_member(member uuid, in_domain uuid, with_email text, with_role text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_may_become_member(member uuid, in_domain uuid, with_email text, with_role text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_may_become_member(member uuid, in_domain uuid, with_email text, with_role text) TO quad_person;
GRANT ALL ON FUNCTION public.quad_may_become_member(member uuid, in_domain uuid, with_email text, with_role text) TO quad_platform;

--
-- Name: FUNCTION quad_may_become_user(in_company uuid); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_may_become_user(in_company uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_may_become_user(in_company uuid) TO quad_person;
GRANT ALL ON FUNCTION public.quad_may_become_user(in_company uuid) TO quad_platform;

--
-- Name: FUNCTION quad_me(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_me() FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_me() TO quad_person;
GRANT ALL ON FUNCTION public.quad_me() TO quad_platform;

--
-- Name: FUNCTION quad_member_change_is_allowed(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_member_change_is_allowed() FROM PUBLIC;

--
-- Name: FUNCTION quad_member_follows_user(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_member_follows_user() FROM PUBLIC;

--
-- Name: FUNCTION quad_member_is_placed(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_member_is_placed() FROM PUBLIC;

--
-- Name: FUNCTION quad_members_are_truncated(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_members_are_truncated() FROM PUBLIC;

--
-- Name: FUNCTION quad_moment_of(day date); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_moment_of(day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_moment_of(day date) TO quad_person;
GRANT ALL ON FUNCTION public.quad_moment_of(day date) TO quad_platform;

--
-- Name: FUNCTION quad_must(capability text, in_domain uuid, ending boolean); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_must(capability text, in_domain uuid, ending boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_must(capability text, in_domain uuid, ending boolean) TO quad_person;
GRANT ALL ON FUNCTION public.quad_must(capability text, in_domain uuid, ending boolean) TO quad_platform;

--
-- Name: FUNCTION quad_my_company(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_my_company() FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_my_company() TO quad_person;
GRANT ALL ON FUNCTION public.quad_my_company() TO quad_platform;

--
-- Name: FUNCTION quad_my_company_where(wanted text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_my_company_where(wanted text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_my_company_where(wanted text) TO quad_person;
GRANT ALL ON FUNCTION public.quad_my_company_where(wanted text) TO quad_platform;

--
-- Name: FUNCTION quad_my_domains(wanted text, ending boolean); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_my_domains(wanted text, ending boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_my_domains(wanted text, ending boolean) TO quad_person;
GRANT ALL ON FUNCTION public.quad_my_domains(wanted text, ending boolean) TO quad_platform;

--
-- Name: FUNCTION quad_my_domains_below(wanted text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_my_domains_below(wanted text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_my_domains_below(wanted text) TO quad_person;
GRANT ALL ON FUNCTION public.quad_my_domains_below(wanted text) TO quad_platform;

--
-- Name: FUNCTION quad_my_email(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_my_email() FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_my_email() TO quad_person;
GRANT ALL ON FUNCTION public.quad_my_email() TO quad_platform;

--
-- Name: FUNCTION quad_observed_since(of_company uuid); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_observed_since(of_company uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_observed_since(of_company uuid) TO quad_person;
GRANT ALL ON FUNCTION public.quad_observed_since(of_company uuid) TO quad_platform;

--
-- Name: FUNCTION quad_overload_recipients(of_domain uuid); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_overload_recipients(of_domain uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_overload_recipients(of_domain uuid) TO quad_platform;

--
-- Name: FUNCTION quad_patch_applied_at(patch text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_patch_applied_at(patch text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_patch_applied_at(patch text) TO quad_person;
GRANT ALL ON FUNCTION public.quad_patch_applied_at(patch text) TO quad_platform;

--
-- Name: FUNCTION quad_people_take_seats(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_people_take_seats() FROM PUBLIC;

--
-- Name: FUNCTION quad_provider_of_tool(tool text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_provider_of_tool(tool text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_provider_of_tool(tool text) TO quad_person;
GRANT ALL ON FUNCTION public.quad_provider_of_tool(tool text) TO quad_platform;

--
-- Name: FUNCTION quad_put_key(in_domain uuid, of_provider text, at_path text, passes_on boolean, ends timestamp with time zone, grace interval); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_put_key(in_domain uuid, of_provider text, at_path text, passes_on boolean, ends timestamp with time zone, grace interval) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_put_key(in_domain uuid, of_provider text, at_path text, passes_on boolean, ends timestamp with time zone, grace interval) TO quad_person;
GRANT ALL ON FUNCTION public.quad_put_key(in_domain uuid, of_provider text, at_path text, passes_on boolean, ends timestamp with time zone, grace interval) TO quad_platform;

--
-- Name: FUNCTION quad_refuse_closed(asked public.quad_approval_workflows); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_refuse_closed(asked public.quad_approval_workflows) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_refuse_closed(asked public.quad_approval_workflows) TO quad_person;
GRANT ALL ON FUNCTION public.quad_refuse_closed(asked public.quad_approval_workflows) TO quad_platform;

--
-- Name: FUNCTION quad_refuse_impossible(in_domain uuid, wanted text, particulars jsonb); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_refuse_impossible(in_domain uuid, wanted text, particulars jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_refuse_impossible(in_domain uuid, wanted text, particulars jsonb) TO quad_person;
GRANT ALL ON FUNCTION public.quad_refuse_impossible(in_domain uuid, wanted text, particulars jsonb) TO quad_platform;

--
-- Name: FUNCTION quad_refuse_unapproved(wanted text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_refuse_unapproved(wanted text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_refuse_unapproved(wanted text) TO quad_person;
GRANT ALL ON FUNCTION public.quad_refuse_unapproved(wanted text) TO quad_platform;

--
-- Name: FUNCTION quad_relink_branches(of_domain uuid); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_relink_branches(of_domain uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_relink_branches(of_domain uuid) TO quad_person;
GRANT ALL ON FUNCTION public.quad_relink_branches(of_domain uuid) TO quad_platform;

--
-- Name: FUNCTION quad_request_attach(feedback uuid, of_filename text, of_media_type text, bytes bytea); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_request_attach(feedback uuid, of_filename text, of_media_type text, bytes bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_request_attach(feedback uuid, of_filename text, of_media_type text, bytes bytea) TO quad_person;
GRANT ALL ON FUNCTION public.quad_request_attach(feedback uuid, of_filename text, of_media_type text, bytes bytea) TO quad_platform;

--
-- Name: FUNCTION quad_request_comes(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_request_comes() FROM PUBLIC;

--
-- Name: FUNCTION quad_request_comment(request uuid, said text, of_team boolean); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_request_comment(request uuid, said text, of_team boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_request_comment(request uuid, said text, of_team boolean) TO quad_person;
GRANT ALL ON FUNCTION public.quad_request_comment(request uuid, said text, of_team boolean) TO quad_platform;

--
-- Name: FUNCTION quad_request_dues(of_company uuid, asked_at timestamp with time zone, since timestamp with time zone); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_request_dues(of_company uuid, asked_at timestamp with time zone, since timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_request_dues(of_company uuid, asked_at timestamp with time zone, since timestamp with time zone) TO quad_platform;

--
-- Name: FUNCTION quad_request_encloses(mail uuid, of_filename text, letter jsonb); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_request_encloses(mail uuid, of_filename text, letter jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_request_encloses(mail uuid, of_filename text, letter jsonb) TO quad_platform;

--
-- Name: FUNCTION quad_request_feedback_letter(request uuid, since integer); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_request_feedback_letter(request uuid, since integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_request_feedback_letter(request uuid, since integer) TO quad_platform;

--
-- Name: FUNCTION quad_request_goes_on(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_request_goes_on() FROM PUBLIC;

--
-- Name: FUNCTION quad_request_is_mine(request uuid); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_request_is_mine(request uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_request_is_mine(request uuid) TO quad_person;
GRANT ALL ON FUNCTION public.quad_request_is_mine(request uuid) TO quad_platform;

--
-- Name: FUNCTION quad_request_is_noted(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_request_is_noted() FROM PUBLIC;

--
-- Name: FUNCTION quad_request_is_told(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_request_is_told() FROM PUBLIC;

--
-- Name: FUNCTION quad_request_letter(request uuid); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_request_letter(request uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_request_letter(request uuid) TO quad_platform;

--
-- Name: FUNCTION quad_request_mails(request uuid, to_team boolean, by_template text, with_data jsonb, of_occasion text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_request_mails(request uuid, to_team boolean, by_template text, with_data jsonb, of_occasion text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_request_mails(request uuid, to_team boolean, by_template text, with_data jsonb, of_occasion text) TO quad_platform;

--
-- Name: FUNCTION quad_request_mails_address(request uuid, former text, by_email text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_request_mails_address(request uuid, former text, by_email text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_request_mails_address(request uuid, former text, by_email text) TO quad_platform;

--
-- Name: FUNCTION quad_request_mails_votes(request uuid, by_email text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_request_mails_votes(request uuid, by_email text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_request_mails_votes(request uuid, by_email text) TO quad_platform;

--
-- Name: TABLE quad_request_events; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_request_events TO quad_platform;
GRANT SELECT ON TABLE public.quad_request_events TO quad_person;

--
-- Name: FUNCTION quad_request_news(request uuid, page jsonb); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_request_news(request uuid, page jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_request_news(request uuid, page jsonb) TO quad_person;
GRANT ALL ON FUNCTION public.quad_request_news(request uuid, page jsonb) TO quad_platform;

--
-- Name: FUNCTION quad_request_news_letter(request uuid, of_kind text, by_email text, said text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_request_news_letter(request uuid, of_kind text, by_email text, said text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_request_news_letter(request uuid, of_kind text, by_email text, said text) TO quad_platform;

--
-- Name: FUNCTION quad_request_next_due(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_request_next_due() FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_request_next_due() TO quad_person;
GRANT ALL ON FUNCTION public.quad_request_next_due() TO quad_platform;

--
-- Name: TABLE quad_request_feedback; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_request_feedback TO quad_platform;
GRANT SELECT ON TABLE public.quad_request_feedback TO quad_person;

--
-- Name: FUNCTION quad_request_report(request uuid, items jsonb, remark text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_request_report(request uuid, items jsonb, remark text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_request_report(request uuid, items jsonb, remark text) TO quad_person;
GRANT ALL ON FUNCTION public.quad_request_report(request uuid, items jsonb, remark text) TO quad_platform;

--
-- Name: FUNCTION quad_request_settings_stay(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_request_settings_stay() FROM PUBLIC;

--
-- Name: FUNCTION quad_request_slug(tool text, request uuid, attempt integer); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_request_slug(tool text, request uuid, attempt integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_request_slug(tool text, request uuid, attempt integer) TO quad_person;
GRANT ALL ON FUNCTION public.quad_request_slug(tool text, request uuid, attempt integer) TO quad_platform;

--
-- Name: FUNCTION quad_request_stage(of_status text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_request_stage(of_status text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_request_stage(of_status text) TO quad_person;
GRANT ALL ON FUNCTION public.quad_request_stage(of_status text) TO quad_platform;

--
-- Name: FUNCTION quad_request_timeline(of_company uuid, is_expedited boolean); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_request_timeline(of_company uuid, is_expedited boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_request_timeline(of_company uuid, is_expedited boolean) TO quad_person;
GRANT ALL ON FUNCTION public.quad_request_timeline(of_company uuid, is_expedited boolean) TO quad_platform;

--
-- Name: FUNCTION quad_request_vote(request uuid, wanted boolean); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_request_vote(request uuid, wanted boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_request_vote(request uuid, wanted boolean) TO quad_person;
GRANT ALL ON FUNCTION public.quad_request_vote(request uuid, wanted boolean) TO quad_platform;

--
-- Name: FUNCTION quad_request_withdraw(request uuid, why text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_request_withdraw(request uuid, why text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_request_withdraw(request uuid, why text) TO quad_person;
GRANT ALL ON FUNCTION public.quad_request_withdraw(request uuid, why text) TO quad_platform;

--
-- Name: FUNCTION quad_requests_are_due_anew(of_companies uuid[]); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_requests_are_due_anew(of_companies uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_requests_are_due_anew(of_companies uuid[]) TO quad_platform;

--
-- Name: FUNCTION quad_requests_are_expedited(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_requests_are_expedited() FROM PUBLIC;

--
-- Name: FUNCTION quad_require(wanted text, in_domain uuid, ending boolean); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_require(wanted text, in_domain uuid, ending boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_require(wanted text, in_domain uuid, ending boolean) TO quad_person;
GRANT ALL ON FUNCTION public.quad_require(wanted text, in_domain uuid, ending boolean) TO quad_platform;

--
-- Name: FUNCTION quad_require_a_new_snapshot(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_require_a_new_snapshot() FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_require_a_new_snapshot() TO quad_person;
GRANT ALL ON FUNCTION public.quad_require_a_new_snapshot() TO quad_platform;

--
-- Name: FUNCTION quad_require_desk(of_domain uuid, of_email text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_require_desk(of_domain uuid, of_email text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_require_desk(of_domain uuid, of_email text) TO quad_person;
GRANT ALL ON FUNCTION public.quad_require_desk(of_domain uuid, of_email text) TO quad_platform;

--
-- Name: FUNCTION quad_require_in_company(wanted text, of_company uuid); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_require_in_company(wanted text, of_company uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_require_in_company(wanted text, of_company uuid) TO quad_person;
GRANT ALL ON FUNCTION public.quad_require_in_company(wanted text, of_company uuid) TO quad_platform;

--
-- Name: FUNCTION quad_require_own_keys(of_company uuid, of_email text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_require_own_keys(of_company uuid, of_email text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_require_own_keys(of_company uuid, of_email text) TO quad_person;
GRANT ALL ON FUNCTION public.quad_require_own_keys(of_company uuid, of_email text) TO quad_platform;

--
-- Name: FUNCTION quad_reset_login(of_company uuid, of_email text, verifier text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_reset_login(of_company uuid, of_email text, verifier text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_reset_login(of_company uuid, of_email text, verifier text) TO quad_person;
GRANT ALL ON FUNCTION public.quad_reset_login(of_company uuid, of_email text, verifier text) TO quad_platform;

--
-- Name: FUNCTION quad_resolve_key(of_company uuid, of_email text, in_domain uuid, of_provider text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_resolve_key(of_company uuid, of_email text, in_domain uuid, of_provider text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_resolve_key(of_company uuid, of_email text, in_domain uuid, of_provider text) TO quad_person;
GRANT ALL ON FUNCTION public.quad_resolve_key(of_company uuid, of_email text, in_domain uuid, of_provider text) TO quad_platform;

--
-- Name: FUNCTION quad_revoke_login(of_company uuid, of_email text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_revoke_login(of_company uuid, of_email text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_revoke_login(of_company uuid, of_email text) TO quad_person;
GRANT ALL ON FUNCTION public.quad_revoke_login(of_company uuid, of_email text) TO quad_platform;

--
-- Name: FUNCTION quad_role_capability(of_role text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_role_capability(of_role text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_role_capability(of_role text) TO quad_person;
GRANT ALL ON FUNCTION public.quad_role_capability(of_role text) TO quad_platform;

--
-- Name: FUNCTION quad_root_is_counted(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_root_is_counted() FROM PUBLIC;

--
-- Name: FUNCTION quad_root_keeps_an_admin(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_root_keeps_an_admin() FROM PUBLIC;

--
-- Name: FUNCTION quad_roots_are_truncated(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_roots_are_truncated() FROM PUBLIC;

--
-- Name: FUNCTION quad_sees_company(of_company uuid); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_sees_company(of_company uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_sees_company(of_company uuid) TO quad_person;
GRANT ALL ON FUNCTION public.quad_sees_company(of_company uuid) TO quad_platform;

--
-- Name: FUNCTION quad_session_is_owner(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_session_is_owner() FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_session_is_owner() TO quad_person;
GRANT ALL ON FUNCTION public.quad_session_is_owner() TO quad_platform;

--
-- Name: FUNCTION quad_subject(wanted text, particulars jsonb, key_path text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_subject(wanted text, particulars jsonb, key_path text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_subject(wanted text, particulars jsonb, key_path text) TO quad_person;
GRANT ALL ON FUNCTION public.quad_subject(wanted text, particulars jsonb, key_path text) TO quad_platform;

--
-- Name: FUNCTION quad_subject_key(wanted text, particulars jsonb); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_subject_key(wanted text, particulars jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_subject_key(wanted text, particulars jsonb) TO quad_person;
GRANT ALL ON FUNCTION public.quad_subject_key(wanted text, particulars jsonb) TO quad_platform;

--
-- Name: FUNCTION quad_subtree_follows(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_subtree_follows() FROM PUBLIC;

--
-- Name: FUNCTION quad_switch_integration(of_company uuid, wanted text, turned_on boolean); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_switch_integration(of_company uuid, wanted text, turned_on boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_switch_integration(of_company uuid, wanted text, turned_on boolean) TO quad_person;
GRANT ALL ON FUNCTION public.quad_switch_integration(of_company uuid, wanted text, turned_on boolean) TO quad_platform;

--
-- Name: FUNCTION quad_take_snapshot(of_company uuid, day date, under text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_take_snapshot(of_company uuid, day date, under text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_take_snapshot(of_company uuid, day date, under text) TO quad_platform;

--
-- Name: FUNCTION quad_ticket_in(branch_name text, project_keys text[], records boolean); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_ticket_in(branch_name text, project_keys text[], records boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_ticket_in(branch_name text, project_keys text[], records boolean) TO quad_person;
GRANT ALL ON FUNCTION public.quad_ticket_in(branch_name text, project_keys text[], records boolean) TO quad_platform;

--
-- Name: FUNCTION quad_ticket_projects(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_ticket_projects() FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_ticket_projects() TO quad_person;
GRANT ALL ON FUNCTION public.quad_ticket_projects() TO quad_platform;

--
-- Name: FUNCTION quad_ticket_projects(of_domain uuid); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_ticket_projects(of_domain uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_ticket_projects(of_domain uuid) TO quad_person;
GRANT ALL ON FUNCTION public.quad_ticket_projects(of_domain uuid) TO quad_platform;

--
-- Name: FUNCTION quad_time_zone(of_company uuid); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_time_zone(of_company uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_time_zone(of_company uuid) TO quad_person;
GRANT ALL ON FUNCTION public.quad_time_zone(of_company uuid) TO quad_platform;

--
-- Name: FUNCTION quad_tool_key(tool text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_tool_key(tool text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_tool_key(tool text) TO quad_person;
GRANT ALL ON FUNCTION public.quad_tool_key(tool text) TO quad_platform;

--
-- Name: FUNCTION quad_total_level(total numeric, unallocated boolean); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_total_level(total numeric, unallocated boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_total_level(total numeric, unallocated boolean) TO quad_person;
GRANT ALL ON FUNCTION public.quad_total_level(total numeric, unallocated boolean) TO quad_platform;

--
-- Name: FUNCTION quad_touch_updated_at(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_touch_updated_at() FROM PUBLIC;

--
-- Name: FUNCTION quad_tree_is_reshaped(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_tree_is_reshaped() FROM PUBLIC;

--
-- Name: FUNCTION quad_use_key(of_company uuid, of_email text, in_domain uuid, of_provider text, in_way text, expected_key uuid, expected_path text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_use_key(of_company uuid, of_email text, in_domain uuid, of_provider text, in_way text, expected_key uuid, expected_path text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_use_key(of_company uuid, of_email text, in_domain uuid, of_provider text, in_way text, expected_key uuid, expected_path text) TO quad_person;
GRANT ALL ON FUNCTION public.quad_use_key(of_company uuid, of_email text, in_domain uuid, of_provider text, in_way text, expected_key uuid, expected_path text) TO quad_platform;

--
-- Name: FUNCTION quad_user_changes_email(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_user_changes_email() FROM PUBLIC;

--
-- Name: FUNCTION quad_user_folds_email(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_user_folds_email() FROM PUBLIC;

--
-- Name: FUNCTION quad_user_links_members(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_user_links_members() FROM PUBLIC;

--
-- Name: FUNCTION quad_user_stays_in_company(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_user_stays_in_company() FROM PUBLIC;

--
-- Name: FUNCTION quad_usual_provider(ticket_id text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_usual_provider(ticket_id text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_usual_provider(ticket_id text) TO quad_person;
GRANT ALL ON FUNCTION public.quad_usual_provider(ticket_id text) TO quad_platform;

--
-- Name: FUNCTION quad_versions_follow_email(of_company uuid, was text, is_now text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_versions_follow_email(of_company uuid, was text, is_now text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_versions_follow_email(of_company uuid, was text, is_now text) TO quad_platform;

--
-- Name: FUNCTION quad_what_is_due_changes(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_what_is_due_changes() FROM PUBLIC;

--
-- Name: FUNCTION quad_who_may(wanted text, in_domain uuid); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_who_may(wanted text, in_domain uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_who_may(wanted text, in_domain uuid) TO quad_person;
GRANT ALL ON FUNCTION public.quad_who_may(wanted text, in_domain uuid) TO quad_platform;

--
-- Name: FUNCTION quad_workload(as_of timestamp with time zone, of_company uuid, under text, of_domain uuid, of_email text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_workload(as_of timestamp with time zone, of_company uuid, under text, of_domain uuid, of_email text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_workload(as_of timestamp with time zone, of_company uuid, under text, of_domain uuid, of_email text) TO quad_platform;

--
-- Name: FUNCTION quad_workload_level(capacity numeric); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_workload_level(capacity numeric) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_workload_level(capacity numeric) TO quad_person;
GRANT ALL ON FUNCTION public.quad_workload_level(capacity numeric) TO quad_platform;

--
-- Name: FUNCTION quad_workload_month(of_date date); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.quad_workload_month(of_date date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quad_workload_month(of_date date) TO quad_platform;

--
-- Name: FUNCTION resolve_integration_key_for_user(user_id uuid, domain_id uuid, tool_provider text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.resolve_integration_key_for_user(user_id uuid, domain_id uuid, tool_provider text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.resolve_integration_key_for_user(user_id uuid, domain_id uuid, tool_provider text) TO quad_person;
GRANT ALL ON FUNCTION public.resolve_integration_key_for_user(user_id uuid, domain_id uuid, tool_provider text) TO quad_platform;

--
-- Name: FUNCTION update_domain_path(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.update_domain_path() FROM PUBLIC;

--
-- Name: TABLE quad_branch_ticket_mapping; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_branch_ticket_mapping TO quad_platform;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_branch_ticket_mapping TO quad_person;

--
-- Name: TABLE quad_branch_versions; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_branch_versions TO quad_platform;
GRANT SELECT ON TABLE public.quad_branch_versions TO quad_person;

--
-- Name: TABLE quad_itsm_tickets; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_itsm_tickets TO quad_platform;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_itsm_tickets TO quad_person;

--
-- Name: TABLE quad_ticket_versions; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_ticket_versions TO quad_platform;
GRANT SELECT ON TABLE public.quad_ticket_versions TO quad_person;

--
-- Name: TABLE quad_agent_downloads; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_agent_downloads TO quad_platform;
GRANT SELECT ON TABLE public.quad_agent_downloads TO quad_person;

--
-- Name: TABLE quad_approval_rules; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_approval_rules TO quad_platform;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_approval_rules TO quad_person;

--
-- Name: TABLE quad_audit; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.quad_audit TO quad_platform;
GRANT SELECT ON TABLE public.quad_audit TO quad_person;

--
-- Name: SEQUENCE quad_audit_id_seq; Type: ACL; Schema: public; Owner: -
--

GRANT USAGE ON SEQUENCE public.quad_audit_id_seq TO quad_platform;

--
-- Name: TABLE quad_audit_seals; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.quad_audit_seals TO quad_platform;

--
-- Name: TABLE quad_calendars; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_calendars TO quad_platform;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_calendars TO quad_person;

--
-- Name: TABLE quad_capabilities; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_capabilities TO quad_platform;
GRANT SELECT ON TABLE public.quad_capabilities TO quad_person;

--
-- Name: TABLE quad_companies; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_companies TO quad_platform;
GRANT SELECT ON TABLE public.quad_companies TO quad_person;

--
-- Name: COLUMN quad_companies.name; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(name) ON TABLE public.quad_companies TO quad_person;

--
-- Name: COLUMN quad_companies.admin_email; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(admin_email) ON TABLE public.quad_companies TO quad_person;

--
-- Name: COLUMN quad_companies.size; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(size) ON TABLE public.quad_companies TO quad_person;

--
-- Name: COLUMN quad_companies.plan; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(plan) ON TABLE public.quad_companies TO quad_person;

--
-- Name: COLUMN quad_companies.counts_key_uses; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(counts_key_uses) ON TABLE public.quad_companies TO quad_person;

--
-- Name: TABLE quad_company_integrations; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_company_integrations TO quad_platform;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_company_integrations TO quad_person;

--
-- Name: TABLE quad_customers; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_customers TO quad_platform;

--
-- Name: TABLE quad_domain_integration_keys; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_domain_integration_keys TO quad_platform;
GRANT SELECT,DELETE ON TABLE public.quad_domain_integration_keys TO quad_person;

--
-- Name: COLUMN quad_domain_integration_keys.id; Type: ACL; Schema: public; Owner: -
--

GRANT INSERT(id) ON TABLE public.quad_domain_integration_keys TO quad_person;

--
-- Name: COLUMN quad_domain_integration_keys.domain_id; Type: ACL; Schema: public; Owner: -
--

GRANT INSERT(domain_id),UPDATE(domain_id) ON TABLE public.quad_domain_integration_keys TO quad_person;

--
-- Name: COLUMN quad_domain_integration_keys.tool_provider; Type: ACL; Schema: public; Owner: -
--

GRANT INSERT(tool_provider),UPDATE(tool_provider) ON TABLE public.quad_domain_integration_keys TO quad_person;

--
-- Name: COLUMN quad_domain_integration_keys.vault_path; Type: ACL; Schema: public; Owner: -
--

GRANT INSERT(vault_path),UPDATE(vault_path) ON TABLE public.quad_domain_integration_keys TO quad_person;

--
-- Name: COLUMN quad_domain_integration_keys.inherit_from_parent; Type: ACL; Schema: public; Owner: -
--

GRANT INSERT(inherit_from_parent),UPDATE(inherit_from_parent) ON TABLE public.quad_domain_integration_keys TO quad_person;

--
-- Name: COLUMN quad_domain_integration_keys.expires_at; Type: ACL; Schema: public; Owner: -
--

GRANT INSERT(expires_at),UPDATE(expires_at) ON TABLE public.quad_domain_integration_keys TO quad_person;

--
-- Name: COLUMN quad_domain_integration_keys.former_vault_path; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(former_vault_path) ON TABLE public.quad_domain_integration_keys TO quad_person;

--
-- Name: COLUMN quad_domain_integration_keys.former_until; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(former_until) ON TABLE public.quad_domain_integration_keys TO quad_person;

--
-- Name: COLUMN quad_domain_integration_keys.former_expires_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(former_expires_at) ON TABLE public.quad_domain_integration_keys TO quad_person;

--
-- Name: TABLE quad_domain_members; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_domain_members TO quad_platform;
GRANT SELECT,INSERT,DELETE ON TABLE public.quad_domain_members TO quad_person;

--
-- Name: COLUMN quad_domain_members.domain_id; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(domain_id) ON TABLE public.quad_domain_members TO quad_person;

--
-- Name: COLUMN quad_domain_members.email; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(email) ON TABLE public.quad_domain_members TO quad_person;

--
-- Name: COLUMN quad_domain_members.role; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(role) ON TABLE public.quad_domain_members TO quad_person;

--
-- Name: COLUMN quad_domain_members.status; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(status) ON TABLE public.quad_domain_members TO quad_person;

--
-- Name: COLUMN quad_domain_members.allocation_percentage; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(allocation_percentage) ON TABLE public.quad_domain_members TO quad_person;

--
-- Name: COLUMN quad_domain_members.is_primary_domain; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(is_primary_domain) ON TABLE public.quad_domain_members TO quad_person;

--
-- Name: COLUMN quad_domain_members.invited_by; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(invited_by) ON TABLE public.quad_domain_members TO quad_person;

--
-- Name: TABLE quad_domain_versions; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_domain_versions TO quad_platform;

--
-- Name: TABLE quad_domains; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_domains TO quad_platform;
GRANT SELECT,INSERT,DELETE ON TABLE public.quad_domains TO quad_person;

--
-- Name: COLUMN quad_domains.parent_domain_id; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(parent_domain_id) ON TABLE public.quad_domains TO quad_person;

--
-- Name: COLUMN quad_domains.name; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(name) ON TABLE public.quad_domains TO quad_person;

--
-- Name: COLUMN quad_domains.display_name; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(display_name) ON TABLE public.quad_domains TO quad_person;

--
-- Name: COLUMN quad_domains.estimation_multiplier; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(estimation_multiplier) ON TABLE public.quad_domains TO quad_person;

--
-- Name: COLUMN quad_domains.archived_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(archived_at) ON TABLE public.quad_domains TO quad_person;

--
-- Name: COLUMN quad_domains.full_load; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(full_load) ON TABLE public.quad_domains TO quad_person;

--
-- Name: COLUMN quad_domains.branch_active_days; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(branch_active_days) ON TABLE public.quad_domains TO quad_person;

--
-- Name: TABLE quad_role_capabilities; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_role_capabilities TO quad_platform;
GRANT SELECT ON TABLE public.quad_role_capabilities TO quad_person;

--
-- Name: TABLE quad_holidays; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_holidays TO quad_platform;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_holidays TO quad_person;

--
-- Name: TABLE quad_install; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_install TO quad_platform;

--
-- Name: COLUMN quad_install.one; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(one) ON TABLE public.quad_install TO quad_person;

--
-- Name: COLUMN quad_install.deployment_model; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(deployment_model) ON TABLE public.quad_install TO quad_person;

--
-- Name: COLUMN quad_install.created_at; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(created_at) ON TABLE public.quad_install TO quad_person;

--
-- Name: COLUMN quad_install.updated_at; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(updated_at) ON TABLE public.quad_install TO quad_person;

--
-- Name: COLUMN quad_install.install_id; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(install_id) ON TABLE public.quad_install TO quad_person;

--
-- Name: COLUMN quad_install.observed_since; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(observed_since) ON TABLE public.quad_install TO quad_person;

--
-- Name: TABLE quad_integration_requests; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_integration_requests TO quad_platform;
GRANT SELECT ON TABLE public.quad_integration_requests TO quad_person;

--
-- Name: COLUMN quad_integration_requests.id; Type: ACL; Schema: public; Owner: -
--

GRANT INSERT(id) ON TABLE public.quad_integration_requests TO quad_person;

--
-- Name: COLUMN quad_integration_requests.company_id; Type: ACL; Schema: public; Owner: -
--

GRANT INSERT(company_id) ON TABLE public.quad_integration_requests TO quad_person;

--
-- Name: COLUMN quad_integration_requests.tool_name; Type: ACL; Schema: public; Owner: -
--

GRANT INSERT(tool_name) ON TABLE public.quad_integration_requests TO quad_person;

--
-- Name: COLUMN quad_integration_requests.category; Type: ACL; Schema: public; Owner: -
--

GRANT INSERT(category) ON TABLE public.quad_integration_requests TO quad_person;

--
-- Name: COLUMN quad_integration_requests.team_size; Type: ACL; Schema: public; Owner: -
--

GRANT INSERT(team_size) ON TABLE public.quad_integration_requests TO quad_person;

--
-- Name: COLUMN quad_integration_requests.details; Type: ACL; Schema: public; Owner: -
--

GRANT INSERT(details) ON TABLE public.quad_integration_requests TO quad_person;

--
-- Name: COLUMN quad_integration_requests.requested_by_email; Type: ACL; Schema: public; Owner: -
--

GRANT INSERT(requested_by_email) ON TABLE public.quad_integration_requests TO quad_person;

--
-- Name: TABLE quad_integrations; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.quad_integrations TO quad_platform;
GRANT SELECT ON TABLE public.quad_integrations TO quad_person;

--
-- Name: SEQUENCE quad_integrations_position_seq; Type: ACL; Schema: public; Owner: -
--

GRANT USAGE ON SEQUENCE public.quad_integrations_position_seq TO quad_platform;

--
-- Name: TABLE quad_itsm_config; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_itsm_config TO quad_platform;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_itsm_config TO quad_person;

--
-- Name: TABLE quad_key_uses; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.quad_key_uses TO quad_platform;
GRANT SELECT ON TABLE public.quad_key_uses TO quad_person;

--
-- Name: TABLE quad_logins; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.quad_logins TO quad_platform;
GRANT SELECT ON TABLE public.quad_logins TO quad_person;

--
-- Name: TABLE quad_member_aliases; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_member_aliases TO quad_platform;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_member_aliases TO quad_person;

--
-- Name: TABLE quad_member_versions; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_member_versions TO quad_platform;

--
-- Name: TABLE quad_migrations; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.quad_migrations TO quad_platform;
GRANT SELECT ON TABLE public.quad_migrations TO quad_person;

--
-- Name: TABLE quad_organizations; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_organizations TO quad_platform;
GRANT SELECT ON TABLE public.quad_organizations TO quad_person;

--
-- Name: TABLE quad_outbox_attachments; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_outbox_attachments TO quad_platform;
GRANT SELECT ON TABLE public.quad_outbox_attachments TO quad_person;

--
-- Name: TABLE quad_patch_indexes; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.quad_patch_indexes TO quad_platform;

--
-- Name: TABLE quad_patch_keys; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.quad_patch_keys TO quad_platform;

--
-- Name: TABLE quad_patches; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.quad_patches TO quad_platform;

--
-- Name: TABLE quad_people; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_people TO quad_platform;
GRANT SELECT ON TABLE public.quad_people TO quad_person;

--
-- Name: TABLE quad_plans; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_plans TO quad_platform;
GRANT SELECT ON TABLE public.quad_plans TO quad_person;

--
-- Name: TABLE quad_repositories; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_repositories TO quad_platform;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_repositories TO quad_person;

--
-- Name: TABLE quad_repository_scans; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_repository_scans TO quad_platform;
GRANT SELECT,INSERT,UPDATE ON TABLE public.quad_repository_scans TO quad_person;

--
-- Name: TABLE quad_request_attachments; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_request_attachments TO quad_platform;
GRANT SELECT ON TABLE public.quad_request_attachments TO quad_person;

--
-- Name: SEQUENCE quad_request_events_id_seq; Type: ACL; Schema: public; Owner: -
--

GRANT USAGE ON SEQUENCE public.quad_request_events_id_seq TO quad_platform;

--
-- Name: TABLE quad_request_names; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_request_names TO quad_platform;
GRANT SELECT ON TABLE public.quad_request_names TO quad_person;

--
-- Name: TABLE quad_request_settings; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_request_settings TO quad_platform;
GRANT SELECT ON TABLE public.quad_request_settings TO quad_person;

--
-- Name: TABLE quad_request_votes; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_request_votes TO quad_platform;
GRANT SELECT ON TABLE public.quad_request_votes TO quad_person;

--
-- Name: TABLE quad_roles; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_roles TO quad_platform;
GRANT SELECT ON TABLE public.quad_roles TO quad_person;

--
-- Name: TABLE quad_rules; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.quad_rules TO quad_platform;
GRANT SELECT ON TABLE public.quad_rules TO quad_person;

--
-- Name: TABLE quad_scim_audit_log; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_scim_audit_log TO quad_platform;
GRANT SELECT ON TABLE public.quad_scim_audit_log TO quad_person;

--
-- Name: TABLE quad_scim_config; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_scim_config TO quad_platform;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_scim_config TO quad_person;

--
-- Name: TABLE quad_seats; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_seats TO quad_platform;
GRANT SELECT ON TABLE public.quad_seats TO quad_person;

--
-- Name: TABLE quad_sessions; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_sessions TO quad_platform;
GRANT DELETE ON TABLE public.quad_sessions TO quad_person;

--
-- Name: COLUMN quad_sessions.id; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(id) ON TABLE public.quad_sessions TO quad_person;

--
-- Name: COLUMN quad_sessions.user_id; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(user_id) ON TABLE public.quad_sessions TO quad_person;

--
-- Name: COLUMN quad_sessions.last_activity_at; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(last_activity_at) ON TABLE public.quad_sessions TO quad_person;

--
-- Name: COLUMN quad_sessions.expires_at; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(expires_at) ON TABLE public.quad_sessions TO quad_person;

--
-- Name: COLUMN quad_sessions.created_at; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(created_at) ON TABLE public.quad_sessions TO quad_person;

--
-- Name: COLUMN quad_sessions.updated_at; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(updated_at) ON TABLE public.quad_sessions TO quad_person;

--
-- Name: TABLE quad_sla; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_sla TO quad_platform;
GRANT SELECT ON TABLE public.quad_sla TO quad_person;

--
-- Name: TABLE quad_sso_providers; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_sso_providers TO quad_platform;
GRANT SELECT ON TABLE public.quad_sso_providers TO quad_person;

--
-- Name: TABLE quad_user_integration_keys; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_user_integration_keys TO quad_platform;
GRANT SELECT,DELETE ON TABLE public.quad_user_integration_keys TO quad_person;

--
-- Name: COLUMN quad_user_integration_keys.id; Type: ACL; Schema: public; Owner: -
--

GRANT INSERT(id) ON TABLE public.quad_user_integration_keys TO quad_person;

--
-- Name: COLUMN quad_user_integration_keys.user_id; Type: ACL; Schema: public; Owner: -
--

GRANT INSERT(user_id),UPDATE(user_id) ON TABLE public.quad_user_integration_keys TO quad_person;

--
-- Name: COLUMN quad_user_integration_keys.tool_provider; Type: ACL; Schema: public; Owner: -
--

GRANT INSERT(tool_provider),UPDATE(tool_provider) ON TABLE public.quad_user_integration_keys TO quad_person;

--
-- Name: COLUMN quad_user_integration_keys.vault_path; Type: ACL; Schema: public; Owner: -
--

GRANT INSERT(vault_path),UPDATE(vault_path) ON TABLE public.quad_user_integration_keys TO quad_person;

--
-- Name: COLUMN quad_user_integration_keys.expires_at; Type: ACL; Schema: public; Owner: -
--

GRANT INSERT(expires_at),UPDATE(expires_at) ON TABLE public.quad_user_integration_keys TO quad_person;

--
-- Name: COLUMN quad_user_integration_keys.former_vault_path; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(former_vault_path) ON TABLE public.quad_user_integration_keys TO quad_person;

--
-- Name: COLUMN quad_user_integration_keys.former_until; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(former_until) ON TABLE public.quad_user_integration_keys TO quad_person;

--
-- Name: COLUMN quad_user_integration_keys.former_expires_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(former_expires_at) ON TABLE public.quad_user_integration_keys TO quad_person;

--
-- Name: TABLE quad_users; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_users TO quad_platform;
GRANT SELECT,INSERT,DELETE ON TABLE public.quad_users TO quad_person;

--
-- Name: COLUMN quad_users.email; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(email) ON TABLE public.quad_users TO quad_person;

--
-- Name: COLUMN quad_users.full_name; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(full_name) ON TABLE public.quad_users TO quad_person;

--
-- Name: COLUMN quad_users.avatar_url; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(avatar_url) ON TABLE public.quad_users TO quad_person;

--
-- Name: COLUMN quad_users.sso_provider; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(sso_provider) ON TABLE public.quad_users TO quad_person;

--
-- Name: COLUMN quad_users.sso_subject; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(sso_subject) ON TABLE public.quad_users TO quad_person;

--
-- Name: TABLE quad_workload_tracking; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quad_workload_tracking TO quad_platform;
GRANT SELECT ON TABLE public.quad_workload_tracking TO quad_person;

--
-- PostgreSQL database dump complete
--

