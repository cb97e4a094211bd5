import { z } from 'zod';
import { roomIdSchema, timeSchema } from '../ids.ts';
import { limits } from '../limits.ts';
import { messageSchema } from './messages.ts';
import { pageOf } from './paging.ts';

export const searchMessagesQuerySchema = z.object({
  q: z
    .string()
    .trim()
    .min(1)
    .max(limits.messageSearchMax)
    .refine((text) => !text.includes('\u0000') && text.isWellFormed(), 'must be well-formed text without NUL')
    .meta({
      description: 'Words, beginnings of words, code, "phrases"; all of them must be in the message',
      example: 'engine "weaves patterns"',
    }),
  room_id: roomIdSchema.optional(),
  from: z.string().trim().min(1).max(50).optional().meta({ description: "The sender's id or username", example: 'ada' }),
  after: timeSchema.optional().meta({ description: 'Sent at this time or later' }),
  before: timeSchema.optional().meta({ description: 'Sent before this time' }),
  has: z.enum(['file', 'link']).optional(),
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(limits.searchMax).default(limits.searchDefault),
});

/** A stretch of the message's text and what was found in it. Plain text: nothing to escape but what any text needs. */
export const searchFragmentSchema = z
  .object({
    text: z.string().meta({ example: 'The engine weaves algebraic patterns' }),
    marks: z.array(
      z.object({
        start: z.int().nonnegative().meta({ description: 'In UTF-16 units of `text`, as JavaScript counts', example: 4 }),
        end: z.int().nonnegative().meta({ description: 'Behind the last one', example: 10 }),
      }),
    ),
  })
  .meta({ id: 'SearchFragment' });

export const messageSearchResultSchema = pageOf(
  z
    .object({
      message: messageSchema,
      score: z.number().meta({ description: 'Relevance and age; comparable within one search only', example: 0.9312 }),
      fragments: z.array(searchFragmentSchema),
    })
    .meta({ id: 'FoundMessage' }),
).meta({ id: 'MessageSearchResult' });

export type SearchMessagesQuery = z.output<typeof searchMessagesQuerySchema>;
export type SearchMessagesInput = z.input<typeof searchMessagesQuerySchema>;
export type SearchFragment = z.infer<typeof searchFragmentSchema>;
export type MessageSearchResult = z.infer<typeof messageSearchResultSchema>;
