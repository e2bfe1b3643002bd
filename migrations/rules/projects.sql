-- What changes with the projects of a domain: the tickets that are read out of branch names.

-- Reads the names of the branches in a domain and below it again, as a scan does, and gives how many have another ticket now. What
-- was linked by hand stays, and so does what is gone, or in an archived domain. People change what they may.
create function quad_relink_branches(of_domain uuid) returns bigint
language sql set search_path from current as $$
  with domains as (
    select d.id, p.keys, p.records, p.providers
    from QUAD_domains top
    join QUAD_domains d on d.company_id = top.company_id and starts_with(d.path || '/', top.path || '/') and d.archived_at is null
    cross join lateral (
      select array_agg(c.project_key) as keys, bool_or(c.provider = 'servicenow') as records,
        jsonb_object_agg(c.project_key, c.provider) as providers
      from quad_ticket_projects(d.id) c
    ) p
    where top.id = of_domain
  ), read as (
    select b.id, t.ticket_id,
      case when t.ticket_id is not null then coalesce(
        case when t.ticket_id ~ '-' then d.providers ->> split_part(t.ticket_id, '-', 1) end, quad_usual_provider(t.ticket_id)) end as provider
    from domains d
    join QUAD_branch_ticket_mapping b on b.domain_id = d.id and b.deleted_at is null and b.linked_by_email is null
    -- offset 0 keeps the name from being read once for each use of what is in it.
    cross join lateral (select quad_ticket_in(b.branch_name, d.keys, d.records) as ticket_id offset 0) t
  ), changed as (
    update QUAD_branch_ticket_mapping b set ticket_id = r.ticket_id, ticket_provider = r.provider, is_orphan = r.ticket_id is null
    from read r
    where b.id = r.id and (b.ticket_id, b.ticket_provider) is distinct from (r.ticket_id, r.provider)
    returning 1
  )
  select count(*) from changed
$$;
