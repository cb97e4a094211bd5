-- Rooms as one of their members sees them; a direct room with the other person. As a function, since planning the statement took longer
-- than running it, and its plan is the same for everybody: look-ups by key for each room asked for.
--
-- With a time, also the newest of the rooms that the person got into since: a page of rooms needs them (src/queries/list-rooms).
create function member_rooms(p_user uuid, p_rooms uuid[], p_joined_since timestamptz, p_newest integer) returns table (
  id uuid,
  type text,
  name text,
  slug text,
  description text,
  picture_id uuid,
  member_count integer,
  slow_mode_seconds integer,
  history_visibility text,
  shows_receipts boolean,
  writing_closed text,
  created_at timestamptz,
  role text,
  joined_at timestamptz,
  is_muted boolean,
  muted_until timestamptz,
  other_id uuid,
  username text,
  display_name text,
  avatar_url text,
  is_hidden boolean
)
language plpgsql stable
set plan_cache_mode = force_generic_plan
set enable_hashjoin = off
set enable_mergejoin = off
set enable_seqscan = off
set enable_memoize = off
set jit = off
as $$
#variable_conflict use_column
begin
  return query
  with wanted as materialized (
    select w.room_id from unnest(p_rooms) as w (room_id)
    union
    select newest.room_id from (
      select m.room_id from memberships m where m.user_id = p_user and m.joined_at >= p_joined_since order by m.joined_at desc limit p_newest
    ) as newest
  )
  select r.id, r.type, r.name, r.slug, r.description, r.picture_id, r.member_count, r.slow_mode_seconds, r.history_visibility,
    r.shows_receipts, r.writing_closed, r.created_at, mine.role, mine.joined_at,
    -- Muting ends by itself when its time comes: nobody has to write that down.
    mine.is_muted and coalesce(mine.muted_until > now(), true), mine.muted_until,
    other.id, other.username, other.display_name, other.avatar_url,
    -- A block between the two, whoever made it.
    exists (select from blocks b where b.blocker_id = p_user and b.blocked_id = other.id)
      or exists (select from blocks b where b.blocker_id = other.id and b.blocked_id = p_user)
  from wanted
    join memberships mine on mine.room_id = wanted.room_id and mine.user_id = p_user
    join rooms r on r.id = wanted.room_id
    left join direct_pairs pair on pair.room_id = wanted.room_id and r.type = 'direct'
    left join users other on other.id = case when pair.low_user_id = p_user then pair.high_user_id else pair.low_user_id end;
end $$;

do $$
begin
  execute format('grant execute on function member_rooms(uuid, uuid[], timestamptz, integer) to %I', current_database());
end $$;
