import { z } from 'zod';
import { type ErrorCode, errorStatus } from './error-codes.ts';
import { type LogEvent, logEventSchema } from './events/message-events.ts';
import { emojiSchema } from './http/message-changes.ts';
import { optionalContentSchema, saysSomething, sentContentShape } from './http/messages.ts';
import { notificationIdSchema, notificationSchema, unreadNotificationsSchema } from './http/notifications.ts';
import { presenceStatusSchema } from './http/presence.ts';
import { roomTypeSchema } from './http/rooms.ts';
import {
  afterSeqSchema,
  mentionCountSchema,
  messageIdSchema,
  roomIdSchema,
  sessionIdSchema,
  timeSchema,
  unreadCountSchema,
  userIdSchema,
} from './ids.ts';
import { limits } from './limits.ts';
import { traceparentSchema } from './traceparent.ts';

/** Chosen by the client, echoed in the answer. */
const commandId = z.union([z.string().max(64), z.int()]);
/** Of the action that made the frame. */
const traceparent = traceparentSchema.optional();

function command<Type extends string, Data extends z.ZodType>(type: Type, data: Data) {
  return z.object({ type: z.literal(type), id: commandId.optional(), traceparent, data });
}

export const clientFrameSchema = z
  .discriminatedUnion('type', [
    command('hello', z.object({ token: z.string().max(8_192) })),
    command(
      'message.send',
      z.object({ room_id: roomIdSchema, ...sentContentShape }).refine(saysSomething, { path: ['content'], message: 'must not be empty' }),
    ),
    command('message.edit', z.object({ room_id: roomIdSchema, message_id: messageIdSchema, content: optionalContentSchema })),
    command('message.delete', z.object({ room_id: roomIdSchema, message_id: messageIdSchema })),
    command('reaction.add', z.object({ room_id: roomIdSchema, message_id: messageIdSchema, emoji: emojiSchema })),
    command('reaction.remove', z.object({ room_id: roomIdSchema, message_id: messageIdSchema, emoji: emojiSchema })),
    command('room.read', z.object({ room_id: roomIdSchema, seq: afterSeqSchema })),
    command('room.sync', z.object({ room_id: roomIdSchema, after: afterSeqSchema, limit: z.int().min(1).max(500).default(200) })),
    command('typing.start', z.object({ room_id: roomIdSchema })),
    command('typing.stop', z.object({ room_id: roomIdSchema })),
    command(
      'presence.set',
      z.object({ status: z.enum(['online', 'away', 'busy', 'invisible']), status_text: z.string().max(limits.statusTextMax).optional() }),
    ),
    command('auth.refresh', z.object({ token: z.string().max(8_192) })),
    z.object({ type: z.literal('ping'), id: commandId.optional(), data: z.unknown().optional() }),
    z.object({ type: z.literal('heartbeat'), id: commandId.optional(), data: z.unknown().optional() }),
  ])
  .meta({ id: 'ClientFrame' });

export type ClientFrame = z.infer<typeof clientFrameSchema>;
export type ClientFrameType = ClientFrame['type'];

export const readyRoomSchema = z.object({
  id: roomIdSchema,
  type: roomTypeSchema,
  head: afterSeqSchema,
  last_read_seq: afterSeqSchema,
  unread_count: unreadCountSchema,
  mention_count: mentionCountSchema.optional(),
  is_writable: z.boolean().optional(),
});

