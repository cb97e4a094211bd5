-- Others' undeleted messages after a place that call a person, by name or with everybody; each once.
create function unread_mentions(p_room uuid, p_user uuid, p_after integer) returns integer
language plpgsql stable
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
set max_parallel_workers_per_gather = 0
as $$
begin
  return (
    select count(*) from mentions n
    where n.user_id = p_user and n.room_id = p_room and n.seq > p_after
      and exists (select from messages m where m.room_id = p_room and m.seq = n.seq and m.deleted_at is null and m.sender_id <> p_user)
  ) + (
    select count(*) from messages m
    where m.room_id = p_room and m.mentions_everyone is not null and m.seq > p_after
      and m.deleted_at is null and m.sender_id <> p_user
      and not exists (select from mentions n where n.user_id = p_user and n.room_id = p_room and n.seq = m.seq)
  );
end $$;

do $$
begin
  execute format('grant execute on function unread_mentions(uuid, uuid, integer) to %I', current_database());
end $$;
