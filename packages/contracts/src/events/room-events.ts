import { z } from 'zod';
import { mediaIdSchema } from '../http/media.ts';
import { historyVisibilitySchema, roleSchema, roomTypeSchema } from '../http/rooms.ts';
import { roomIdSchema, timeSchema, userIdSchema } from '../ids.ts';
import { detailsChangedBefore, roomDetailSchema } from './room-detail.ts';

/** Events that `rooms` publishes: who may be where. Stream id = room id. Names travel as ids; consumers keep profiles themselves. */
function roomEvent<Type extends string, Data extends z.ZodType>(type: Type, data: Data) {
  return z.object({ type: z.literal(type), room_id: roomIdSchema, at: timeSchema, actor_id: userIdSchema.nullable(), data });
}

const newMember = z.object({ user_id: userIdSchema, role: roleSchema });

/** Defaults: what holds for events from before rooms had these; the broker may still have some. */
const settings = {
  picture_id: mediaIdSchema.nullable().default(null),
  slow_mode_seconds: z.int().default(0),
  history_visibility: historyVisibilitySchema.default('all'),
  shows_receipts: z.boolean().default(false),
};

export const publishedRoomEventSchema = z.discriminatedUnion('type', [
  roomEvent(
    'room.created',
    z.object({
      type: roomTypeSchema,
      name: z.string().nullable(),
      slug: z.string().nullable(),
      description: z.string().nullable(),
      ...settings,
      members: z.array(newMember),
    }),
  ),
  roomEvent('room.members_added', z.object({ members: z.array(newMember), via: z.enum(['added', 'joined', 'invite']).default('added') })),
  roomEvent('room.member_removed', z.object({ user_id: userIdSchema, reason: z.enum(['left', 'removed']) })),
  roomEvent('room.member_role_changed', z.object({ user_id: userIdSchema, role: roleSchema })),
  /** Every field as it is from now on; `changed` says which of them were something else before. */
  roomEvent(
    'room.details_changed',
    z.object({
      name: z.string().nullable(),
      description: z.string().nullable(),
      ...settings,
      changed: z.array(roomDetailSchema).default(detailsChangedBefore),
    }),
  ),
  /** Of a direct room: nobody can write there any more. Who did it is not told, for a block is not. */
  roomEvent('room.writing_closed', z.object({ reason: z.enum(['blocked', 'not_friends']) })),
  roomEvent('room.writing_opened', z.object({})),
  /** By one of its members, for themselves. No line of the log. */
  roomEvent('room.muted', z.object({ user_id: userIdSchema, muted_until: timeSchema.nullable() })),
  roomEvent('room.unmuted', z.object({ user_id: userIdSchema })),
  roomEvent('room.deleted', z.object({})),
]);

export type PublishedRoomEvent = z.infer<typeof publishedRoomEventSchema>;
