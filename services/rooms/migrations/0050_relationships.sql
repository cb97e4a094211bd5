-- Friends, requests and blocks. Written by src/projections/relationships/ alone, in the transaction that appends the event; `rebuild`
-- builds them again from the events and compares.

-- Two people who ever had to do with each other. The smaller id comes first.
create table friendships (
  id              uuid    primary key,
  low_user_id     uuid    not null,
  high_user_id    uuid    not null,
  -- Version of the stream's last event: what the next append expects.
  version         integer not null,
  -- Were friends until one of them ended it.
  parted          boolean not null,
  -- After a declined request: until when this one cannot ask the other again.
  low_quiet_until  timestamptz(3),
  high_quiet_until timestamptz(3),
  unique (low_user_id, high_user_id),
  check (low_user_id < high_user_id)
);

-- A row for each of the two.
create table friends (
  user_id   uuid           not null,
  friend_id uuid           not null,
  since     timestamptz(3) not null,
  primary key (user_id, friend_id)
);
create index friends_listed on friends (user_id, since desc, friend_id desc);

-- Those that wait for an answer.
create table friend_requests (
  id            uuid           primary key,
  friendship_id uuid           not null unique,
  from_id       uuid           not null,
  to_id         uuid           not null,
  created_at    timestamptz(3) not null
);
create index friend_requests_outgoing on friend_requests (from_id, created_at desc, id desc);
create index friend_requests_incoming on friend_requests (to_id, created_at desc, id desc);

create table blocks (
  blocker_id uuid           not null,
  blocked_id uuid           not null,
  created_at timestamptz(3) not null,
  primary key (blocker_id, blocked_id)
);
create index blocks_listed on blocks (blocker_id, created_at desc, blocked_id desc);
create index blocks_against on blocks (blocked_id);

-- When people asked somebody, for an hour: what the limit on requests counts. Not a read model: nothing rebuilds it.
create table friend_requests_sent (
  user_id uuid           not null,
  sent_at timestamptz(3) not null
);
create index friend_requests_sent_of_user on friend_requests_sent (user_id, sent_at);

-- Of a direct room: why nobody can write there; null while they can.
alter table rooms add column writing_closed text check (writing_closed in ('blocked', 'not_friends'));

-- The newest memberships of a person: rooms that `messages` may not know yet.
create index memberships_newest on memberships (user_id, joined_at desc);

do $$
begin
  execute format(
    'grant select, insert, update, delete on friendships, friends, friend_requests, blocks, friend_requests_sent to %I',
    current_database()
  );
end
$$;
