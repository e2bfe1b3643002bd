-- C, C++ and C# are three tools: what stands at the end of a name and is one of + and # is part of it.
alter table QUAD_integration_requests drop column tool_key;
alter table QUAD_integration_requests
  add column tool_key text not null generated always as (coalesce(nullif(regexp_replace(regexp_replace(lower(btrim(normalize(tool_name, NFKC))),
    '^(https?://)?(www[.])?|[.](com|io|org|net|dev|app|ai|co|so)/?$', '', 'g'), '[^[:alnum:]+#]|[+#](?![+#]*$)', '', 'g'), ''), lower(btrim(tool_name)))) stored;

create index quad_integration_requests_open_by_tool on QUAD_integration_requests (tool_key, company_id)
  where status in ('submitted', 'in_progress', 'beta');

-- Who had left before votes went with whoever leaves. An administrator of the company votes for it also where they are no member.
delete from QUAD_request_votes v using QUAD_integration_requests r, QUAD_companies c
where r.id = v.request_id and r.status in ('submitted', 'in_progress', 'beta') and r.received_at is null
  and c.id = v.company_id and c.admin_email <> v.email
  and not exists (select from QUAD_people p where (p.company_id, p.email) = (v.company_id, v.email) and p.memberships > 0);
