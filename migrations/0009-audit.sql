-- The trail: what was changed, by whom, on whose behalf. No foreign keys: an entry outlives what it is about.

create table QUAD_audit (
  id bigint generated always as identity primary key,
  company_id uuid,
  domain_id uuid,
  table_name text not null,
  row_id text not null,
  action text not null,
  -- the person who is answerable; the platform's own writes are 'platform'
  actor text not null,
  -- the Postgres login, whoever it acted for
  login text not null,
  -- the person that the owner's connection acted as, where it was told to
  acting_as text,
  -- as the client names it
  command text,
  transaction_id bigint not null,
  before jsonb,
  after jsonb,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint quad_audit_action_known check (action in ('insert', 'update', 'delete', 'truncate'))
);

create index quad_audit_domain on QUAD_audit (domain_id, id);
create index quad_audit_time on QUAD_audit using brin (created_at, transaction_id);
-- What is known of a domain that is gone.
create index quad_audit_deleted_domains on QUAD_audit ((before ->> 'path'))
  where table_name = 'quad_domains' and action = 'delete';

-- The chain over entries that were sealed: position by position, each hash covers the one before.
create table QUAD_audit_seals (
  position bigint primary key,
  entry_id bigint not null,
  entry_hash bytea not null,
  chain_hash bytea not null,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint quad_audit_seals_entry_once unique (entry_id),
  constraint quad_audit_seals_position_counts check (position > 0)
);
