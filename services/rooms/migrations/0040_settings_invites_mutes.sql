-- What a room may be set to, invitations, and who has muted what. The defaults are what holds for rooms from before.

alter table rooms
  add column picture_id uuid,
  add column slow_mode_seconds integer not null default 0 check (slow_mode_seconds between 0 and 21600),
  add column history_visibility text not null default 'all' check (history_visibility in ('all', 'joined')),
  add column shows_receipts boolean not null default false;

alter table memberships
  add column is_muted boolean not null default false,
  -- Null with is_muted: for good.
  add column muted_until timestamptz(3);

-- Invitations that were not withdrawn, of rooms that exist. The code stands here as it is given to people: owner and admins see it again.
create table invites (
  code       text           primary key,
  room_id    uuid           not null references rooms (id),
  created_by uuid           not null,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3),
  max_uses   integer,
  uses       integer        not null
);
create index invites_of_room on invites (room_id, created_at);

-- For administrators: newest rooms first, also of one type.
create index rooms_by_age on rooms (created_at, id) where deleted_at is null;

do $$
begin
  execute format('grant select, insert, update, delete on invites to %I', current_database());
end
$$;
