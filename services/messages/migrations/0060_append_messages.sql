-- The log, complete: what a message may carry besides its text, what rooms may ask of writers, and the function that
-- appends a batch, written anew for both. It takes the place of the one in 0003, whose comments on locks hold here too.

alter table rooms
  -- Nobody writes here for now (a blocked direct room); what was said stays readable.
  add column writing_closed boolean not null default false,
  add column slow_mode_seconds integer not null default 0,
  add column history_visibility text not null default 'all' check (history_visibility in ('all', 'joined')),
  add column shows_receipts boolean not null default false,
  -- Texts ever posted here, deleted ones too: the newest text's running number.
  add column text_count integer not null default 0;

alter table messages
  -- Running number among the room's texts; null for system lines.
  add column text_nr integer,
  -- Null where there are none, for most messages have none.
  add column attachments jsonb,
  add column mentions uuid[],
  add column mentions_everyone text check (mentions_everyone in ('here', 'room'));

update messages m set text_nr = n.nr
from (select room_id, seq, row_number() over (partition by room_id order by seq) as nr from messages where message_type = 'text') as n
where m.room_id = n.room_id and m.seq = n.seq;
update rooms r set text_count = n.texts
from (select room_id, count(*) as texts from messages where message_type = 'text' group by room_id) as n
where r.room_id = n.room_id;

-- A sender's texts in a room, newest first: what slow mode asks.
create index messages_of_sender on messages (room_id, sender_id, seq) where message_type = 'text';
-- Mentions of everybody; those by name are in the table below.
create index messages_for_everyone on messages (room_id, seq) where mentions_everyone is not null;
create index users_by_name on users (lower(username));

create table mentions (
  user_id uuid not null,
  room_id uuid not null,
  seq integer not null,
  primary key (user_id, room_id, seq)
);

-- Null once the message was erased: a hash of a short text gives the text away to whoever tries all of them.
alter table sent_messages alter column request_hash drop not null;

-- What tells a repetition from another message under the same client_id. Attachments count by their ids.
create function message_request_hash(room uuid, reply uuid, content text, attachments jsonb) returns bigint
language sql immutable parallel safe
return hashtextextended(
  room::text || coalesce(reply::text, '') || '/' || content || coalesce('/' || jsonb_path_query_array(attachments, '$[*].id')::text, ''), 0
);

-- What few messages need is a function of its own, called for those only: as part of the statement below, every batch would
-- open the tables and partitions for it.

-- How long a sender has to wait in a slow room.
create function slow_mode_wait(p_room uuid, p_sender uuid, p_seconds integer, p_now timestamptz) returns integer
language plpgsql stable
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
begin
  return (
    select greatest(0, ceil(extract(epoch from m.created_at - p_now) * 1000) + p_seconds * 1000)::integer from messages m
    where m.room_id = p_room and m.sender_id = p_sender and m.message_type = 'text' order by m.seq desc limit 1
  );
end $$;

-- The members of a room, without the sender, that are called one of the names (in lower case). Null when there are none.
create function people_called(p_room uuid, p_sender uuid, p_names text[]) returns uuid[]
language plpgsql stable
set plan_cache_mode = force_generic_plan
set enable_hashjoin = off
set enable_mergejoin = off
set enable_seqscan = off
as $$
begin
  return (
    select array_agg(distinct u.user_id order by u.user_id)
    from unnest(p_names) as called (name)
      join users u on lower(u.username) = called.name and u.user_id <> p_sender
      join room_members m on m.room_id = p_room and m.user_id = u.user_id and m.left_seq is null
  );
end $$;

-- Whether somebody may call everybody in a room: owners and admins may, and anybody among at most 20.
create function may_call_everyone(p_room uuid, p_sender uuid) returns boolean
language plpgsql stable
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
begin
  return exists (
    select from room_members m where m.room_id = p_room and m.user_id = p_sender and m.left_seq is null and m.role <> 'member'
  ) or (
    select count(*) from (select from room_members m where m.room_id = p_room and m.left_seq is null limit 21) as few
  ) <= 20;
