-- The vendor's patches: whose signature is believed, what was applied to this install, and what came of it.

-- vouched_by: the key that this one was vouched for with, when a vendor changed keys; null for one that was added by hand.
create table QUAD_patch_keys (
  key_id text primary key,
  public_key text not null,
  label text not null,
  vouched_by text references QUAD_patch_keys (key_id),
  revoked_at timestamptz,
  revoked_because text,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint quad_patch_keys_public_key_once unique (public_key),
  constraint quad_patch_keys_id_valid check (key_id ~ '^[0-9A-F]{1,16}$'),
  constraint quad_patch_keys_revoked_for_a_reason check ((revoked_at is null) = (revoked_because is null))
);

-- A row is written in the transaction of the patch's own migrations. key_id: whose signature it had; null for one that was applied
-- without any, by the hash that somebody gave.
create table QUAD_patches (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  version text not null,
  channel text not null,
  sequence bigint not null,
  sha256 text not null,
  key_id text references QUAD_patch_keys (key_id),
  applied_at timestamptz not null default current_timestamp,
  rolled_back_at timestamptz,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint quad_patches_channel_known check (channel in ('beta', 'prod')),
  constraint quad_patches_sequence_positive check (sequence > 0),
  constraint quad_patches_sha256_valid check (sha256 ~ '^[0-9a-f]{64}$')
);

-- A patch is applied once at a time.
create unique index quad_patches_applied on QUAD_patches (name) where rolled_back_at is null;
create index quad_patches_key on QUAD_patches (key_id);
