import { z } from 'zod';
import { profileSchema } from '../http/accounts.ts';
import { attachmentSchema } from '../http/media.ts';
import { historyVisibilitySchema, roleSchema } from '../http/rooms.ts';
import { clientIdSchema, messageIdSchema, roomIdSchema, seqSchema, timeSchema, userIdSchema } from '../ids.ts';
import { tracedLiveSchema } from '../traceparent.ts';
import {
  mentionsEveryoneSchema,
  messageDeletedSchema,
  messageEditedSchema,
  messagePinnedSchema,
  messageUnpinnedSchema,
  reactionAddedSchema,
  reactionRemovedSchema,
} from './message-change-events.ts';
import { detailsChangedBefore, roomDetailSchema } from './room-detail.ts';

/**
 * Events of a room's log, published by `messages` and received by clients byte for byte.
 * Applying them in order of `seq` to a snapshot gives the snapshot taken later.
 */
function logEvent<Type extends string, Data extends z.ZodType>(type: Type, data: Data) {
  return z.object({
    type: z.literal(type),
    room_id: roomIdSchema,
    seq: seqSchema,
    at: timeSchema,
    data,
    traceparent: tracedLiveSchema,
  });
}

const replySchema = z.object({ id: messageIdSchema, seq: seqSchema, sender: profileSchema, content: z.string(), is_deleted: z.boolean() });

export const messagePostedSchema = logEvent(
  'message.posted',
  z.object({
    id: messageIdSchema,
    client_id: clientIdSchema.nullable(),
    sender: profileSchema,
    content: z.string(),
    message_type: z.enum(['text', 'system']),
    reply_to: replySchema.nullable(),
    attachments: z.array(attachmentSchema),
    mentions: z.array(userIdSchema).meta({ description: 'Members called by name, without the sender' }),
    mentions_everyone: mentionsEveryoneSchema.nullable(),
    is_deleted: z.boolean().meta({ description: 'Deleted later: what it said is gone', example: false }),
  }),
).meta({ id: 'MessagePosted' });

/** `actor` is who did it: the person, or someone who added them. */
export const memberJoinedSchema = logEvent(
  'member.joined',
  z.object({ user: profileSchema, role: roleSchema, actor: profileSchema.nullable() }),
).meta({ id: 'MemberJoined' });

export const memberLeftSchema = logEvent(
  'member.left',
  z.object({ user: profileSchema, reason: z.enum(['left', 'removed']), actor: profileSchema.nullable() }),
).meta({
  id: 'MemberLeft',
});

export const memberRoleChangedSchema = logEvent(
  'member.role_changed',
  z.object({ user: profileSchema, role: roleSchema, actor: profileSchema.nullable() }),
).meta({ id: 'MemberRoleChanged' });

export const roomUpdatedSchema = logEvent(
  'room.updated',
  z.object({
    name: z.string().nullable(),
    description: z.string().nullable(),
    picture_url: z.string().nullable(),
    slow_mode_seconds: z.int(),
    history_visibility: historyVisibilitySchema,
    shows_receipts: z.boolean(),
    is_writable: z.boolean().meta({ description: 'Whether members may write: a block or an ended friendship closes a direct room' }),
    changed: z
      .array(roomDetailSchema)
      .default(detailsChangedBefore)
      .meta({ description: 'Which of these are something else than before; none in the line that begins the log', example: ['name'] }),
    actor: profileSchema.nullable(),
  }),
).meta({ id: 'RoomUpdated' });

export const logEventSchema = z
  .discriminatedUnion('type', [
    messagePostedSchema,
    messageEditedSchema,
    messageDeletedSchema,
    messagePinnedSchema,
    messageUnpinnedSchema,
    reactionAddedSchema,
    reactionRemovedSchema,
    memberJoinedSchema,
    memberLeftSchema,
    memberRoleChangedSchema,
    roomUpdatedSchema,
  ])
  .meta({ id: 'LogEvent' });

export type MessagePosted = z.infer<typeof messagePostedSchema>;
export type MemberJoined = z.infer<typeof memberJoinedSchema>;
export type MemberLeft = z.infer<typeof memberLeftSchema>;
export type MemberRoleChanged = z.infer<typeof memberRoleChangedSchema>;
export type RoomUpdated = z.infer<typeof roomUpdatedSchema>;
export type LogEvent = z.infer<typeof logEventSchema>;
export type LogEventType = LogEvent['type'];
