-- One page of a person's rooms by activity: the person's memberships, a look-up by key for each of their rooms, the newest of those;
-- and only for the page what is costly to know (counts, last message). As a function, since planning it cost more than running it: the
-- planner, who knows neither the person nor the size of the page, takes the plan that fits all for dearer and plans anew each time.
--
-- `offset 0` keeps Postgres from reading every room of the installation instead of looking up those few. Times are cut to milliseconds,
-- as they are on the wire. Nothing is counted where the head of the room has been read.
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
  content text,
  created_at timestamptz
)
language plpgsql stable
set plan_cache_mode = force_generic_plan
set enable_hashjoin = off
set enable_mergejoin = off
set enable_seqscan = off
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
  select p.room_id, p.head, p.last_activity_at, p.placed_at, p.last_read,
    case when p.head > p.last_read then unread_texts(p.room_id, p_user, p.last_read) else 0 end,
    case when p.head > p.last_read then unread_mentions(p.room_id, p_user, p.last_read) else 0 end,
    l.seq, l.sender_id, (select u.username from users u where u.user_id = l.sender_id), l.content, l.created_at
  from read p
    left join lateral (
      -- The newest message that stands and may be read: deleted ones are passed over, as if they had never been the last.
      select n.seq, n.sender_id, left(n.content, 200) as content, n.created_at
      from messages n
      where n.room_id = p.room_id and n.message_type = 'text' and n.deleted_at is null and n.seq >= p.readable_from
      order by n.seq desc limit 1
    ) l on true
  order by p.placed_at desc, p.room_id desc;
end $$;

do $$
begin
  execute format('grant execute on function room_page(uuid, timestamptz, uuid, integer) to %I', current_database());
end $$;
