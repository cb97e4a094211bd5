-- How long a room keeps its messages, where that differs from the server's PARLEY_RETENTION_DAYS: a register that the command line
-- writes (`parley room retention`). Null: for good.
create table room_retention (
  room_id uuid primary key,
  days integer check (days > 0)
);

do $$
begin
  execute format('grant select, insert, update, delete on room_retention to %I', current_database());
end $$;
