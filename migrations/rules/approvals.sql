-- Approvals.
create function quad_refuse_unapproved(wanted text) returns void
language plpgsql stable security definer set search_path from current as $$
begin
  if exists (select from quad_me() me join QUAD_approval_rules r using (company_id) where r.subject_type = wanted) then
    raise exception 'That needs an approval.' using errcode = 'QU003';
  end if;
end
$$;
