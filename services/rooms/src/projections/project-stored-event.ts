import type { StoredEvent } from '@parley/event-store';
import type { Kysely } from 'kysely';
import { isFriendshipEventType } from '../domain/friendship/upcast-friendship.ts';
import type { RoomsDatabase } from '../rooms-database.ts';
import { projectFriendshipEvent } from './relationships/project-friendship-event.ts';
import { projectRoomEvent } from './rooms-read-model/project-room-event.ts';

/** Any event of this service into the tables that it belongs to: what a rebuild runs over the whole store. */
export function projectStoredEvent(db: Kysely<RoomsDatabase>, stored: StoredEvent): Promise<void> {
  return isFriendshipEventType(stored.type) ? projectFriendshipEvent(db, stored) : projectRoomEvent(db, stored);
}
