import { z } from 'zod';
import { roomIdSchema, timeSchema, unreadCountSchema, userIdSchema } from '../ids.ts';
import { limits, slugPattern } from '../limits.ts';
import { profileSchema } from './accounts.ts';
import { mediaIdSchema } from './media.ts';
import { pageOf, pageQuerySchema } from './paging.ts';
import { presenceStatusSchema } from './presence.ts';
import { companionSchema } from './relationships.ts';

export const roomTypeSchema = z.enum(['direct', 'group', 'channel']).meta({ id: 'RoomType' });
export const roleSchema = z.enum(['owner', 'admin', 'member']).meta({ id: 'Role' });
export const historyVisibilitySchema = z.enum(['all', 'joined']).meta({
  id: 'HistoryVisibility',
  description: '`all`: members read everything. `joined`: each reads what came since they joined last',
});
export const slowModeSecondsSchema = z
  .int()
  .min(0)
  .max(limits.slowModeSecondsMax)
  .meta({ description: 'A member writes at most once in this time; 0: no limit. Owner and admins are exempt', example: 0 });
export const roomNameSchema = z.string().trim().min(1).max(limits.roomNameMax).meta({ example: 'Engine room' });
export const slugSchema = z
  .string()
  .max(limits.slugMax)
  .regex(slugPattern, 'must be lower-case words joined by hyphens')
  .meta({ example: 'engine-room' });

export const createRoomBodySchema = z
  .object({
    type: roomTypeSchema.optional(),
    /** Accepted in place of `type: "direct"`. */
    is_direct: z.boolean().optional(),
    name: roomNameSchema.optional(),
    slug: slugSchema.optional(),
    description: z.string().max(limits.roomDescriptionMax).optional(),
    picture_id: mediaIdSchema.optional(),
    history_visibility: historyVisibilitySchema.optional(),
    member_ids: z.array(userIdSchema).max(limits.membersPerCall).optional(),
  })
  .meta({ id: 'CreateRoomBody' });

export const lastMessageSchema = z
  .object({
    content: z.string(),
    sender_username: z.string(),
    sender_display_name: z.string().optional().meta({ description: 'What they are called; left out while that is not known yet' }),
    created_at: timeSchema,
    seq: z.int(),
  })
  .meta({ id: 'LastMessage' });

/** A room as its member sees it in the list. */
export const roomSummarySchema = z
  .object({
    id: roomIdSchema,
    type: roomTypeSchema,
    is_direct: z.boolean(),
    name: z.string().meta({ description: "Of a direct room: the other person's display name", example: 'Engine room' }),
    slug: z.string().nullable(),
    description: z.string().nullable(),
    picture_url: z.string().nullable(),
    member_count: z.int(),
    role: roleSchema,
    muted: z.boolean().meta({ description: 'By you, now' }),
    muted_until: timeSchema.nullable().meta({ description: 'When muting ends by itself; null while not muted, or muted for good' }),
    is_writable: z
      .boolean()
      .meta({ description: 'Of a direct room: whether the two may write there. Other rooms always are', example: true }),
    slow_mode_seconds: slowModeSecondsSchema,
    history_visibility: historyVisibilitySchema,
    shows_receipts: z.boolean().meta({ description: 'Members see how far the others have read' }),
    last_message: lastMessageSchema.nullable(),
    last_activity_at: timeSchema,
    unread_count: unreadCountSchema,
    mention_count: z.int(),
    last_read_seq: z.int(),
    head: z.int(),
    other_user: companionSchema.nullable().meta({ description: 'The other person of a direct room, with presence' }),
    created_at: timeSchema,
  })
  .meta({ id: 'RoomSummary' });

export const roomListSchema = pageOf(roomSummarySchema).meta({ id: 'RoomList' });

export const memberSchema = profileSchema
  .extend({ role: roleSchema, joined_at: timeSchema, status: presenceStatusSchema, last_seen_at: timeSchema.nullable() })
  .meta({ id: 'Member' });
export const memberListSchema = pageOf(memberSchema).meta({ id: 'MemberList' });

