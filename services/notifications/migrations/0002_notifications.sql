-- Who is told of what. Everything here is state: made from other services' events, and changed by those who read it.

-- One row for each thing that a person is told of: a burst from one room is one row.
create table notices (
  notice_id uuid primary key,
  user_id uuid not null,
  kind text not null,
  -- What a burst is made of: kind and room. A cause of the same group joins the notice while that is unread.
  group_key text not null,
  room_id uuid,
  -- Causes that still hold.
  count integer not null,
  created_at timestamptz not null,
  -- The order of the list.
  updated_at timestamptz not null,
  -- When to look whether it is still news, and then to tell: set by every cause, taken away by telling.
  due_at timestamptz,
  -- Told at least once. What was not is in nobody's list.
  delivered_at timestamptz,
  read_at timestamptz,
  withdrawn_at timestamptz
);
create unique index notices_open on notices (user_id, group_key) where read_at is null and withdrawn_at is null;
create index notices_due on notices (due_at) where due_at is not null;
create index notices_of_user on notices (user_id, updated_at desc, notice_id desc) where delivered_at is not null and withdrawn_at is null;
create index notices_unread on notices (user_id) where delivered_at is not null and withdrawn_at is null and read_at is null;
create index notices_of_room on notices (room_id, user_id) where withdrawn_at is null;
create index notices_by_age on notices (updated_at);

-- Why somebody is told, each at most once: a cause stays known, without what it said, after it was withdrawn.
create table causes (
  user_id uuid not null,
  cause text not null,
  notice_id uuid not null references notices on delete cascade,
  actor_id uuid,
  room_id uuid,
  -- In the log of the room: read up to there, it is no news.
  seq integer,
  message_seq integer,
  message_id uuid,
  excerpt text,
  -- Emoji, role, friend request or security notice.
  detail text,
  happened_at timestamptz not null,
  withdrawn boolean not null default false,
  primary key (user_id, cause)
);
create index causes_of_notice on causes (notice_id) where not withdrawn;
create index causes_of_message on causes (message_id) where message_id is not null and not withdrawn;
create index causes_of_actor on causes (actor_id) where not withdrawn;

-- Projections of what rooms and auth publish.
create table users (
  user_id uuid primary key,
  username text not null,
  display_name text not null,
  avatar_url text
);
create table rooms (
  room_id uuid primary key,
  type text not null,
  name text,
  deleted_at timestamptz
);
create table members (
  room_id uuid not null,
  user_id uuid not null,
  -- Hears of every message, by the level of the room or the general one: the few that a plain message looks for.
  wants_all boolean not null default false,
  primary key (room_id, user_id)
);
create index members_of_user on members (user_id);
create index members_who_want_all on members (room_id) where wants_all;
-- Null: for good.
create table mutes (
  user_id uuid not null,
  room_id uuid not null,
  muted_until timestamptz,
  primary key (user_id, room_id)
);
create table blocks (
  blocker_id uuid not null,
  blocked_id uuid not null,
  primary key (blocker_id, blocked_id)
);

create table preferences (
  user_id uuid primary key,
  direct_messages text not null default 'all' check (direct_messages in ('all', 'mentions', 'none')),
  rooms text not null default 'mentions' check (rooms in ('all', 'mentions', 'none')),
  reactions boolean not null default false,
  muted_until timestamptz,
  quiet_from text,
  quiet_to text,
  quiet_zone text,
  digest_after_minutes integer,
  -- What was told before is in an earlier digest.
  digested_until timestamptz not null default '-infinity',
  digest_due_at timestamptz
);
create index preferences_digest on preferences (digest_due_at) where digest_after_minutes is not null;
create table room_levels (
  user_id uuid not null,
  room_id uuid not null,
  level text not null check (level in ('all', 'mentions', 'none')),
  primary key (user_id, room_id)
);

create table push_subscriptions (
  subscription_id uuid primary key,
  user_id uuid not null,
  -- SHA-256: endpoints are too long to be keys.
  endpoint_hash bytea not null unique,
  endpoint text not null,
  p256dh text not null,
  auth text not null,
  created_at timestamptz not null
);
create index push_subscriptions_of_user on push_subscriptions (user_id);
-- What is to be pushed where; later causes of the same notice find the row and change nothing but when.
create table pushes_due (
  notice_id uuid not null references notices on delete cascade,
  subscription_id uuid not null references push_subscriptions on delete cascade,
  due_at timestamptz not null,
  attempts smallint not null default 0,
  primary key (notice_id, subscription_id)
);
create index pushes_due_next on pushes_due (due_at);

-- What signs pushes, the same in every replica.
create table push_keys (
  only_row boolean primary key default true check (only_row),
  public_key text not null,
  private_key text not null,
  created_at timestamptz not null
);

do $$
begin
  execute format(
    'grant select, insert, update, delete on notices, causes, users, rooms, members, mutes, blocks, preferences, room_levels, push_subscriptions, pushes_due to %I',
    current_database());
  execute format('grant select, insert on push_keys to %I', current_database());
end $$;
