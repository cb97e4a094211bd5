import type { MediaId, MediaPurpose, MessageId, RoomId, UserId } from '@parley/contracts';
import type { EventStoreTables } from '@parley/event-store';
import type { Generated, Kysely } from 'kysely';

/** The media database, as `migrations/` made it. 64-bit numbers travel as text. */
export type MediaTables = EventStoreTables & {
  media: {
    media_id: MediaId;
    owner_id: UserId;
    purpose: MediaPurpose;
    name: string;
    media_type: string;
    bytes: number | string;
    width: number | null;
    height: number | null;
    has_thumbnail: boolean;
    uploaded_at: Date;
    claimed_at: Date | null;
    claimed_room_id: RoomId | null;
    attached_count: Generated<number>;
  };
  attachments: { media_id: MediaId; message_id: MessageId; room_id: RoomId; seq: number };
  uploads: {
    upload_id: MediaId;
    owner_id: UserId;
    bytes: number | string;
    started_at: Date;
    ended_at: Date | null;
    purpose: MediaPurpose | null;
    name: string | null;
    expires_at: Date | null;
  };
  object_removals: { media_id: MediaId; due_at: Date; attempts: Generated<number> };
  due_erasures: { kind: 'room' | 'user'; subject_id: string; due_at: Date };
  current_pictures: { kind: 'user' | 'room'; subject_id: string; media_id: MediaId };
  link_keys: { only_row: Generated<boolean>; secret: Buffer; created_at: Date };
};

export type MediaDatabase = Kysely<MediaTables>;
