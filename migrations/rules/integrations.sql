-- What a company has on. The rows of QUAD_company_integrations once held keys, and are shown to who manages those; the switches may be
-- known by everybody in the company, as the platform shows them.

create function quad_integration_switches(of_company uuid) returns table (integration text, is_enabled boolean)
language sql stable security definer set search_path from current as $$
  select lower(btrim(i.integration)), bool_or(i.is_enabled) from QUAD_company_integrations i
  where i.company_id = of_company and quad_sees_company(of_company)
  group by 1
$$;

-- Switches an integration of a company on or off; says whether that changed anything. Runs as its caller: what refuses somebody else's row
-- (policies.sql) does so without a sentence, so it is asked for first.
create function quad_switch_integration(of_company uuid, wanted text, turned_on boolean) returns boolean
language plpgsql set search_path from current as $$
declare
  changed bigint;
begin
  if exists (select from quad_me()) then
    perform quad_require_in_company('manage_global_keys', of_company);
  end if;
  -- Older hands wrote names in their own way.
  update QUAD_company_integrations i set is_enabled = turned_on
  where i.company_id = of_company and lower(btrim(i.integration)) = wanted and i.is_enabled <> turned_on;
  get diagnostics changed = row_count;
  if changed > 0 or not turned_on
    or exists (select from QUAD_company_integrations i where i.company_id = of_company and lower(btrim(i.integration)) = wanted)
  then
    return changed > 0;
  end if;
  insert into QUAD_company_integrations as i (company_id, integration) values (of_company, wanted)
  on conflict (company_id, integration) do update set is_enabled = true where not i.is_enabled;
  get diagnostics changed = row_count;
  return changed > 0;
end
$$;
