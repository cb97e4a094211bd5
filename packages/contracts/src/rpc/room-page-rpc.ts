import { z } from 'zod';
import { roomIdSchema, timeSchema, userIdSchema } from '../ids.ts';
import { limits } from '../limits.ts';
import { roomActivityRpc } from './messages-rpc.ts';
import { defineRpc } from './rpc.ts';

/**
 * A page of a person's rooms, most recent activity first, then newest: what `rooms` adds its own details to.
 * For who joined, joining is activity: `placed_at` is the later of the two, and with the id the place in the list.
 */
export const roomPageRpc = defineRpc({
  service: 'messages',
  name: 'room-page',
  request: z.object({
    user_id: userIdSchema,
    /** The last room of the page before. */
    after: z.object({ placed_at: timeSchema, room_id: roomIdSchema }).nullable(),
    limit: z.int().min(1).max(limits.pageMax),
  }),
  reply: z.object({
    rooms: z.array(roomActivityRpc.reply.shape.rooms.element.extend({ placed_at: timeSchema })),
    has_more: z.boolean(),
  }),
});

export type RoomPage = z.infer<typeof roomPageRpc.reply>;
