-- Platform Management: sessions, agent downloads, integration requests, and the legacy switches.

create table QUAD_sessions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references QUAD_users (id) on delete cascade,
  token text not null,
  last_activity_at timestamptz not null default current_timestamp,
  expires_at timestamptz,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint quad_sessions_token_once unique (token)
);

create index quad_sessions_user on QUAD_sessions (user_id);

create table QUAD_agent_downloads (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references QUAD_users (id) on delete cascade,
  agent_type text not null,
  download_count integer not null default 1,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint quad_agent_downloads_type_once unique (user_id, agent_type),
  constraint quad_agent_downloads_counted check (download_count >= 0)
);

create table QUAD_integration_requests (
  id uuid primary key default gen_random_uuid(),
  company_id uuid not null references QUAD_companies (id) on delete cascade,
  tool_name text not null,
  category text not null,
  team_size integer,
  details text,
  status text not null default 'submitted',
  estimated_release_date date,
  requested_by_email text not null,
  created_at timestamptz default current_timestamp,
  started_at timestamptz,
  beta_released_at timestamptz,
  prod_released_at timestamptz,
  updated_at timestamptz not null default current_timestamp,
  constraint quad_integration_requests_status_known
    check (status in ('submitted', 'in_progress', 'beta', 'released', 'rejected'))
);

create index idx_quad_integration_requests_company on QUAD_integration_requests (company_id);
create index idx_quad_integration_requests_status on QUAD_integration_requests (status);

-- Legacy: a company's switch a tool, and the key that came before keys belonged to domains.
create table QUAD_company_integrations (
  id uuid primary key default gen_random_uuid(),
  company_id uuid not null references QUAD_companies (id) on delete cascade,
  integration text not null,
  is_enabled boolean not null default true,
  vault_path text,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint quad_company_integrations_once unique (company_id, integration)
);
