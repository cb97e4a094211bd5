-- What reading asks of a room of any size: places by time, and counts of what lies after a place.

-- The place in a room where a time begins: the smallest seq whose line was written then or later, head + 1 where none was.
-- Lines of a room are in the order of time, so this halves the room until it is found: about 24 look-ups in ten million messages,
-- and no index over times for every message to pay for. (Where the server's clock was set back, a place nearby.)
create function seq_at(p_room uuid, p_time timestamptz) returns integer
language plpgsql stable
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
set max_parallel_workers_per_gather = 0
as $$
declare
  low integer := 1;
  high integer := coalesce((select head + 1 from rooms where room_id = p_room), 1);
  middle integer;
  line record;
begin
  while low < high loop
    middle := low + (high - low) / 2;
    select m.seq, m.created_at into line from messages m where m.room_id = p_room and m.seq >= middle order by m.seq limit 1;
    if line.seq is null or line.created_at >= p_time then
      high := middle;
    else
      low := line.seq + 1;
    end if;
  end loop;
  return low;
end $$;

-- Undeleted texts of a block of 512 seqs, of each sender and (sender 0000…) of everybody. A block is tallied once it is full
-- (src/projections/text-tallies/); whatever is not tallied yet is counted, so the tallies decide what a count costs, never what it is.
-- Blocks of a room are tallied from the first without a gap, under the room's lock.
create table text_tallies (
  room_id uuid not null,
  sender_id uuid not null,
  block integer not null,
  texts integer not null,
  primary key (room_id, sender_id, block) include (texts)
);

-- Whoever deletes a text, for whatever reason, holds the room's lock, as tallying does.
create function untally_text() returns trigger language plpgsql as $$
begin
  update text_tallies t set texts = t.texts - 1
  where t.room_id = new.room_id and t.block = new.seq / 512
    and t.sender_id in (new.sender_id, '00000000-0000-0000-0000-000000000000');
  return null;
end $$;
create trigger messages_untally after update of deleted_at on messages for each row
  when (new.message_type = 'text' and old.deleted_at is null and new.deleted_at is not null)
  execute function untally_text();

-- Others' undeleted texts after a place: exact, and two blocks' worth of index entries plus one row per block, whatever the distance.
-- No parallel workers: the generic plan, which knows no distance, would start them for milliseconds each time.
create function unread_texts(p_room uuid, p_user uuid, p_after integer) returns integer
language plpgsql stable
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
set max_parallel_workers_per_gather = 0
as $$
declare
  everybody constant uuid := '00000000-0000-0000-0000-000000000000';
  -- The first block that lies after the place as a whole, and the first that is not tallied.
  first_block constant integer := (p_after + 512) / 512;
  end_block integer := (
    select t.block + 1 from text_tallies t where t.room_id = p_room and t.sender_id = everybody order by t.block desc limit 1
  );
begin
  if end_block is null or end_block <= first_block then
    return (
      select count(*) from messages u
      where u.room_id = p_room and u.message_type = 'text' and u.deleted_at is null and u.seq > p_after and u.sender_id <> p_user
    );
  end if;
  return (
      select count(*) from messages u
      where u.room_id = p_room and u.message_type = 'text' and u.deleted_at is null
        and u.seq > p_after and u.seq < first_block * 512 and u.sender_id <> p_user
    ) + (
      select count(*) from messages u
      where u.room_id = p_room and u.message_type = 'text' and u.deleted_at is null
        and u.seq >= end_block * 512 and u.sender_id <> p_user
    ) + coalesce((
      select sum(t.texts) from text_tallies t where t.room_id = p_room and t.sender_id = everybody and t.block >= first_block
    ), 0) - coalesce((
      select sum(t.texts) from text_tallies t where t.room_id = p_room and t.sender_id = p_user and t.block >= first_block
    ), 0);
end $$;

do $$
begin
  execute format('grant select, insert, update, delete on text_tallies to %I', current_database());
  execute format('grant execute on function seq_at(uuid, timestamptz), unread_texts(uuid, uuid, integer) to %I', current_database());
end $$;
