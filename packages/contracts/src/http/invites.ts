import { z } from 'zod';
import { roomIdSchema, timeSchema } from '../ids.ts';
import { limits } from '../limits.ts';
import { profileSchema } from './accounts.ts';
import { roomTypeSchema } from './rooms.ts';

/** Whoever has the code may enter: 144 random bits, safe in a URL. */
export const inviteCodeSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,100}$/, 'is not a code')
  .meta({ description: 'The code of an invitation', example: 'mR3vC0yQZ0q1ZkqJmZl4tXn9' });

export const createInviteBodySchema = z
  .object({
    expires_in_seconds: z
      .int()
      .min(60)
      .max(limits.inviteMaxSeconds)
      .nullable()
      .default(limits.inviteDefaultSeconds)
      .meta({ description: 'From a minute to a year, a week by default; null: until it is withdrawn' }),
    max_uses: z.int().min(1).max(limits.inviteUsesMax).nullable().default(null).meta({ description: 'null: as often as anybody likes' }),
  })
  .meta({ id: 'CreateInviteBody' });

/** As owner and admins see it. */
export const inviteSchema = z
  .object({
    code: inviteCodeSchema,
    room_id: roomIdSchema,
    created_by: profileSchema,
    created_at: timeSchema,
    expires_at: timeSchema.nullable(),
    max_uses: z.int().nullable(),
    uses: z.int().nonnegative(),
  })
  .meta({ id: 'Invite' });
export const inviteListSchema = z.object({ items: z.array(inviteSchema) }).meta({ id: 'InviteList' });

/** What somebody who holds the code learns before they decide. */
export const invitePreviewSchema = z
  .object({
    code: inviteCodeSchema,
    room: z.object({
      id: roomIdSchema,
      type: roomTypeSchema,
      name: z.string(),
      description: z.string().nullable(),
      picture_url: z.string().nullable(),
      member_count: z.int(),
    }),
    inviter: profileSchema,
    expires_at: timeSchema.nullable(),
    is_member: z.boolean().meta({ description: 'You are in the room already' }),
  })
  .meta({ id: 'InvitePreview' });

export type CreateInviteBody = z.input<typeof createInviteBodySchema>;
export type Invite = z.infer<typeof inviteSchema>;
export type InviteList = z.infer<typeof inviteListSchema>;
export type InvitePreview = z.infer<typeof invitePreviewSchema>;
