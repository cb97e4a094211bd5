import type { App } from '@parley/service-kit';
import { acceptFriendRequestRoute } from './commands/accept-friend-request/accept-friend-request-route.ts';
import { acceptInviteRoute } from './commands/accept-invite/accept-invite-route.ts';
import { addMembersRoute } from './commands/add-members/add-members-route.ts';
import { blockUserRoute } from './commands/block-user/block-user-route.ts';
import { changeMemberRoleRoute } from './commands/change-member-role/change-member-role-route.ts';
import { changeRoomDetailsRoute } from './commands/change-room-details/change-room-details-route.ts';
import { createInviteRoute } from './commands/create-invite/create-invite-route.ts';
import { createRoomRoute } from './commands/create-room/create-room-route.ts';
import { declineFriendRequestRoute } from './commands/decline-friend-request/decline-friend-request-route.ts';
import { deleteRoomRoute } from './commands/delete-room/delete-room-route.ts';
import { deleteRoomAsAdministratorRoute } from './commands/delete-room-as-administrator/delete-room-as-administrator-route.ts';
import { endFriendshipRoute } from './commands/end-friendship/end-friendship-route.ts';
import { joinChannelRoute } from './commands/join-channel/join-channel-route.ts';
import { leaveRoomRoute } from './commands/leave-room/leave-room-route.ts';
import { muteRoomRoute } from './commands/mute-room/mute-room-route.ts';
import { removeMemberRoute } from './commands/remove-member/remove-member-route.ts';
import { requestFriendshipRoute } from './commands/request-friendship/request-friendship-route.ts';
import { revokeInviteRoute } from './commands/revoke-invite/revoke-invite-route.ts';
import { transferRoomRoute } from './commands/transfer-room/transfer-room-route.ts';
import { unblockUserRoute } from './commands/unblock-user/unblock-user-route.ts';
import { withdrawFriendRequestRoute } from './commands/withdraw-friend-request/withdraw-friend-request-route.ts';
import type { RoomsDependencies } from './dependencies.ts';
import { listAllRoomsRoute } from './queries/list-all-rooms/list-all-rooms-route.ts';
import { listBlocksRoute } from './queries/list-blocks/list-blocks-route.ts';
import { listChannelsRoute } from './queries/list-channels/list-channels-route.ts';
import { listFriendRequestsRoute } from './queries/list-friend-requests/list-friend-requests-route.ts';
import { listFriendsRoute } from './queries/list-friends/list-friends-route.ts';
import { listInvitesRoute } from './queries/list-invites/list-invites-route.ts';
import { listMembersRoute } from './queries/list-members/list-members-route.ts';
import { listRoomsRoute } from './queries/list-rooms/list-rooms-route.ts';
import { readChannelRoute } from './queries/read-channel/read-channel-route.ts';
import { readInviteRoute } from './queries/read-invite/read-invite-route.ts';
import { readRoomRoute } from './queries/read-room/read-room-route.ts';

/** Every route of this service. Requests between services are in `rpcs.ts`, background loops in `main.ts`. */
export function addRoutes(app: App, rooms: RoomsDependencies): void {
  createRoomRoute(app, rooms);
  listRoomsRoute(app, rooms);
  readRoomRoute(app, rooms);
  changeRoomDetailsRoute(app, rooms);
  deleteRoomRoute(app, rooms);

  listMembersRoute(app, rooms);
  addMembersRoute(app, rooms);
  changeMemberRoleRoute(app, rooms);
  removeMemberRoute(app, rooms);
  transferRoomRoute(app, rooms);
  leaveRoomRoute(app, rooms);
  muteRoomRoute(app, rooms);

  createInviteRoute(app, rooms);
  listInvitesRoute(app, rooms);
  readInviteRoute(app, rooms);
  acceptInviteRoute(app, rooms);
  revokeInviteRoute(app, rooms);

  listChannelsRoute(app, rooms);
  readChannelRoute(app, rooms);
  joinChannelRoute(app, rooms);

  listFriendsRoute(app, rooms);
  endFriendshipRoute(app, rooms);
  listFriendRequestsRoute(app, rooms);
  requestFriendshipRoute(app, rooms);
  acceptFriendRequestRoute(app, rooms);
  declineFriendRequestRoute(app, rooms);
  withdrawFriendRequestRoute(app, rooms);
  listBlocksRoute(app, rooms);
  blockUserRoute(app, rooms);
  unblockUserRoute(app, rooms);

  listAllRoomsRoute(app, rooms);
  deleteRoomAsAdministratorRoute(app, rooms);
}
