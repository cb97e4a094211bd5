import type {
  AddMembersResult,
  AdminRoomList,
  AdminRoomsQuery,
  Channel,
  ChannelList,
  CreateInviteBody,
  CreateRoomBody,
  Invite,
  InviteList,
  InvitePreview,
  MemberList,
  Role,
  RoomDetails,
  RoomList,
  RoomMute,
  UpdateRoomBody,
} from '@parley/contracts';
import type { Call } from './call.ts';
import type { Page } from './paging.ts';

export function roomsMethods(call: Call) {
  return {
    list: (page: Page = {}) => call<RoomList>('GET', '/rooms', { query: page }),
    /** A direct room that exists already is returned instead of a second one. */
    create: (body: CreateRoomBody, idempotencyKey?: string) => call<RoomDetails>('POST', '/rooms', { body, idempotencyKey }),
    update: (roomId: string, body: UpdateRoomBody) => call<RoomDetails>('PATCH', `/rooms/${roomId}`, { body }),
    delete: (roomId: string) => call<undefined>('DELETE', `/rooms/${roomId}`),
    /** Hands the room over to another member. */
    transfer: (roomId: string, userId: string) => call<undefined>('POST', `/rooms/${roomId}/transfer`, { body: { user_id: userId } }),
    get: (roomId: string) => call<RoomDetails>('GET', `/rooms/${roomId}`),
    join: (roomId: string) => call<undefined>('POST', `/rooms/${roomId}/join`),
    leave: (roomId: string) => call<undefined>('POST', `/rooms/${roomId}/leave`),
    /** Until a time, or for good. */
    mute: (roomId: string, until: string | null = null) =>
      call<RoomMute>('PUT', `/rooms/${roomId}/mute`, { body: { muted: true, ...(until === null ? {} : { until }) } }),
    unmute: (roomId: string) => call<RoomMute>('PUT', `/rooms/${roomId}/mute`, { body: { muted: false } }),
    members: (roomId: string, page: Page & { q?: string } = {}) => call<MemberList>('GET', `/rooms/${roomId}/members`, { query: page }),
    addMembers: (roomId: string, userIds: readonly string[]) =>
      call<AddMembersResult>('POST', `/rooms/${roomId}/members`, { body: { user_ids: userIds } }),
    removeMember: (roomId: string, userId: string) => call<undefined>('DELETE', `/rooms/${roomId}/members/${userId}`),
    changeRole: (roomId: string, userId: string, role: Role) =>
      call<undefined>('PATCH', `/rooms/${roomId}/members/${userId}`, { body: { role } }),
    channels: (query: Page & { q?: string } = {}) => call<ChannelList>('GET', '/channels', { query }),
    channel: (slug: string) => call<Channel>('GET', `/channels/${encodeURIComponent(slug)}`),
  };
}

export function invitesMethods(call: Call) {
  return {
    create: (roomId: string, body: CreateInviteBody = {}) => call<Invite>('POST', `/rooms/${roomId}/invites`, { body }),
    list: (roomId: string) => call<InviteList>('GET', `/rooms/${roomId}/invites`),
    revoke: (code: string) => call<undefined>('DELETE', `/invites/${encodeURIComponent(code)}`),
    /** Where it leads; uses nothing up. */
    preview: (code: string) => call<InvitePreview>('GET', `/invites/${encodeURIComponent(code)}`),
    accept: (code: string) => call<RoomDetails>('POST', `/invites/${encodeURIComponent(code)}`),
  };
}

/** For administrators. */
export function adminRoomsMethods(call: Call) {
  return {
    list: (query: Page & Omit<AdminRoomsQuery, keyof Page> = {}) => call<AdminRoomList>('GET', '/admin/rooms', { query }),
    delete: (roomId: string) => call<undefined>('DELETE', `/admin/rooms/${roomId}`),
  };
}
