-- Full-text search over messages: see docs/decisions/0070-search.md.
-- Written by the indexer (src/projections/search-documents/), which follows the log: the send path pays nothing for it.
-- What a search shows is read from `messages` at that moment and compared there; a row here only proposes a message. So an entry that
-- is late, or left over, can hide nothing deleted behind it.

create table search_documents (
  room_id uuid not null,
  seq integer not null,
  -- In the order of indexing, which is about the order of time. Its window is among the terms.
  document_id bigint not null,
  created_at timestamptz not null,
  -- Hashes (src/search/terms.ts): of beginnings of words, of room, sender, month, window, and of what is attached.
  terms integer[] not null,
  primary key (room_id, seq)
);
create sequence search_document_id as bigint minvalue 0 start 0;

-- The waiting list of the index is read through by every search: it stays short.
create index search_documents_terms on search_documents using gin (terms) with (gin_pending_list_limit = 512);
alter table search_documents set (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);

-- How far the indexer has read the log.
create table search_cursor (
  only_row boolean primary key default true check (only_row),
  position text not null
);
insert into search_cursor (position) values ('0-0');

do $$
begin
  execute format('grant select, insert, update, delete on search_documents to %I', current_database());
  execute format('grant usage, select on sequence search_document_id to %I', current_database());
  execute format('grant select, update on search_cursor to %I', current_database());
end $$;