end $$;

-- New here: mentions by name (`p_names` holds a command's names in lower case, separated by spaces) count for members of the
-- room other than the sender. Who may not call everybody still posts: the words are text then. Slow mode holds members back,
-- one message in so many seconds, inside a batch too: what comes after another message of its sender is told to ask again.
create function append_messages(
  p_rooms uuid[],
  p_senders uuid[],
  p_clients uuid[],
  p_messages uuid[],
  p_events uuid[],
  p_contents text[],
  p_replies uuid[],
  p_traces text[],
  p_names text[],
  p_everyone text[],
  p_attachments jsonb[]
) returns table (command integer, outcome text, posted_seq integer, posted_at timestamptz, wait_ms integer)
language plpgsql
set plan_cache_mode = force_generic_plan
set enable_hashjoin = off
set enable_mergejoin = off
set enable_seqscan = off
set jit = off
as $$
declare
  now_at timestamptz;
begin
  perform pg_advisory_xact_lock(room_key)
  from (select distinct hashtextextended(room::text, 0) as room_key from unnest(p_rooms) as room order by 1) as keys;

  now_at := date_trunc('milliseconds', clock_timestamp());

  return query
  with looked_up as materialized (
    -- Scalar subqueries: one index look-up per command, which no estimate can turn into a scan of the whole table.
    select c.ord::integer as ord, c.room_id, c.sender_id, c.client_id, c.message_id, c.event_id, c.content, c.reply_to, c.trace,
      c.attachments,
      case when c.names is not null then people_called(c.room_id, c.sender_id, string_to_array(c.names, ' ')) end as people,
      case when c.everyone is not null and may_call_everyone(c.room_id, c.sender_id) then c.everyone end as everyone,
      (select true from sent_messages s where s.sender_id = c.sender_id and s.client_id = c.client_id) as is_repeated,
      -- Slow mode, 0 without, and -1 where nobody writes.
      (select case when r.closed_at is not null or r.writing_closed then -1 else r.slow_mode_seconds end
        from rooms r where r.room_id = c.room_id) as slow_seconds,
      (select case when m.left_seq is null then m.role end
        from room_members m where m.room_id = c.room_id and m.user_id = c.sender_id) as role,
      case when c.reply_to is not null then (
        select t.message_type = 'text' and t.deleted_at is null from messages t where t.room_id = c.room_id and t.message_id = c.reply_to
      ) end as reply_found
    from unnest(p_rooms, p_senders, p_clients, p_messages, p_events, p_contents, p_replies, p_traces, p_names, p_everyone, p_attachments)
      with ordinality as c (room_id, sender_id, client_id, message_id, event_id, content, reply_to, trace, names, everyone, attachments, ord)
  ), judged as materialized (
    select l.*,
      case
        when l.is_repeated then 'repeated'
        when l.slow_seconds is null then 'room_not_found'
        when l.role is null then 'not_a_member'
        when l.slow_seconds < 0 then 'room_closed'
        when l.reply_to is not null and l.reply_found is not true then 'reply_not_found'
        when l.slow_seconds > 0 and l.role = 'member' and slow_mode_wait(l.room_id, l.sender_id, l.slow_seconds, now_at) > 0 then 'slow_mode'
        when l.slow_seconds > 0 and l.role = 'member' and exists (
          select from looked_up e
          where e.room_id = l.room_id and e.sender_id = l.sender_id and e.ord < l.ord and e.is_repeated is not true
        ) then 'slow_mode'
        else 'posted'
      end as verdict
    from looked_up l
  ), numbered as materialized (
    select j.*, row_number() over (partition by j.room_id order by j.ord)::integer as nth
    from judged j
    where j.verdict = 'posted'
  ), heads as (
    update rooms r
    set head = r.head + n.posted, text_count = r.text_count + n.posted, last_activity_at = now_at
    from (select n.room_id, count(*)::integer as posted from numbered n group by n.room_id) as n
    where r.room_id = n.room_id
    returning r.room_id, r.head - n.posted as base, r.text_count - n.posted as texts
  ), posted as materialized (
    select n.*, h.base + n.nth as seq, h.texts + n.nth as text_nr from numbered n join heads h on h.room_id = n.room_id
  ), sent as (
    insert into sent_messages (sender_id, client_id, room_id, message_id, seq, request_hash, created_at)
    select p.sender_id, p.client_id, p.room_id, p.message_id, p.seq,
      message_request_hash(p.room_id, p.reply_to, p.content, p.attachments), now_at
    from posted p
    order by p.sender_id, p.client_id
  ), logged as (
    -- What a message does not have is not stored: parseLogEvent puts the empty lists back.
    insert into events (stream_id, version, event_id, type, schema_version, data, metadata, recorded_at)
    select p.room_id, p.seq, p.event_id, 'MessagePosted', 1,
      case when p.people is null and p.everyone is null and p.attachments is null then
        jsonb_build_object('message_id', p.message_id, 'client_id', p.client_id, 'sender_id', p.sender_id, 'content', p.content, 'reply_to', p.reply_to)
      else
        jsonb_build_object('message_id', p.message_id, 'client_id', p.client_id, 'sender_id', p.sender_id, 'content', p.content, 'reply_to', p.reply_to,
          'mentions', coalesce(p.people, '{}'), 'mentions_everyone', p.everyone, 'attachments', coalesce(p.attachments, '[]'))
      end,
      jsonb_strip_nulls(jsonb_build_object('actor_id', p.sender_id, 'traceparent', p.trace)),
      now_at
    from posted p
    order by p.room_id, p.seq
  ), shown as (
    insert into messages (room_id, seq, message_id, message_type, sender_id, client_id, content, reply_to, created_at,
      text_nr, attachments, mentions, mentions_everyone)
    select p.room_id, p.seq, p.message_id, 'text', p.sender_id, p.client_id, p.content, p.reply_to, now_at,
      p.text_nr, p.attachments, p.people, p.everyone
    from posted p
  )
  select j.ord, j.verdict, p.seq, now_at,
    case when j.verdict = 'slow_mode' then greatest(1000, slow_mode_wait(j.room_id, j.sender_id, j.slow_seconds, now_at)) end
  from judged j left join posted p on p.ord = j.ord;

  if array_remove(p_names, null) <> '{}' then
    insert into mentions (user_id, room_id, seq)
    select person, m.room_id, m.seq
    from unnest(p_rooms, p_messages, p_names) as c (room_id, message_id, names)
      join messages m on m.room_id = c.room_id and m.message_id = c.message_id
      cross join unnest(m.mentions) as person
    where c.names is not null;
  end if;
end $$;

-- A replica of the version before calls it like this until it is replaced.
create or replace function append_messages(
  p_rooms uuid[],
  p_senders uuid[],
  p_clients uuid[],
  p_messages uuid[],
  p_events uuid[],
  p_contents text[],
  p_replies uuid[],
  p_traces text[]
) returns table (command integer, outcome text, posted_seq integer, posted_at timestamptz)
language sql
as $$
  select a.command, a.outcome, a.posted_seq, a.posted_at
  from append_messages(p_rooms, p_senders, p_clients, p_messages, p_events, p_contents, p_replies, p_traces, '{}', '{}', '{}') as a
$$;

do $$
begin
  execute format('grant select, insert, update, delete on mentions to %I', current_database());
  execute format('grant execute on function append_messages(uuid[], uuid[], uuid[], uuid[], uuid[], text[], uuid[], text[], text[], text[], jsonb[]) to %I', current_database());
  execute format('grant execute on function slow_mode_wait, people_called, may_call_everyone to %I', current_database());
  execute format('grant execute on function message_request_hash to %I', current_database());
end $$;
