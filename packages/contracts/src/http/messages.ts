import { z } from 'zod';
import { mentionsEveryoneSchema } from '../events/message-change-events.ts';
import { logEventSchema } from '../events/message-events.ts';
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
import { profileSchema } from './accounts.ts';
import { attachmentSchema } from './media.ts';

/** Nothing that Postgres or JSON cannot hold. Empty only where files are attached. */
export const optionalContentSchema = z
  .string()
  .max(limits.messageContentMax)
  .refine((text) => !text.includes('\u0000') && text.isWellFormed(), 'must be well-formed text without NUL')
  .meta({ example: 'Hello' });

/** What is sent, over HTTP and in frames: text, files, or both. */
export const sentContentShape = {
  client_id: clientIdSchema,
  content: optionalContentSchema,
  reply_to: messageIdSchema.nullish(),
  attachment_ids: z
    .array(z.uuid().toLowerCase())
    .max(limits.attachmentsMax)
    .optional()
    .meta({ description: 'Files uploaded before, in the order in which they are shown', example: [] }),
};

/** A message has something that people can see: more than white space, or a file. */
export function saysSomething({ content, attachment_ids }: { content: string; attachment_ids?: readonly string[] | undefined }): boolean {
  return content.trim().length > 0 || (attachment_ids?.length ?? 0) > 0;
}

export const sendMessageBodySchema = z
  .object(sentContentShape)
  .refine(saysSomething, { path: ['content'], message: 'must not be empty' })
  .meta({ id: 'SendMessageBody' });

export const messageTypeSchema = z.enum(['text', 'system']).meta({ id: 'MessageType' });

/** The message that another one answers, as much as is shown beside it. */
export const replyPreviewSchema = z
  .object({
    id: messageIdSchema,
    seq: seqSchema,
    sender: profileSchema,
    content: z.string().meta({ description: 'Its beginning, as it is now; empty once deleted', example: 'Hello' }),
    is_deleted: z.boolean(),
  })
  .meta({ id: 'ReplyPreview' });

/** In the order in which the kinds came. */
export const reactionSchema = z
  .object({
    emoji: z.string().meta({ example: '👍' }),
    count: z.int().positive().meta({ example: 1 }),
    user_ids: z.array(userIdSchema).meta({ description: 'The first 100 of those who reacted so, and you if you did' }),
  })
  .meta({ id: 'Reaction' });

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
    reply_count: z.int().nonnegative().meta({ description: 'Replies that are not deleted; counting stops at 10,000', example: 0 }),
    is_deleted: z.boolean().meta({ description: 'What it said is gone, its place stays', example: false }),
    is_pinned: z.boolean().meta({ example: false }),
    mentions: z.array(userIdSchema),
    mentions_everyone: mentionsEveryoneSchema.nullable(),
    reactions: z.array(reactionSchema),
    attachments: z.array(attachmentSchema),
  })
  .meta({ id: 'Message' });

const historySeq = z.coerce.number().int().nonnegative().max(2_147_483_646);
export const historyQuerySchema = z
  .object({
    before: historySeq.min(1).optional().meta({ description: 'Messages with a smaller seq, the nearest ones' }),
    after: historySeq.optional().meta({ description: 'Messages with a larger seq, the nearest ones' }),
    around: historySeq.min(1).optional().meta({ description: 'Half the page before this seq, the rest from it on' }),
    cursor: z
      .union([z.string().regex(/^\d{1,10}$/), z.uuid()])
      .optional()
      .meta({ description: "`next_cursor` of the page before, or a message's id: goes on from there in the query's direction" }),
    since: timeSchema.optional().meta({ description: 'Written at this time or later; without `before`, oldest pages first' }),
    until: timeSchema.optional().meta({ description: 'Written before this time' }),
    limit: z.coerce.number().int().min(1).max(limits.pageMax).default(limits.pageDefault),
  })
  .refine(
    ({ before, after, around }) => [before, after, around].filter((place) => place !== undefined).length <= 1,
    'before, after and around exclude each other',
  )
  .refine(({ around, cursor }) => around === undefined || cursor === undefined, 'around takes no cursor');

/** Oldest first within the page. `next_cursor` is the `cursor` of the next page in the same direction (after `around`: towards the past). */
export const historySchema = z
  .object({
    messages: z.array(messageSchema),
    next_cursor: z.string().nullable(),
    has_more: z.boolean(),
    head: afterSeqSchema.meta({ description: 'The newest seq that the page has taken into account', example: 4712 }),
  })
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
  .object({
    last_read_seq: afterSeqSchema,
    last_read_at: timeSchema.nullable(),
    unread_count: unreadCountSchema,
    mention_count: mentionCountSchema,
    counted_seq: afterSeqSchema.meta({ description: "The room's head when it was counted: later events are not in the counts" }),
  })
  .meta({ id: 'ReadState' });

export type SendMessageBody = z.input<typeof sendMessageBodySchema>;
export type Message = z.infer<typeof messageSchema>;
export type Reaction = z.infer<typeof reactionSchema>;
export type ReplyPreview = z.infer<typeof replyPreviewSchema>;
export type History = z.infer<typeof historySchema>;
export type RoomEvents = z.infer<typeof roomEventsSchema>;
export type ReadState = z.infer<typeof readStateSchema>;
