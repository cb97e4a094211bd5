-- The append-only log of one service, its identity, its relay's cursor and its erasures.
-- The runtime role is named like the database; it may read and add events, never change or remove one.

create sequence event_position as bigint;

create table events (
  -- (tx, position) is the publication order: a transaction id tells what may still be in flight, a sequence alone does not.
  position bigint not null default nextval('event_position'),
  tx xid8 not null default pg_current_xact_id(),
  stream_id uuid not null,
  version int not null check (version > 0),
  event_id uuid not null,
  type text not null,
  schema_version smallint not null default 1,
  data jsonb not null,
  metadata jsonb not null default '{}',
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (stream_id, version)
) partition by hash (stream_id);

do $$
begin
  for i in 0 .. __PARTITIONS__ - 1 loop
    execute format('create table events_p%s partition of events for values with (modulus __PARTITIONS__, remainder %s)', i, i);
    -- Insert-only: without this, autovacuum comes late, and with it the visibility map and the statistics.
    execute format('alter table events_p%s set (autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02)', i);
  end loop;
end
$$;

create index events_publication_order on events (tx, position);

create table store_identity (
  only_row boolean primary key default true check (only_row),
  -- Changes when a backup was restored: positions of another epoch mean nothing.
  epoch text not null
);
insert into store_identity (epoch) values (gen_random_uuid()::text);

create table relay_cursor (
  only_row boolean primary key default true check (only_row),
  position text not null,
  epoch text not null,
  stream_created text not null,
  sequence bigint not null,
  updated_at timestamptz not null default clock_timestamp()
);

create table erasures (
  id bigint generated always as identity primary key,
  stream_id uuid not null,
  version int not null,
  reason text not null,
  erased_by text not null default session_user,
  erased_at timestamptz not null default clock_timestamp()
);

-- The only way to change a stored event: its content goes, the event and its place stay, and the table above remembers.
create function erase_event_data(p_stream_id uuid, p_version int, p_replacement jsonb, p_reason text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update events set data = p_replacement where stream_id = p_stream_id and version = p_version;
  if not found then
    return false;
  end if;
  insert into erasures (stream_id, version, reason) values (p_stream_id, p_version, p_reason);
  return true;
end
$$;

revoke all on function erase_event_data(uuid, int, jsonb, text) from public;

do $$
begin
  execute format('grant usage on schema public to %I', current_database());
  execute format('grant select, insert on events to %I', current_database());
  execute format('grant usage on sequence event_position to %I', current_database());
  execute format('grant select on store_identity, erasures to %I', current_database());
  execute format('grant select, insert, update on relay_cursor to %I', current_database());
  execute format('grant execute on function erase_event_data(uuid, int, jsonb, text) to %I', current_database());
end
$$;
