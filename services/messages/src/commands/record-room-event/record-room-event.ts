import { publishedRoomEventSchema, type UserId } from '@parley/contracts';
import { appendToStream, lockStreams } from '@parley/event-store';
import type { ConsumedEvent } from '@parley/messaging';
import type { Transaction } from 'kysely';
import { schemaVersions } from '../../domain/log-event.ts';
import { parseLogEvent } from '../../domain/parse-log-event.ts';
import { decide, peopleNamed, type RoomLogState } from '../../domain/record-room-event.ts';
import type { MessagesDatabase } from '../../messages-database.ts';
import { projectLogEvents } from '../../projections/room-log/project-log-event.ts';

type Trx = Transaction<MessagesDatabase>;

/** Taken before anything is written: the same locks as messages take, so that a room's transactions get their ids in order of `seq`. */
export async function lockRooms(trx: Trx, events: readonly ConsumedEvent[]): Promise<void> {
  await lockStreams(
    trx,
    events.map((event) => event.streamId),
  );
}

/**
 * `rooms` → the room's log. A decision about membership becomes a line with a `seq`, which bounds who may read and
 * receive what. The room is locked (`lockRooms`).
 *
 * @throws ZodError for an event of a known type in a wrong shape: skipped, it would leave somebody in a room that they were removed from
 */
export async function recordRoomEvent(trx: Trx, consumed: ConsumedEvent): Promise<void> {
  // `rooms` publishes more than what adds a line: friendships today, other things in a later release.
  if (!ownTypes.has(consumed.type)) return;
  const event = publishedRoomEventSchema.parse(JSON.parse(consumed.payload));

  const room = await trx
    .selectFrom('rooms')
    .select(['head', 'closed_at', 'writing_closed'])
    .where('room_id', '=', event.room_id)
    .executeTakeFirst();
  const state: RoomLogState = {
    opened: room !== undefined,
    closed: room?.closed_at != null,
    writingClosed: room?.writing_closed === true,
    present: await presentOf(trx, event.room_id, peopleNamed(event)),
  };
  const lines = decide(event, state);
  if (lines.length === 0) return;

  const metadata = {
    ...(event.actor_id ? { actor_id: event.actor_id } : {}),
    correlation_id: consumed.eventId,
    ...(consumed.traceparent ? { traceparent: consumed.traceparent } : {}),
  };
  const stored = await appendToStream(trx, event.room_id, {
    expectedVersion: room?.head ?? 0,
    events: lines.map((line) => ({ ...line, schemaVersion: schemaVersions[line.type] ?? 1, metadata })),
  });
  await projectLogEvents(trx, stored.map(parseLogEvent));
}

const ownTypes: ReadonlySet<string> = new Set(publishedRoomEventSchema.options.map((option) => option.shape.type.value));

async function presentOf(trx: Trx, roomId: string, people: readonly string[]): Promise<RoomLogState['present']> {
  if (people.length === 0) return new Set();
  const rows = await trx
    .selectFrom('room_members')
    .select('user_id')
    .where('room_id', '=', roomId)
    .where('user_id', 'in', people)
    .where('left_seq', 'is', null)
    .execute();
  return new Set(rows.map((row) => row.user_id as UserId));
}
