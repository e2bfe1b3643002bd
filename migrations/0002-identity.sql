-- Core Identity: companies and users.

-- What a plan allows. A null seat limit is none.
create table QUAD_plans (
  plan text primary key,
  title text not null,
  monthly_usd integer,
  seat_limit integer,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp
);

insert into QUAD_plans (plan, title, monthly_usd, seat_limit) values
  ('free', 'Free', 0, 5),
  ('pro', 'Pro', 99, null),
  ('enterprise', 'Enterprise', null, null);

create table QUAD_companies (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  admin_email text not null,
  size text,
  plan text not null default 'free' references QUAD_plans (plan),
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint quad_companies_name_printable
    check (name !~ '[[:cntrl:]]' and btrim(name) <> '' and length(name) <= 200),
  constraint quad_companies_admin_email_valid
    check (length(admin_email) <= 254 and admin_email ~ '^[a-z0-9.!#$%&''*+/=?^_`{|}~-]+@[a-z0-9-]+([.][a-z0-9-]+)*$'),
  constraint quad_companies_size_printable check (size !~ '[[:cntrl:]]' and length(size) <= 40)
);

-- Seats taken and allowed, one row a company: the check is the plan's limit, whatever runs at the same moment.
-- used counts the distinct e-mails that are members, active or pending; triggers keep both figures.
create table QUAD_seats (
  company_id uuid primary key references QUAD_companies (id) on delete cascade,
  used integer not null default 0,
  seat_limit integer,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint quad_seats_within_plan check (used >= 0 and (seat_limit is null or used <= seat_limit))
);

create table QUAD_sso_providers (
  provider text primary key,
  title text not null,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp
);

insert into QUAD_sso_providers (provider, title) values
  ('okta', 'Okta'),
  ('azure_ad', 'Azure AD'),
  ('google', 'Google'),
  ('github', 'GitHub'),
  ('gitlab', 'GitLab'),
  ('oidc', 'OpenID Connect');

create table QUAD_users (
  id uuid primary key default gen_random_uuid(),
  company_id uuid not null references QUAD_companies (id) on delete cascade,
  email text not null,
  full_name text,
  avatar_url text,
  sso_provider text references QUAD_sso_providers (provider),
  sso_subject text,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint quad_users_email_once unique (company_id, email),
  constraint quad_users_sso_subject_once unique (company_id, sso_provider, sso_subject),
  constraint quad_users_email_valid
    check (length(email) <= 254 and email ~ '^[a-z0-9.!#$%&''*+/=?^_`{|}~-]+@[a-z0-9-]+([.][a-z0-9-]+)*$'),
  constraint quad_users_full_name_printable check (full_name !~ '[[:cntrl:]]' and length(full_name) <= 200)
);

create index quad_users_email on QUAD_users (email);
