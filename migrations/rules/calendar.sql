-- Business days: the days of a company's calendar that are neither of its weekend nor a holiday. A day is that of the company's time zone,
-- or the database's where it names none. What is asked of a company that there is not, or that one does not see, is null.
--
-- They read as their caller: the policies hold, and cost nothing where the owner asks for many rows.

-- A time zone is one of those that Postgres lists, in its spelling: `at time zone` takes any word with a number for one.
create function quad_calendar_time_zone_is_known() returns trigger
language plpgsql set search_path from current as $$
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

create trigger quad_calendar_time_zone_is_known before insert or update of time_zone on QUAD_calendars
  for each row when (new.time_zone is not null) execute function quad_calendar_time_zone_is_known();

create function quad_time_zone(of_company uuid) returns text
language plpgsql stable strict parallel safe set search_path from current set enable_seqscan = off as $$
begin
  return (
    select coalesce(k.time_zone, current_setting('TimeZone'))
    from QUAD_companies c left join QUAD_calendars k on k.company_id = c.id where c.id = of_company);
end
$$;

-- The local day of an instant.
create function quad_business_day(of_company uuid, at timestamptz) returns date
language plpgsql stable strict parallel safe set search_path from current as $$
begin
  return (quad_business_day.at at time zone quad_time_zone(of_company))::date;
end
$$;

-- By the end of which day something is due that may take so many business days: the n-th one after the local day of an instant, whatever that
-- is; with 0 the first one that is not before it.
--
-- Whole weeks are counted, not walked; each holiday up to the day that this gives moves it on by one.
create function quad_add_business_days(of_company uuid, from_at timestamptz, days integer) returns date
language plpgsql stable strict parallel safe set search_path from current set enable_seqscan = off as $$
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

-- The same for many at once, by the place of each in the arrays: a hundred thousand take a second.
--
-- Each holiday is given the number of business days there are before it. Then how many lie before the wanted day is found by bisection,
-- as is how many lie before the start.
create function quad_add_business_days(of_companies uuid[], from_ats timestamptz[], days integer[])
returns table (place bigint, due date)
language plpgsql stable strict parallel safe set search_path from current set plan_cache_mode = force_custom_plan as $$
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

-- How many business days there are after the local day of one instant, up to that of another; none where that is not later.
create function quad_business_days_between(of_company uuid, from_at timestamptz, until_at timestamptz) returns integer
language plpgsql stable strict parallel safe set search_path from current set enable_seqscan = off as $$
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

-- The instant at which a local day has ended: the first after which it is never that day again, nor one before it.
--
-- Where clocks go back over midnight Postgres takes the later of the two. Where midnight is skipped it takes it for as long after the leap as
-- it would have been after the day's clock; what ended the day was the leap, which is looked for between the two clocks.
create function quad_end_of_day(of_company uuid, day date) returns timestamptz
language plpgsql stable strict parallel safe set search_path from current as $$
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
