import { z } from 'zod';
import { emojiSchema, messageChangedSchema } from '../http/message-changes.ts';
import { optionalContentSchema } from '../http/messages.ts';
import { messageIdSchema, roomIdSchema, userIdSchema } from '../ids.ts';
import { defineRpc } from './rpc.ts';

/** What a person may want of a message that is there. */
export const messageChangeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('edit'), content: optionalContentSchema }),
  z.object({ kind: z.literal('delete') }),
  z.object({ kind: z.literal('pin') }),
  z.object({ kind: z.literal('unpin') }),
  z.object({ kind: z.literal('react'), emoji: emojiSchema }),
  z.object({ kind: z.literal('unreact'), emoji: emojiSchema }),
]);
export type MessageChangeRequest = z.infer<typeof messageChangeSchema>;

/** What a gateway forwards of `message.edit`, `message.delete`, `reaction.add` and `reaction.remove`. */
export const changeMessageRpc = defineRpc({
  service: 'messages',
  name: 'change-message',
  request: z.object({
    user_id: userIdSchema,
    room_id: roomIdSchema,
    message_id: messageIdSchema,
    change: messageChangeSchema,
    traceparent: z.string().optional(),
  }),
  reply: messageChangedSchema,
});
