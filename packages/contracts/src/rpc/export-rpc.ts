import { z } from 'zod';
import { exportedMembershipSchema, exportedMessageSchema } from '../http/export.ts';
import { userIdSchema } from '../ids.ts';
import { defineRpc } from './rpc.ts';

/** A page of what a person may take along; `after` is the `next` of the page before. */
const pageRequest = z.object({ user_id: userIdSchema, after: z.string().max(200).optional(), limit: z.int().min(1).max(500) });

export const exportMembershipsRpc = defineRpc({
  service: 'rooms',
  name: 'export-memberships',
  request: pageRequest,
  reply: z.object({ items: z.array(exportedMembershipSchema), next: z.string().nullable() }),
});

/** Pages are bounded in bytes too, so one may hold fewer than asked for. */
export const exportMessagesRpc = defineRpc({
  service: 'messages',
  name: 'export-messages',
  request: pageRequest,
  reply: z.object({ items: z.array(exportedMessageSchema), next: z.string().nullable() }),
});