/** Details: the summary and the first members (all of them through the members list). */
export const roomDetailsSchema = roomSummarySchema.extend({ members: z.array(memberSchema) }).meta({ id: 'RoomDetails' });

export const addMembersBodySchema = z
  .union([z.object({ user_id: userIdSchema }), z.object({ user_ids: z.array(userIdSchema).min(1).max(limits.membersPerCall) })])
  .meta({ id: 'AddMembersBody' });
export const addMembersResultSchema = z.object({ added: z.array(userIdSchema) }).meta({ id: 'AddMembersResult' });

/** Only what is present changes; `description: null` takes it away. */
export const updateRoomBodySchema = z
  .object({
    name: roomNameSchema,
    description: z.string().max(limits.roomDescriptionMax).nullable(),
    picture_id: mediaIdSchema.nullable().meta({ description: 'An image that you uploaded; null takes the picture away' }),
    slow_mode_seconds: slowModeSecondsSchema,
    history_visibility: historyVisibilitySchema,
    shows_receipts: z.boolean(),
  })
  .partial()
  .meta({ id: 'UpdateRoomBody' });

/** `owner` hands the room over: its owner stays as an admin. */
export const changeMemberRoleBodySchema = z.object({ role: roleSchema }).meta({ id: 'ChangeMemberRoleBody' });
export const transferRoomBodySchema = z.object({ user_id: userIdSchema }).meta({ id: 'TransferRoomBody' });

/** Without `until`, or with null: for good. */
export const muteRoomBodySchema = z
  .object({
    muted: z.boolean().meta({ example: true }),
    until: timeSchema.nullable().optional().meta({ example: '2026-11-21T08:00:00.000Z' }),
  })
  .refine((body) => body.muted || !body.until, { path: ['until'], message: 'goes with muted: true' })
  .meta({ id: 'MuteRoomBody' });
export const roomMuteSchema = z.object({ muted: z.boolean(), muted_until: timeSchema.nullable() }).meta({ id: 'RoomMute' });

export const membersQuerySchema = pageQuerySchema.extend({
  q: z.string().trim().min(1).max(limits.displayNameMax).optional().meta({ description: 'Part of the username or display name' }),
});

export const channelsQuerySchema = pageQuerySchema.extend({
  q: z.string().trim().max(limits.roomNameMax).optional().meta({ description: 'Part of the name, slug or description' }),
});

export const channelSchema = z
  .object({
    id: roomIdSchema,
    name: z.string(),
    slug: z.string(),
    description: z.string().nullable(),
    member_count: z.int(),
    is_member: z.boolean(),
    created_at: timeSchema,
  })
  .meta({ id: 'Channel' });
export const channelListSchema = pageOf(channelSchema).meta({ id: 'ChannelList' });

export type HistoryVisibility = z.infer<typeof historyVisibilitySchema>;
export type MuteRoomBody = z.input<typeof muteRoomBodySchema>;
export type RoomMute = z.infer<typeof roomMuteSchema>;
export type RoomType = z.infer<typeof roomTypeSchema>;
export type Role = z.infer<typeof roleSchema>;
export type CreateRoomBody = z.input<typeof createRoomBodySchema>;
export type LastMessage = z.infer<typeof lastMessageSchema>;
export type RoomSummary = z.infer<typeof roomSummarySchema>;
export type RoomList = z.infer<typeof roomListSchema>;
export type Member = z.infer<typeof memberSchema>;
export type MemberList = z.infer<typeof memberListSchema>;
export type RoomDetails = z.infer<typeof roomDetailsSchema>;
export type UpdateRoomBody = z.input<typeof updateRoomBodySchema>;
export type ChangeMemberRoleBody = z.input<typeof changeMemberRoleBodySchema>;
export type TransferRoomBody = z.input<typeof transferRoomBodySchema>;
export type AddMembersBody = z.input<typeof addMembersBodySchema>;
export type AddMembersResult = z.infer<typeof addMembersResultSchema>;
export type Channel = z.infer<typeof channelSchema>;
export type ChannelList = z.infer<typeof channelListSchema>;
