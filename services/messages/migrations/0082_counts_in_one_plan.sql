-- What counts as unread is said once, in `unread_counts`: plain SQL without settings, so that the planner puts it into the statement that
-- asks. A page of rooms used to call two functions for each of its rooms, and starting a function cost more than counting.

-- Others' undeleted texts after a place, and those of them that call the person, by name or with everybody. Exact, and whatever the
-- distance, two blocks' worth of index entries plus one row per block. Pass plain columns: an expression would be worked out many times.
create function unread_counts(p_room uuid, p_user uuid, p_after integer) returns table (unread integer, mentions integer)
language sql stable
as $$
  select
    (case when block.untallied is null or block.untallied <= block.first_whole then (
      select count(*) from messages u
      where u.room_id = p_room and u.message_type = 'text' and u.deleted_at is null and u.seq > p_after and u.sender_id <> p_user
    ) else (
      select count(*) from messages u
      where u.room_id = p_room and u.message_type = 'text' and u.deleted_at is null
        and u.seq > p_after and u.seq < block.first_whole * 512 and u.sender_id <> p_user
    ) + (
      select count(*) from messages u
      where u.room_id = p_room and u.message_type = 'text' and u.deleted_at is null
        and u.seq >= block.untallied * 512 and u.sender_id <> p_user
    ) + coalesce((
      select sum(t.texts) from text_tallies t
      where t.room_id = p_room and t.sender_id = '00000000-0000-0000-0000-000000000000' and t.block >= block.first_whole
    ), 0) - coalesce((
      select sum(t.texts) from text_tallies t where t.room_id = p_room and t.sender_id = p_user and t.block >= block.first_whole
    ), 0) end)::integer,
    ((
      select count(*) from mentions n
      where n.user_id = p_user and n.room_id = p_room and n.seq > p_after
        and exists (select from messages m where m.room_id = p_room and m.seq = n.seq and m.deleted_at is null and m.sender_id <> p_user)
    ) + (
      select count(*) from messages m
      where m.room_id = p_room and m.mentions_everyone is not null and m.seq > p_after
        and m.deleted_at is null and m.sender_id <> p_user
        and not exists (select from mentions n where n.user_id = p_user and n.room_id = p_room and n.seq = m.seq)
    ))::integer
  from (
    -- The first block that lies after the place as a whole, and the first that is not tallied. Tallies of everybody have the nil id.
    select (p_after + 512) / 512 as first_whole, (
      select t.block + 1 from text_tallies t
      where t.room_id = p_room and t.sender_id = '00000000-0000-0000-0000-000000000000' order by t.block desc limit 1
    ) as untallied
    offset 0
  ) as block
$$;

-- For statements about one room, with plans that are made once per connection.
create or replace function unread_texts(p_room uuid, p_user uuid, p_after integer) returns integer
language plpgsql stable
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
set max_parallel_workers_per_gather = 0
as $$
begin
  return (select c.unread from unread_counts(p_room, p_user, p_after) c);
end $$;

create or replace function unread_mentions(p_room uuid, p_user uuid, p_after integer) returns integer
language plpgsql stable
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
set max_parallel_workers_per_gather = 0
as $$
begin
  return (select c.mentions from unread_counts(p_room, p_user, p_after) c);
end $$;

-- The rooms that a person is in now, or the one asked for: where each one ends, how far they have read and what is left.
create function member_rooms(p_user uuid, p_room uuid) returns table (
  id uuid,
  type text,
  head integer,
  last_read_seq integer,
  unread_count integer,
  mention_count integer,
  is_writable boolean
)
language plpgsql stable
set plan_cache_mode = force_generic_plan
set enable_hashjoin = off
set enable_mergejoin = off
set enable_seqscan = off
set enable_memoize = off
set jit = off
set max_parallel_workers_per_gather = 0
as $$
#variable_conflict use_column
begin
  return query
  with mine as materialized (
    select r.room_id, r.type, r.head, r.writing_closed, greatest(coalesce(c.last_read_seq, 0), m.joined_seq) as last_read
    from room_members m
      cross join lateral (select o.* from rooms o where o.room_id = m.room_id and o.closed_at is null offset 0) r
      left join read_cursors c on c.user_id = m.user_id and c.room_id = m.room_id
    where m.user_id = p_user and m.left_seq is null and (p_room is null or m.room_id = p_room)
  )
  select mine.room_id, mine.type, mine.head, mine.last_read, coalesce(counts.unread, 0), coalesce(counts.mentions, 0), not mine.writing_closed
  from mine left join lateral unread_counts(mine.room_id, p_user, mine.last_read) counts on mine.head > mine.last_read;
end $$;

-- As before (0081), with the counts in its own plan, and with what the sender of the last message is called.
drop function room_page(uuid, timestamptz, uuid, integer);
create function room_page(p_user uuid, p_after_time timestamptz, p_after_room uuid, p_limit integer) returns table (
  room_id uuid,
  head integer,
  last_activity_at timestamptz,
  placed_at timestamptz,
  last_read_seq integer,
  unread_count integer,
  mention_count integer,
  message_seq integer,
  sender_id uuid,
  sender_username text,
  sender_display_name text,
  content text,
  created_at timestamptz
)
language plpgsql stable
set plan_cache_mode = force_generic_plan
set enable_hashjoin = off
set enable_mergejoin = off
set enable_seqscan = off
set enable_memoize = off
set jit = off
set max_parallel_workers_per_gather = 0
as $$
#variable_conflict use_column
begin
  return query
  with page as materialized (
    select mine.joined_seq, r.room_id, r.head, r.last_activity_at, r.placed_at,
      case when r.history_visibility = 'joined' then mine.joined_seq else 1 end as readable_from
    from room_members mine
      cross join lateral (
        select o.room_id, o.head, o.last_activity_at, o.history_visibility,
          date_trunc('milliseconds', greatest(o.last_activity_at, mine.joined_at)) as placed_at
        from rooms o where o.room_id = mine.room_id and o.closed_at is null
        offset 0
      ) r
    where mine.user_id = p_user and mine.left_seq is null
      and (p_after_time is null or (r.placed_at, r.room_id) < (p_after_time, p_after_room))
    order by r.placed_at desc, r.room_id desc
    limit p_limit
  ), read as materialized (
    select p.*, greatest(coalesce(c.last_read_seq, 0), p.joined_seq) as last_read
    from page p left join read_cursors c on c.user_id = p_user and c.room_id = p.room_id
  )
  select p.room_id, p.head, p.last_activity_at, p.placed_at, p.last_read, coalesce(counts.unread, 0), coalesce(counts.mentions, 0),
    l.seq, l.sender_id, u.username, u.display_name, l.content, l.created_at
  from read p
    left join lateral unread_counts(p.room_id, p_user, p.last_read) counts on p.head > p.last_read
    left join lateral (
      -- The newest message that stands and may be read: deleted ones are passed over, as if they had never been the last.
      select n.seq, n.sender_id, left(n.content, 200) as content, n.created_at
      from messages n
      where n.room_id = p.room_id and n.message_type = 'text' and n.deleted_at is null and n.seq >= p.readable_from
      order by n.seq desc limit 1
    ) l on true
    left join users u on u.user_id = l.sender_id
  order by p.placed_at desc, p.room_id desc;
end $$;

do $$
begin
  execute format(
    'grant execute on function unread_counts(uuid, uuid, integer), member_rooms(uuid, uuid), room_page(uuid, timestamptz, uuid, integer) to %I',
    current_database()
  );
end $$;
