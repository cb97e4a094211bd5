-- The read model of every room's log. Written by the projection (and, for posted messages, by append_messages) in the
-- transaction that appends the events; built again from them by `parley rebuild messages`.

create table rooms (
  room_id uuid primary key,
  type text not null check (type in ('direct', 'group', 'channel')),
  name text,
  description text,
  -- Version of the room's stream in `events`, which is the `seq` of its last log entry.
  head integer not null,
  opened_at timestamptz not null,
  last_activity_at timestamptz not null,
  closed_at timestamptz
) with (fillfactor = 70);

create table room_members (
  room_id uuid not null,
  user_id uuid not null,
  role text not null check (role in ('owner', 'admin', 'member')),
  joined_seq integer not null,
  -- Set when the person left: nothing above it is theirs to read.
  left_seq integer,
  primary key (room_id, user_id)
);
create index room_members_of_user on room_members (user_id) where left_seq is null;

create table messages (
  room_id uuid not null,
  seq integer not null,
  message_id uuid not null,
  message_type text not null check (message_type in ('text', 'system')),
  -- Who wrote it; of a system line, who acted, where somebody did.
  sender_id uuid,
  client_id uuid,
  content text,
  -- Of a system line: what happened, as a published event's type and data, with ids for people.
  system jsonb,
  reply_to uuid,
  created_at timestamptz not null,
  edited_at timestamptz,
  deleted_at timestamptz,
  primary key (room_id, seq)
) partition by hash (room_id);

-- Idempotency: a sender's client_id names one message for good, whichever room it went to.
create table sent_messages (
  sender_id uuid not null,
  client_id uuid not null,
  room_id uuid not null,
  message_id uuid not null,
  seq integer not null,
  -- Of room, content and reply: tells a repetition from another message under the same client_id.
  request_hash bigint not null,
  created_at timestamptz not null,
  primary key (sender_id, client_id)
) partition by hash (sender_id);

do $$
begin
  for part in 0..7 loop
    execute format('create table messages_%s partition of messages for values with (modulus 8, remainder %s)', part, part);
    execute format('create table sent_messages_%s partition of sent_messages for values with (modulus 8, remainder %s)', part, part);
  end loop;
end $$;

create index messages_by_id on messages (room_id, message_id);
-- What unread counts and previews read: people's own lines, newest first.
create index messages_text on messages (room_id, seq) include (sender_id) where message_type = 'text' and deleted_at is null;

-- A register, not a log: how far a person has read. See docs/decisions/0004-read-cursors.md.
create table read_cursors (
  user_id uuid not null,
  room_id uuid not null,
  last_read_seq integer not null,
  last_read_at timestamptz not null,
  primary key (user_id, room_id)
) with (fillfactor = 70);

-- What people are called: a projection of auth's events.
create table users (
  user_id uuid primary key,
  username text not null,
  display_name text not null,
  avatar_url text
);

do $$
begin
  execute format('grant select, insert, update, delete on rooms, room_members, messages, sent_messages, read_cursors, users to %I', current_database());
end $$;
