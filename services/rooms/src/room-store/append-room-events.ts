import type { RoomId } from '@parley/contracts';
import { appendToStream, type EventMetadata } from '@parley/event-store';
import type { Transaction } from 'kysely';
import { type RoomEvent, roomEventVersions } from '../domain/room-events.ts';
import { projectRoomEvent } from '../projections/rooms-read-model/project-room-event.ts';
import type { RoomsDatabase } from '../rooms-database.ts';

/** Events and read model, in the one transaction that the caller opened. */
export async function appendRoomEvents(
  trx: Transaction<RoomsDatabase>,
  options: { roomId: RoomId; expectedVersion: number; events: readonly RoomEvent[]; metadata: EventMetadata },
): Promise<void> {
  const { roomId, expectedVersion, metadata } = options;
  const events = options.events.map((event) => ({ ...event, schemaVersion: roomEventVersions[event.type], metadata }));
  for (const stored of await appendToStream(trx, roomId, { expectedVersion, events })) await projectRoomEvent(trx, stored);
}
