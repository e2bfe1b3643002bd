-- Mail: what goes out, once, and under which name.

-- The id that a mail has at every attempt, so that whoever gets it twice can tell.
create function quad_mail_is_addressed() returns trigger
language plpgsql set search_path from current as $$
begin
  new.recipient_email := lower(new.recipient_email);
  new.sender_email := lower(new.sender_email);
  if tg_op = 'INSERT' then
    new.message_id := coalesce(
      new.message_id, format('<%s@%s>', new.id, coalesce(nullif(split_part(new.sender_email, '@', 2), ''), 'quad.invalid')));
  elsif new.message_id is distinct from old.message_id then
    raise exception 'The mail % keeps its Message-ID %.', old.id, old.message_id using errcode = 'QU005';
  end if;
  return new;
end
$$;

create trigger quad_mail_is_addressed before insert or update of recipient_email, sender_email, message_id on QUAD_outbox
  for each row execute function quad_mail_is_addressed();

-- What is attached belongs to a mail that has not gone out, and all of it has to fit into one. The mail is locked meanwhile: two that attach at
-- once see each other.
create function quad_mail_attachments_fit() returns trigger
language plpgsql security definer set search_path from current set enable_seqscan = off as $$
declare
  mail record;
  bytes bigint;
begin
  select o.status, o.recipient_email into mail from QUAD_outbox o where o.id = new.outbox_id for no key update;
  if mail.status = 'sent' then
    raise exception 'The mail to % was sent already; nothing can be attached to it.', mail.recipient_email using errcode = 'QU005';
  end if;
  select sum(octet_length(a.content)) into bytes from QUAD_outbox_attachments a where a.outbox_id = new.outbox_id;
  if bytes > 20 * 1024 * 1024 then
    raise exception 'The mail to % would have attachments of % MB; a mail carries 20 MB at most.',
        mail.recipient_email, round(bytes / 1048576.0, 1) using errcode = 'QU005';
  end if;
  return null;
end
$$;

create trigger quad_mail_attachments_fit after insert or update on QUAD_outbox_attachments
  for each row execute function quad_mail_attachments_fit();

-- A mail of the company of whoever asks, locked. Throws not found, and not allowed where it is only theirs to read.
create function quad_mail_to_decide(mail uuid) returns QUAD_outbox
language plpgsql security definer set search_path from current as $$
declare
  found_mail QUAD_outbox;
begin
  select o.* into found_mail from QUAD_outbox o
  where o.id = mail and (not exists (select from quad_me()) or o.company_id = quad_my_company())
  for update;
  if found_mail.id is null then
    raise exception 'There is no mail %.', mail using errcode = 'QU004', hint = 'See them: quad mail list';
  end if;
  if exists (select from quad_me()) then
    perform quad_require_in_company('manage_company', found_mail.company_id);
  end if;
  return found_mail;
end
$$;

-- Who decided that a mail goes out again, or not at all, is written down; what the program sends is not.
create function quad_mail_was_decided(was QUAD_outbox, becomes text) returns void
language sql security definer set search_path from current as $$
  insert into QUAD_audit (company_id, table_name, row_id, action, actor, login, acting_as, command, transaction_id, before, after)
  values (was.company_id, 'quad_outbox', was.id::text, 'update', quad_answerable(was.company_id), session_user,
    case when quad_session_is_owner() then (select me.email from quad_me() me) end, nullif(current_setting('quad.command', true), ''),
    txid_current(), jsonb_build_object('recipient_email', was.recipient_email, 'template', was.template, 'status', was.status),
    jsonb_build_object('recipient_email', was.recipient_email, 'template', was.template, 'status', becomes))
$$;

-- Sends a mail again, or at once, as if it had never been tried: one that waits, is dead, held or dropped.
create function quad_mail_retry(mail uuid) returns void
language plpgsql security definer set search_path from current as $$
declare
  was QUAD_outbox := quad_mail_to_decide(mail);
begin
  if was.status = 'sent' then
    raise exception 'The mail to % was sent at % already.', was.recipient_email, date_trunc('second', was.sent_at)
      using errcode = 'QU005', hint = format('See it: quad mail show %s', mail);
  end if;
  update QUAD_outbox set status = 'waiting', attempts = 0, next_attempt_at = current_timestamp, held_because = null where id = mail;
  perform quad_mail_was_decided(was, 'waiting');
end
$$;

-- Takes a mail out of what is to be sent; it stays to be seen.
create function quad_mail_drop(mail uuid) returns void
language plpgsql security definer set search_path from current as $$
declare
  was QUAD_outbox := quad_mail_to_decide(mail);
begin
  if was.status = 'sent' then
    raise exception 'The mail to % was sent at % already.', was.recipient_email, date_trunc('second', was.sent_at)
      using errcode = 'QU005', hint = format('See it: quad mail show %s', mail);
  end if;
  if was.status = 'dropped' then
    return;
  end if;
  update QUAD_outbox set status = 'dropped', held_because = null where id = mail;
  perform quad_mail_was_decided(was, 'dropped');
end
$$;
