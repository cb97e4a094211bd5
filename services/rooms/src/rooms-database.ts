import type { FriendRequestId, FriendshipId, HistoryVisibility, MediaId, Role, RoomId, RoomType, UserId } from '@parley/contracts';
import type { EventStoreTables } from '@parley/event-store';
import type { Generated, GeneratedAlways } from 'kysely';

/** Tables of the rooms database, as `migrations/` makes them. */
export interface RoomsDatabase extends EventStoreTables {
  rooms: {
    id: RoomId;
    type: RoomType;
    name: string | null;
    slug: string | null;
    description: string | null;
    version: number;
    member_count: number;
    created_at: Date;
    deleted_at: Date | null;
    writing_closed: 'blocked' | 'not_friends' | null;
    picture_id: MediaId | null;
    slow_mode_seconds: Generated<number>;
    history_visibility: Generated<HistoryVisibility>;
    shows_receipts: Generated<boolean>;
  };
  memberships: {
    room_id: RoomId;
    user_id: UserId;
    role: Role;
    role_rank: GeneratedAlways<number>;
    joined_at: Date;
    is_muted: Generated<boolean>;
    muted_until: Date | null;
  };
  invites: {
    code: string;
    room_id: RoomId;
    created_by: UserId;
    created_at: Date;
    expires_at: Date | null;
    max_uses: number | null;
    uses: number;
  };
  direct_pairs: { low_user_id: UserId; high_user_id: UserId; room_id: RoomId };
  friendships: {
    id: FriendshipId;
    low_user_id: UserId;
    high_user_id: UserId;
    version: number;
    parted: boolean;
    low_quiet_until: Date | null;
    high_quiet_until: Date | null;
  };
  friends: { user_id: UserId; friend_id: UserId; since: Date };
  friend_requests: { id: FriendRequestId; friendship_id: FriendshipId; from_id: UserId; to_id: UserId; created_at: Date };
  blocks: { blocker_id: UserId; blocked_id: UserId; created_at: Date };
  friend_requests_sent: { user_id: UserId; sent_at: Date };
  users: { id: UserId; username: string; display_name: string; avatar_url: string | null; deleted_at: Date | null };
  idempotency_keys: { user_id: UserId; key: string; request_hash: string; room_id: RoomId; status: number; created_at: Date };
}
