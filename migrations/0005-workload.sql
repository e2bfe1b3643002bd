-- Workload Tracking: what people have on their desks, and the daily record of how much that is.

create table QUAD_itsm_tickets (
  id uuid primary key default gen_random_uuid(),
  domain_id uuid not null references QUAD_domains (id) on delete cascade,
  ticket_id text not null,
  provider text not null,
  title text,
  assignee_email text,
  status_category text not null default 'todo',
  story_points numeric(6, 2),
  opened_at timestamptz not null default current_timestamp,
  closed_at timestamptz,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint quad_itsm_tickets_once unique (domain_id, ticket_id),
  constraint quad_itsm_tickets_status_known check (status_category in ('todo', 'in_progress', 'done')),
  constraint quad_itsm_tickets_done_is_closed check ((status_category = 'done') = (closed_at is not null)),
  constraint quad_itsm_tickets_story_points_valid check (story_points >= 0)
);

create index quad_itsm_tickets_ticket on QUAD_itsm_tickets (ticket_id);
create index quad_itsm_tickets_assignee on QUAD_itsm_tickets (assignee_email, domain_id);

create table QUAD_branch_ticket_mapping (
  id uuid primary key default gen_random_uuid(),
  domain_id uuid not null references QUAD_domains (id) on delete cascade,
  repository text not null,
  branch_name text not null,
  ticket_id text,
  ticket_provider text,
  is_orphan boolean not null default true,
  developer_email text,
  first_seen_at timestamptz not null default current_timestamp,
  last_commit_at timestamptz,
  merged_at timestamptz,
  deleted_at timestamptz,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint quad_branch_ticket_mapping_once unique (domain_id, repository, branch_name),
  constraint quad_branch_ticket_mapping_orphan_has_no_ticket check (is_orphan = (ticket_id is null))
);

create index quad_branch_ticket_mapping_ticket on QUAD_branch_ticket_mapping (ticket_id);
create index quad_branch_ticket_mapping_developer on QUAD_branch_ticket_mapping (developer_email, domain_id);

-- One row a domain, developer and day, with the inputs it was computed from, so that it explains itself when they
-- have changed. No surrogate id and no foreign keys: filled for everyone at once each night, kept by the month.
create table QUAD_workload_tracking (
  snapshot_date date not null,
  domain_id uuid not null,
  developer_email text not null,
  active_tickets integer not null default 0,
  active_branches integer not null default 0,
  story_points numeric(9, 2) not null default 0,
  allocation_percentage numeric(5, 2) not null default 0,
  estimation_multiplier numeric(2, 1) not null default 1.0,
  base_workload numeric(12, 3) not null,
  final_workload numeric(12, 4) not null,
  capacity_percentage numeric(14, 4),
  overload_alert boolean not null,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  primary key (snapshot_date, domain_id, developer_email)
) partition by range (snapshot_date);

-- Takes what belongs to no month that has a partition yet.
create table QUAD_workload_tracking_default partition of QUAD_workload_tracking default;
