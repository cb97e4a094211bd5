import { type FriendshipEvent, type FriendshipEventType, friendshipEventVersions } from './friendship-events.ts';

type RawFriendshipEvent = { type: string; schemaVersion: number; data: unknown };

/** As `../upcast.ts` for rooms: a step per old version belongs here. @throws Error for a type or version that this build does not know */
export function upcastFriendship(raw: RawFriendshipEvent): FriendshipEvent {
  if (!isFriendshipEventType(raw.type)) throw new Error(`unknown friendship event type ${raw.type}`);
  const current = friendshipEventVersions[raw.type];
  if (raw.schemaVersion < 1 || raw.schemaVersion > current) {
    throw new Error(`friendship event ${raw.type} has schema version ${raw.schemaVersion}, this build knows 1 to ${current}`);
  }
  return { type: raw.type, data: raw.data } as FriendshipEvent;
}

export function isFriendshipEventType(type: string): type is FriendshipEventType {
  return Object.hasOwn(friendshipEventVersions, type);
}
