-- Domain Architecture: the tree, who works in it, and what a role may do.

-- path and depth are derived from the parents by a trigger. path compares bytewise, so that a subtree is the
-- range between path || '/' and path || '0' ('0' is the byte after '/'), and one index serves it.
create table QUAD_domains (
  id uuid primary key default gen_random_uuid(),
  company_id uuid not null references QUAD_companies (id) on delete cascade,
  parent_domain_id uuid,
  name text not null,
  display_name text not null,
  domain_type text not null,
  path text collate "C" not null,
  depth integer not null,
  -- null: as the parent has it; balanced (1.0) where nobody set it
  estimation_multiplier numeric(2, 1),
  archived_at timestamptz,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint quad_domains_in_company unique (id, company_id),
  constraint quad_domains_parent_in_company
    foreign key (parent_domain_id, company_id) references QUAD_domains (id, company_id) on delete cascade,
  constraint quad_domains_path_once unique (path),
  constraint quad_domains_name_among_siblings unique (parent_domain_id, name),
  constraint quad_domains_name_is_a_slug check (length(name) <= 63 and name ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  constraint quad_domains_display_name_printable
    check (display_name !~ '[[:cntrl:]]' and btrim(display_name) <> '' and length(display_name) <= 200),
  constraint quad_domains_path_under_2000_bytes check (octet_length(path) < 2000),
  constraint quad_domains_type_follows_depth
    check (domain_type = case depth when 0 then 'root' when 1 then 'domain' else 'subdomain' end),
  constraint quad_domains_root_has_no_parent check ((parent_domain_id is null) = (depth = 0)),
  constraint quad_domains_estimation_multiplier_known check (estimation_multiplier in (0.5, 1.0, 1.5))
);

create index quad_domains_company on QUAD_domains (company_id);
create index quad_domains_name on QUAD_domains (name);

create table QUAD_roles (
  role text primary key,
  title text not null,
  rank integer not null unique,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp
);

insert into QUAD_roles (role, title, rank) values
  ('QUAD_ADMIN', '1-2 people in entire company', 1),
  ('DOMAIN_ADMIN', 'Directors', 2),
  ('SUBDOMAIN_ADMIN', 'Team Leads', 3),
  ('DEVELOPER', 'Developers', 4),
  ('QA', 'Testers', 5),
  ('QA_LEAD', 'Test leads', 6),
  ('INFRASTRUCTURE', 'Infrastructure engineers', 7),
  ('DATABASE', 'Database engineers', 8);

-- allowed = false spells out the spec's "Cannot Do"; what is not listed is not allowed either.
-- scope: company (everywhere in it), domain (the member's domain and below), subdomain (the member's domain
-- alone), self (what is the member's own).
create table QUAD_role_capabilities (
  role text not null references QUAD_roles (role) on delete cascade,
  capability text not null,
  scope text not null,
  allowed boolean not null,
  description text not null,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  primary key (role, capability),
  constraint quad_role_capabilities_scope_known check (scope in ('company', 'domain', 'subdomain', 'self'))
);

insert into QUAD_role_capabilities (role, capability, scope, allowed, description) values
  ('QUAD_ADMIN', 'create_root_domain', 'company', true, 'Create root domains'),
  ('QUAD_ADMIN', 'delete_root_domain', 'company', true, 'Delete root domains'),
  ('QUAD_ADMIN', 'create_domain', 'company', true, 'Create any domain/sub-domain'),
  ('QUAD_ADMIN', 'invite_user', 'company', true, 'Invite users to any domain'),
  ('QUAD_ADMIN', 'assign_quad_admin_role', 'company', true, 'Assign any role, QUAD_ADMIN included'),
  ('QUAD_ADMIN', 'assign_admin_role', 'company', true, 'Assign any role, admin roles included'),
  ('QUAD_ADMIN', 'assign_basic_role', 'company', true, 'Assign any role'),
  ('QUAD_ADMIN', 'manage_global_keys', 'company', true, 'Manage global integration keys'),
  ('QUAD_ADMIN', 'manage_domain_keys', 'company', true, 'Manage the integration keys of any domain'),
  ('QUAD_ADMIN', 'manage_own_keys', 'self', true, 'Manage their own integration keys'),
  ('QUAD_ADMIN', 'approve_request', 'company', true, 'Approve any request'),
  ('QUAD_ADMIN', 'configure_agents', 'company', true, 'Configure agents for any domain'),
  ('QUAD_ADMIN', 'view_activity', 'company', true, 'View the activity of any domain'),
  ('QUAD_ADMIN', 'download_agents', 'self', true, 'Download agents'),
  ('QUAD_ADMIN', 'use_agents', 'self', true, 'Use agents'),
  ('QUAD_ADMIN', 'request_integration', 'company', true, 'Request new integrations'),
  ('QUAD_ADMIN', 'view_own_workload', 'self', true, 'View their own workload'),

  ('DOMAIN_ADMIN', 'create_domain', 'domain', true, 'Create sub-domains under their domain'),
  ('DOMAIN_ADMIN', 'invite_user', 'domain', true, 'Invite users to their domain'),
  ('DOMAIN_ADMIN', 'assign_admin_role', 'domain', true, 'Assign roles (except QUAD_ADMIN), admin roles included'),
  ('DOMAIN_ADMIN', 'assign_basic_role', 'domain', true, 'Assign roles (except QUAD_ADMIN)'),
  ('DOMAIN_ADMIN', 'manage_domain_keys', 'domain', true, 'Manage domain integration keys'),
  ('DOMAIN_ADMIN', 'manage_own_keys', 'self', true, 'Manage their own integration keys'),
  ('DOMAIN_ADMIN', 'approve_request', 'domain', true, 'Approve requests in their domain'),
  ('DOMAIN_ADMIN', 'configure_agents', 'domain', true, 'Configure agents for their domain'),
  ('DOMAIN_ADMIN', 'view_activity', 'domain', true, 'View the activity of their domain'),
  ('DOMAIN_ADMIN', 'download_agents', 'self', true, 'Download agents'),
  ('DOMAIN_ADMIN', 'use_agents', 'self', true, 'Use agents'),
  ('DOMAIN_ADMIN', 'request_integration', 'company', true, 'Request new integrations'),
  ('DOMAIN_ADMIN', 'view_own_workload', 'self', true, 'View their own workload'),
  ('DOMAIN_ADMIN', 'create_root_domain', 'company', false, 'Create root domains'),
  ('DOMAIN_ADMIN', 'delete_root_domain', 'company', false, 'Delete root domains'),
  ('DOMAIN_ADMIN', 'assign_quad_admin_role', 'company', false, 'Assign QUAD_ADMIN role'),
  ('DOMAIN_ADMIN', 'manage_global_keys', 'company', false, 'Manage global integration keys'),

  ('SUBDOMAIN_ADMIN', 'invite_user', 'subdomain', true, 'Invite users to their sub-domain'),
  ('SUBDOMAIN_ADMIN', 'assign_basic_role', 'subdomain', true, 'Assign basic roles (DEVELOPER, QA, etc.)'),
  ('SUBDOMAIN_ADMIN', 'configure_agents', 'subdomain', true, 'Configure agents for their sub-domain'),
  ('SUBDOMAIN_ADMIN', 'view_activity', 'subdomain', true, 'View sub-domain activity'),
  ('SUBDOMAIN_ADMIN', 'manage_own_keys', 'self', true, 'Manage their own integration keys'),
  ('SUBDOMAIN_ADMIN', 'download_agents', 'self', true, 'Download agents'),
  ('SUBDOMAIN_ADMIN', 'use_agents', 'self', true, 'Use agents'),
  ('SUBDOMAIN_ADMIN', 'request_integration', 'company', true, 'Request new integrations'),
  ('SUBDOMAIN_ADMIN', 'view_own_workload', 'self', true, 'View their own workload'),
  ('SUBDOMAIN_ADMIN', 'create_root_domain', 'company', false, 'Create root domains'),
  ('SUBDOMAIN_ADMIN', 'create_domain', 'company', false, 'Create domains'),
  ('SUBDOMAIN_ADMIN', 'manage_domain_keys', 'company', false, 'Manage integration keys'),
  ('SUBDOMAIN_ADMIN', 'assign_admin_role', 'company', false, 'Assign admin roles');

insert into QUAD_role_capabilities (role, capability, scope, allowed, description)
select r.role, c.capability, c.scope, c.allowed, c.description
from QUAD_roles r,
  (values
    ('download_agents', 'self', true, 'Download agents'),
    ('use_agents', 'self', true, 'Use agents'),
    ('manage_own_keys', 'self', true, 'Manage their own integration keys'),
    ('request_integration', 'company', true, 'Request new integrations'),
    ('view_own_workload', 'self', true, 'View their own workload'),
    ('invite_user', 'company', false, 'Invite users'),
    ('assign_basic_role', 'company', false, 'Assign roles'),
    ('manage_domain_keys', 'company', false, 'Manage domain keys'),
    ('create_domain', 'company', false, 'Create domains')
  ) as c (capability, scope, allowed, description)
where r.role in ('DEVELOPER', 'QA', 'QA_LEAD', 'INFRASTRUCTURE', 'DATABASE');

create table QUAD_domain_members (
  id uuid primary key default gen_random_uuid(),
  domain_id uuid not null,
  company_id uuid not null,
  user_id uuid references QUAD_users (id) on delete set null,
  email text not null,
  role text not null,
  status text not null default 'active',
  allocation_percentage numeric(5, 2) not null default 0,
  is_primary_domain boolean not null default false,
  invited_by uuid references QUAD_users (id) on delete set null,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint quad_domain_members_role_once unique (domain_id, email, role),
  constraint quad_domain_members_domain_in_company
    foreign key (domain_id, company_id) references QUAD_domains (id, company_id) on delete cascade,
  constraint quad_domain_members_role_known foreign key (role) references QUAD_roles (role),
  constraint quad_domain_members_status_known check (status in ('active', 'pending')),
  constraint quad_domain_members_allocation_is_a_percentage check (allocation_percentage between 0 and 100),
  constraint quad_domain_members_email_valid
    check (length(email) <= 254 and email ~ '^[a-z0-9.!#$%&''*+/=?^_`{|}~-]+@[a-z0-9-]+([.][a-z0-9-]+)*$')
);

create index quad_domain_members_person on QUAD_domain_members (company_id, email);
create unique index quad_domain_members_one_primary
  on QUAD_domain_members (company_id, email) where is_primary_domain;
create index quad_domain_members_user on QUAD_domain_members (user_id);
create index quad_domain_members_invited_by on QUAD_domain_members (invited_by);
create index quad_domain_members_pending on QUAD_domain_members (status) where status <> 'active';

-- What each person holds in all, one row a person, kept by triggers on QUAD_domain_members. The check is the
-- hundred percent; writers of one person queue on the row, and a statement locks its rows in sorted order. A row
-- stays when its person has left, at zero: a deletion could be missed by a session that waits for the row.
create table QUAD_people (
  company_id uuid not null references QUAD_companies (id) on delete cascade,
  email text not null,
  memberships integer not null default 0,
  allocated numeric(9, 2) not null default 0,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  primary key (company_id, email),
  constraint quad_people_memberships_counted check (memberships >= 0),
  constraint quad_people_allocated_within_100 check (allocated between 0 and 100)
);
