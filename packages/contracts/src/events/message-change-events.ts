import { z } from 'zod';
import { profileSchema } from '../http/accounts.ts';
import { messageIdSchema, roomIdSchema, seqSchema, timeSchema, userIdSchema } from '../ids.ts';
import { tracedLiveSchema } from '../traceparent.ts';

/** What happens to a message after it was posted. Each takes a `seq` of its own; `message_seq` is the message's. */
function messageChange<Type extends string, Data extends z.ZodRawShape>(type: Type, data: Data) {
  return z.object({
    type: z.literal(type),
    room_id: roomIdSchema,
    seq: seqSchema,
    at: timeSchema,
    data: z.object({ id: messageIdSchema, message_seq: seqSchema, ...data }),
    traceparent: tracedLiveSchema,
  });
}

/** `here`: who is there now; `room`: everybody in it. */
export const mentionsEveryoneSchema = z.enum(['here', 'room']).meta({ id: 'MentionsEveryone' });

/** Mentions are those of the new text. `is_deleted`: the message was deleted later, and its text went with it. */
export const messageEditedSchema = messageChange('message.edited', {
  sender_id: userIdSchema,
  content: z.string(),
  mentions: z.array(userIdSchema),
  mentions_everyone: mentionsEveryoneSchema.nullable(),
  previous: z
    .object({ mentions: z.array(userIdSchema), mentions_everyone: mentionsEveryoneSchema.nullable() })
    .meta({ description: 'Whom the text before mentioned: they have been told' }),
  edited_at: timeSchema,
  actor: profileSchema,
  is_deleted: z.boolean(),
}).meta({ id: 'MessageEdited' });

/** Whom it was by and whom it mentioned: what no longer counts, also for those who never saw it. */
export const messageDeletedSchema = messageChange('message.deleted', {
  sender_id: userIdSchema,
  mentions: z.array(userIdSchema),
  mentions_everyone: mentionsEveryoneSchema.nullable(),
  actor: profileSchema.nullable(),
}).meta({ id: 'MessageDeleted' });

export const messagePinnedSchema = messageChange('message.pinned', { actor: profileSchema }).meta({ id: 'MessagePinned' });
export const messageUnpinnedSchema = messageChange('message.unpinned', { actor: profileSchema.nullable() }).meta({ id: 'MessageUnpinned' });
export const reactionAddedSchema = messageChange('reaction.added', {
  emoji: z.string(),
  user: profileSchema,
  sender_id: userIdSchema.optional().meta({ description: 'Whose message it is' }),
}).meta({
  id: 'ReactionAdded',
});
export const reactionRemovedSchema = messageChange('reaction.removed', { emoji: z.string(), user: profileSchema }).meta({
  id: 'ReactionRemoved',
});

export type MentionsEveryone = z.infer<typeof mentionsEveryoneSchema>;
export type MessageEdited = z.infer<typeof messageEditedSchema>;
export type MessageDeleted = z.infer<typeof messageDeletedSchema>;
export type MessagePinned = z.infer<typeof messagePinnedSchema>;
export type MessageUnpinned = z.infer<typeof messageUnpinnedSchema>;
export type ReactionAdded = z.infer<typeof reactionAddedSchema>;
export type ReactionRemoved = z.infer<typeof reactionRemovedSchema>;
export type MessageChange = MessageEdited | MessageDeleted | MessagePinned | MessageUnpinned | ReactionAdded | ReactionRemoved;
