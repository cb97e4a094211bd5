import type { Role, RoomId, RoomType, UserId } from '@parley/contracts';
import type { EventStoreTables } from '@parley/event-store';
import type { GeneratedAlways } from 'kysely';

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
  };
  memberships: { room_id: RoomId; user_id: UserId; role: Role; role_rank: GeneratedAlways<number>; joined_at: Date };
  direct_pairs: { low_user_id: UserId; high_user_id: UserId; room_id: RoomId };
  users: { id: UserId; username: string; display_name: string; avatar_url: string | null; deleted_at: Date | null };
  idempotency_keys: { user_id: UserId; key: string; request_hash: string; room_id: RoomId; status: number; created_at: Date };
}
