-- Rooms whose published messages may still name somebody whose account was deleted: to be looked through once, and then forgotten.
create table name_erasures (
  user_id uuid not null,
  room_id uuid not null,
  -- When to begin, or to go on. Whoever works on it moves it on first, so that replicas do not do the same.
  due_at timestamptz not null,
  -- Of the broker's stream: everything before it was looked at.
  next_sequence bigint not null default 1,
  primary key (user_id, room_id)
);
create index name_erasures_next on name_erasures (due_at);

do $$
begin
  execute format('grant select, insert, update, delete on name_erasures to %I', current_database());
end $$;
