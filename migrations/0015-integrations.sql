-- The catalogue: what the platform can be connected with, and how far each is. Whether a company has one on is said in
-- QUAD_company_integrations.

-- role: whose list it stands in; null where nobody says. brought_by: the name of the patch by which it stands here as it does; null for what
-- came with the platform. replaced: what stood here before that patch (display_name, role, status, brought_by, replaced), so that the patch can
-- be taken back; null where there was nothing. position: new ones come last.
create table QUAD_integrations (
  name text primary key,
  display_name text not null,
  role text,
  status text not null,
  brought_by text,
  replaced jsonb,
  health_path text not null,
  health_expected jsonb not null default '{"status": "ok"}',
  position integer generated always as identity,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint quad_integrations_name_is_a_slug check (name ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(name) <= 63),
  constraint quad_integrations_role_in_small_letters check (role = lower(btrim(role)) and role <> ''),
  constraint quad_integrations_status_known check (status in ('active', 'beta', 'coming_soon')),
  constraint quad_integrations_health_path_valid check (health_path ~ '^/[!-~]*$'),
  constraint quad_integrations_health_expected_is_a_map check (jsonb_typeof(health_expected) = 'object')
);

-- spec, User Flow, Step 1 and UI Design: "Backend Developer Integrations". Figma is named beside them, without a list.
insert into QUAD_integrations (name, display_name, role, status, health_path)
select name, display_name, role, status, '/api/integrations/' || name || '/health'
from (values
  (1, 'github', 'GitHub', 'backend', 'active'),
  (2, 'jira', 'Jira', 'backend', 'active'),
  (3, 'slack', 'Slack', 'backend', 'active'),
  (4, 'postman', 'Postman', 'backend', 'coming_soon'),
  (5, 'docker', 'Docker', 'backend', 'coming_soon'),
  (6, 'figma', 'Figma', null, 'active')
) as named (nth, name, display_name, role, status)
order by nth;
