-- The read model of uploads, and what is state rather than history.

-- One row for each file that is here; what was deleted has none. Built from this service's events.
create table media (
  media_id uuid primary key,
  owner_id uuid not null,
  purpose text not null check (purpose in ('attachment', 'avatar', 'room_picture')),
  name text not null,
  media_type text not null,
  bytes bigint not null,
  width integer,
  height integer,
  has_thumbnail boolean not null,
  uploaded_at timestamptz not null,
  claimed_at timestamptz,
  claimed_room_id uuid,
  -- Messages that carry it. 0 and unclaimed: nobody but its uploader knows it.
  attached_count integer not null default 0
);
-- What the limit on unused uploads counts, and what the sweeps walk through.
create index media_unused on media (owner_id, uploaded_at) where attached_count = 0 and claimed_at is null;
create index media_unused_by_age on media (uploaded_at) where attached_count = 0 and claimed_at is null;
create index media_claimed_by_age on media (claimed_at) where claimed_at is not null;

create table attachments (
  media_id uuid not null,
  message_id uuid not null,
  room_id uuid not null,
  seq integer not null,
  primary key (media_id, message_id)
);
create index attachments_of_message on attachments (message_id);
create index attachments_of_room on attachments (room_id);

-- The tables below are state. They refer to media without foreign keys: a read model may be emptied and built again.

-- Uploads that were let in: what per-person limits count. A row of a day; of a pre-signed upload also what it will be.
create table uploads (
  upload_id uuid primary key,
  owner_id uuid not null,
  -- As many as were announced while it is open, as many as came when it is over.
  bytes bigint not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  purpose text,
  name text,
  expires_at timestamptz
);
create index uploads_of_owner on uploads (owner_id, started_at);
create index uploads_by_age on uploads (started_at);

-- Files of media that are deleted, until the store has removed them. Written in the transaction of the deletion.
create table object_removals (
  media_id uuid primary key,
  due_at timestamptz not null,
  attempts integer not null default 0
);
create index object_removals_next on object_removals (due_at);

-- Everything of a room or a person that is to be erased, however much it is: a loop does it in batches.
create table due_erasures (
  kind text not null check (kind in ('room', 'user')),
  subject_id uuid not null,
  due_at timestamptz not null,
  primary key (kind, subject_id)
);

-- Which picture a person or room shows now: a projection of auth's and rooms' events.
create table current_pictures (
  kind text not null check (kind in ('user', 'room')),
  subject_id uuid not null,
  media_id uuid not null,
  primary key (kind, subject_id)
);
create index current_pictures_by_media on current_pictures (media_id);

-- What signs links, the same in every replica.
create table link_keys (
  only_row boolean primary key default true check (only_row),
  secret bytea not null,
  created_at timestamptz not null
);

do $$
begin
  execute format(
    'grant select, insert, update, delete on media, attachments, uploads, object_removals, due_erasures, current_pictures to %I',
    current_database());
  execute format('grant select, insert on link_keys to %I', current_database());
end $$;