/** What the server sends besides the events of rooms' logs. */
export const controlFrameSchema = z
  .discriminatedUnion('type', [
    z.object({
      type: z.literal('ready'),
      data: z.object({
        user: z.object({ id: userIdSchema, username: z.string(), role: z.enum(['user', 'admin']) }),
        session_id: sessionIdSchema,
        heartbeat_ms: z.int(),
        epoch: z.string(),
        rooms: z.array(readyRoomSchema),
        trace_ratio: z
          .number()
          .optional()
          .meta({ description: 'Which part of what it sends the client may trace, where traces are collected' }),
      }),
    }),
    z.object({ type: z.literal('ok'), id: commandId.optional(), data: z.unknown() }),
    z.object({
      type: z.literal('error'),
      id: commandId.optional(),
      data: z.object({
        code: z.enum(Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]]),
        message: z.string(),
        retry_after_ms: z.int().optional(),
      }),
    }),
    z.object({ type: z.literal('pong'), id: commandId.optional() }),
    z.object({ type: z.literal('heartbeat'), data: z.object({ heads: z.record(z.string(), z.int()) }) }),
    z.object({ type: z.literal('room.added'), data: z.object({ room: readyRoomSchema, head: afterSeqSchema }) }),
    z.object({
      type: z.literal('room.removed'),
      data: z.object({ room_id: roomIdSchema, reason: z.enum(['left', 'removed', 'deleted']) }),
    }),
    z.object({ type: z.literal('room.gap'), data: z.object({ room_id: roomIdSchema, head: afterSeqSchema }) }),
    z.object({
      type: z.literal('read.updated'),
      data: z.object({
        room_id: roomIdSchema,
        user_id: userIdSchema,
        last_read_seq: afterSeqSchema,
        unread_count: unreadCountSchema.optional(),
        mention_count: mentionCountSchema.optional(),
        counted_seq: afterSeqSchema.optional(),
        moved_back: z.literal(true).optional(),
      }),
    }),
    z.object({
      type: z.literal('room.muted'),
      data: z.object({ room_id: roomIdSchema, muted: z.boolean(), muted_until: timeSchema.nullable() }),
    }),
    z.object({ type: z.literal('typing.started'), data: z.object({ room_id: roomIdSchema, user_id: userIdSchema, username: z.string() }) }),
    z.object({ type: z.literal('typing.stopped'), data: z.object({ room_id: roomIdSchema, user_id: userIdSchema, username: z.string() }) }),
    z.object({
      type: z.literal('presence.changed'),
      data: z.object({
        user_id: userIdSchema,
        username: z.string(),
        status: presenceStatusSchema,
        status_text: z.string().nullable().optional(),
        last_seen_at: timeSchema.nullable(),
      }),
    }),
    z.object({
      type: z.literal('notification'),
      data: z.object({
        notification: notificationSchema,
        unread_count: unreadNotificationsSchema,
        silent: z.boolean().meta({ description: 'Listed, but the person does not want to be disturbed now' }),
      }),
    }),
    /** Read on some device; without `ids`, all of them. */
    z.object({
      type: z.literal('notification.read'),
      data: z.object({ ids: z.array(notificationIdSchema).optional(), unread_count: unreadNotificationsSchema }),
    }),
    z.object({
      type: z.literal('notification.withdrawn'),
      data: z.object({ ids: z.array(notificationIdSchema), unread_count: unreadNotificationsSchema }),
    }),
    /** Friends, requests or blocks of the person are not what they were; HTTP tells what they are. */
    z.object({ type: z.literal('relationships.changed'), data: z.object({}) }),
    z.object({ type: z.literal('session.ended'), data: z.object({ reason: z.string() }) }),
    z.object({ type: z.literal('server.draining'), data: z.object({ reconnect_after_ms: z.int() }) }),
  ])
  .meta({ id: 'ControlFrame' });

export const serverFrameSchema = z.union([controlFrameSchema, logEventSchema]).meta({ id: 'ServerFrame' });

export type ControlFrame = z.infer<typeof controlFrameSchema>;
export type ReadyFrame = Extract<ControlFrame, { type: 'ready' }>;
export type ReadyRoom = z.infer<typeof readyRoomSchema>;
export type ServerFrame = ControlFrame | LogEvent;

/** Answer to `message.send`. */
export const sentSchema = z.object({
  id: messageIdSchema,
  seq: z.int().positive(),
  created_at: timeSchema,
  duplicate: z.boolean().optional(),
});
export type Sent = z.infer<typeof sentSchema>;
