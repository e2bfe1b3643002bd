-- Which of the vendor's indexes was seen, so that an older one is not taken for today's.

-- source: the release server's URL without a password, or a directory. A row is an index of one key from one source; sequence is the highest
-- that was seen, seen_at when it first was. older_sequence: the last one that somebody took although it was older, or had expired.
create table QUAD_patch_indexes (
  source text not null,
  key_id text not null references QUAD_patch_keys (key_id),
  sequence bigint not null,
  seen_at timestamptz not null default current_timestamp,
  older_sequence bigint,
  older_at timestamptz,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  primary key (source, key_id),
  constraint quad_patch_indexes_sequence_positive check (sequence > 0 and older_sequence > 0),
  constraint quad_patch_indexes_older_at_a_time check ((older_sequence is null) = (older_at is null))
);

create index quad_patch_indexes_key on QUAD_patch_indexes (key_id);
