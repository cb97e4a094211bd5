import { type RoomId, subjects, type UserId, type UserSignal } from '@parley/contracts';
import { appendToStream, type EventMetadata, lockStreams } from '@parley/event-store';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { RoomsDependencies } from '../dependencies.ts';
import { decide } from '../domain/decide.ts';
import { decideFriendship } from '../domain/friendship/decide-friendship.ts';
import { closedReason, evolveFriendship, type FriendshipState } from '../domain/friendship/friendship.ts';
import type { FriendCounts, FriendshipCommand } from '../domain/friendship/friendship-commands.ts';
import { type FriendshipEvent, friendshipEventVersions } from '../domain/friendship/friendship-events.ts';
import { friendshipProblem } from '../friendship-problems.ts';
import { projectFriendshipEvent } from '../projections/relationships/project-friendship-event.ts';
import { directPair } from '../projections/rooms-read-model/project-room-event.ts';
import { appendRoomEvents } from '../room-store/append-room-events.ts';
import { loadRoom } from '../room-store/load-room.ts';
import { lockName } from '../room-store/lock-name.ts';
import type { RoomsDatabase } from '../rooms-database.ts';
import { friendshipIdOf } from './friendship-id.ts';
import { loadFriendship } from './load-friendship.ts';
import { noteRequestSent } from './requests-sent.ts';

type Trx = Transaction<RoomsDatabase>;
export type FriendshipChange = {
  actorId: UserId;
  otherId: UserId;
  /** Given the transaction, for what has to be counted under the locks. */
  commandFor: (trx: Trx) => Promise<FriendshipCommand> | FriendshipCommand;
  metadata: EventMetadata;
};
export type ChangedFriendship = { state: FriendshipState; events: readonly FriendshipEvent[] };

/**
 * The path of every command about two people:
 *
 * 1. Lock the pair's direct room by name (nobody can create it meanwhile), then both people (what is counted of them stays as it is),
 *    then the streams that may be written; always in this order.
 * 2. Load, decide, append and project.
 * 3. Close or open their direct room for writing, where that follows from the new state. In the same transaction: a block that is
 *    acknowledged has closed the room.
 * 4. Commit, wake the relay, and tell the devices of whom it concerns. A lost signal is made good when they read the lists anew.
 *
 * @throws ProblemError with the refusal's code
 */
export async function changeFriendship(
  rooms: Pick<RoomsDependencies, 'db' | 'wakeRelay'> & { nats: Pick<RoomsDependencies['nats'], 'nc' | 'connected'> },
  change: FriendshipChange,
): Promise<ChangedFriendship> {
  const { actorId, otherId, metadata } = change;
  const [low, high] = directPair(actorId, otherId);
  const friendshipId = friendshipIdOf(low, high);
  const decided = await rooms.db.transaction().execute(async (trx) => {
    await lockName(trx, `direct:${low}:${high}`);
    await lockName(trx, `relations:${low}`);
    if (high !== low) await lockName(trx, `relations:${high}`);
    const roomId = await directRoomOf(trx, [low, high]);
    await lockStreams(trx, roomId ? [friendshipId, roomId] : [friendshipId]);

    const { state, version } = await loadFriendship(trx, { friendshipId, userIds: [low, high] });
    const decision = decideFriendship(await change.commandFor(trx), state);
    if ('refusal' in decision) return decision;
    const events = decision.events.map((event) => ({ ...event, schemaVersion: friendshipEventVersions[event.type], metadata }));
    for (const stored of await appendToStream(trx, friendshipId, { expectedVersion: version, events })) {
      await projectFriendshipEvent(trx, stored);
    }
    if (decision.events.some((event) => event.type === 'FriendRequested')) await noteRequestSent(trx, actorId);
    const after = decision.events.reduce(evolveFriendship, state);
    if (roomId) await closeOrOpen(trx, roomId, after, metadata);
    return { state: after, events: decision.events };
  });
  if ('refusal' in decided) throw friendshipProblem(decided.refusal);
  if (decided.events.length > 0) rooms.wakeRelay();
  if (rooms.nats.connected()) for (const userId of concernedBy(decided.events, change)) tellDevices(rooms.nats, userId);
  return decided;
}

/** A block is told to nobody but who blocks; what it ends concerns both. */
function concernedBy(events: readonly FriendshipEvent[], { actorId, otherId }: FriendshipChange): readonly UserId[] {
  if (events.length === 0) return [];
  return events.every(({ type }) => type === 'UserBlocked' || type === 'UserUnblocked') ? [actorId] : [actorId, otherId];
}

function tellDevices({ nc }: Pick<RoomsDependencies['nats'], 'nc'>, userId: UserId): void {
  const signal: UserSignal = { kind: 'relationships.changed' };
  nc.publish(subjects.user(userId), JSON.stringify(signal));
}

async function closeOrOpen(trx: Trx, roomId: RoomId, state: FriendshipState, metadata: EventMetadata): Promise<void> {
  const room = await loadRoom(trx, roomId, { people: [] });
  const decision = decide({ kind: 'SetWriting', closed: closedReason(state) }, room.state);
  if ('refusal' in decision || decision.events.length === 0) return;
  // Without the actor: who it was would tell of the block.
  const { actor_id: _untold, ...rest } = metadata;
  await appendRoomEvents(trx, { roomId, expectedVersion: room.version, events: decision.events, metadata: rest });
}

async function directRoomOf(trx: Trx, [low, high]: [UserId, UserId]): Promise<RoomId | undefined> {
  const pair = trx.selectFrom('direct_pairs').select('room_id').where('low_user_id', '=', low).where('high_user_id', '=', high);
  return (await pair.executeTakeFirst())?.room_id;
}

/** Both are locked: the numbers hold until the transaction ends. */
export async function countFriends(db: Kysely<RoomsDatabase>, actorId: UserId, otherId: UserId): Promise<FriendCounts> {
  const { rows } = await sql<{ actor: number; other: number }>`
    select (select count(*)::int from friends where user_id = ${actorId}::uuid) as actor,
      (select count(*)::int from friends where user_id = ${otherId}::uuid) as other`.execute(db);
  return { actorFriends: rows[0]?.actor ?? 0, otherFriends: rows[0]?.other ?? 0 };
}
