-- Key Management: which integration key applies to whom. Secrets stay in Vaultwarden; here are paths.

-- inherit_from_parent true: as if there were no row. False with a path: the domain's own key. False without a
-- path: nothing applies here, on purpose.
create table QUAD_domain_integration_keys (
  id uuid primary key default gen_random_uuid(),
  domain_id uuid not null references QUAD_domains (id) on delete cascade,
  tool_provider text not null,
  vault_path text,
  inherit_from_parent boolean not null default false,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint quad_domain_integration_keys_once unique (domain_id, tool_provider)
);

create table QUAD_user_integration_keys (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references QUAD_users (id) on delete cascade,
  tool_provider text not null,
  vault_path text not null,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint quad_user_integration_keys_once unique (user_id, tool_provider)
);
