import { z } from 'zod';
import { timeSchema, userIdSchema } from '../ids.ts';
import { profileSchema } from './accounts.ts';
import { pageOf, pageQuerySchema } from './paging.ts';
import { presenceStatusSchema } from './presence.ts';

export const friendRequestIdSchema = z
  .uuid()
  .toLowerCase()
  .brand('FriendRequestId')
  .meta({ description: 'A friend request', example: '0199f3a0-0000-7000-8000-0000000000e1' });

/** Somebody, with their presence as far as the one who asks may see it. */
export const companionSchema = profileSchema
  .extend({ status: presenceStatusSchema, last_seen_at: timeSchema.nullable() })
  .meta({ id: 'Companion' });

export const friendSchema = companionSchema.extend({ friends_since: timeSchema }).meta({ id: 'Friend' });
export const friendListSchema = pageOf(friendSchema).meta({ id: 'FriendList' });
export const friendParamsSchema = z.object({ user_id: userIdSchema });

export const friendRequestSchema = z
  .object({
    id: friendRequestIdSchema,
    direction: z.enum(['incoming', 'outgoing']).meta({ description: 'As seen by the one who asks' }),
    user: profileSchema.meta({ description: 'The other person' }),
    created_at: timeSchema,
  })
  .meta({ id: 'FriendRequest' });
export const friendRequestListSchema = pageOf(friendRequestSchema).meta({ id: 'FriendRequestList' });
export const friendRequestsQuerySchema = pageQuerySchema.extend({
  direction: z.enum(['incoming', 'outgoing']).optional().meta({ description: 'Only those; without it, both' }),
});
export const friendRequestParamsSchema = z.object({ id: friendRequestIdSchema });

export const requestFriendshipBodySchema = z.object({ user_id: userIdSchema }).meta({ id: 'RequestFriendshipBody' });
/** `friends` when the other person had asked already: a request that crosses another accepts it. */
export const requestedFriendshipSchema = z
  .object({ state: z.enum(['requested', 'friends']), request_id: friendRequestIdSchema })
  .meta({ id: 'RequestedFriendship' });

export const blockSchema = z.object({ user: profileSchema, blocked_at: timeSchema }).meta({ id: 'Block' });
export const blockListSchema = pageOf(blockSchema).meta({ id: 'BlockList' });

export type FriendRequestId = z.infer<typeof friendRequestIdSchema>;
export type Companion = z.infer<typeof companionSchema>;
export type Friend = z.infer<typeof friendSchema>;
export type FriendList = z.infer<typeof friendListSchema>;
export type FriendRequest = z.infer<typeof friendRequestSchema>;
export type FriendRequestList = z.infer<typeof friendRequestListSchema>;
export type RequestedFriendship = z.infer<typeof requestedFriendshipSchema>;
export type Block = z.infer<typeof blockSchema>;
export type BlockList = z.infer<typeof blockListSchema>;
