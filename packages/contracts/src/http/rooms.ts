import { z } from 'zod';
import { roomIdSchema, timeSchema, unreadCountSchema, userIdSchema } from '../ids.ts';
import { limits, slugPattern } from '../limits.ts';
import { profileSchema } from './accounts.ts';
import { pageOf, pageQuerySchema } from './paging.ts';
import { presenceStatusSchema } from './presence.ts';
import { companionSchema } from './relationships.ts';

export const roomTypeSchema = z.enum(['direct', 'group', 'channel']).meta({ id: 'RoomType' });
export const roleSchema = z.enum(['owner', 'admin', 'member']).meta({ id: 'Role' });
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
    member_ids: z.array(userIdSchema).max(limits.membersPerCall).optional(),
  })
  .meta({ id: 'CreateRoomBody' });

export const lastMessageSchema = z
  .object({ content: z.string(), sender_username: z.string(), created_at: timeSchema, seq: z.int() })
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
    muted: z.boolean(),
    is_writable: z
      .boolean()
      .meta({ description: 'Of a direct room: whether the two may write there. Other rooms always are', example: true }),
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
  .object({ name: roomNameSchema, description: z.string().max(limits.roomDescriptionMax).nullable() })
  .partial()
  .meta({ id: 'UpdateRoomBody' });

/** `owner` hands the room over: its owner stays as an admin. */
export const changeMemberRoleBodySchema = z.object({ role: roleSchema }).meta({ id: 'ChangeMemberRoleBody' });
export const transferRoomBodySchema = z.object({ user_id: userIdSchema }).meta({ id: 'TransferRoomBody' });

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
