-- Approvals: what a company wants approved, and what a request asks for.

-- No row: it needs no approval.
create table QUAD_approval_rules (
  company_id uuid not null references QUAD_companies (id) on delete cascade,
  subject_type text not null,
  valid_for interval not null default interval '14 days',
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  primary key (company_id, subject_type),
  constraint quad_approval_rules_subject_known check (subject_type in ('integration_request', 'role', 'domain', 'key')),
  constraint quad_approval_rules_valid_for_some_time
    check (valid_for between interval '1 minute' and interval '366 days')
);

-- subject_key names the thing that is asked for: two requests for one thing are one. A key's path into Vaultwarden is
-- kept apart from the subject, which everybody concerned may read. executed_at: when the change was carried out.
alter table QUAD_approval_workflows
  add column subject_key text not null default gen_random_uuid()::text,
  add column vault_path text,
  add column executed_at timestamptz;

create unique index quad_approval_workflows_one_pending
  on QUAD_approval_workflows (domain_id, subject_type, subject_key) where status = 'pending';
