-- A run that came to nothing is on record with when it was undone: it does not count as applied, and its number is not used up.
alter table QUAD_patches add column undone_at timestamptz;
alter table QUAD_patches add constraint quad_patches_undone_is_rolled_back check (undone_at is null or rolled_back_at is not null);
