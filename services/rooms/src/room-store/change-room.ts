import type { RoomId } from '@parley/contracts';
import { type EventMetadata, lockStream } from '@parley/event-store';
import type { RoomsDependencies } from '../dependencies.ts';
import { decide } from '../domain/decide.ts';
import { invitesNamedBy, peopleNamedBy, type RoomChange } from '../domain/room-commands.ts';
import type { RoomEvent } from '../domain/room-events.ts';
import { refusalProblem } from '../refusal-problems.ts';
import { appendRoomEvents } from './append-room-events.ts';
import { loadRoom } from './load-room.ts';

/**
 * The path of every command on a room that exists:
 *
 * 1. Lock the room's stream: commands on one room follow one another, those on other rooms are not held up.
 * 2. Load what the decision needs, in a new statement, so that it sees what the last holder of the lock committed.
 * 3. Decide.
 * 4. Append the events and update the read model; commit.
 * 5. Wake the relay.
 *
 * @throws ProblemError with the refusal's code
 */
export async function changeRoom(
  rooms: Pick<RoomsDependencies, 'db' | 'wakeRelay'>,
  request: { roomId: RoomId; command: RoomChange; metadata: EventMetadata },
): Promise<readonly RoomEvent[]> {
  const { roomId, command, metadata } = request;
  const decision = await rooms.db.transaction().execute(async (trx) => {
    await lockStream(trx, roomId);
    const { state, version } = await loadRoom(trx, roomId, { people: peopleNamedBy(command), invites: invitesNamedBy(command) });
    const decided = decide(command, state);
    if ('events' in decided) await appendRoomEvents(trx, { roomId, expectedVersion: version, events: decided.events, metadata });
    return decided;
  });
  if ('refusal' in decision) throw refusalProblem(decision.refusal);
  if (decision.events.length > 0) rooms.wakeRelay();
  return decision.events;
}
