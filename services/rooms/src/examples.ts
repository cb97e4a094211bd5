import type { AdminRoom, Channel, Invite, InvitePreview, Member, RoomDetails, RoomSummary } from '@parley/contracts';
import { memberSchema, roomDetailsSchema, roomIdSchema, roomSummarySchema, userIdSchema } from '@parley/contracts';

/** What the OpenAPI document shows. Parsed when the service starts, so an example cannot contradict its schema. */
const ada = userIdSchema.parse('0199f3a0-0000-7000-8000-0000000000a1');
const grace = userIdSchema.parse('0199f3a0-0000-7000-8000-0000000000a2');
const roomId = roomIdSchema.parse('0199f3a0-0000-7000-8000-0000000000b1');
const createdAt = '2026-11-20T12:00:00.000Z';

export const memberExample: Member = memberSchema.parse({
  id: ada,
  username: 'ada',
  display_name: 'Ada Lovelace',
  avatar_url: null,
  role: 'owner',
  joined_at: createdAt,
  status: 'online',
  last_seen_at: null,
});

export const roomSummaryExample: RoomSummary = roomSummarySchema.parse({
  id: roomId,
  type: 'group',
  is_direct: false,
  name: 'Engine room',
  slug: null,
  description: 'All about engines',
  picture_url: null,
  member_count: 2,
  role: 'owner',
  muted: false,
  is_writable: true,
  muted_until: null,
  slow_mode_seconds: 0,
  history_visibility: 'all',
  shows_receipts: false,
  last_message: {
    content: 'It computes!',
    sender_username: 'grace',
    sender_display_name: 'Grace Hopper',
    created_at: '2026-11-20T12:30:00.000Z',
    seq: 12,
  },
  last_activity_at: '2026-11-20T12:30:00.000Z',
  unread_count: 3,
  mention_count: 0,
  last_read_seq: 9,
  head: 12,
  other_user: null,
  created_at: createdAt,
});

export const roomDetailsExample: RoomDetails = roomDetailsSchema.parse({
  ...roomSummaryExample,
  members: [
    memberExample,
    {
      ...memberExample,
      id: grace,
      username: 'grace',
      display_name: 'Grace Hopper',
      role: 'member',
      status: 'offline',
      last_seen_at: createdAt,
    },
  ],
});

export const channelExample: Channel = {
  id: roomId,
  name: 'Engine room',
  slug: 'engine-room',
  description: 'All about engines',
  member_count: 42,
  is_member: false,
  created_at: createdAt,
};

const inviter = { id: ada, username: 'ada', display_name: 'Ada Lovelace', avatar_url: null };

export const inviteExample: Invite = {
  code: 'mR3vC0yQZ0q1ZkqJmZl4tXn9',
  room_id: roomId,
  created_by: inviter,
  created_at: createdAt,
  expires_at: '2026-11-27T12:00:00.000Z',
  max_uses: 10,
  uses: 3,
};

export const invitePreviewExample: InvitePreview = {
  code: inviteExample.code,
  room: { id: roomId, type: 'group', name: 'Engine room', description: 'All about engines', picture_url: null, member_count: 2 },
  inviter,
  expires_at: inviteExample.expires_at,
  is_member: false,
};

export const adminRoomExample: AdminRoom = {
  id: roomId,
  type: 'group',
  name: 'Engine room',
  slug: null,
  owner: inviter,
  member_count: 2,
  created_at: createdAt,
};
