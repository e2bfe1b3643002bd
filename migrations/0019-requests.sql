-- Requests for integrations: from "we need Postman" to "it is live" (spec, Integration Request Workflow).

-- One row of what this install's requests need to know. support_email: to whom they go. expedited_from, raised_from: how many companies
-- have to want the same tool (spec, SLA, Notes; QUAD Team Workflow, 3).
create table QUAD_request_settings (
  one boolean primary key default true,
  support_email text not null default 'integrations@quadframe.work',
  support_name text not null default 'QUAD Platform Support Team',
  tracking_url text not null default 'https://quadframe.work/integrations/requests',
  releases_url text not null default 'https://releases.quadframe.work/patches',
  raised_from integer not null default 3,
  expedited_from integer not null default 5,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint quad_request_settings_is_one_row check (one),
  constraint quad_request_settings_support_email_valid
    check (length(support_email) <= 254 and support_email ~ '^[a-z0-9.!#$%&''*+/=?^_`{|}~-]+@[a-z0-9-]+([.][a-z0-9-]+)*$'),
  constraint quad_request_settings_support_name_printable check (support_name !~ '[[:cntrl:]]' and length(support_name) between 1 and 200),
  constraint quad_request_settings_urls_valid
    check (tracking_url ~ '^https?://[!-~]+[^/]$' and releases_url ~ '^https?://[!-~]+[^/]$'),
  constraint quad_request_settings_counts_in_order check (raised_from between 2 and expedited_from)
);

insert into QUAD_request_settings default values;

-- spec, SLA, in business days: a week has five. Without figures it is best effort. plan: one of QUAD_plans.
create table QUAD_sla (
  plan text not null,
  stage text not null,
  min_days integer,
  max_days integer,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  primary key (plan, stage),
  constraint quad_sla_stage_known check (stage in ('response', 'start', 'beta', 'release')),
  constraint quad_sla_days_in_order check ((min_days is null) = (max_days is null) and min_days between 1 and max_days)
);

insert into QUAD_sla (plan, stage, min_days, max_days) values
  ('enterprise', 'response', 1, 1), ('enterprise', 'start', 5, 5), ('enterprise', 'beta', 10, 15), ('enterprise', 'release', 15, 20),
  ('pro', 'response', 2, 2), ('pro', 'start', 10, 10), ('pro', 'beta', 15, 20), ('pro', 'release', 20, 30),
  ('free', 'response', 5, 5), ('free', 'start', null, null), ('free', 'beta', null, null), ('free', 'release', null, null);

-- slug: the last one that was drawn for it; QUAD_request_names has those of before as well. tool_key: the same for all spellings of a
-- tool. beta_patch, prod_patch: the patch that brings it. …_due: the last day for each stage by the SLA; null is best effort.
-- received_at: on the team's side, when somebody else's request came. mail_thread: the Message-ID of the mail that its mails answer.
alter table QUAD_integration_requests
  add column slug text,
  add column tool_key text not null generated always as (coalesce(nullif(regexp_replace(regexp_replace(lower(btrim(tool_name)),
    '^(https?://)?(www[.])?|[.](com|io|org|net|dev|app|ai|co|so)/?$', '', 'g'), '[^[:alnum:]]', '', 'g'), ''), lower(btrim(tool_name)))) stored,
  add column acknowledged_at timestamptz,
  add column closed_at timestamptz,
  add column closed_because text,
  add column assigned_to text,
  add column effort text,
  add column expedited_at timestamptz,
  add column beta_patch text,
  add column prod_patch text,
  add column response_due date,
  add column start_due date,
  add column beta_due date,
  add column release_due date,
  add column received_at timestamptz,
  add column mail_thread text,
  drop constraint quad_integration_requests_status_known,
  add constraint quad_integration_requests_status_known
    check (status in ('submitted', 'in_progress', 'beta', 'released', 'rejected', 'withdrawn')),
  -- What a platform has written before may be otherwise.
  add constraint quad_integration_requests_tool_printable
    check (tool_name !~ '[[:cntrl:]]' and btrim(tool_name) <> '' and length(tool_name) <= 200) not valid,
  add constraint quad_integration_requests_category_printable
    check (category !~ '[[:cntrl:]]' and btrim(category) <> '' and length(category) <= 200) not valid,
  add constraint quad_integration_requests_details_short check (length(details) <= 500) not valid,
  add constraint quad_integration_requests_details_printable
    check (translate(details, E'\n\t', '') !~ '[[:cntrl:]]') not valid,
  add constraint quad_integration_requests_team_size_positive check (team_size between 1 and 10000000) not valid,
  add constraint quad_integration_requests_requested_by_email_valid
    check (length(requested_by_email) <= 254
      and requested_by_email ~ '^[a-z0-9.!#$%&''*+/=?^_`{|}~-]+@[a-z0-9-]+([.][a-z0-9-]+)*$') not valid,
  add constraint quad_integration_requests_effort_known check (effort in ('simple', 'complex', 'none')),
  add constraint quad_integration_requests_closed_for_a_reason check (closed_at is null or closed_because is not null),
  add constraint quad_integration_requests_closed_because_printable
    check (translate(closed_because, E'\n', '') !~ '[[:cntrl:]]' and length(closed_because) <= 500);

