import { z } from 'zod';
import { timeSchema, userIdSchema } from '../ids.ts';

export const presenceStatusSchema = z.enum(['online', 'away', 'busy', 'offline']).meta({ id: 'PresenceStatus' });

export const presenceSchema = z
  .object({ user_id: userIdSchema, status: presenceStatusSchema, last_seen_at: timeSchema.nullable() })
  .meta({ id: 'Presence' });

export const presenceQuerySchema = z.object({
  user_ids: z
    .string()
    .max(37 * 200)
    .transform((text) => text.split(',').filter(Boolean))
    .pipe(z.array(userIdSchema).min(1).max(200))
    .meta({ description: 'Up to 200 ids, comma-separated' }),
});
export const presenceListSchema = z.object({ items: z.array(presenceSchema) }).meta({ id: 'PresenceList' });

export type PresenceStatus = z.infer<typeof presenceStatusSchema>;
export type Presence = z.infer<typeof presenceSchema>;
export type PresenceList = z.infer<typeof presenceListSchema>;
