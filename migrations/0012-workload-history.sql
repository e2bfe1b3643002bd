-- What was so on a day: the rows that workload is computed from say since when they are as they are, and what they were before is
-- kept. So a day can be computed later, and only from what was observed.

-- null: as the parent has it; without any, a full allocation carries 100 points, and a branch is active for 30 days.
alter table QUAD_domains
  add column full_load numeric(7, 2),
  add column branch_active_days integer,
  add column valid_from timestamptz not null default current_timestamp,
  add constraint quad_domains_full_load_positive check (full_load > 0),
  add constraint quad_domains_branch_active_days_valid check (branch_active_days between 1 and 3650);

alter table QUAD_domain_members add column valid_from timestamptz not null default current_timestamp;

-- assignee_name: who it is given to as the tool has it, where that is nobody who is known.
alter table QUAD_itsm_tickets
  add column assignee_name text,
  add column status text,
  add column valid_from timestamptz not null default current_timestamp;

-- A repository is a place that git reads, bound to the domain whose work its branches are.
create table QUAD_repositories (
  id uuid primary key default gen_random_uuid(),
  company_id uuid not null,
  domain_id uuid not null,
  name text not null,
  location text not null,
  base_branch text,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint quad_repositories_domain_in_company
    foreign key (domain_id, company_id) references QUAD_domains (id, company_id) on delete cascade,
  constraint quad_repositories_name_once unique (company_id, name),
  constraint quad_repositories_location_once unique (company_id, location),
  constraint quad_repositories_no_secret check (location !~ '^[a-z+]+://[^/@]*:[^/@]*@')
);

create index quad_repositories_domain on QUAD_repositories (domain_id);

-- How its last scan went. It is written each night, and nobody is answerable for it.
create table QUAD_repository_scans (
  id uuid primary key default gen_random_uuid(),
  repository_id uuid not null unique references QUAD_repositories (id) on delete cascade,
  scanned_at timestamptz,
  branches integer,
  failed_at timestamptz,
  failure text,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp
);

-- tip: the commit it points to, by which a renamed branch is known again. linked_by_email: who linked or unlinked it by hand; a
-- scan leaves that as it is.
alter table QUAD_branch_ticket_mapping
  add column tip text,
  add column author text,
  add column linked_by_email text,
  add column renamed_from text,
  add column valid_from timestamptz not null default current_timestamp;

-- Under which other names a person goes: an author's e-mail in git, a login or a name in a ticket tool.
create table QUAD_member_aliases (
  company_id uuid not null references QUAD_companies (id) on delete cascade,
  alias text not null,
  email text not null,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  primary key (company_id, alias),
  constraint quad_member_aliases_folded check (alias = lower(btrim(alias)) and alias <> '' and length(alias) <= 320),
  constraint quad_member_aliases_email_valid
    check (length(email) <= 254 and email ~ '^[a-z0-9.!#$%&''*+/=?^_`{|}~-]+@[a-z0-9-]+([.][a-z0-9-]+)*$')
);

create index quad_member_aliases_person on QUAD_member_aliases (company_id, email);

-- What the rows above were before they changed, until when.
create table QUAD_domain_versions (
  domain_id uuid not null,
  company_id uuid not null,
  parent_domain_id uuid,
  estimation_multiplier numeric(2, 1),
  full_load numeric(7, 2),
  branch_active_days integer,
  archived_at timestamptz,
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp
);

create table QUAD_member_versions (
  domain_id uuid not null,
  email text not null,
  role text not null,
  allocation_percentage numeric(5, 2) not null,
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp
);

create table QUAD_ticket_versions (
  domain_id uuid not null,
  ticket_id text not null,
  assignee_email text,
  status_category text not null,
  story_points numeric(6, 2),
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp
);

create table QUAD_branch_versions (
  domain_id uuid not null,
  repository text not null,
  branch_name text not null,
  ticket_id text,
  developer_email text,
  first_seen_at timestamptz not null,
  last_commit_at timestamptz,
  merged_at timestamptz,
  deleted_at timestamptz,
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp
);

create index quad_domain_versions_until on QUAD_domain_versions (valid_to);
create index quad_domain_versions_domain on QUAD_domain_versions (domain_id);
create index quad_member_versions_until on QUAD_member_versions (valid_to);
create index quad_member_versions_domain on QUAD_member_versions (domain_id, email);
create index quad_ticket_versions_until on QUAD_ticket_versions (valid_to);
create index quad_ticket_versions_domain on QUAD_ticket_versions (domain_id, assignee_email);
create index quad_branch_versions_until on QUAD_branch_versions (valid_to);
create index quad_branch_versions_domain on QUAD_branch_versions (domain_id, developer_email);

-- The night's run reads what is active, and nothing else: from these indexes alone, with the hundredths that it sums.
create index quad_itsm_tickets_active on QUAD_itsm_tickets (domain_id, assignee_email, ((story_points * 100)::integer)) include (story_points, valid_from)
  where status_category <> 'done' and assignee_email is not null;
create index quad_branch_ticket_mapping_active on QUAD_branch_ticket_mapping (domain_id, developer_email)
  include (last_commit_at, first_seen_at, valid_from)
  where merged_at is null and deleted_at is null and developer_email is not null;
create index quad_domain_members_time on QUAD_domain_members (domain_id, email, ((allocation_percentage * 100)::integer))
  include (company_id, allocation_percentage, valid_from);
create index quad_branch_ticket_mapping_repository on QUAD_branch_ticket_mapping (repository, branch_name);

-- taken_at: the moment that the row shows; multiplier_domain_id: whose setting the multiplier is, null for the usual one. The
-- numbers have the places that the formula gives them: fitting each to a declared scale costs the night's run a tenth.
alter table QUAD_workload_tracking
  alter column story_points type numeric,
  alter column allocation_percentage type numeric,
  alter column estimation_multiplier type numeric,
  alter column base_workload type numeric,
  alter column final_workload type numeric,
  alter column capacity_percentage type numeric,
  add column full_load numeric not null default 100,
  add column multiplier_domain_id uuid,
  add column taken_at timestamptz not null default current_timestamp;

-- When quad began to keep what was so before.
alter table QUAD_install add column observed_since timestamptz not null default current_timestamp;

-- What is to be told to somebody, written in the transaction of what it tells, and sent from here. occasion: what makes it the same
-- message, so that nobody is told twice.
create table QUAD_outbox (
  id uuid primary key default gen_random_uuid(),
  company_id uuid not null references QUAD_companies (id) on delete cascade,
  recipient_email text not null,
  template text not null,
  data jsonb not null,
  occasion text not null,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint quad_outbox_once unique (company_id, occasion)
);
