import { z } from 'zod';
import { limits } from '../limits.ts';
import { profileSchema } from './accounts.ts';
import { pageOf, pageQuerySchema } from './paging.ts';

/** Everybody, by username. */
export const directoryQuerySchema = pageQuerySchema.extend({
  q: z.string().trim().min(1).max(limits.displayNameMax).optional().meta({ description: 'Beginning of the username' }),
});
export const directorySchema = pageOf(profileSchema).meta({ id: 'Directory' });
export type Directory = z.infer<typeof directorySchema>;
