import type { Role, RoomType } from '@parley/contracts';
import type { EventStoreTables } from '@parley/event-store';
import type { Generated } from 'kysely';

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
  };
  room_members: { room_id: string; user_id: string; role: Role; joined_seq: number; left_seq: number | null };
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
  };
  sent_messages: {
    sender_id: string;
    client_id: string;
    room_id: string;
    message_id: string;
    seq: number;
    request_hash: string;
    created_at: Date;
  };
  read_cursors: { user_id: string; room_id: string; last_read_seq: number; last_read_at: Date };
  broker_erasures: { user_id: string; room_id: string; due_at: Date; next_sequence: Generated<string> };
  users: { user_id: string; username: string; display_name: string; avatar_url: string | null };
};
