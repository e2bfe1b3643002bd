-- spec, Database Constraints: "All tables have created_at and updated_at (via trigger)".
create function quad_touch_updated_at() returns trigger
language plpgsql set search_path from current as $$
begin
  new.updated_at := current_timestamp;
  return new;
end
$$;

do $$
declare
  t record;
begin
  for t in
    select c.oid::regclass as name
    from pg_class c
    where c.relnamespace = quote_ident(current_schema())::regnamespace
      and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname like 'quad\_%'
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'updated_at')
  loop
    execute format(
      'create trigger quad_touch_updated_at before update on %s for each row execute function quad_touch_updated_at()',
      t.name);
  end loop;
end
$$;
