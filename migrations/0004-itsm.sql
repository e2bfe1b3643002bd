-- ITSM Integration. Secrets are paths into Vaultwarden, never values.

create table QUAD_itsm_config (
  id uuid primary key default gen_random_uuid(),
  domain_id uuid not null references QUAD_domains (id) on delete cascade,
  tool text not null,
  base_url text,
  project_key text not null,
  vault_path text,
  approval_method text not null default 'in_app',
  is_enabled boolean not null default true,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint quad_itsm_config_project_once unique (domain_id, project_key),
  constraint quad_itsm_config_tool_known check (tool in
    ('jira_service_management', 'servicenow', 'jira_software', 'linear', 'zendesk', 'freshservice')),
  constraint quad_itsm_config_project_key_valid check (project_key ~ '^[A-Z][A-Z0-9]{1,31}$'),
  constraint quad_itsm_config_approval_method_known check (approval_method in ('in_app', 'itsm'))
);

create table QUAD_approval_workflows (
  id uuid primary key default gen_random_uuid(),
  company_id uuid not null,
  domain_id uuid not null,
  subject_type text not null,
  subject jsonb not null,
  method text not null default 'in_app',
  status text not null default 'pending',
  requested_by_email text not null,
  decided_by_email text,
  decided_at timestamptz,
  reason text,
  itsm_ticket_id text,
  expires_at timestamptz,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint quad_approval_workflows_domain_in_company
    foreign key (domain_id, company_id) references QUAD_domains (id, company_id) on delete cascade,
  constraint quad_approval_workflows_subject_known
    check (subject_type in ('integration_request', 'role', 'domain', 'key')),
  constraint quad_approval_workflows_method_known check (method in ('in_app', 'itsm')),
  constraint quad_approval_workflows_status_known
    check (status in ('pending', 'approved', 'rejected', 'cancelled', 'expired')),
  constraint quad_approval_workflows_decision_is_whole
    check ((status in ('approved', 'rejected')) = (decided_by_email is not null and decided_at is not null))
);

create index quad_approval_workflows_domain on QUAD_approval_workflows (domain_id);
create index quad_approval_workflows_status on QUAD_approval_workflows (company_id, status);

create table QUAD_scim_config (
  id uuid primary key default gen_random_uuid(),
  company_id uuid not null references QUAD_companies (id) on delete cascade,
  provider text not null,
  bearer_token_vault_path text not null,
  group_mapping jsonb not null default '{}',
  is_enabled boolean not null default true,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint quad_scim_config_provider_once unique (company_id, provider),
  constraint quad_scim_config_provider_known check (provider in ('okta', 'azure_ad'))
);

create table QUAD_scim_audit_log (
  id uuid primary key default gen_random_uuid(),
  company_id uuid not null references QUAD_companies (id) on delete cascade,
  operation text not null,
  resource_type text not null,
  resource_id text,
  request jsonb,
  response jsonb,
  response_status integer,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp
);

create index quad_scim_audit_log_company on QUAD_scim_audit_log (company_id, created_at);
