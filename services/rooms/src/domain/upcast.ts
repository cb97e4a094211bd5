import { detailsChangedBefore } from '@parley/contracts';
import { initialSettings, type RoomEvent, type RoomEventType, roomEventVersions } from './room-events.ts';

/** An event as a row of the store holds it. */
export type RawRoomEvent = { type: string; schemaVersion: number; data: unknown; metadata?: { actor_id?: string } };

/**
 * Brings a stored event to today's shape; everything that reads events goes through here. A step per old version belongs in this
 * function, so that the rest of the service knows only `RoomEvent`.
 *
 * @throws Error for a type or version that this build does not know: an older build must not guess at a newer one's events.
 */
export function upcast(raw: RawRoomEvent): RoomEvent {
  if (!isRoomEventType(raw.type)) throw new Error(`unknown room event type ${raw.type}`);
  const current = roomEventVersions[raw.type];
  if (raw.schemaVersion < 1 || raw.schemaVersion > current) {
    throw new Error(`room event ${raw.type} has schema version ${raw.schemaVersion}, this build knows 1 to ${current}`);
  }
  // The store is append-only and only `decide` writes to it: the version says what the shape is.
  return { type: raw.type, data: upcastData(raw, raw.type) } as RoomEvent;
}

function upcastData({ schemaVersion, data, metadata }: RawRoomEvent, type: RoomEventType): unknown {
  // Before version 3 nobody noted which details changed.
  if (type === 'RoomDetailsChanged' && schemaVersion < 3) return { ...initialSettings, changed: detailsChangedBefore, ...(data as object) };
  if (schemaVersion > 1) return data;
  // Before version 2 no room had settings of its own, and the only one to join a room was who added themselves.
  if (type === 'RoomCreated') return { ...initialSettings, ...(data as object) };
  if (type !== 'MembersAdded') return data;
  const { members } = data as { members: Array<{ userId: string }> };
  return { members, via: members.length === 1 && members[0]?.userId === metadata?.actor_id ? 'joined' : 'added' };
}

export function isRoomEventType(type: string): type is RoomEventType {
  return Object.hasOwn(roomEventVersions, type);
}
