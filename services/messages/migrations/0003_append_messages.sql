-- A batch of messages in one round trip and one transaction. Step 4 of docs/walkthroughs/one-message.md.
--
-- Invariants:
-- * The rooms' advisory locks are taken first and in one order, so that batches never deadlock and a room's transactions
--   get their ids in the order of its seqs (the relay reads in that order).
-- * What decides (head, membership, repetition) is read by a statement that begins after the locks are held: its snapshot
--   sees everything that earlier holders of the locks committed. Putting the locks into the same statement would be wrong.
-- * Every command is answered. One that is not posted says why; 'repeated' sends the caller to sent_messages.
--
-- * A repetition is told before a refusal: who was acknowledged once gets the same answer again, also after leaving.
--
-- The caller passes each (sender, client_id) once per call. Two batches that carry the same one for two rooms at the same
-- moment share no lock: the later one fails on sent_messages' key and is tried again as a whole.
-- The planner settings keep small batches on index look-ups under one generic plan; the costs that they pretend would start
-- the JIT compiler, which takes longer than the batch.
create function append_messages(
  p_rooms uuid[],
  p_senders uuid[],
  p_clients uuid[],
  p_messages uuid[],
  p_events uuid[],
  p_contents text[],
  p_replies uuid[],
  p_traces text[]
) returns table (command integer, outcome text, posted_seq integer, posted_at timestamptz)
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
      hashtextextended(c.room_id::text || coalesce(c.reply_to::text, '') || '/' || c.content, 0) as request_hash,
      (select true from sent_messages s where s.sender_id = c.sender_id and s.client_id = c.client_id) as is_repeated,
      (select r.closed_at is null from rooms r where r.room_id = c.room_id) as is_open,
      (select m.left_seq is null from room_members m where m.room_id = c.room_id and m.user_id = c.sender_id) as is_member,
      case when c.reply_to is not null then (
        select t.message_type = 'text' and t.deleted_at is null from messages t where t.room_id = c.room_id and t.message_id = c.reply_to
      ) end as reply_found
    from unnest(p_rooms, p_senders, p_clients, p_messages, p_events, p_contents, p_replies, p_traces)
      with ordinality as c (room_id, sender_id, client_id, message_id, event_id, content, reply_to, trace, ord)
  ), asked as materialized (
    select l.*,
      case
        when l.is_repeated then 'repeated'
        when l.is_open is null then 'room_not_found'
        when l.is_member is not true then 'not_a_member'
        when not l.is_open then 'room_closed'
        when l.reply_to is not null and l.reply_found is not true then 'reply_not_found'
        else 'posted'
      end as verdict
    from looked_up l
  ), numbered as materialized (
    select a.*, row_number() over (partition by a.room_id order by a.ord)::integer as nth
    from asked a
    where a.verdict = 'posted'
  ), heads as (
    update rooms r
    set head = r.head + n.posted, last_activity_at = now_at
    from (select n.room_id, count(*)::integer as posted from numbered n group by n.room_id) as n
    where r.room_id = n.room_id
    returning r.room_id, r.head - n.posted as base
  ), posted as materialized (
    select n.*, h.base + n.nth as seq from numbered n join heads h on h.room_id = n.room_id
  ), sent as (
    insert into sent_messages (sender_id, client_id, room_id, message_id, seq, request_hash, created_at)
    select p.sender_id, p.client_id, p.room_id, p.message_id, p.seq, p.request_hash, now_at from posted p
    order by p.sender_id, p.client_id
  ), logged as (
    insert into events (stream_id, version, event_id, type, schema_version, data, metadata, recorded_at)
    select p.room_id, p.seq, p.event_id, 'MessagePosted', 1,
      jsonb_build_object('message_id', p.message_id, 'client_id', p.client_id, 'sender_id', p.sender_id, 'content', p.content, 'reply_to', p.reply_to),
      jsonb_strip_nulls(jsonb_build_object('actor_id', p.sender_id, 'traceparent', p.trace)),
      now_at
    from posted p
    order by p.room_id, p.seq
  ), shown as (
    insert into messages (room_id, seq, message_id, message_type, sender_id, client_id, content, reply_to, created_at)
    select p.room_id, p.seq, p.message_id, 'text', p.sender_id, p.client_id, p.content, p.reply_to, now_at
    from posted p
  )
  select a.ord, a.verdict, p.seq, now_at
  from asked a left join posted p on p.ord = a.ord;
end $$;

do $$
begin
  execute format('grant execute on function append_messages to %I', current_database());
end $$;
