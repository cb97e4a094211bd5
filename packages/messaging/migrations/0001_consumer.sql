-- What a service remembers of the events it consumes. A consumer is named <source service>:<durable>.

create table consumer_positions (
  consumer text primary key,
  -- Of the last event that took effect here. The truth about progress; the broker's acknowledgement floor is not.
  position text not null default '0-0',
  -- Of the source; '' before the first event.
  epoch text not null default '',
  updated_at timestamptz not null default clock_timestamp()
);

-- The inbox: the last version of each stream that took effect, so that a repeated event does nothing.
create table consumer_streams (
  consumer text not null,
  stream_id uuid not null,
  version int not null,
  primary key (consumer, stream_id)
);

-- Events whose handler failed for good. Their content stays with the owner, where it can be erased; a retry reads it from there.
create table dead_letters (
  id bigint generated always as identity primary key,
  consumer text not null,
  event_id uuid not null,
  stream_id uuid not null,
  version int not null,
  type text not null,
  position text not null,
  previous text not null,
  epoch text not null,
  error text not null,
  tries int not null,
  failed_at timestamptz not null default clock_timestamp(),
  unique (consumer, event_id)
);

do $$
begin
  execute format('grant select, insert, update, delete on consumer_positions, consumer_streams, dead_letters to %I', current_database());
end
$$;
