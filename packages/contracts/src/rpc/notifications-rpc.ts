import { z } from 'zod';
import { afterSeqSchema, roomIdSchema, userIdSchema } from '../ids.ts';
import { defineRpc } from './rpc.ts';

const place = { user_id: userIdSchema, room_id: roomIdSchema };

/** How far people have read, now: what decides whether they are told. Answered by `messages`; who is not in the room is left out. */
export const readCursorsRpc = defineRpc({
  service: 'messages',
  name: 'read-cursors',
  request: z.object({ places: z.array(z.object(place)).max(500) }),
  reply: z.object({ cursors: z.array(z.object({ ...place, last_read_seq: afterSeqSchema })) }),
});

/** Of some people, those who have an open socket, whatever they want to be shown as. For services only. */
export const connectedUsersRpc = defineRpc({
  service: 'presence',
  name: 'connected',
  request: z.object({ user_ids: z.array(userIdSchema).max(1_000) }),
  reply: z.object({ connected: z.array(userIdSchema) }),
});

/**
 * A mail to somebody whose address `auth` alone knows. `data` fills the template: numbers as text, never content.
 * `sent: false` when there is nobody to send it to (any more). Refused as `unavailable` when it could not be handed over.
 */
export const mailNoticeRpc = defineRpc({
  service: 'auth',
  name: 'mail-notice',
  request: z.object({
    user_id: userIdSchema,
    template: z.enum(['digest']),
    data: z.record(z.string().max(50), z.string().max(200)),
  }),
  reply: z.object({ sent: z.boolean() }),
});

export type MailNotice = z.infer<typeof mailNoticeRpc.request>;
