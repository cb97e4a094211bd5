import { z } from 'zod';

/** The stream of all administrative acts: one, so that its versions are dense and a missing act would show. */
export const auditStreamId = '00000000-0000-8000-8000-006175646974';

export const auditActSchema = z.object({
  /** A person's id, or `system`: the command line, on the server itself. */
  actor_id: z.string(),
  action: z.string(),
  target_type: z.enum(['user', 'room', 'message', 'system']),
  target_id: z.string().nullable(),
  /** Never a name, an address or content: an audit is for ever, and people may be forgotten. */
  detail: z.record(z.string(), z.string()),
});

export const auditEventSchema = z.object({
  type: z.literal('AdministratorActed'),
  data: auditActSchema.extend({ at: z.iso.datetime() }),
});

export type Act = z.infer<typeof auditActSchema>;
export type AuditEvent = z.infer<typeof auditEventSchema>;
