-- QUAD_install, QUAD_seats and QUAD_people hold figures that checks decide on. Triggers write them, and nobody else.
create function quad_ledger_is_kept() returns trigger
language plpgsql set search_path from current as $$
begin
  raise exception '% is kept by triggers and cannot be written.', replace(tg_table_name, 'quad_', 'QUAD_') using errcode = 'QU005';
end
$$;

create trigger quad_ledger_is_kept before insert or update or delete on QUAD_people
  for each statement when (pg_trigger_depth() = 0) execute function quad_ledger_is_kept();
create trigger quad_ledger_is_kept before insert or update or delete on QUAD_seats
  for each statement when (pg_trigger_depth() = 0) execute function quad_ledger_is_kept();
create trigger quad_ledger_is_kept before insert or delete or truncate or update of root_count on QUAD_install
  for each statement when (pg_trigger_depth() = 0) execute function quad_ledger_is_kept();

-- A ledger goes by TRUNCATE only with what it counts.
create function quad_ledger_is_truncated() returns trigger
language plpgsql set search_path from current as $$
begin
  if exists (select from QUAD_companies) then
    raise exception '% is kept by triggers and cannot be emptied.', replace(tg_table_name, 'quad_', 'QUAD_') using errcode = 'QU005';
  end if;
  return null;
end
$$;

create trigger quad_ledger_is_truncated after truncate on QUAD_people
  for each statement execute function quad_ledger_is_truncated();
create trigger quad_ledger_is_truncated after truncate on QUAD_seats
  for each statement execute function quad_ledger_is_truncated();
