import { z } from 'zod';
import { timeSchema, userIdSchema } from '../ids.ts';
import { limits } from '../limits.ts';
import { pageOf } from './paging.ts';

export const presenceStatusSchema = z.enum(['online', 'away', 'busy', 'offline']).meta({ id: 'PresenceStatus' });

export const presenceSchema = z
  .object({
    user_id: userIdSchema,
    status: presenceStatusSchema,
    status_text: z.string().nullable().optional().meta({ description: 'What they say they are doing', example: 'At lunch' }),
    last_seen_at: timeSchema.nullable(),
  })
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

/** `status_text` left out stays as it is; null clears it. At `expires_at` both status and text are taken back. */
export const setStatusBodySchema = z
  .object({
    status: z.enum(['online', 'away', 'busy', 'invisible']).meta({ example: 'busy' }),
    status_text: z.string().max(limits.statusTextMax).nullable().optional().meta({ example: 'At lunch' }),
    expires_at: timeSchema.nullable().optional(),
  })
  .meta({ id: 'SetStatusBody' });

export const onlinePersonSchema = presenceSchema.extend({ username: z.string().meta({ example: 'ada' }) }).meta({ id: 'OnlinePerson' });
export const onlineListSchema = pageOf(onlinePersonSchema).meta({ id: 'OnlineList' });

export type SetStatusBody = z.input<typeof setStatusBodySchema>;
export type OnlinePerson = z.infer<typeof onlinePersonSchema>;
export type OnlineList = z.infer<typeof onlineListSchema>;
export type PresenceStatus = z.infer<typeof presenceStatusSchema>;
export type Presence = z.infer<typeof presenceSchema>;
export type PresenceList = z.infer<typeof presenceListSchema>;
