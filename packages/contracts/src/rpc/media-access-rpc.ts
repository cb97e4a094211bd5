import { z } from 'zod';
import { roomIdSchema, seqSchema, userIdSchema } from '../ids.ts';
import { defineRpc } from './rpc.ts';

/** Whether a person may read one line of a room's log now: what decides about its attachments. Answered by `messages`. */
export const mayReadMessageRpc = defineRpc({
  service: 'messages',
  name: 'may-read',
  request: z.object({ user_id: userIdSchema, room_id: roomIdSchema, seq: seqSchema }),
  reply: z.object({ allowed: z.boolean() }),
});

/** Whether a person may see a room (its members; channels: everybody), and so its picture. Answered by `rooms`. */
export const maySeeRoomRpc = defineRpc({
  service: 'rooms',
  name: 'may-see',
  request: z.object({ user_id: userIdSchema, room_id: roomIdSchema }),
  reply: z.object({ allowed: z.boolean() }),
});
