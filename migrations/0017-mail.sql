-- Mail that goes out. A row of QUAD_outbox is written in the transaction of what it tells, and `quad mail flush` sends it.

-- sender_email: the person or team it is from; null: the install's own sender. message_id, in_reply_to and thread are those of RFC 5322; message_id is
-- given by a trigger where nobody gives one, and is the same at every attempt. held: it may have gone out already, as a newer
-- copy of this database knew, and is sent again only when somebody says so; because says why. last_error: what the server said, or why nothing could
-- be said to it. accepted_as: what the server said when it took it.
alter table QUAD_outbox
  add column sender_email text,
  add column sender_name text,
  add column message_id text,
  add column in_reply_to text,
  add column thread text[] not null default '{}',
  add column status text not null default 'waiting',
  add column attempts integer not null default 0,
  add column next_attempt_at timestamptz not null default current_timestamp,
  add column last_error text,
  add column held_because text,
  add column sent_at timestamptz,
  add column accepted_as text;

-- What was written when nothing was sent yet is old by now, and nobody waits for all of it at once.
update QUAD_outbox
set message_id = '<' || id || '@quad.invalid>', status = 'held', held_because = 'It was written before this install sent mail.';

alter table QUAD_outbox
  alter column message_id set not null,
  add constraint quad_outbox_message_id_once unique (message_id),
  add constraint quad_outbox_recipient_email_valid
    check (length(recipient_email) <= 254 and recipient_email ~ '^[a-z0-9.!#$%&''*+/=?^_`{|}~-]+@[a-z0-9-]+([.][a-z0-9-]+)*$'),
  add constraint quad_outbox_sender_email_valid
    check (length(sender_email) <= 254 and sender_email ~ '^[a-z0-9.!#$%&''*+/=?^_`{|}~-]+@[a-z0-9-]+([.][a-z0-9-]+)*$'),
  add constraint quad_outbox_sender_name_printable
    check (sender_name !~ '[[:cntrl:]]' and btrim(sender_name) <> '' and length(sender_name) <= 200),
  add constraint quad_outbox_message_id_valid
    check (length(message_id) <= 400 and message_id ~ '^<[!-;=?-~]+>$'),
  add constraint quad_outbox_in_reply_to_valid
    check (length(in_reply_to) <= 400 and in_reply_to ~ '^<[!-;=?-~]+>$'),
  add constraint quad_outbox_thread_valid
    check (cardinality(thread) <= 100 and array_position(thread, null) is null and length(array_to_string(thread, ' ')) <= 20000
      and (thread = '{}' or array_to_string(thread, ' ') ~ '^<[!-;=?-~]+>( <[!-;=?-~]+>)*$')),
  add constraint quad_outbox_template_is_a_slug check (template ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(template) <= 63),
  add constraint quad_outbox_data_is_a_map check (jsonb_typeof(data) = 'object'),
  add constraint quad_outbox_status_known check (status in ('waiting', 'sent', 'dead', 'held', 'dropped')),
  add constraint quad_outbox_attempts_count check (attempts >= 0),
  add constraint quad_outbox_sent_at_a_time check ((status = 'sent') = (sent_at is not null)),
  add constraint quad_outbox_sent_by_an_attempt check (status <> 'sent' or attempts > 0),
  add constraint quad_outbox_accepted_when_sent check (accepted_as is null or status = 'sent'),
  add constraint quad_outbox_dead_for_a_reason check (status <> 'dead' or last_error is not null),
  add constraint quad_outbox_held_for_a_reason check ((status = 'held') = (held_because is not null));

-- Whoever sends takes the next that is due; what was sent long ago is not in their way.
create index quad_outbox_due on QUAD_outbox (next_attempt_at, id) where status = 'waiting';
create index quad_outbox_undelivered on QUAD_outbox (status, created_at) where status in ('dead', 'held');

-- position: in the order in which they are listed, from 1.
create table QUAD_outbox_attachments (
  outbox_id uuid not null references QUAD_outbox (id) on delete cascade,
  position integer not null,
  filename text not null,
  media_type text not null,
  content bytea not null,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  primary key (outbox_id, position),
  constraint quad_outbox_attachments_position_counts check (position between 1 and 100),
  constraint quad_outbox_attachments_filename_plain
    check (filename !~ '[[:cntrl:]/\\]' and filename not in ('.', '..') and btrim(filename) <> '' and length(filename) <= 200),
  constraint quad_outbox_attachments_media_type_valid
    check (length(media_type) <= 127 and media_type ~ '^[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*$'),
  constraint quad_outbox_attachments_at_most_10_mb check (octet_length(content) <= 10 * 1024 * 1024)
);
