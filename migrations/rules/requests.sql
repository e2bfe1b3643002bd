-- Requests for integrations. Whoever writes one (the program, an approval, the platform), it gets its slug, its due dates, its first event
-- and its mail here, and stages only go forward.

-- Without its one row no mail would be written, and nobody would be told.
create function quad_request_settings_stay() returns trigger
language plpgsql set search_path from current as $$
begin
  raise exception 'The settings of requests are one row, which is changed and never deleted.' using errcode = 'QU005';
end
$$;

create trigger quad_request_settings_stay before delete or truncate on QUAD_request_settings
  for each statement execute function quad_request_settings_stay();

-- What all spellings of a tool have in common, as QUAD_integration_requests.tool_key has it.
create function quad_tool_key(tool text) returns text
language sql immutable set search_path from current as $$
  select coalesce(nullif(regexp_replace(regexp_replace(lower(btrim(normalize(tool, NFKC))),
    '^(https?://)?(www[.])?|[.](com|io|org|net|dev|app|ai|co|so)/?$', '', 'g'), '[^[:alnum:]+#]|[+#](?![+#]*$)', '', 'g'), ''), lower(btrim(tool)))
$$;

-- A slug for a request: its tool and a number drawn from its id (four digits, more after some attempts), so that the customer's and the
-- team's are nearly always the same. None begins with req-: that is how the requestId of another one does.
create function quad_request_slug(tool text, request uuid, attempt integer) returns text
language sql immutable set search_path from current as $$
  select concat_ws('-',
    coalesce(nullif(btrim(left(regexp_replace(btrim(regexp_replace(lower(regexp_replace(normalize(tool, NFKD), '[\u0300-\u036f]', '', 'g')),
      '[^a-z0-9]+', '-', 'g'), '-'), '^(req(-|$))+', ''), 40), '-'), ''), 'tool'),
    d.least + (('x' || substr(md5(request::text || attempt), 1, 15))::bit(60)::bigint % (9 * d.least)))
  from (select 10::bigint ^ (3 + attempt / 4) as power) p, lateral (select p.power::bigint as least) d
$$;

-- The last day of each stage by the plan of its company; by its being expedited within two weeks of that moment, where that is earlier: begun
-- and in beta within one.
create function quad_request_dues(of_company uuid, asked_at timestamptz, since timestamptz)
returns table (response_due date, start_due date, beta_due date, release_due date)
language sql stable set search_path from current as $$
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

-- Counts anew what of a company's open requests is due, for its calendar or its plan is another: stages that are reached keep the day by
-- which they were due.
create function quad_requests_are_due_anew(of_companies uuid[]) returns void
language sql security definer set search_path from current as $$
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

create function quad_what_is_due_changes() returns trigger
language plpgsql security definer set search_path from current as $$
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

create trigger quad_what_is_due_changes after update of plan on QUAD_companies
  for each row when (old.plan is distinct from new.plan) execute function quad_what_is_due_changes();
create trigger quad_what_is_due_changes after insert or delete or update of weekend, time_zone on QUAD_calendars
  for each row execute function quad_what_is_due_changes();
create trigger quad_what_is_due_changes after update of min_days, max_days on QUAD_sla
  for each row execute function quad_what_is_due_changes();

-- Holidays come by the hundred.
create function quad_holidays_change() returns trigger
language plpgsql security definer set search_path from current as $$
begin
  perform quad_requests_are_due_anew(array(select distinct h.company_id from changed h));
  return null;
end
$$;

create trigger quad_holidays_come after insert on QUAD_holidays
  referencing new table as changed for each statement execute function quad_holidays_change();
create trigger quad_holidays_go after delete on QUAD_holidays
  referencing old table as changed for each statement execute function quad_holidays_change();
create trigger quad_holidays_move after update on QUAD_holidays
  referencing new table as changed for each statement execute function quad_holidays_change();

-- How long it takes, as a mail says it: from the earliest beta to the latest production.
create function quad_request_timeline(of_company uuid, is_expedited boolean default false) returns text
language sql stable security definer set search_path from current as $$
  select case when is_expedited then '1-2 weeks'
    else coalesce(min(s.min_days) / 5 || '-' || max(s.max_days) / 5 || ' weeks', 'best effort') end
  from QUAD_companies c join QUAD_sla s using (plan)
  where c.id = of_company and s.stage in ('beta', 'release') and quad_sees_company(of_company)
$$;

create function quad_request_comes() returns trigger
language plpgsql security definer set search_path from current set enable_seqscan = off as $$
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

create trigger quad_request_comes before insert on QUAD_integration_requests for each row execute function quad_request_comes();

