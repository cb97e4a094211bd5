import { z } from 'zod';
import { logEventSchema } from '../events/message-events.ts';
import { afterSeqSchema, clientIdSchema, messageIdSchema, roomIdSchema, seqSchema, timeSchema, unreadCountSchema } from '../ids.ts';
import { limits } from '../limits.ts';
import { profileSchema } from './accounts.ts';
import { attachmentSchema } from './media.ts';

/** Text that people can see: something besides white space, and nothing that Postgres or JSON cannot hold. */
export const messageContentSchema = z
  .string()
  .min(1)
  .max(limits.messageContentMax)
  .refine((text) => text.trim().length > 0, 'must not be empty')
  .refine((text) => !text.includes('\u0000') && text.isWellFormed(), 'must be well-formed text without NUL')
  .meta({ example: 'Hello' });

export const sendMessageBodySchema = z
  .object({ client_id: clientIdSchema, content: messageContentSchema, reply_to: messageIdSchema.nullish() })
  .meta({ id: 'SendMessageBody' });

export const messageTypeSchema = z.enum(['text', 'system']).meta({ id: 'MessageType' });

/** The message that another one answers, as much as is shown beside it. */
export const replyPreviewSchema = z
  .object({ id: messageIdSchema, seq: seqSchema, sender: profileSchema, content: z.string() })
  .meta({ id: 'ReplyPreview' });

export const messageSchema = z
  .object({
    id: messageIdSchema,
    room_id: roomIdSchema,
    seq: seqSchema,
    client_id: clientIdSchema.nullable(),
    sender: profileSchema,
    content: z.string().meta({ description: 'Of a system line: what happened, in English', example: 'Hello' }),
    message_type: messageTypeSchema,
    event: logEventSchema.nullable().meta({ description: 'Of a system line: the event of the log itself', example: null }),
    created_at: timeSchema,
    reply_to: replyPreviewSchema.nullable(),
    is_edited: z.boolean(),
    reactions: z.array(z.object({ emoji: z.string(), count: z.int(), user_ids: z.array(z.string()) })),
    attachments: z.array(attachmentSchema),
  })
  .meta({ id: 'Message' });

export const historyQuerySchema = z
  .object({
    before: z.coerce.number().int().positive().optional().meta({ description: 'Messages with a smaller seq, the nearest ones' }),
    after: z.coerce.number().int().nonnegative().optional().meta({ description: 'Messages with a larger seq, the nearest ones' }),
    limit: z.coerce.number().int().min(1).max(limits.pageMax).default(limits.pageDefault),
  })
  .refine((query) => query.before === undefined || query.after === undefined, 'before and after exclude each other');

/** Oldest first within the page. `next_cursor` is the `before` (or `after`) of the next page. */
export const historySchema = z
  .object({ messages: z.array(messageSchema), next_cursor: z.string().nullable(), has_more: z.boolean() })
  .meta({ id: 'History' });

export const roomEventsQuerySchema = z.object({
  after: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** The room's log after a `seq`, or `reset` when the client must load afresh from `head`. */
export const roomEventsSchema = z
  .union([
    z.object({ events: z.array(logEventSchema), head: afterSeqSchema, has_more: z.boolean() }),
    z.object({ reset: z.literal(true), head: afterSeqSchema }),
  ])
  .meta({ id: 'RoomEvents' });

export const markReadBodySchema = z.object({ seq: afterSeqSchema.optional() }).nullish().meta({ id: 'MarkReadBody' });
export const readStateSchema = z
  .object({ last_read_seq: afterSeqSchema, last_read_at: timeSchema.nullable(), unread_count: unreadCountSchema })
  .meta({ id: 'ReadState' });

export type SendMessageBody = z.input<typeof sendMessageBodySchema>;
export type Message = z.infer<typeof messageSchema>;
export type ReplyPreview = z.infer<typeof replyPreviewSchema>;
export type History = z.infer<typeof historySchema>;
export type RoomEvents = z.infer<typeof roomEventsSchema>;
export type ReadState = z.infer<typeof readStateSchema>;
