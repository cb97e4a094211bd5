import { z } from 'zod';
import { timeSchema, userIdSchema } from '../ids.ts';
import { limits } from '../limits.ts';
import { publicProfileSchema } from './accounts.ts';
import { pageOf, pageQuerySchema } from './paging.ts';

export const accountRoleSchema = z.enum(['user', 'admin']);
const yesOrNo = z.enum(['true', 'false']).transform((text) => text === 'true');

/** A person as administrators see them. */
export const adminUserSchema = publicProfileSchema
  .omit({ status_text: true })
  .extend({
    email: z.string().meta({ example: 'ada@example.org' }),
    role: accountRoleSchema,
    suspended_at: timeSchema.nullable().meta({ description: 'Since when they are suspended; null: they are not' }),
    session_count: z.int().nonnegative().meta({ description: 'Devices that are signed in', example: 2 }),
    last_seen_at: timeSchema.nullable().meta({ description: 'Exact to within half an hour' }),
  })
  .meta({ id: 'AdminUser' });
export const adminUserListSchema = pageOf(adminUserSchema).meta({ id: 'AdminUserList' });

export const adminUsersQuerySchema = pageQuerySchema.extend({
  q: z.string().trim().min(1).max(limits.emailMax).optional().meta({ description: 'Within username, display name or address' }),
  role: accountRoleSchema.optional(),
  suspended: yesOrNo.optional().meta({ description: 'Only those who are, or are not, suspended' }),
  created_after: timeSchema.optional(),
  created_before: timeSchema.optional(),
});

export const adminUserParamsSchema = z.object({ id: userIdSchema });
/** Only what is given changes. */
export const updateUserBodySchema = z
  .object({ suspended: z.boolean().meta({ example: true }), role: accountRoleSchema })
  .partial()
  .refine((body) => body.suspended !== undefined || body.role !== undefined, 'suspended or role is needed')
  .meta({ id: 'UpdateUserBody' });

/** What administrators did, in the order in which they did it. Ids, never names: a deleted person is not in here by name. */
export const auditEntrySchema = z
  .object({
    seq: z.int().positive().meta({ description: 'Dense: a missing number would be a missing act', example: 42 }),
    at: timeSchema,
    actor_id: z.union([userIdSchema, z.literal('system')]).meta({ description: '`system`: the command line, on the server itself' }),
    action: z.string().meta({ example: 'user.suspended' }),
    target_type: z.enum(['user', 'room', 'message', 'system']),
    target_id: z.string().nullable(),
    detail: z.record(z.string(), z.string()).meta({ example: { os_user: 'root' } }),
  })
  .meta({ id: 'AuditEntry' });
export const auditListSchema = pageOf(auditEntrySchema).meta({ id: 'AuditList' });
export const auditQuerySchema = pageQuerySchema.extend({
  actor_id: z.union([userIdSchema, z.literal('system')]).optional(),
  action: z.string().max(100).optional(),
  target_type: z.enum(['user', 'room', 'message', 'system']).optional(),
  target_id: z.string().max(100).optional(),
  since: timeSchema.optional(),
  until: timeSchema.optional(),
});

/** Numbers, by service. Null: the service did not answer. */
export const adminStatsSchema = z
  .object({ at: timeSchema, services: z.record(z.string(), z.record(z.string(), z.int()).nullable()) })
  .meta({
    id: 'AdminStats',
    example: {
      at: '2026-11-20T12:00:00.000Z',
      services: { auth: { accounts: 1200, administrators: 2 }, rooms: { rooms: 340 }, messages: null },
    },
  });

export type AdminUser = z.infer<typeof adminUserSchema>;
export type AdminUserList = z.infer<typeof adminUserListSchema>;
export type AdminUsersQuery = z.input<typeof adminUsersQuerySchema>;
export type UpdateUserBody = z.input<typeof updateUserBodySchema>;
export type AuditEntry = z.infer<typeof auditEntrySchema>;
export type AuditList = z.infer<typeof auditListSchema>;
export type AuditQuery = z.input<typeof auditQuerySchema>;
export type AdminStats = z.infer<typeof adminStatsSchema>;
