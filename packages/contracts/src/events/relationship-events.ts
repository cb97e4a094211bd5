import { z } from 'zod';
import { friendRequestIdSchema } from '../http/relationships.ts';
import { timeSchema, userIdSchema } from '../ids.ts';

/** Made from the two people's ids: the same pair always has the same. */
export const friendshipIdSchema = z.uuid().toLowerCase().brand('FriendshipId');
export type FriendshipId = z.infer<typeof friendshipIdSchema>;

/**
 * What `rooms` publishes of two people. Stream id = friendship id, on the same stream as the events of rooms.
 * `user.blocked` is for services alone: the blocked person is never told.
 */
function relationshipEvent<Type extends string, Data extends z.ZodType>(type: Type, data: Data) {
  return z.object({
    type: z.literal(type),
    friendship_id: friendshipIdSchema,
    at: timeSchema,
    actor_id: userIdSchema.nullable(),
    data,
  });
}

const request = z.object({ request_id: friendRequestIdSchema, from_id: userIdSchema, to_id: userIdSchema });
const block = z.object({ blocker_id: userIdSchema, blocked_id: userIdSchema });

export const publishedRelationshipEventSchema = z.discriminatedUnion('type', [
  relationshipEvent('friendship.requested', request),
  relationshipEvent('friendship.accepted', request),
  relationshipEvent('friendship.declined', request),
  relationshipEvent('friendship.cancelled', request),
  relationshipEvent('friendship.ended', z.object({ user_ids: z.tuple([userIdSchema, userIdSchema]) })),
  relationshipEvent('user.blocked', block),
  relationshipEvent('user.unblocked', block),
]);

export type PublishedRelationshipEvent = z.infer<typeof publishedRelationshipEventSchema>;