-- What goes to the team with a request, so that the same program takes it in there.
create function quad_request_letter(request uuid) returns jsonb
language sql stable security definer set search_path from current as $$
  select jsonb_build_object(
    'format', 'quad-request/1', 'id', r.id, 'requestId', 'req-' || r.slug, 'slug', r.slug, 'toolName', r.tool_name,
    'category', r.category, 'teamSize', r.team_size, 'details', r.details, 'userEmail', r.requested_by_email,
    'submittedAt', to_char(r.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'messageId', r.mail_thread,
    'company', jsonb_build_object('id', c.id, 'name', c.name, 'adminEmail', c.admin_email, 'plan', c.plan, 'users', s.used,
      'deploymentModel', i.deployment_model, 'version', nullif(current_setting('quad.platform_version', true), '')))
  from QUAD_integration_requests r join QUAD_companies c on c.id = r.company_id join QUAD_seats s on s.company_id = c.id, QUAD_install i
  where r.id = request
$$;

-- Puts a letter into a mail to the team, so that the same program takes it in there; a newer one of a mail in the place of the older. Where
-- no mail was written, because an earlier one has told the same, there is nothing to put it into.
create function quad_request_encloses(mail uuid, of_filename text, letter jsonb) returns void
language sql strict security definer set search_path from current as $$
  insert into QUAD_outbox_attachments (outbox_id, position, filename, media_type, content)
  values (mail, 1, of_filename, 'application/json', convert_to(jsonb_pretty(letter), 'UTF8'))
  on conflict (outbox_id, position) do update set filename = excluded.filename, content = excluded.content
$$;

-- The first event, and the mail to the team (spec, Step 3).
create function quad_request_is_told() returns trigger
language plpgsql security definer set search_path from current as $$
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
$$;

create trigger quad_request_is_told after insert on QUAD_integration_requests for each row execute function quad_request_is_told();

-- Where so many companies want the same tool, all of them get it sooner (spec, SLA, Notes). One at a time for a tool, so that of the
-- fourth and the fifth at the same moment the later one sees the other.
create function quad_requests_are_expedited() returns trigger
language plpgsql security definer set search_path from current as $$
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

create trigger quad_requests_are_expedited after insert on QUAD_integration_requests
  referencing new table as new_rows for each statement execute function quad_requests_are_expedited();

create function quad_request_stage(of_status text) returns integer
language sql immutable set search_path from current as $$
  select array_position(array['submitted', 'in_progress', 'beta', 'released'], of_status)
$$;

-- Forward only; a stage that is reached has its time.
create function quad_request_goes_on() returns trigger
language plpgsql security definer set search_path from current as $$
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

create trigger quad_request_goes_on before update on QUAD_integration_requests
  for each row execute function quad_request_goes_on();

-- What has changed, in the words of the tracking page.
create function quad_request_is_noted() returns trigger
language plpgsql security definer set search_path from current as $$
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

-- Not where the team's page tells it in its own words.
create trigger quad_request_is_noted after update on QUAD_integration_requests
  for each row when (current_setting('quad.request_told', true) is distinct from 'elsewhere') execute function quad_request_is_noted();

-- The queue of the team (spec, QUAD Team Workflow, 2 and 3): a row a tool, however it is spelled. The level of a request is that of its
-- plan (Enterprise 1, Pro 2, Free 3), one less for a large team, one less where several companies want it, 0 when expedited; a
-- tool stands where the first of its requests stands. Of its efforts it has the largest, as of who it is assigned to the first that was asked for.
create view quad_triage as
with open as (
  select r.id, r.slug, r.tool_name, r.tool_key, r.company_id, r.team_size, r.created_at, r.status, r.expedited_at, r.effort,
    r.assigned_to, p.plan_rank,
    array[p.plan_rank - (coalesce(r.team_size, 0) >= 50)::integer, p.plan_rank, -coalesce(r.team_size, 0)::integer] as standing,
    case when r.acknowledged_at is null then r.response_due when r.status = 'submitted' then r.start_due
      when r.status = 'in_progress' then r.beta_due else r.release_due end as due
  from QUAD_integration_requests r join QUAD_companies c on c.id = r.company_id,
    lateral (select array_position(array['enterprise', 'pro', 'free'], c.plan) as plan_rank) p
  where r.status in ('submitted', 'in_progress', 'beta')
), votes as (
  select r.tool_key, count(distinct (v.company_id, v.email)) as votes
  from QUAD_request_votes v join QUAD_integration_requests r on r.id = v.request_id
  where r.status in ('submitted', 'in_progress', 'beta')
  group by 1
), tools as (
  select o.tool_key, count(*) as requests, count(distinct o.company_id) as companies, sum(o.team_size) as users,
    min(o.standing) as first, max(o.team_size) as largest, min(o.created_at) as oldest, min(o.due) as due,
    bool_or(o.expedited_at is not null) as expedited, mode() within group (order by o.tool_name) as tool_name,
    array_agg(distinct o.tool_name) as spellings, array_agg(o.slug order by o.plan_rank, o.created_at) as slugs,
    max(quad_request_stage(o.status)) as stage,
    (array['simple', 'complex', 'none'])[max(array_position(array['simple', 'complex', 'none'], o.effort))] as effort,
    (array_agg(o.assigned_to order by o.created_at) filter (where o.assigned_to is not null))[1] as assigned_to
  from open o group by 1
)
select t.tool_key, t.tool_name, t.spellings, t.slugs, t.requests, t.companies, coalesce(t.users, 0) as users,
  coalesce(v.votes, 0) as votes, (array['enterprise', 'pro', 'free'])[t.first[2]] as plan, t.expedited, t.oldest, t.due, t.stage,
  t.effort, t.assigned_to, coalesce(t.largest, 0) as largest, t.first[2] as plan_rank,
  case when t.first[1] < t.first[2] then -t.first[3] else 0 end as raising_team,
  case when t.expedited then 0 else greatest(1, t.first[1] - (t.companies >= s.raised_from)::integer) end as level,
  t.companies >= s.raised_from as raised
from tools t left join votes v using (tool_key), QUAD_request_settings s;

-- A mail about a request, to the team or to whoever asked; it answers the one with which the request came, where there was one: older ones came
-- before mail was sent.
create function quad_request_mails(request uuid, to_team boolean, by_template text, with_data jsonb, of_occasion text) returns uuid
language sql security definer set search_path from current as $$
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

-- The one who acts on a request, as somebody of its company: whoever asked, or approves requests there. Refuses others.
create function quad_request_is_mine(request uuid) returns text
language plpgsql stable security definer set search_path from current as $$
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

-- What else a customer tells the team of a request: a remark, that it is withdrawn, who votes for it now, or where whoever asked is written to
-- (and was before).
create function quad_request_news_letter(request uuid, of_kind text, by_email text, said text default null) returns jsonb
language sql stable security definer set search_path from current as $$
  select jsonb_build_object(
    'format', 'quad-news/1', 'request', request, 'kind', of_kind, 'by', by_email, 'said', said,
    'at', to_char(current_timestamp at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'voters', (
      select coalesce(jsonb_agg(v.email order by v.email), '[]') from QUAD_request_votes v where v.request_id = request))
$$;

create function quad_request_comment(request uuid, said text, of_team boolean default false) returns void
language plpgsql security definer set search_path from current as $$
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

create function quad_request_mails_address(request uuid, former text, by_email text) returns void
language sql security definer set search_path from current as $$
  select quad_request_encloses(
    quad_request_mails(request, true, 'request-address', jsonb_build_object('former', former, 'requestedBy', by_email),
      format('address %s', gen_random_uuid())),
    r.slug || '-address.json', quad_request_news_letter(request, 'address', by_email, former))
  from QUAD_integration_requests r where r.id = request
$$;

create function quad_request_withdraw(request uuid, why text default null) returns void
language plpgsql security definer set search_path from current as $$
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

-- What goes to the team with feedback, as with a request: what was found, from a number on.
create function quad_request_feedback_letter(request uuid, since integer) returns jsonb
language sql stable security definer set search_path from current as $$
  select jsonb_build_object(
    'format', 'quad-feedback/1', 'request', request, 'reportedBy', min(f.reported_by_email),
    'reportedAt', to_char(min(f.created_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'findings', jsonb_agg(jsonb_build_object(
      'id', f.id, 'number', f.number, 'kind', f.kind, 'text', f.said, 'patch', f.patch) order by f.number))
  from QUAD_request_feedback f where f.request_id = request and f.number >= since
$$;

-- What somebody found in a beta, in their order, and what else they say of it; gives the numbers.
create function quad_request_report(request uuid, items jsonb, remark text default null) returns setof QUAD_request_feedback
language plpgsql security definer set search_path from current as $$
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

-- Tells the team who votes for a request: an hour after the first of several, so that they are one mail.
create function quad_request_mails_votes(request uuid, by_email text) returns void
language plpgsql security definer set search_path from current as $$
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

-- One a company and person; says whether that changed anything.
create function quad_request_vote(request uuid, wanted boolean) returns boolean
language plpgsql security definer set search_path from current as $$
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

-- Whoever is a member nowhere any more does not vote for what is still open. At the end of the transaction, in which they may have come back.
create function quad_leaver_votes_no_more() returns trigger
language plpgsql security definer set search_path from current as $$
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

create constraint trigger quad_leaver_votes_no_more after update of memberships on QUAD_people
  deferrable initially deferred
  for each row when (old.memberships > 0 and new.memberships = 0) execute function quad_leaver_votes_no_more();

-- A file that shows a finding goes with it, and with the mail that reports it.
create function quad_request_attach(feedback uuid, of_filename text, of_media_type text, bytes bytea) returns void
language plpgsql security definer set search_path from current as $$
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

-- What is due next of each open request, by the SLA of its plan. breached: its day is over, in the company's time zone; a plan that is best
-- effort is never breached.
create function quad_request_next_due()
returns table (id uuid, company_id uuid, stage text, due date, today date, breached boolean)
language sql stable set search_path from current as $$
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

-- Takes over what the team's page of a request says; gives the events that were not known yet. What a page says is somebody else's word:
-- a stage only goes forward, and who withdrew it here is not contradicted. What is over has no stages any more, but remarks, and fixes of
-- what was found in it.
create function quad_request_news(request uuid, page jsonb) returns setof QUAD_request_events
language plpgsql set search_path from current as $$
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

-- When a patch came that is applied here; for whoever asked for what it brings, who sees nothing else of patches.
create function quad_patch_applied_at(patch text) returns timestamptz
language sql stable security definer set search_path from current as $$
  select p.applied_at from QUAD_patches p where p.name = patch and p.rolled_back_at is null
$$;
