import { z } from 'zod';
import { attachmentSchema, mediaIdSchema } from '../http/media.ts';
import { roomIdSchema, userIdSchema } from '../ids.ts';
import { limits } from '../limits.ts';
import { defineRpc } from './rpc.ts';

/**
 * Of some uploads, those that this person may attach to a message: uploaded by them, complete, not attached yet. In the order of
 * `ids`; an id that is missing from the reply may not be attached.
 */
export const describeMediaRpc = defineRpc({
  service: 'media',
  name: 'describe',
  request: z.object({ user_id: userIdSchema, ids: z.array(mediaIdSchema).max(limits.attachmentsMax) }),
  reply: z.object({ attachments: z.array(attachmentSchema) }),
});

/**
 * Makes an upload somebody's picture, before its owner records the url. Claiming the same again is answered alike. What is claimed
 * and then not used is swept. Refused as `not_found`, or `conflict` when it is something else's picture already.
 */
export const claimMediaRpc = defineRpc({
  service: 'media',
  name: 'claim',
  request: z.object({
    user_id: userIdSchema,
    id: mediaIdSchema,
    purpose: z.enum(['avatar', 'room_picture']),
    room_id: roomIdSchema.optional(),
  }),
  reply: z.object({ id: mediaIdSchema, url: z.string() }),
});
