import { z } from 'zod';
import { limits } from '../limits.ts';

/** `?cursor=&limit=`: `cursor` is opaque, taken from the page before. */
export const pageQuerySchema = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(limits.pageMax).default(limits.pageDefault),
});

/** `{items, next_cursor, has_more}` around `item`. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next_cursor: z.string().nullable(), has_more: z.boolean() });
}
