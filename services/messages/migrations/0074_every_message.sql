-- For administrators, who look at messages of every room: a message by its id alone, and the place in the log where a time begins.

-- Serves whoever knows the room as well, and takes ids in the order of time: one warm end instead of one per room.
create index messages_by_id_alone on messages (message_id, room_id);
drop index messages_by_id;

-- The first transaction in publication order with an event written at `p_time` or later; null where there is none. By halving, as seq_at.
create function events_at(p_time timestamptz) returns xid8
language plpgsql stable
set enable_seqscan = off
set jit = off
set max_parallel_workers_per_gather = 0
as $$
declare
  low numeric := 0;
  high numeric := (select tx::text::numeric + 1 from events order by tx desc, position desc limit 1);
  last numeric := high;
  middle numeric;
  event record;
begin
  while low < high loop
    middle := trunc((low + high) / 2);
    select e.tx::text::numeric as tx, e.recorded_at into event from events e where e.tx >= middle::text::xid8 order by e.tx, e.position limit 1;
    if event.tx is null or event.recorded_at >= p_time then
      high := middle;
    else
      low := event.tx + 1;
    end if;
  end loop;
  return case when low < last then low::text::xid8 end;
end $$;

do $$
begin
  execute format('grant execute on function events_at(timestamptz) to %I', current_database());
end $$;
