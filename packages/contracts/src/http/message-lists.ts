import { z } from 'zod';
import { roomIdSchema, timeSchema, userIdSchema } from '../ids.ts';
import { messageSchema } from './messages.ts';
import { pageOf, pageQuerySchema } from './paging.ts';

/** Messages of several rooms, newest first. */
export const messageListSchema = pageOf(messageSchema).meta({ id: 'MessageList' });

/** What administrators look at; every look is written down before it is shown. */
export const adminMessagesQuerySchema = pageQuerySchema.extend({
  room_id: roomIdSchema.optional(),
  sender_id: userIdSchema.optional(),
  since: timeSchema.optional(),
  until: timeSchema.optional(),
});
export const adminMessageListSchema = pageOf(
  messageSchema
    .extend({ room: z.object({ id: roomIdSchema, type: z.string(), name: z.string().nullable() }), deleted_at: timeSchema.nullable() })
    .meta({ id: 'AdminMessage' }),
).meta({ id: 'AdminMessageList' });

export type MessageList = z.infer<typeof messageListSchema>;
export type AdminMessagesQuery = z.output<typeof adminMessagesQuerySchema>;
export type AdminMessageList = z.infer<typeof adminMessageListSchema>;
