import { z } from 'zod';
import { roomIdSchema, timeSchema, userIdSchema } from '../ids.ts';
import { limits } from '../limits.ts';
import { profileSchema } from './accounts.ts';
import { pageOf, pageQuerySchema } from './paging.ts';
import { roomTypeSchema } from './rooms.ts';

/** A room as administrators see it: what it is, never what is said in it. */
export const adminRoomSchema = z
  .object({
    id: roomIdSchema,
    type: roomTypeSchema,
    name: z.string().nullable().meta({ description: 'Direct rooms have none', example: 'Engine room' }),
    slug: z.string().nullable(),
    owner: profileSchema.nullable().meta({ description: 'Direct rooms have none' }),
    member_count: z.int(),
    created_at: timeSchema,
  })
  .meta({ id: 'AdminRoom' });
export const adminRoomListSchema = pageOf(adminRoomSchema).meta({ id: 'AdminRoomList' });

export const adminRoomsQuerySchema = pageQuerySchema.extend({
  q: z.string().trim().min(1).max(limits.roomNameMax).optional().meta({ description: 'Part of the name or slug' }),
  type: roomTypeSchema.optional(),
  member_id: userIdSchema.optional().meta({ description: 'Only rooms that this person is in' }),
});

export type AdminRoom = z.infer<typeof adminRoomSchema>;
export type AdminRoomList = z.infer<typeof adminRoomListSchema>;
export type AdminRoomsQuery = z.input<typeof adminRoomsQuerySchema>;
