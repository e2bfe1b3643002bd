-- Comes last, for what every other file has made: functions are for those who are let in, not for whoever reaches the
-- database. A trigger's function needs no right to be called, and with one it could be put on a table of somebody's own.
do $$
declare
  f record;
  platform text := (
    select string_agg(quote_ident(r), ', ' order by r)
    from pg_policies p, unnest(p.roles) r
    where (p.schemaname, p.tablename, p.policyname) = (current_schema(), 'quad_install', 'quad_platform'));
begin
  for f in
    select p.oid::regprocedure as name, p.prorettype = 'trigger'::regtype as is_trigger from pg_proc p
    where p.pronamespace = quote_ident(current_schema())::regnamespace
      and p.proname ~ '^(quad_|calculate_developer_|resolve_integration_|extract_ticket_|update_domain_path|check_user_total)'
  loop
    execute format('revoke execute on function %s from public', f.name);
    if not f.is_trigger then
      execute format('grant execute on function %s to quad_person, %s', f.name, platform);
    end if;
  end loop;
end
$$;

-- What works for whoever calls it, without asking who that is, is not for people.
revoke execute on function quad_workload_month(date), quad_admin_of(uuid), quad_workload(timestamptz, uuid, text, uuid, text),
  quad_take_snapshot(uuid, date, text), quad_alert_overload(uuid, date), quad_overload_recipients(uuid),
  quad_versions_follow_email(uuid, text, text), quad_request_dues(uuid, timestamptz, timestamptz), quad_requests_are_due_anew(uuid[]),
  quad_request_letter(uuid), quad_request_feedback_letter(uuid, integer), quad_request_news_letter(uuid, text, text, text),
  quad_request_encloses(uuid, text, jsonb), quad_request_mails_votes(uuid, text),
  quad_request_mails_address(uuid, text, text), quad_request_mails(uuid, boolean, text, jsonb, text), quad_mail_to_decide(uuid), quad_mail_was_decided(QUAD_outbox, text) from quad_person;
