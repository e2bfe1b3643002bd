-- When a company works. One without a row works Monday to Friday, in the time zone of the install.

-- weekend: days of the week as ISO counts them, 1 Monday to 7 Sunday. time_zone: null is the database's.
create table QUAD_calendars (
  company_id uuid primary key references QUAD_companies (id) on delete cascade,
  weekend integer[] not null default '{6,7}',
  time_zone text,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  -- Counts each of the seven days once; what is twice or is no day makes it less than the length.
  constraint quad_calendars_weekend_valid check (
    array_position(weekend, null) is null and coalesce(array_ndims(weekend), 1) = 1 and cardinality(weekend) < 7
    and cardinality(weekend) = (1 = any (weekend))::integer + (2 = any (weekend))::integer + (3 = any (weekend))::integer
      + (4 = any (weekend))::integer + (5 = any (weekend))::integer + (6 = any (weekend))::integer + (7 = any (weekend))::integer)
);

create table QUAD_holidays (
  company_id uuid not null references QUAD_companies (id) on delete cascade,
  day date not null,
  name text not null,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  primary key (company_id, day),
  constraint quad_holidays_day_within_reason check (day between '1900-01-01' and '2999-12-31'),
  constraint quad_holidays_name_is_a_line check (name = btrim(name) and name <> '' and length(name) <= 200 and name !~ '[[:cntrl:]]')
);
