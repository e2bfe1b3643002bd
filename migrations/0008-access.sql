-- Who may do what: the capabilities by name, and the logins of people.

-- title completes "EMAIL may not …".
create table QUAD_capabilities (
  capability text primary key,
  title text not null,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp
);

insert into QUAD_capabilities (capability, title) values
  ('create_root_domain', 'create root domains'),
  ('delete_root_domain', 'delete root domains'),
  ('create_domain', 'create or change domains'),
  ('invite_user', 'invite users'),
  ('assign_quad_admin_role', 'assign the role QUAD_ADMIN'),
  ('assign_admin_role', 'assign admin roles'),
  ('assign_basic_role', 'assign roles'),
  ('manage_company', 'manage the company'),
  ('manage_global_keys', 'manage global integration keys'),
  ('manage_domain_keys', 'manage integration keys'),
  ('manage_own_keys', 'manage their own integration keys'),
  ('approve_request', 'approve requests'),
  ('configure_agents', 'configure agents'),
  ('view_activity', 'view activity'),
  ('view_own_workload', 'view their own workload'),
  ('download_agents', 'download agents'),
  ('use_agents', 'use agents'),
  ('request_integration', 'request integrations');

-- spec, QUAD_ADMIN: "(No restrictions)". What belongs to a company and to no domain of it is theirs.
insert into QUAD_role_capabilities (role, capability, scope, allowed, description) values
  ('QUAD_ADMIN', 'manage_company', 'company', true, 'Manage the company, its accounts and its settings');

alter table QUAD_role_capabilities
  add constraint quad_role_capabilities_capability_known foreign key (capability) references QUAD_capabilities (capability);

-- Which person a Postgres login belongs to. A row and its login role come and go together, by triggers.
create table QUAD_logins (
  login text primary key,
  company_id uuid not null,
  email text not null,
  kind text not null,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint quad_logins_person_once unique (company_id, email),
  constraint quad_logins_of_a_user foreign key (company_id, email)
    references QUAD_users (company_id, email) on update cascade on delete cascade,
  constraint quad_logins_login_is_a_role_name
    check (octet_length(login) between 1 and 63 and login !~ '[[:cntrl:]]' and login !~* '^(pg_|quad_)'),
  constraint quad_logins_kind_known check (kind in ('password', 'certificate'))
);

-- What tells this install from others: its audit checkpoints are kept under this name.
alter table QUAD_install add column install_id uuid not null default gen_random_uuid();
