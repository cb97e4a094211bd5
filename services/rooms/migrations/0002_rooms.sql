-- The read model of rooms. Written by projections alone (src/projections/), in the transaction that appends the event;
-- `parley rebuild rooms` builds it again from the events and compares.

create table rooms (
  id           uuid           primary key,
  type         text           not null check (type in ('direct', 'group', 'channel')),
  name         text,
  slug         text,
  description  text,
  -- Version of the room's last event: what the next append expects.
  version      integer        not null,
  member_count integer        not null check (member_count >= 0),
  created_at   timestamptz(3) not null,
  -- The row of a deleted room stays, so that its stream can tell "gone" from "never was".
  deleted_at   timestamptz(3)
);
create unique index rooms_slug on rooms (slug) where slug is not null and deleted_at is null;
create index rooms_channels on rooms (lower(name), id) where type = 'channel' and deleted_at is null;

create table memberships (
  room_id   uuid           not null references rooms (id),
  user_id   uuid           not null,
  role      text           not null check (role in ('owner', 'admin', 'member')),
  -- Owner, admins, members: the order in which they are listed.
  role_rank smallint       not null generated always as (case role when 'owner' then 0 when 'admin' then 1 else 2 end) stored,
  joined_at timestamptz(3) not null,
  primary key (room_id, user_id)
);
create index memberships_of_user on memberships (user_id, room_id);
create index memberships_listed on memberships (room_id, role_rank, joined_at, user_id);

-- The one direct room of two people. The smaller id comes first.
create table direct_pairs (
  low_user_id  uuid not null,
  high_user_id uuid not null,
  room_id      uuid not null unique references rooms (id),
  primary key (low_user_id, high_user_id),
  check (low_user_id < high_user_id)
);

-- Who people are: projection of auth's events.
create table users (
  id           uuid primary key,
  username     text not null,
  display_name text not null,
  avatar_url   text
);

-- Answers to POST /rooms under an Idempotency-Key, for 24 hours. Not a read model: nothing rebuilds it.
create table idempotency_keys (
  user_id      uuid           not null,
  key          text           not null,
  request_hash text           not null,
  room_id      uuid           not null,
  status       smallint       not null,
  created_at   timestamptz(3) not null,
  primary key (user_id, key)
);
create index idempotency_keys_by_age on idempotency_keys (created_at);

do $$
begin
  execute format(
    'grant select, insert, update, delete on rooms, memberships, direct_pairs, users, idempotency_keys to %I',
    current_database()
  );
end
$$;
