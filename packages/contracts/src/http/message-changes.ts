import { z } from 'zod';
import { messageIdSchema, roomIdSchema, seqSchema, timeSchema } from '../ids.ts';
import { limits } from '../limits.ts';
import { isEmoji } from '../text/is-emoji.ts';
import { profileSchema } from './accounts.ts';
import { messageSchema, optionalContentSchema } from './messages.ts';

export const emojiSchema = z
  .string()
  .max(limits.emojiMax)
  .refine(isEmoji, 'must be one emoji, or a :name: of a-z, 0-9, _, + and -')
  .meta({ id: 'Emoji', example: '👍' });

export const messageParamsSchema = z.object({ id: roomIdSchema, message_id: messageIdSchema });
export const reactionParamsSchema = messageParamsSchema.extend({ emoji: emojiSchema });

export const editMessageBodySchema = z
  .object({ content: optionalContentSchema.meta({ description: 'May be empty where files are attached', example: 'Hello, all' }) })
  .meta({ id: 'EditMessageBody' });

/** `seq` is the room's newest: of the event that this made, or, where nothing had to be changed, of the last one before. */
export const messageChangedSchema = z.object({ seq: seqSchema }).meta({ id: 'MessageChanged' });

/** Oldest first: as posted, then after each edit. A message that was never edited has one. */
export const messageVersionsSchema = z
  .object({
    versions: z.array(z.object({ seq: seqSchema, content: z.string(), written_at: timeSchema })),
  })
  .meta({ id: 'MessageVersions' });

export const repliesQuerySchema = z.object({
  after: z.coerce.number().int().nonnegative().default(0).meta({ description: 'Replies with a larger seq' }),
  limit: z.coerce.number().int().min(1).max(limits.pageMax).default(limits.pageDefault),
});

/** Newest pin first. */
export const pinsSchema = z
  .object({ pins: z.array(z.object({ message: messageSchema, pinned_at: timeSchema, pinned_by: profileSchema })) })
  .meta({ id: 'Pins' });

export type EditMessageBody = z.input<typeof editMessageBodySchema>;
export type MessageChanged = z.infer<typeof messageChangedSchema>;
export type MessageVersions = z.infer<typeof messageVersionsSchema>;
export type Pins = z.infer<typeof pinsSchema>;
