-- A page of a room's history with everything that stands beside its messages, in one call: one snapshot (a stable function sees what
-- its caller's statement sees), one round trip, and plans that are made once per connection. As statements of their own, planning over
-- eight partitions cost several times what reading does.
--
-- p_above and p_below are exclusive; p_since and p_until bound by time; p_around asks for half before the place and the rest from it
-- on. One row per message, oldest first, and one without a message when there is none: the head of the room stands in each.
create function history_page(
  p_room uuid,
  p_viewer uuid,
  p_readable_from integer,
  p_above integer,
  p_below integer,
  p_since timestamptz,
  p_until timestamptz,
  p_around integer,
  p_forward boolean,
  p_limit integer,
  p_people_shown integer,
  p_replies_counted integer,
  p_preview_length integer
) returns table (
  room_head integer,
  has_more boolean,
  message messages,
  near_reactions json,
  near_pinned boolean,
  near_replies integer,
  target_id uuid,
  target_seq integer,
  target_sender_id uuid,
  target_content text,
  target_deleted boolean
)
language plpgsql stable
set plan_cache_mode = force_generic_plan
set enable_hashjoin = off
set enable_mergejoin = off
set enable_seqscan = off
set enable_bitmapscan = off
set enable_sort = off
set jit = off
set max_parallel_workers_per_gather = 0
as $$
declare
  above integer := greatest(p_above, p_readable_from - 1);
  below integer := p_below;
  onwards integer[] := '{}';
  back integer[] := '{}';
  wanted integer := p_limit;
  more boolean;
  page integer[];
begin
  if p_since is not null then above := greatest(above, coalesce(seq_at(p_room, p_since), 1) - 1); end if;
  if p_until is not null then below := least(below, coalesce(seq_at(p_room, p_until), below)); end if;

  -- Places first, from the key alone; the rows of the page are read once they are known.
  if p_around is not null then
    onwards := array(
      select m.seq from messages m
      where m.room_id = p_room and m.seq > greatest(above, p_around - 1) and m.seq < below order by m.seq limit (p_limit + 1) / 2
    );
    wanted := p_limit - cardinality(onwards);
    below := least(below, p_around);
  end if;
  if p_forward then
    onwards := array(
      select m.seq from messages m where m.room_id = p_room and m.seq > above and m.seq < below order by m.seq limit p_limit + 1
    );
    more := cardinality(onwards) > p_limit;
    page := onwards[1:p_limit];
  else
    back := array(
      select m.seq from messages m where m.room_id = p_room and m.seq > above and m.seq < below order by m.seq desc limit wanted + 1
    );
    more := cardinality(back) > wanted;
    page := back[1:wanted] || onwards;
  end if;

  return query
  select r.head, more, m, k.reactions,
    exists (select from pins p where p.room_id = p_room and p.message_seq = m.seq),
    case when m.message_type = 'text' then (
      select count(*)::integer from (
        select from messages a where a.room_id = p_room and a.reply_to = m.message_id and a.deleted_at is null limit p_replies_counted
      ) as counted
    ) end,
    t.message_id, t.seq, t.sender_id, left(t.content, p_preview_length), t.deleted_at is not null
  from rooms r
    left join messages m on m.room_id = p_room and m.seq = any (page)
    -- Of those who reacted one way the first ones are listed, and the viewer wherever they stand: they must see that they did.
    left join lateral (
      select json_agg(json_build_object('emoji', k.emoji, 'count', k.count, 'user_ids', (
          select json_agg(listed.user_id order by listed.seq) from (
            (select s.user_id, s.seq from reactions s
              where s.room_id = p_room and s.message_seq = m.seq and s.emoji = k.emoji order by s.seq limit p_people_shown)
            union
            select s.user_id, s.seq from reactions s
              where s.room_id = p_room and s.message_seq = m.seq and s.emoji = k.emoji and s.user_id = p_viewer
          ) as listed
        )) order by k.first_seq) as reactions
      from reaction_kinds k where k.room_id = p_room and k.message_seq = m.seq
    ) k on m.message_type = 'text'
    left join messages t on t.room_id = p_room and t.message_id = m.reply_to and t.message_type = 'text' and t.seq >= p_readable_from
  where r.room_id = p_room;
end $$;

do $$
begin
  execute format('grant execute on function history_page to %I', current_database());
end $$;
