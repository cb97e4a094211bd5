import { z } from 'zod';
import { readStateSchema } from '../http/messages.ts';
import { lastMessageSchema, roomTypeSchema } from '../http/rooms.ts';
import {
  afterSeqSchema,
  clientIdSchema,
  mentionCountSchema,
  messageIdSchema,
  roomIdSchema,
  seqSchema,
  timeSchema,
  unreadCountSchema,
  userIdSchema,
} from '../ids.ts';
import { limits } from '../limits.ts';
import { defineRpc } from './rpc.ts';

/**
 * What the gateway and `rooms` ask of `messages`.
 *
 * `send` is not here: it is the hot path, and its shape (an array in, an array out, one entry per command, checked
 * by hand) is `SendCommand` / `SendOutcome` below.
 */
export type SendCommand = {
  sender_id: string;
  room_id: string;
  client_id: string;
  content: string;
  reply_to?: string | null | undefined;
  /** Of uploaded files. */
  attachment_ids?: readonly string[] | undefined;
  traceparent?: string | undefined;
};
export type SendOutcome =
  | { ok: true; id: string; seq: number; created_at: string; duplicate?: true }
  | {
      ok: false;
      code: 'not_a_member' | 'room_not_found' | 'room_closed' | 'slow_mode' | 'idempotency_mismatch' | 'validation_failed' | 'unavailable';
      message: string;
      /** Of `slow_mode`: when the next message will be taken. */
      retry_after_ms?: number;
    };

export const sendBatchRpc = defineRpc({
  service: 'messages',
  name: 'send',
  request: z.array(
    z.object({
      sender_id: userIdSchema,
      room_id: roomIdSchema,
      client_id: clientIdSchema,
      content: z.string(),
      reply_to: messageIdSchema.nullish(),
      attachment_ids: z.array(z.uuid()).max(limits.attachmentsMax).optional(),
      traceparent: z.string().optional(),
    }),
  ),
  reply: z.array(z.custom<SendOutcome>()),
});

/**
 * The rooms of a person who connects, or one of them: what `ready` and `room.added` tell. `head` and the membership are
 * of one instant; a gateway reads them after it has subscribed.
 */
export const memberRoomsRpc = defineRpc({
  service: 'messages',
  name: 'member-rooms',
  request: z.object({ user_id: userIdSchema, room_id: roomIdSchema.optional() }),
  reply: z.object({
    epoch: z.string(),
    rooms: z.array(
      z.object({
        id: roomIdSchema,
        type: roomTypeSchema,
        head: afterSeqSchema,
        last_read_seq: afterSeqSchema,
        unread_count: unreadCountSchema,
        mention_count: mentionCountSchema,
        is_writable: z.boolean().default(true),
      }),
    ),
  }),
});

/** Heads of many rooms, and the epoch they count in: how gateways find quiet losses and restored backups. Unknown rooms are left out. */
export const headsRpc = defineRpc({
  service: 'messages',
  name: 'heads',
  request: z.object({ room_ids: z.array(roomIdSchema).max(1_000) }),
  reply: z.object({ epoch: z.string(), heads: z.record(z.string(), z.int()) }),
});

/**
 * A room's log after a `seq`. With `user_id`, only for a member; without, for a gateway that fills a hole.
 * The reply's `events` are frames ready to send.
 */
export const roomLogRpc = defineRpc({
  service: 'messages',
  name: 'room-log',
  request: z.object({ room_id: roomIdSchema, after: afterSeqSchema, limit: z.int().min(1).max(500), user_id: userIdSchema.optional() }),
  reply: z.union([
    z.object({
      events: z.array(z.object({ seq: seqSchema, type: z.string(), frame: z.string() })),
      head: afterSeqSchema,
      has_more: z.boolean(),
    }),
    z.object({ reset: z.literal(true), head: afterSeqSchema }),
  ]),
});

export const markReadRpc = defineRpc({
  service: 'messages',
  name: 'mark-read',
  request: z.object({ user_id: userIdSchema, room_id: roomIdSchema, seq: afterSeqSchema.optional() }),
  reply: readStateSchema,
});

/** What `rooms` shows beside each room of a person. */
export const roomActivityRpc = defineRpc({
  service: 'messages',
  name: 'room-activity',
  request: z.object({ user_id: userIdSchema, room_ids: z.array(roomIdSchema).max(1_000) }),
  reply: z.object({
    rooms: z.array(
      z.object({
        room_id: roomIdSchema,
        head: afterSeqSchema,
        last_read_seq: afterSeqSchema,
        unread_count: unreadCountSchema,
        mention_count: mentionCountSchema,
        last_message: lastMessageSchema.nullable(),
        last_activity_at: timeSchema.nullable(),
      }),
    ),
  }),
});
