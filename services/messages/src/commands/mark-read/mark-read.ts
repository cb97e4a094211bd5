import type { ReadState, RoomId } from '@parley/contracts';
import { sql } from 'kysely';
import type { MessagesDependencies } from '../../dependencies.ts';
import { readReadState } from '../../queries/read-state.ts';
import { showsReceipts } from '../../queries/receipts/shows-receipts.ts';
import { requireMembership } from '../../queries/require-membership.ts';
import { tellDevices, tellRoom } from './announce-reading.ts';

type Dependencies = Pick<MessagesDependencies, 'db' | 'nats' | 'catchUpRooms'>;

/**
 * Moves a person's read cursor forward to `seq` (default: the head), never back and never beyond the head, and tells the person's other
 * devices, and the room where it shows receipts.
 * @throws ProblemError room_not_found, not_a_member
 */
export async function markRead(dependencies: Dependencies, userId: string, roomId: RoomId, seq: number | undefined): Promise<ReadState> {
  const { db } = dependencies;
  const { head } = await requireMembership(dependencies, userId, roomId);
  const target = Math.min(seq ?? head, head);
  await db
    .insertInto('read_cursors')
    .values({ user_id: userId, room_id: roomId, last_read_seq: target, last_read_at: new Date() })
    .onConflict((conflict) =>
      conflict
        .columns(['user_id', 'room_id'])
        .doUpdateSet(({ ref }) => ({ last_read_seq: ref('excluded.last_read_seq'), last_read_at: ref('excluded.last_read_at') }))
        .where(sql<boolean>`excluded.last_read_seq > read_cursors.last_read_seq`),
    )
    .execute();
  return tell(dependencies, userId, roomId, false);
}

/**
 * Moves the cursor back to `seq`, on purpose; never forward. What lies after it counts as unread again, on every device.
 * @throws ProblemError room_not_found, not_a_member
 */
export async function markUnread(dependencies: Dependencies, userId: string, roomId: RoomId, seq: number): Promise<ReadState> {
  const { db } = dependencies;
  await requireMembership(dependencies, userId, roomId);
  await db
    .updateTable('read_cursors')
    .set({ last_read_seq: seq, last_read_at: new Date() })
    .where('user_id', '=', userId)
    .where('room_id', '=', roomId)
    .where('last_read_seq', '>', seq)
    .execute();
  return tell(dependencies, userId, roomId, true);
}

async function tell({ db, nats }: Dependencies, userId: string, roomId: RoomId, movedBack: boolean): Promise<ReadState> {
  const state = await readReadState(db, userId, roomId);
  tellDevices(nats, userId, roomId, { state, movedBack });
  if (await showsReceipts(db, roomId)) tellRoom(nats, { room_id: roomId, user_id: userId, last_read_seq: state.last_read_seq });
  return state;
}
