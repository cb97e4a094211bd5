import { z } from 'zod';
import { presenceSchema, setStatusBodySchema } from '../http/presence.ts';
import { userIdSchema } from '../ids.ts';
import { defineRpc } from './rpc.ts';

/** A gateway renews the leases of its connections in bulk, and gives back those that closed. */
export const touchPresenceRpc = defineRpc({
  service: 'presence',
  name: 'touch',
  request: z.object({
    gateway_id: z.string().max(64),
    connections: z.array(z.object({ connection_id: z.string().max(64), user_id: userIdSchema, username: z.string() })).max(1_000),
    closed: z.array(z.object({ connection_id: z.string().max(64), user_id: userIdSchema })).max(1_000),
  }),
  reply: z.object({}),
});

/** For services: presence of anyone; the caller answers for who may see it. */
export const readPresenceRpc = defineRpc({
  service: 'presence',
  name: 'read',
  request: z.object({ user_ids: z.array(userIdSchema).max(1_000) }),
  reply: z.object({ items: z.array(presenceSchema) }),
});

/** What a person wants to be shown as, from `presence.set`. */
export const setPresenceRpc = defineRpc({
  service: 'presence',
  name: 'set',
  request: setStatusBodySchema.extend({ user_id: userIdSchema, username: z.string() }),
  reply: z.object({}),
});

/** The person's account was deleted: what is kept of them goes. */
export const forgetPresenceRpc = defineRpc({
  service: 'presence',
  name: 'forget',
  request: z.object({ user_id: userIdSchema }),
  reply: z.object({}),
});
