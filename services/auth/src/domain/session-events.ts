import { z } from 'zod';

export const endReasonSchema = z.enum(['logged_out', 'revoked', 'password_changed', 'suspended', 'reuse_detected', 'deleted']);

/** Stored events of a session. Stream id = session id: logging in often must not grow, or contend on, the account's stream. */
export const sessionEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('SessionStarted'),
    data: z.object({
      user_id: z.string(),
      address: z.string().nullable(),
      user_agent: z.string().nullable(),
      expires_at: z.iso.datetime(),
      at: z.iso.datetime(),
    }),
  }),
  z.object({ type: z.literal('SessionEnded'), data: z.object({ user_id: z.string(), reason: endReasonSchema, at: z.iso.datetime() }) }),
]);

export type SessionEvent = z.infer<typeof sessionEventSchema>;
export type EndReason = z.infer<typeof endReasonSchema>;
