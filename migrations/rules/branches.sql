-- Which ticket a branch is about. One function reads the name; everything else asks it.

-- The key in a branch's name, null where there is none. The first one counts.
--
-- project_keys: the projects whose keys are looked for. Then any case matches, an underscore separates as well as a hyphen does, and
-- letters may follow (wfly-1234, WFLY_1234, WFLY-2453v2); with three digits and more nothing need stand between (WFLY13176). A number of
-- one or two digits with another after a point is a version (trunk-1.9).
-- Without any, what looks like a key of some tracker: a project in capitals, a hyphen, a number, standing by itself. Standards, ciphers
-- and versions look like that as well (CVE-2021-44228, UTF-8, AES-256, JDK-17), and are passed over.
-- records: ServiceNow's own numbers, which have no project.
create function quad_ticket_in(branch_name text, project_keys text[], records boolean) returns text
language sql immutable parallel safe set search_path from current as $$
  select upper(coalesce(m[3], m[1] || '-' || m[2]))
  from regexp_match(branch_name, case
    when coalesce(cardinality(project_keys), 0) = 0 then
      '(?<![A-Za-z0-9])(?:'
      || '(?!(?:CVE|CWE|UTF|UCS|RFC|ISO|IEC|IEEE|SHA|AES|RSA|JSR|JEP|PEP|BCP|ECMA|ANSI|DIN|X86|COVID|GH|PR)-)'
      || '(?!(?:JDK|JRE|JAVA|HTTP|TLS|SSL|OAUTH|RC|MD|BASE|LATIN|ES|PG)-[0-9]{1,2}(?![0-9]))'
      || '([A-Z][A-Z0-9]+)-0*([1-9][0-9]*)(?![0-9]|[A-Z][A-Z0-9])'
      || '|((?:INC|CHG|RITM|REQ|TASK|SCTASK|CTASK|PRB|PTASK|STRY)[0-9]{7,10})(?![A-Za-z0-9]))'
    else
      '(?i)(?<![a-z0-9])(?:'
      || '(' || array_to_string(project_keys, '|') || ')(?:[-_]0*|(?=[1-9][0-9]{2}))(?![0-9]{1,2}[.][0-9])([1-9][0-9]{0,9})(?![0-9])'
      || '|(' || case when records then '(?:INC|CHG|RITM|REQ|TASK|SCTASK|CTASK|PRB|PTASK|STRY)[0-9]{7,10}' else '(?!)' end
      || ')(?![a-z0-9]))'
    end) m
  -- Bounds in the pattern itself would make it five times as slow.
  where m[3] is not null or length(m[1]) <= 32 and length(m[2]) <= 10
$$;

-- Which tool a project's tickets are in, as the domain or the nearest one above it has it, and which of them that is.
create function quad_ticket_projects(of_domain uuid) returns table (project_key text, provider text, configured_in text)
language sql stable security definer rows 10 set search_path from current as $$
  select distinct on (c.project_key) c.project_key, quad_provider_of_tool(c.tool), above.path
  from QUAD_domains d
  join QUAD_domains above on above.company_id = d.company_id and starts_with(d.path || '/', above.path || '/')
  join QUAD_itsm_config c on c.domain_id = above.id and c.is_enabled
  where d.id = of_domain and quad_sees_company(d.company_id)
  order by c.project_key, above.depth desc
$$;

-- Every project that is configured anywhere; a key that several tools have is nobody's there.
create function quad_ticket_projects() returns table (project_key text, provider text, configured_in text)
language sql stable security definer rows 10 set search_path from current as $$
  select c.project_key,
    case when count(distinct quad_provider_of_tool(c.tool)) > 1 then 'unknown' else min(quad_provider_of_tool(c.tool)) end,
    case when count(*) = 1 then min(d.path) end
  from QUAD_itsm_config c join QUAD_domains d on d.id = c.domain_id
  where c.is_enabled and quad_sees_company(d.company_id)
  group by c.project_key
$$;

-- Jira goes by one name, whichever of its products has the ticket.
create function quad_provider_of_tool(tool text) returns text
language sql immutable parallel safe set search_path from current as $$
  select case when tool like 'jira\_%' then 'jira' else tool end
$$;

-- Where a ticket is by its key alone: the spec's examples.
create function quad_usual_provider(ticket_id text) returns text
language sql immutable parallel safe set search_path from current as $$
  select case
    when ticket_id is null then null
    when ticket_id !~ '-' then 'servicenow'
    else case split_part(ticket_id, '-', 1) when 'JIRA' then 'jira' when 'SNW' then 'servicenow' when 'LIN' then 'linear' else 'unknown' end
    end
$$;

-- spec, Key Database Functions 3: "Extracts ticket ID from git branch name", with the projects of a domain.
create function extract_ticket_id_from_branch(branch_name text, in_domain uuid)
returns table (ticket_id text, provider text, is_orphan boolean)
language sql stable rows 1 set search_path from current as $$
  with projects as (
    select array_agg(p.project_key) as keys, bool_or(p.provider = 'servicenow') as records from quad_ticket_projects(in_domain) p
  ), found as (
    select quad_ticket_in(branch_name, p.keys, p.records) as id from projects p
  )
  select f.id,
    case when f.id is not null then coalesce(
      (select p.provider from quad_ticket_projects(in_domain) p where p.project_key = split_part(f.id, '-', 1) and f.id ~ '-'),
      quad_usual_provider(f.id)) end,
    f.id is null
  from found f
$$;

-- The same where nobody says for which domain: with every project that is configured.
create function extract_ticket_id_from_branch(branch_name text)
returns table (ticket_id text, provider text, is_orphan boolean)
language sql stable rows 1 set search_path from current as $$
  with projects as (
    select array_agg(p.project_key) as keys, bool_or(p.provider = 'servicenow') as records from quad_ticket_projects() p
  ), found as (
    select quad_ticket_in(branch_name, p.keys, p.records) as id from projects p
  )
  select f.id,
    case when f.id is not null then coalesce(
      (select p.provider from quad_ticket_projects() p where p.project_key = split_part(f.id, '-', 1) and f.id ~ '-'),
      quad_usual_provider(f.id)) end,
    f.id is null
  from found f
$$;

-- An author as an e-mail address that a member can have, null where they have none.
create function quad_as_email(author text) returns text
language sql immutable parallel safe set search_path from current as $$
  select case when length(author) <= 254 and lower(btrim(author)) ~ '^[a-z0-9.!#$%&''*+/=?^_`{|}~-]+@[a-z0-9-]+([.][a-z0-9-]+)*$'
    then lower(btrim(author)) end
$$;

-- Who has linked a branch by hand is who acts, whatever a person says.
create function quad_branch_is_linked_by() returns trigger
language plpgsql set search_path from current as $$
begin
  if quad_is_person() then
    new.linked_by_email := quad_my_email();
  end if;
  return new;
end
$$;

create trigger quad_branch_is_linked_by_inserted before insert on QUAD_branch_ticket_mapping
  for each row when (new.linked_by_email is not null) execute function quad_branch_is_linked_by();
create trigger quad_branch_is_linked_by_updated before update on QUAD_branch_ticket_mapping
  for each row when (new.linked_by_email is not null and new.linked_by_email is distinct from old.linked_by_email)
  execute function quad_branch_is_linked_by();
