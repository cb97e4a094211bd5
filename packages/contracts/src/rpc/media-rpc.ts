import { z } from 'zod';
import { attachmentSchema } from '../http/media.ts';
import { userIdSchema } from '../ids.ts';
import { limits } from '../limits.ts';
import { defineRpc } from './rpc.ts';

/** Of the files asked about, those that the person uploaded, that are complete, and that no message carries yet. */
export const describeMediaRpc = defineRpc({
  service: 'media',
  name: 'describe',
  request: z.object({ user_id: userIdSchema, ids: z.array(z.uuid()).max(limits.attachmentsMax) }),
  reply: z.object({ attachments: z.array(attachmentSchema) }),
});
