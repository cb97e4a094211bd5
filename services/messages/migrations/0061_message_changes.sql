-- What happens to messages after they were posted, as their read model keeps it, and what is still to be erased elsewhere.

-- Every text that an edited message had, the present one too. `seq` is that of the event which wrote it.
create table message_versions (
  room_id uuid not null,
  message_seq integer not null,
  seq integer not null,
  content text not null,
  written_at timestamptz not null,
  primary key (room_id, message_seq, seq)
);

-- Which kinds of reaction a message has, in the order of `first_seq`, and how many people reacted so.
create table reaction_kinds (
  room_id uuid not null,
  message_seq integer not null,
  emoji text not null,
  first_seq integer not null,
  count integer not null,
  primary key (room_id, message_seq, emoji)
);
create table reactions (
  room_id uuid not null,
  message_seq integer not null,
  emoji text not null,
  user_id uuid not null,
  seq integer not null,
  primary key (room_id, message_seq, emoji, user_id)
);
-- The first of those who reacted in one way.
create index reactions_in_order on reactions (room_id, message_seq, emoji, seq) include (user_id);

create table pins (
  room_id uuid not null,
  message_seq integer not null,
  pinned_seq integer not null,
  pinned_by uuid not null,
  pinned_at timestamptz not null,
  primary key (room_id, message_seq)
);

-- Whom one message mentioned: what an edit or a deletion takes away.
create index mentions_of_message on mentions (room_id, seq);

-- Threads: a message's replies in order. Few messages are replies, so few pay for it.
create index messages_replies on messages (room_id, reply_to, seq) where reply_to is not null;

-- Published events whose text is gone here and still in the broker's stream. A row stays until the copy is erased there.
create table broker_erasures (
  room_id uuid not null,
  seq integer not null,
  -- The deletion itself: once it is published, nothing can publish the old text any more.
  deleted_seq integer not null,
  asked_at timestamptz not null default clock_timestamp(),
  primary key (room_id, seq)
);

-- When erased rows were last taken off the disk. See src/erasures/scrub-messages.ts.
create table scrubs (scrubbed_at timestamptz primary key);

-- ANALYZE keeps samples of what columns hold, for as long as nobody analyzes again: texts must not be among them.
alter table message_versions alter column content set statistics 0;
do $$
declare
  part record;
begin
  for part in
    select c.oid::regclass as name, p.relname as parent from pg_class c
      left join pg_inherits i on i.inhrelid = c.oid left join pg_class p on p.oid = i.inhparent
    where c.relkind in ('r', 'p') and coalesce(p.relname, c.relname) in ('messages', 'events') and c.relnamespace = 'public'::regnamespace
  loop
    if coalesce(part.parent, part.name::text) = 'messages' then
      execute format('alter table %s alter column content set statistics 0, alter column attachments set statistics 0', part.name);
    else
      execute format('alter table %s alter column data set statistics 0', part.name);
    end if;
  end loop;
  execute format('grant select, insert, update, delete on message_versions, reaction_kinds, reactions, pins, broker_erasures to %I', current_database());
end $$;
