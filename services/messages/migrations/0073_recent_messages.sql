-- The newest texts of the rooms that a person is in, or only their own. Each room gives as many as the page takes, from one range of
-- an index; the newest of all of them are the page. A place is a time and, within it, a room and a seq: of rooms, only one asks for a
-- seq below; for the others the time is found by halving (seq_at).
create function recent_messages(p_user uuid, p_only_own boolean, p_before timestamptz, p_before_room uuid, p_before_seq integer, p_limit integer)
returns table (room_id uuid, seq integer, created_at timestamptz)
language plpgsql stable
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
set max_parallel_workers_per_gather = 0
as $$
begin
  return query
  select t.room_id, t.seq, t.created_at
  from room_members m
    join rooms r on r.room_id = m.room_id and r.closed_at is null
    cross join lateral (
      select case
        when p_before is null then r.head + 1
        when r.room_id = p_before_room then p_before_seq
        -- In the same instant, rooms come in the order of their ids, the largest first.
        when r.room_id < p_before_room then seq_at(r.room_id, p_before + interval '1 microsecond')
        else seq_at(r.room_id, p_before)
      end as below offset 0
    ) b
    cross join lateral (
      (select n.room_id, n.seq, n.created_at from messages n
        where not p_only_own and n.room_id = r.room_id and n.message_type = 'text' and n.deleted_at is null and n.seq < b.below
          and (r.history_visibility = 'all' or n.seq > m.joined_seq)
        order by n.seq desc limit p_limit)
      union all
      (select n.room_id, n.seq, n.created_at from messages n
        where p_only_own and n.room_id = r.room_id and n.sender_id = p_user and n.message_type = 'text' and n.deleted_at is null
          and n.seq < b.below
        order by n.seq desc limit p_limit)
    ) t
  where m.user_id = p_user and m.left_seq is null
  order by t.created_at desc, t.room_id desc, t.seq desc
  limit p_limit;
end $$;

do $$
begin
  execute format('grant execute on function recent_messages(uuid, boolean, timestamptz, uuid, integer, integer) to %I', current_database());
end $$;
