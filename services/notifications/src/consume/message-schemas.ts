import { mentionsEveryoneSchema, messageIdSchema, roomIdSchema, seqSchema, userIdSchema } from '@parley/contracts';
import { z } from 'zod';

const place = { room_id: roomIdSchema, seq: seqSchema, at: z.iso.datetime() };
const change = { id: messageIdSchema, message_seq: seqSchema };
const person = z.object({ id: userIdSchema });
const mentioned = { mentions: z.array(userIdSchema), mentions_everyone: mentionsEveryoneSchema.nullish() };

/**
 * What this service needs of the rooms' logs, and no more: other fields and other types may come and go. One of these types that does
 * not parse is a fault, tried again and then a dead letter.
 */
export const logSchemas = {
  'message.posted': z.object({
    ...place,
    type: z.literal('message.posted'),
    data: z.object({
      id: messageIdSchema,
      sender: person,
      content: z.string(),
      message_type: z.string(),
      reply_to: z.object({ sender: person }).nullish(),
      ...mentioned,
      is_deleted: z.boolean().nullish(),
    }),
  }),
  'message.edited': z.object({
    ...place,
    type: z.literal('message.edited'),
    data: z.object({
      ...change,
      sender_id: userIdSchema,
      content: z.string(),
      ...mentioned,
      previous: z.object(mentioned),
      is_deleted: z.boolean().nullish(),
    }),
  }),
  'message.deleted': z.object({ ...place, type: z.literal('message.deleted'), data: z.object(change) }),
  'reaction.added': z.object({
    ...place,
    type: z.literal('reaction.added'),
    // Of events from before they named the sender, nobody is told.
    data: z.object({ ...change, emoji: z.string(), user: person, sender_id: userIdSchema.nullish() }),
  }),
  'reaction.removed': z.object({
    ...place,
    type: z.literal('reaction.removed'),
    data: z.object({ ...change, emoji: z.string(), user: person }),
  }),
};

export type OurLogEvent = z.infer<(typeof logSchemas)[keyof typeof logSchemas]>;
export type PostedEvent = z.infer<(typeof logSchemas)['message.posted']>;
export type EditedEvent = z.infer<(typeof logSchemas)['message.edited']>;

export function isOurs(type: string): type is keyof typeof logSchemas {
  return Object.hasOwn(logSchemas, type);
}
