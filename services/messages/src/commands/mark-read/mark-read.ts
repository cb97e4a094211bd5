import { type ReadState, type RoomId, subjects, type UserSignal } from '@parley/contracts';
import { sql } from 'kysely';
import type { MessagesDependencies } from '../../dependencies.ts';
import { requireMembership } from '../../queries/require-membership.ts';
import { unreadCount } from '../../queries/unread-count.ts';

type Dependencies = Pick<MessagesDependencies, 'db' | 'nats' | 'catchUpRooms'>;

/**
 * Moves a person's read cursor forward to `seq` (default: the head), never back and never beyond the head, and tells
 * the person's other devices.
 * @throws ProblemError room_not_found, not_a_member
 */
export async function markRead(dependencies: Dependencies, userId: string, roomId: RoomId, seq: number | undefined): Promise<ReadState> {
  const { db, nats } = dependencies;
  const { head } = await requireMembership(dependencies, userId, roomId);
  const target = Math.min(seq ?? head, head);
  const cursor = await db
    .insertInto('read_cursors')
    .values({ user_id: userId, room_id: roomId, last_read_seq: target, last_read_at: new Date() })
    .onConflict((conflict) =>
      conflict.columns(['user_id', 'room_id']).doUpdateSet({
        last_read_seq: sql`greatest(read_cursors.last_read_seq, excluded.last_read_seq)`,
        last_read_at: sql`case when excluded.last_read_seq > read_cursors.last_read_seq then excluded.last_read_at else read_cursors.last_read_at end`,
      }),
    )
    .returning(['last_read_seq', 'last_read_at'])
    .executeTakeFirstOrThrow();
  const unread = await unreadCount(db, userId, roomId);

  const signal: UserSignal = { kind: 'read.updated', room_id: roomId, last_read_seq: cursor.last_read_seq, unread_count: unread };
  nats.nc.publish(subjects.user(userId), JSON.stringify(signal));
  return { last_read_seq: cursor.last_read_seq, last_read_at: cursor.last_read_at.toISOString(), unread_count: unread };
}
