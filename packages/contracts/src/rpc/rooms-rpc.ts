import { z } from 'zod';
import { roomIdSchema, userIdSchema } from '../ids.ts';
import { defineRpc } from './rpc.ts';

/**
 * Who is told of a person's presence: the rooms of at most `max_members` that they are in, and their friends; but nobody of `hidden_from`,
 * whom they blocked or who blocked them.
 */
export const presenceAudienceRpc = defineRpc({
  service: 'rooms',
  name: 'presence-audience',
  request: z.object({ user_id: userIdSchema, max_members: z.int().positive() }),
  reply: z.object({ room_ids: z.array(roomIdSchema), friend_ids: z.array(userIdSchema), hidden_from: z.array(userIdSchema) }),
});

/** Of `user_ids`, those who share a room or a friendship with `viewer_id`, blocks between them aside. */
export const visibleUsersRpc = defineRpc({
  service: 'rooms',
  name: 'visible-users',
  request: z.object({ viewer_id: userIdSchema, user_ids: z.array(userIdSchema).max(200) }),
  reply: z.object({ user_ids: z.array(userIdSchema) }),
});
