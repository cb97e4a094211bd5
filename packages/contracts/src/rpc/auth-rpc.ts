import { z } from 'zod';
import { userIdSchema } from '../ids.ts';
import { defineRpc } from './rpc.ts';

/** Something an administrator does, or content that they look at. Detail never holds a name, an address or content. */
export const administrativeActSchema = z.object({
  actor_id: userIdSchema,
  action: z
    .string()
    .regex(/^[a-z_]+(\.[a-z_]+)+$/)
    .max(100),
  target_type: z.enum(['user', 'room', 'message', 'system']),
  target_id: z.string().max(100).nullable(),
  detail: z.record(z.string().max(50), z.string().max(200)).optional(),
});

/**
 * Writes an act down. It goes ahead only when this succeeded: what is not written down does not happen. Refused as `forbidden`
 * when the actor is not an administrator at this moment.
 */
export const recordAuditRpc = defineRpc({
  service: 'auth',
  name: 'record-audit',
  request: administrativeActSchema,
  reply: z.object({}),
});

/** At the source: a token says who was an administrator when it was issued. */
export const isAdministratorRpc = defineRpc({
  service: 'auth',
  name: 'is-administrator',
  request: z.object({ user_id: userIdSchema }),
  reply: z.object({ administrator: z.boolean() }),
});

export type AdministrativeAct = z.input<typeof administrativeActSchema>;
