import { z } from 'zod';
import { profileSchema } from '../http/accounts.ts';
import { userIdSchema } from '../ids.ts';
import { defineRpc } from './rpc.ts';

/** At most so many are asked about at once. */
export const profilesPerRequest = 1_000;

/**
 * What people are called, at the source: for those who registered a moment ago, whom their events have not brought along yet. Whoever
 * is not in the answer does not exist.
 */
export const profilesRpc = defineRpc({
  service: 'auth',
  name: 'profiles',
  request: z.object({ ids: z.array(userIdSchema).max(profilesPerRequest) }),
  reply: z.object({ profiles: z.array(profileSchema) }),
});
