import { z } from 'zod';
import { messageIdSchema, roomIdSchema, seqSchema, timeSchema, userIdSchema } from '../ids.ts';
import { roleSchema, roomTypeSchema } from './rooms.ts';

/** A room that one is in, as one's own export has it. */
export const exportedMembershipSchema = z.object({
  room_id: roomIdSchema,
  type: roomTypeSchema,
  name: z.string().nullable(),
  role: roleSchema,
  joined_at: timeSchema,
});

/** A message that one sent. */
export const exportedMessageSchema = z.object({
  id: messageIdSchema,
  room_id: roomIdSchema,
  seq: seqSchema,
  content: z.string(),
  reply_to: messageIdSchema.nullable(),
  created_at: timeSchema,
  edited_at: timeSchema.nullable(),
});

const line = <Type extends string, Data extends z.ZodType>(type: Type, data: Data) => z.object({ type: z.literal(type), data });

/** One line of the file. `end` is the last: a file without it was cut off. */
export const exportLineSchema = z
  .discriminatedUnion('type', [
    line(
      'account',
      z.object({
        id: userIdSchema,
        email: z.string(),
        username: z.string(),
        display_name: z.string(),
        avatar_url: z.string().nullable(),
        bio: z.string().nullable(),
        status_text: z.string().nullable(),
        role: z.enum(['user', 'admin']),
        created_at: timeSchema,
      }),
    ),
    line(
      'session',
      z.object({
        id: z.string(),
        started_at: timeSchema,
        ended_at: timeSchema.nullable(),
        address: z.string().nullable(),
        user_agent: z.string().nullable(),
      }),
    ),
    line('membership', exportedMembershipSchema),
    line('message', exportedMessageSchema),
    line('end', z.object({ sessions: z.int(), memberships: z.int(), messages: z.int() })),
  ])
  .meta({ id: 'ExportLine' });

export type ExportLine = z.infer<typeof exportLineSchema>;
export type ExportedMembership = z.infer<typeof exportedMembershipSchema>;
export type ExportedMessage = z.infer<typeof exportedMessageSchema>;
