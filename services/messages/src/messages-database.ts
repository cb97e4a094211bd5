import type { MentionsEveryone, Role, RoomType } from '@parley/contracts';
import type { EventStoreTables } from '@parley/event-store';
import type { Generated, Selectable } from 'kysely';

/** Tables of the messages database, as `migrations/` made them. Columns in the order that queries read them. */
export type MessagesDatabase = EventStoreTables & {
  rooms: {
    room_id: string;
    type: RoomType;
    name: string | null;
    description: string | null;
    head: number;
    opened_at: Date;
    last_activity_at: Date;
    closed_at: Date | null;
    writing_closed: Generated<boolean>;
    slow_mode_seconds: Generated<number>;
    history_visibility: Generated<'all' | 'joined'>;
    shows_receipts: Generated<boolean>;
    text_count: Generated<number>;
  };
  room_members: { room_id: string; user_id: string; role: Role; joined_seq: number; left_seq: number | null; joined_at: Generated<Date> };
  messages: {
    room_id: string;
    seq: number;
    message_id: string;
    message_type: 'text' | 'system';
    sender_id: string | null;
    client_id: string | null;
    content: string | null;
    system: unknown;
    reply_to: string | null;
    created_at: Date;
    edited_at: Date | null;
    deleted_at: Date | null;
    text_nr: number | null;
    attachments: unknown;
    mentions: string[] | null;
    mentions_everyone: MentionsEveryone | null;
  };
  sent_messages: {
    sender_id: string;
    client_id: string;
    room_id: string;
    message_id: string;
    seq: number;
    request_hash: string | null;
    created_at: Date;
  };
  mentions: { user_id: string; room_id: string; seq: number };
  message_versions: { room_id: string; message_seq: number; seq: number; content: string; written_at: Date };
  reaction_kinds: { room_id: string; message_seq: number; emoji: string; first_seq: number; count: number };
  reactions: { room_id: string; message_seq: number; emoji: string; user_id: string; seq: number };
  pins: { room_id: string; message_seq: number; pinned_seq: number; pinned_by: string; pinned_at: Date };
  broker_erasures: { room_id: string; seq: number; deleted_seq: number; asked_at: Generated<Date> };
  read_cursors: { user_id: string; room_id: string; last_read_seq: number; last_read_at: Date };
  search_documents: { room_id: string; seq: number; document_id: string; created_at: Date; terms: number[] };
  search_cursor: { only_row: Generated<boolean>; position: string };
  room_retention: { room_id: string; days: number | null };
  text_tallies: { room_id: string; sender_id: string; block: number; texts: number };
  name_erasures: { user_id: string; room_id: string; due_at: Date; next_sequence: Generated<string> };
  users: { user_id: string; username: string; display_name: string; avatar_url: string | null };
};

export type MessageRow = Selectable<MessagesDatabase['messages']>;
