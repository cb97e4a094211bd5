-- What rooms are set to since `rooms` tells it: lines from before say what held then, so that a rebuild comes to the same rows.

update messages
set system = jsonb_set(system, '{data}',
  '{"picture_id": null, "slow_mode_seconds": 0, "history_visibility": "all", "shows_receipts": false}'::jsonb || (system -> 'data'))
where message_type = 'system' and system ->> 'type' = 'room.updated';

-- Who in a room joined last: what everybody in it may read where history is visible from joining on.
create index room_members_latest on room_members (room_id, joined_seq) where left_seq is null;
