-- When somebody joined: in their list of rooms joining counts as activity, or a quiet channel would vanish in the depth of the list.
alter table room_members add column joined_at timestamptz not null default 'epoch';
update room_members m set joined_at = l.created_at
from messages l
where l.room_id = m.room_id and l.seq = m.joined_seq;
