-- One row about this install. root_count is kept by a trigger on QUAD_domains, so that "a self-hosted
-- install has one root" is a check on one row: concurrent writers queue on it and the second is refused.
create table QUAD_install (
  one boolean primary key default true,
  deployment_model text not null default 'self-hosted',
  root_count integer not null default 0,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint quad_install_is_one_row check (one),
  constraint quad_install_deployment_model_known check (deployment_model in ('self-hosted', 'cloud')),
  constraint quad_install_self_hosted_has_one_root
    check (root_count >= 0 and (deployment_model = 'cloud' or root_count <= 1))
);

insert into QUAD_install default values;