update QUAD_integration_requests set slug = concat_ws('-',
  nullif(btrim(left(btrim(regexp_replace(lower(tool_name), '[^a-z0-9]+', '-', 'g'), '-'), 40), '-'), ''),
  ('x' || left(replace(id::text, '-', ''), 8))::bit(32)::bigint);

alter table QUAD_integration_requests
  alter column slug set not null,
  add constraint quad_integration_requests_slug_once unique (slug),
  add constraint quad_integration_requests_slug_valid check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 63);

create index quad_integration_requests_open_by_tool on QUAD_integration_requests (tool_key, company_id)
  where status in ('submitted', 'in_progress', 'beta');

-- Every slug that a request has or had: an older one keeps working, and is nobody else's.
create table QUAD_request_names (
  slug text primary key,
  request_id uuid not null references QUAD_integration_requests (id) on delete cascade deferrable initially deferred,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp
);

insert into QUAD_request_names (slug, request_id) select slug, id from QUAD_integration_requests;
create index quad_request_names_request on QUAD_request_names (request_id);

-- What happened to a request, in the words of its tracking page. data: what a program wants of it.
create table QUAD_request_events (
  id bigint generated always as identity primary key,
  request_id uuid not null references QUAD_integration_requests (id) on delete cascade,
  kind text not null,
  said text not null,
  by_email text,
  data jsonb not null default '{}',
  happened_at timestamptz not null default current_timestamp,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint quad_request_events_kind_known check (kind in ('submitted', 'received', 'acknowledged', 'started', 'assigned', 'estimated',
    'expedited', 'beta', 'released', 'rejected', 'withdrawn', 'renamed', 'comment', 'feedback', 'fixed')),
  constraint quad_request_events_said_short check (btrim(said) <> '' and length(said) <= 2000)
);

create index quad_request_events_request on QUAD_request_events (request_id, id);

-- spec, Step 7: what a customer reports of a beta. number: as it stands in their mail.
create table QUAD_request_feedback (
  id uuid primary key default gen_random_uuid(),
  request_id uuid not null references QUAD_integration_requests (id) on delete cascade,
  number integer not null,
  kind text not null,
  said text not null,
  patch text,
  reported_by_email text not null,
  fixed_in text,
  fixed_as text,
  fixed_at timestamptz,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint quad_request_feedback_once unique (request_id, number),
  constraint quad_request_feedback_numbered check (number > 0),
  constraint quad_request_feedback_kind_known check (kind in ('bug', 'idea')),
  constraint quad_request_feedback_said_short
    check (btrim(said) <> '' and length(said) <= 4000 and translate(said, E'\n\t', '') !~ '[[:cntrl:]]'),
  constraint quad_request_feedback_fixed_whole check (num_nonnulls(fixed_in, fixed_at) <> 1)
);

create table QUAD_request_attachments (
  feedback_id uuid not null references QUAD_request_feedback (id) on delete cascade,
  filename text not null,
  media_type text not null,
  content bytea not null,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  primary key (feedback_id, filename),
  constraint quad_request_attachments_filename_plain
    check (filename !~ '[[:cntrl:]/\\]' and filename not in ('.', '..') and length(filename) between 1 and 200),
  constraint quad_request_attachments_small check (length(content) <= 10000000)
);

-- spec, Future Enhancements, Phase 2: who else wants it.
create table QUAD_request_votes (
  request_id uuid not null references QUAD_integration_requests (id) on delete cascade,
  company_id uuid not null references QUAD_companies (id) on delete cascade,
  email text not null,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  primary key (request_id, company_id, email)
);

create index quad_request_votes_company on QUAD_request_votes (company_id);

-- The team's side: a company whose requests come by mail, as the last of them described it.
create table QUAD_customers (
  company_id uuid primary key references QUAD_companies (id) on delete cascade,
  users integer not null,
  deployment_model text not null,
  platform_version text,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint quad_customers_users_counted check (users >= 0),
  constraint quad_customers_deployment_model_known check (deployment_model in ('self-hosted', 'cloud')),
  constraint quad_customers_platform_version_printable check (platform_version !~ '[[:cntrl:]]' and length(platform_version) <= 100)
);
