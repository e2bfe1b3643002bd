-- The life of a key: when it ends, the one it follows, who changed it, and how often it is used.

-- A tool has one name.
update QUAD_domain_integration_keys set tool_provider = lower(btrim(tool_provider)) where tool_provider <> lower(btrim(tool_provider));
update QUAD_user_integration_keys set tool_provider = lower(btrim(tool_provider)) where tool_provider <> lower(btrim(tool_provider));

-- former: the path before the last rotation, kept until former_until so that it can be gone back to.
alter table QUAD_domain_integration_keys
  add column expires_at timestamptz,
  add column former_vault_path text,
  add column former_until timestamptz,
  add column former_expires_at timestamptz,
  add column rotated_at timestamptz,
  add column rotated_by_email text,
  add constraint quad_domain_integration_keys_tool_in_small_letters check (tool_provider = lower(btrim(tool_provider))),
  add constraint quad_domain_integration_keys_former_for_some_time check ((former_vault_path is null) = (former_until is null)),
  add constraint quad_domain_integration_keys_only_a_key_ends
    check (vault_path is not null or coalesce(expires_at, former_until) is null);

alter table QUAD_user_integration_keys
  add column expires_at timestamptz,
  add column former_vault_path text,
  add column former_until timestamptz,
  add column former_expires_at timestamptz,
  add column rotated_at timestamptz,
  add column rotated_by_email text,
  add constraint quad_user_integration_keys_tool_in_small_letters check (tool_provider = lower(btrim(tool_provider))),
  add constraint quad_user_integration_keys_former_for_some_time check ((former_vault_path is null) = (former_until is null));

-- How often a key was handed out, and when last: one row a key and a way. Which use it was is in the trail.
create table QUAD_key_uses (
  id uuid primary key default gen_random_uuid(),
  domain_key_id uuid references QUAD_domain_integration_keys (id) on delete cascade,
  user_key_id uuid references QUAD_user_integration_keys (id) on delete cascade,
  way text not null,
  uses bigint not null default 1,
  last_used_at timestamptz not null default current_timestamp,
  last_used_by_email text not null,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint quad_key_uses_of_one_key check (num_nonnulls(domain_key_id, user_key_id) = 1),
  constraint quad_key_uses_way_known check (way in ('exec', 'reveal')),
  constraint quad_key_uses_counted check (uses > 0),
  constraint quad_key_uses_domain_key_once unique (domain_key_id, way),
  constraint quad_key_uses_user_key_once unique (user_key_id, way)
);

-- Whether uses are counted at all; that one was handed out is in the trail either way.
alter table QUAD_companies add column counts_key_uses boolean not null default true;

-- use: a key was taken out of the vault; the row is what it was taken for.
alter table QUAD_audit drop constraint quad_audit_action_known;
alter table QUAD_audit add constraint quad_audit_action_known
  check (action in ('insert', 'update', 'delete', 'truncate', 'use'));
